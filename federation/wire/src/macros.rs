//! Closed lists: an enum, its wire codes, its labels and its parser from one table, so that none
//! of the four can fall behind the others.

/// A code that is not in a closed list; the message names the codes that are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{got}` is not a {list}; use one of: {allowed}")]
pub struct UnknownCode {
    /// Which list was meant, in words.
    pub list: &'static str,
    /// What was given.
    pub got: String,
    /// The codes of the list, separated by commas.
    pub allowed: String,
}

/// Declares a closed list: `Variant = "wire_code" => "Label for people"`.
macro_rules! closed_list {
    ($(#[$meta:meta])* $name:ident ($list:literal) {
        $($(#[$vmeta:meta])* $variant:ident = $code:literal => $label:literal,)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(into = "&'static str", try_from = "String")]
        pub enum $name {
            $($(#[$vmeta])* #[doc = $label] $variant,)+
        }

        impl $name {
            /// The whole list, in the order people are shown it.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The fixed code on the wire and in tables.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The English label.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::vocabulary::UnknownCode;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                match code {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::vocabulary::UnknownCode {
                        list: $list,
                        got: code.chars().take(40).collect(),
                        allowed: [$($code),+].join(", "),
                    }),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::vocabulary::UnknownCode;
            fn try_from(code: String) -> Result<Self, Self::Error> { code.parse() }
        }

        impl From<$name> for &'static str {
            fn from(value: $name) -> Self { value.code() }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}
pub(crate) use closed_list;

/// Serialises a type as its `Display` text and reads it back through `FromStr`.
macro_rules! text_serde {
    ($name:ty) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use text_serde;
