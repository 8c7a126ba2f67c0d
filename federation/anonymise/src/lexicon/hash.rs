//! A hasher for our own lists. The standard one guards against keys that are made to collide; these keys
//! are fixed, and looking words up is much of what masking does.

use std::hash::{BuildHasherDefault, Hasher};

/// Makes [`Mixer`]s.
pub(super) type Mixing = BuildHasherDefault<Mixer>;

/// Eight bytes at a time: turned, mixed in, multiplied.
#[derive(Default)]
pub(super) struct Mixer(u64);

/// An odd number whose bits look random.
const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

impl Hasher for Mixer {
    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let value = part
                .iter()
                .fold(0, |value, byte| value << 8 | u64::from(*byte));
            self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(FACTOR);
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(value)).wrapping_mul(FACTOR);
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}
