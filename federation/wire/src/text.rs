//! Text that people read: bounded, normalised, and free of characters that mislead the eye.

use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

use crate::macros::text_serde;

/// Plain text of `MIN` to `MAX` Unicode characters.
///
/// Parsing normalises to NFC and folds every run of white space to one space, so that two people
/// who see the same words hold the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<const MIN: usize, const MAX: usize>(String);

/// Why text was refused. The message says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing there.
    #[error("this is empty; please write something")]
    Empty,
    /// Too short.
    #[error("this is too short ({got} characters); please write at least {min}")]
    TooShort {
        /// Fewest characters.
        min: usize,
        /// Characters given.
        got: usize,
    },
    /// Too long.
    #[error("this is too long ({got} characters); please keep it to {max}")]
    TooLong {
        /// Most characters.
        max: usize,
        /// Characters given.
        got: usize,
    },
    /// A control character, or an invisible one that can hide or reorder words.
    #[error(
        "this holds a hidden character (U+{0:04X}) that can mislead a reader; please type it again without"
    )]
    Hidden(u32),
}

/// Controls, bidi overrides and isolates, zero-width and other invisible characters, tags, and
/// private-use or unassigned-looking code points that fonts do not show.
fn is_hidden(c: char) -> bool {
    let invisible = matches!(
        c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFD}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}'
    );
    let private = matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}');
    invisible || private || (c.is_control() && !c.is_whitespace())
}

impl<const MIN: usize, const MAX: usize> Text<MIN, MAX> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MIN: usize, const MAX: usize> FromStr for Text<MIN, MAX> {
    type Err = TextError;

    fn from_str(raw: &str) -> Result<Self, TextError> {
        // Cheap refusal before any work on a huge body: no character takes more than four bytes,
        // and normalisation shortens text at most three-fold.
        if raw.len() > MAX.saturating_mul(16) + 64 {
            return Err(TextError::TooLong {
                max: MAX,
                got: raw.chars().count(),
            });
        }
        if let Some(hidden) = raw.chars().find(|c| is_hidden(*c)) {
            return Err(TextError::Hidden(u32::from(hidden)));
        }
        let normal: String = raw.nfc().collect();
        let folded = normal.split_whitespace().collect::<Vec<_>>().join(" ");
        match folded.chars().count() {
            0 => Err(TextError::Empty),
            got if got < MIN => Err(TextError::TooShort { min: MIN, got }),
            got if got > MAX => Err(TextError::TooLong { max: MAX, got }),
            _ => Ok(Self(folded)),
        }
    }
}

impl<const MIN: usize, const MAX: usize> fmt::Display for Text<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<const MIN: usize, const MAX: usize> serde::Serialize for Text<MIN, MAX> {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

impl<'de, const MIN: usize, const MAX: usize> serde::Deserialize<'de> for Text<MIN, MAX> {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let raw = <String as serde::Deserialize>::deserialize(d)?;
        raw.parse().map_err(serde::de::Error::custom)
    }
}

/// The approved words of a need.
pub type Statement = Text<20, 400>;
/// What a need would help to decide or do; or who could be harmed and how.
pub type Use = Text<1, 280>;
/// A producer's or moderator's words to the people who asked.
pub type Words = Text<10, 1200>;
/// A short name: an output, a body, a programme.
pub type Name = Text<1, 120>;

/// A language tag: two or three lower-case letters (ISO 639), such as `en` or `cy`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang(String);

impl Lang {
    /// English.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Not a language tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a language is two or three small letters, such as en or cy")]
pub struct LangError;

impl FromStr for Lang {
    type Err = LangError;

    fn from_str(text: &str) -> Result<Self, LangError> {
        let valid = matches!(text.len(), 2 | 3) && text.bytes().all(|b| b.is_ascii_lowercase());
        if valid {
            Ok(Self(text.to_owned()))
        } else {
            Err(LangError)
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

text_serde!(Lang);

/// An `https` address that people may follow. Nothing in hearback ever fetches it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link(String);

/// Why an address was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a link starts with https:// and a host name, has no spaces or sign-in part, and is at most 300 characters"
)]
pub struct LinkError;

impl Link {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Link {
    type Err = LinkError;

    fn from_str(text: &str) -> Result<Self, LinkError> {
        let rest = text.strip_prefix("https://").ok_or(LinkError)?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host_fits = host.contains('.')
            && host
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
            && !host.starts_with(['.', '-']);
        let rest_fits = text.len() <= 300
            && rest.bytes().all(|b| {
                b.is_ascii_graphic()
                    && !matches!(
                        b,
                        b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}'
                    )
            });
        if host_fits && rest_fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(LinkError)
        }
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

text_serde!(Link);
