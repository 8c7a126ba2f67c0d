//! What a text must hold for a shape to be in it at all. Most texts hold no "@" and few digits, so most
//! shapes need not be looked for: that is most of the time that masking takes.

/// What a shape cannot do without.
#[derive(Clone, Copy)]
pub(super) enum Needs {
    /// So many digits, wherever they stand.
    Digits(usize),
    /// One of these signs.
    Sign(&'static str),
    /// A full stop before a letter, as in "example.org".
    InnerDot,
    /// A bracket or the letters of "dot", as in "ask (at) example dot org".
    SpelledAddress,
}

/// For shapes with digits.
pub(super) const fn digits(count: usize) -> Needs {
    Needs::Digits(count)
}

/// For shapes with a certain sign.
pub(super) const fn sign(one_of: &'static str) -> Needs {
    Needs::Sign(one_of)
}

/// What a text holds, read once.
#[derive(Default)]
pub(super) struct Clues {
    digits: usize,
    /// The ASCII characters that are there, one bit each.
    signs: u128,
    beyond_ascii: bool,
    inner_dot: bool,
    dot: bool,
}

impl Clues {
    pub(super) fn new(text: &str) -> Self {
        let mut clues = Self::default();
        let (mut before_last, mut last) = (0, 0);
        for byte in text.bytes() {
            let letter = byte.to_ascii_lowercase();
            clues.digits += usize::from(byte.is_ascii_digit());
            clues.beyond_ascii |= !byte.is_ascii();
            clues.signs |= 1_u128.checked_shl(u32::from(byte)).unwrap_or_default();
            clues.inner_dot |= last == b'.' && (byte.is_ascii_alphanumeric() || !byte.is_ascii());
            clues.dot |= [before_last, last, letter] == *b"dot";
            (before_last, last) = (last, letter);
        }
        clues
    }

    /// False when a shape with these needs cannot be in the text.
    pub(super) fn allow(&self, needs: Needs) -> bool {
        match needs {
            Needs::Digits(count) => self.digits >= count,
            Needs::Sign(one_of) => one_of.chars().any(|sign| self.hold(sign)),
            Needs::InnerDot => self.inner_dot,
            Needs::SpelledAddress => self.dot || "([{<".chars().any(|sign| self.hold(sign)),
        }
    }

    fn hold(&self, sign: char) -> bool {
        if sign.is_ascii() {
            self.signs & (1 << u32::from(sign)) != 0
        } else {
            self.beyond_ascii
        }
    }
}
