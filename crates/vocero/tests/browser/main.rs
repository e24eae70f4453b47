//! The town, tried in a real browser by somebody with a screen, a keyboard and patience.
//!
//! It needs Debian's `chromium` and `chromium-driver`; `./check` installs them. Without them a test says so, and fails
//! where `CI` is `true`. Screenshots are left in `target/screenshots`.

mod house;
mod visit;

mod axe;
mod booking;
mod broken;
mod looks;
mod reception;
mod restart;
