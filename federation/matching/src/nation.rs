//! The four nations of the UK: most topics have a different producer in each.

use serde::{Deserialize, Serialize};

/// A nation of the United Kingdom.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Nation {
    /// England.
    England,
    /// Wales.
    Wales,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
}

impl Nation {
    /// All four, in the order used everywhere.
    pub const ALL: [Self; 4] = [Self::England, Self::Wales, Self::Scotland, Self::NorthernIreland];

    /// The name in English.
    pub const fn name(self) -> &'static str {
        match self {
            Self::England => "England",
            Self::Wales => "Wales",
            Self::Scotland => "Scotland",
            Self::NorthernIreland => "Northern Ireland",
        }
    }

    /// The first letter of its area codes.
    pub(crate) const fn letter(self) -> char {
        match self {
            Self::England => 'E',
            Self::Wales => 'W',
            Self::Scotland => 'S',
            Self::NorthernIreland => 'N',
        }
    }

    /// The nation that an area code belongs to, told by its first letter; `None` for the United
    /// Kingdom and for anything else.
    pub fn of_code(code: &str) -> Option<Self> {
        let first = code.chars().next()?;
        Self::ALL.into_iter().find(|nation| nation.letter() == first)
    }
}
