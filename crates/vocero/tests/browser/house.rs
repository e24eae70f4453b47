//! The program as a visitor starts it, and a browser beside it.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use thirtyfour::prelude::*;

/// Nothing on the page takes longer than this, the clock of the town running fast.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// A program that ends with this.
pub struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// `vocero` without any settings, in a folder of its own.
pub struct House {
    pub url: String,
    pub ready: Instant,
    folder: TempDir,
    running: Option<Running>,
}

impl House {
    pub fn open() -> Self {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let mut house = Self { url: String::new(), ready: Instant::now(), folder, running: None };
        house.start("127.0.0.1:0");
        house
    }

    fn start(&mut self, bind: &str) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vocero"))
            .current_dir(self.folder.path())
            .env_clear()
            .env("VOCERO_BIND", bind)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let told = BufReader::new(child.stdout.take().expect("it is piped"));
        let line = told
            .lines()
            .map_while(Result::ok)
            .find(|line| line.contains("/sandbox"))
            .expect("the program tells its address");
        self.running = Some(Running(child));
        self.ready = Instant::now();
        line.rsplit(' ').next().expect("an address").clone_into(&mut self.url);
    }

    /// Kills the program, as a crash would, and starts it again at the same address.
    pub fn crash_and_start_again(&mut self) {
        self.running = None;
        let bind = self.url.trim_start_matches("http://").trim_end_matches("/sandbox").to_owned();
        self.start(&bind);
    }
}

/// Finds a driver for the browser, or says what to do. None: no browser here, and nobody insists.
#[expect(clippy::print_stderr, reason = "a test that can't be made says so")]
pub fn driver() -> Option<(Running, String)> {
    let found = ["chromedriver", "/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver"]
        .into_iter()
        .find_map(|name| {
            Command::new(name)
                .arg("--port=0")
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .ok()
        });
    let Some(mut child) = found else {
        let advice = "no browser: `sudo apt-get install chromium chromium-driver`";
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{advice}");
        eprintln!("NOT TESTED, {advice}");
        return None;
    };
    let told = BufReader::new(child.stdout.take().expect("it is piped"));
    let running = Running(child);
    let port = told.lines().map_while(Result::ok).find_map(|line| {
        line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse::<u16>().ok()
    });
    let port = port.expect("the driver tells its port");
    Some((running, format!("http://127.0.0.1:{port}")))
}

/// Width and height of a window, whether it is dark, and the language that the browser prefers.
#[derive(Clone, Copy)]
pub struct Window {
    pub width: u32,
    pub height: u32,
    pub dark: bool,
    pub language: &'static str,
}

pub const DESK: Window = Window { width: 1360, height: 860, dark: false, language: "en-US" };
pub const POCKET: Window = Window { width: 360, height: 740, dark: false, language: "en-US" };

pub async fn browser(server: &str, window: Window) -> WebDriver {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut capabilities = DesiredCapabilities::chrome();
    let arguments = vec![
        "--headless=new".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-gpu".to_owned(),
        "--hide-scrollbars".to_owned(),
        "--use-fake-ui-for-media-stream".to_owned(),
        "--use-fake-device-for-media-stream".to_owned(),
        format!("--window-size={},{}", window.width.max(500), window.height + 140),
    ];
    for argument in &arguments {
        capabilities.add_arg(argument).expect("an argument");
    }
    capabilities
        .add_experimental_option(
            "prefs",
            serde_json::json!({"intl.accept_languages": window.language}),
        )
        .expect("a preference");
    let logs = serde_json::json!({"browser": "ALL"});
    capabilities.set("goog:loggingPrefs", logs).expect("a capability");
    let driver = WebDriver::new(server, capabilities).await.expect("the browser starts");
    let metrics = serde_json::json!({
        "width": window.width, "height": window.height, "deviceScaleFactor": 1, "mobile": window.width < 500,
    });
    let set = driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", metrics).await;
    set.expect("the window has its size");
    let scheme = if window.dark { "dark" } else { "light" };
    let media = serde_json::json!({"features": [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]});
    let set = driver.cdp().send_raw("Emulation.setEmulatedMedia", media).await;
    set.expect("the window has its colours");
    driver
}

/// Where screenshots are left.
pub fn gallery() -> &'static PathBuf {
    static GALLERY: OnceLock<PathBuf> = OnceLock::new();
    GALLERY.get_or_init(|| {
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map(PathBuf::from)
            .unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target")));
        let gallery = target.join("screenshots");
        std::fs::create_dir_all(&gallery).expect("the gallery can be made");
        gallery
    })
}
