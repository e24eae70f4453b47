//! The phone of a person on WhatsApp.

use crate::world::World;

#[derive(Debug, Default)]
pub struct People {}

pub struct Person<'a> {
    _world: &'a World,
    _address: String,
}

impl<'a> Person<'a> {
    pub(crate) fn new(world: &'a World, address: &str) -> Self {
        Self { _world: world, _address: address.to_owned() }
    }
}
