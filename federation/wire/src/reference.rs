//! The public reference of a need, as people read it out: `HB-7K3Q-9M2X`.

use std::fmt;
use std::str::FromStr;

use crate::chance::{Chance, draw};
use crate::macros::text_serde;

/// Crockford's base32: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Seven random symbols (35 bits) and one check symbol.
///
/// The check is a weighted sum over GF(32) whose weights are distinct powers of a generator, so
/// that any one wrong symbol and any two swapped symbols are noticed. Parsing is kind: case,
/// spaces, dashes, a missing `HB` and the usual confusions (O/0, I and L/1) are all accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NeedRef([u8; 8]);

/// Text that is not a need's reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NeedRefError {
    /// Wrong number of symbols.
    #[error("a reference looks like HB-7K3Q-9M2X: HB and eight letters or digits")]
    Shape,
    /// A symbol that is never used.
    #[error("`{0}` is never part of a reference; please check it")]
    Symbol(char),
    /// The check symbol does not fit: a typing mistake.
    #[error("this reference has a typing mistake; please check it")]
    Check,
}

impl NeedRef {
    /// Draws a new reference.
    pub fn draw(chance: &dyn Chance) -> Self {
        let bytes: [u8; 7] = draw(chance);
        let mut symbols = [0; 8];
        for (symbol, byte) in symbols.iter_mut().zip(bytes) {
            *symbol = byte & 31;
        }
        symbols[7] = check(symbols);
        Self(symbols)
    }
}

/// Multiplies in GF(32) modulo x^5 + x^2 + 1.
fn multiply(mut a: u8, mut b: u8) -> u8 {
    let mut product = 0;
    while b > 0 {
        if b & 1 == 1 {
            product ^= a;
        }
        a <<= 1;
        if a & 32 == 32 {
            a ^= 0b10_0101;
        }
        b >>= 1;
    }
    product
}

/// The check symbol for the first seven symbols: the sum of symbol times 2^(position + 1).
fn check(symbols: [u8; 8]) -> u8 {
    let mut weight = 1;
    symbols.iter().take(7).fold(0, |sum, symbol| {
        weight = multiply(weight, 2);
        sum ^ multiply(*symbol, weight)
    })
}

/// The value of a symbol, with confusable letters read as the digit they look like.
fn value(symbol: char) -> Result<u8, NeedRefError> {
    let plain = match symbol.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let found = ALPHABET.iter().position(|s| char::from(*s) == plain);
    found
        .and_then(|v| u8::try_from(v).ok())
        .ok_or(NeedRefError::Symbol(symbol))
}

impl FromStr for NeedRef {
    type Err = NeedRefError;

    fn from_str(text: &str) -> Result<Self, NeedRefError> {
        let compact: Vec<char> = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '‑' | '–' | '—'))
            .take(11)
            .collect();
        let symbols = match compact.as_slice() {
            ['h' | 'H', 'b' | 'B', rest @ ..] if compact.len() == 10 => rest,
            rest => rest,
        };
        if symbols.len() != 8 {
            return Err(NeedRefError::Shape);
        }
        let mut values = [0; 8];
        for (to, symbol) in values.iter_mut().zip(symbols) {
            *to = value(*symbol)?;
        }
        if check(values) == values[7] {
            Ok(Self(values))
        } else {
            Err(NeedRefError::Check)
        }
    }
}

impl fmt::Display for NeedRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HB")?;
        for (position, symbol) in self.0.iter().enumerate() {
            if position % 4 == 0 {
                f.write_str("-")?;
            }
            let letter = ALPHABET.get(usize::from(*symbol)).copied().unwrap_or(b'0');
            write!(f, "{}", char::from(letter))?;
        }
        Ok(())
    }
}

text_serde!(NeedRef);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::SeededChance;

    #[test]
    fn every_single_mistake_and_every_swap_of_neighbours_is_noticed() {
        let chance = SeededChance::new(7);
        for _ in 0..200 {
            let good = NeedRef::draw(&chance);
            for at in 0..8 {
                for wrong in (0..32).filter(|w| *w != good.0[at]) {
                    let mut bad = good;
                    bad.0[at] = wrong;
                    assert_eq!(bad.to_string().parse::<NeedRef>(), Err(NeedRefError::Check));
                }
                if at < 7 && good.0[at] != good.0[at + 1] {
                    let mut bad = good;
                    bad.0.swap(at, at + 1);
                    assert_eq!(bad.to_string().parse::<NeedRef>(), Err(NeedRefError::Check));
                }
            }
        }
    }

    #[test]
    fn people_may_write_it_as_they_like() {
        let reference = NeedRef([0, 1, 7, 19, 9, 20, 2, check([0, 1, 7, 19, 9, 20, 2, 0])]);
        let shown = reference.to_string();
        for written in [
            shown.clone(),
            shown.to_lowercase(),
            shown.replace('-', " "),
            shown.replace("HB-", ""),
            shown.replace('0', "o").replace('1', "l"),
            format!("  {} ", shown.replace('-', "–")),
        ] {
            assert_eq!(written.parse::<NeedRef>(), Ok(reference), "{written}");
        }
        assert_eq!("HB-7K3Q".parse::<NeedRef>(), Err(NeedRefError::Shape));
        assert_eq!(
            "HB-UUUU-UUUU".parse::<NeedRef>(),
            Err(NeedRefError::Symbol('U'))
        );
    }
}
