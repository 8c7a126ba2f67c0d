//! What a released need may hold: a closed schema, every field bounded, unknown fields refused.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::Hash;
use crate::macros::text_serde;
use crate::text::{Lang, Name, Statement, Text, Use};
use crate::vocabulary::{
    Frequency, GapType, Level, Nation, NeedKind, Population, Scope, Theme, Timeliness,
};

/// The exact words and facets that a person and a moderator both approve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// What is needed, 20 to 400 characters.
    pub statement: Statement,
    /// What it would help to decide or do.
    #[serde(rename = "use", default, skip_serializing_if = "Option::is_none")]
    pub use_: Option<Use>,
    /// The language of the words that were approved (not of a person).
    pub lang: Lang,
    /// What kind of thing is needed.
    pub kind: NeedKind,
    /// Types of gap.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub gap_types: BTreeSet<GapType>,
    /// Themes, at most four.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<ThemeTag>,
    /// Nations the need is about.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub coverage: BTreeSet<Nation>,
    /// The level of area wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geography: Option<Geography>,
    /// Whom the statistics would be about.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub population: BTreeSet<Population>,
    /// How often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Frequency>,
    /// How soon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeliness: Option<Timeliness>,
    /// For which years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// What was tried and why it is not enough, at most five.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tried: Vec<Tried>,
    /// How far it reaches.
    pub scope: Scope,
    /// Who could be harmed by how figures are made or shown, and how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub harm: Option<Use>,
    /// Whom the need comes from, as much as the community chooses to say.
    pub origin: Origin,
}

/// A theme, with the topic inside it where one is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThemeTag {
    /// The theme.
    pub theme: Theme,
    /// The four-digit topic id of the ONS taxonomy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<TopicId>,
}

/// The level of area wanted, and at most five areas by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Geography {
    /// The finest area for which figures are wanted.
    pub level: Level,
    /// GSS codes. The gate lets none under 50,000 people pass.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<AreaCode>,
}

/// Years wanted, the first first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First year.
    pub from: u16,
    /// Last year; open if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u16>,
}

/// An existing output that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tried {
    /// The output.
    pub output: Name,
    /// Why it is not enough.
    pub why_not: Text<1, 200>,
}

/// Whom a need comes from: `unspecified`, `class:charity, England`, or `org:Name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The community would rather not say.
    Unspecified,
    /// A class of organisation, such as `charity, England`.
    Class(Name),
    /// The organisation by name.
    Organisation(Name),
}

impl Origin {
    /// The class or the organisation, as people read it; none where the community would rather not say.
    pub const fn name(&self) -> Option<&Name> {
        match self {
            Self::Unspecified => None,
            Self::Class(name) | Self::Organisation(name) => Some(name),
        }
    }
}

/// A value that does not fit the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ContentError(&'static str);

impl FromStr for Origin {
    type Err = ContentError;

    fn from_str(text: &str) -> Result<Self, ContentError> {
        const WRONG: ContentError = ContentError(
            "an origin is `unspecified`, `class:` with a class, or `org:` with a name",
        );
        let name = |rest: &str| rest.parse::<Name>().map_err(|_| WRONG);
        match text.split_once(':') {
            None if text == "unspecified" => Ok(Self::Unspecified),
            Some(("class", rest)) => name(rest).map(Self::Class),
            Some(("org", rest)) => name(rest).map(Self::Organisation),
            _ => Err(WRONG),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unspecified => f.write_str("unspecified"),
            Self::Class(class) => write!(f, "class:{class}"),
            Self::Organisation(name) => write!(f, "org:{name}"),
        }
    }
}

text_serde!(Origin);

/// A GSS area code, such as `E06000001`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaCode(String);

impl AreaCode {
    /// The nine characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AreaCode {
    type Err = ContentError;

    fn from_str(text: &str) -> Result<Self, ContentError> {
        let mut bytes = text.bytes();
        let valid = text.len() == 9
            && bytes.next().is_some_and(|b| b"EWSNK".contains(&b))
            && bytes.all(|b| b.is_ascii_digit());
        if valid {
            Ok(Self(text.to_owned()))
        } else {
            Err(ContentError(
                "an area code is a letter (E, W, S, N or K) and eight digits",
            ))
        }
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

text_serde!(AreaCode);

/// A four-digit topic id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicId(String);

impl FromStr for TopicId {
    type Err = ContentError;

    fn from_str(text: &str) -> Result<Self, ContentError> {
        if text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ContentError("a topic id is four digits"))
        }
    }
}

impl fmt::Display for TopicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

text_serde!(TopicId);

impl Content {
    /// A need with nothing but its words: what a person gets who answers the two questions and no more.
    pub fn plain(statement: Statement, use_: Option<Use>) -> Self {
        Self {
            statement,
            use_,
            lang: Lang::english(),
            kind: NeedKind::NewStatistic,
            gap_types: BTreeSet::new(),
            themes: Vec::new(),
            coverage: BTreeSet::new(),
            geography: None,
            population: BTreeSet::new(),
            frequency: None,
            timeliness: None,
            period: None,
            tried: Vec::new(),
            scope: Scope::Producer,
            harm: None,
            origin: Origin::Unspecified,
        }
    }

    /// Checks the limits that single fields cannot know.
    ///
    /// # Errors
    /// [`ContentError`] naming the limit.
    pub fn check(&self) -> Result<(), ContentError> {
        if self.themes.len() > 4 {
            return Err(ContentError("please choose at most four themes"));
        }
        if self.geography.as_ref().is_some_and(|g| g.areas.len() > 5) {
            return Err(ContentError("please name at most five areas"));
        }
        if self.tried.len() > 5 {
            return Err(ContentError(
                "please name at most five things that were tried",
            ));
        }
        let years = 1800..=2200;
        match self.period {
            Some(Period { from, to })
                if !years.contains(&from)
                    || to.is_some_and(|to| to < from || !years.contains(&to)) =>
            {
                Err(ContentError("a period is two years, the earlier first"))
            }
            _ => Ok(()),
        }
    }

    /// The one text form that is hashed and approved. Field order is that of the type.
    pub fn canonical(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What both keys must name: SHA-256 over [`Self::canonical`].
    pub fn hash(&self) -> Hash {
        Hash::of(&[self.canonical().as_bytes()])
    }
}
