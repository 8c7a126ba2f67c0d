//! The languages that the bots speak, and the sentences of each, which stand in `bots/words` as Fluent.
//!
//! A sentence that is missing in one language is said in English. It must never let what people wrote be
//! read as Fluent: their words are values, never patterns.

mod advice;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt::Display;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use hearback_wire::day::Day;
use serde::{Deserialize, Serialize};

pub(crate) use advice::advice;

/// A language that the bots speak.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tongue {
    /// `en`.
    #[default]
    #[serde(rename = "en")]
    English,
    /// `cy`.
    #[serde(rename = "cy")]
    Welsh,
}

type Bundle = FluentBundle<FluentResource>;

macro_rules! sentences {
    ($code:literal) => {
        [
            include_str!(concat!("../../words/", $code, "/labels.ftl")),
            include_str!(concat!("../../words/", $code, "/thread.ftl")),
            include_str!(concat!("../../words/", $code, "/chat.ftl")),
            include_str!(concat!("../../words/", $code, "/pressed.ftl")),
            include_str!(concat!("../../words/", $code, "/mine.ftl")),
        ]
    };
}

const ENGLISH: [&str; 5] = sentences!("en");
const WELSH: [&str; 5] = sentences!("cy");

static IN_ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Tongue::English));
static IN_WELSH: LazyLock<Bundle> = LazyLock::new(|| bundle(Tongue::Welsh));

/// What does not parse is left out; a test says so.
fn bundle(tongue: Tongue) -> Bundle {
    let texts = match tongue {
        Tongue::English => ENGLISH,
        Tongue::Welsh => WELSH,
    };
    let language = tongue.code().parse();
    let mut bundle = Bundle::new_concurrent(language.into_iter().collect());
    // The marks would end up in chat clients that show them as boxes.
    bundle.set_use_isolating(false);
    for text in texts {
        let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(text.to_owned());
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// Says one sentence: its language, its id, then its words, and after a semicolon its numbers.
macro_rules! say {
    ($tongue:expr, $id:literal $(, $name:ident = $words:expr)* $(; $($count:ident = $number:expr),+)?) => {
        $crate::tongue::Tongue::sentence($tongue, $id, &[
            $((stringify!($name), $crate::tongue::words(&$words)),)*
            $($((stringify!($count), $crate::tongue::number($number)),)+)?
        ])
    };
}
pub(crate) use say;

/// Words inside a sentence.
pub(crate) fn words(words: &impl Display) -> FluentValue<'static> {
    FluentValue::String(Cow::Owned(words.to_string()))
}

/// A number inside a sentence.
pub(crate) fn number(count: usize) -> FluentValue<'static> {
    FluentValue::from(count)
}

impl Tongue {
    /// All of them.
    pub(crate) const ALL: [Self; 2] = [Self::English, Self::Welsh];

    /// The code of BCP 47.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Welsh => "cy",
        }
    }

    /// The language with this code, if it is spoken.
    pub(crate) fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tongue| tongue.code() == code)
    }

    /// One sentence; use [`say!`].
    pub(crate) fn sentence(self, id: &str, values: &[(&'static str, FluentValue<'_>)]) -> String {
        let values: FluentArgs<'_> = values.iter().cloned().collect();
        let own = match self {
            Self::English => &*IN_ENGLISH,
            Self::Welsh => &*IN_WELSH,
        };
        let said = told(own, id, &values).or_else(|| told(&IN_ENGLISH, id, &values));
        said.unwrap_or_else(|| id.to_owned())
    }

    /// What a code of a vocabulary is called: `kind` and the code, such as `status` and `planned`.
    pub(crate) fn label(self, kind: &str, code: &str) -> String {
        self.sentence(&format!("{kind}-{}", code.replace('_', "-")), &[])
    }

    /// `1 December 2026`.
    pub(crate) fn day(self, day: Day) -> String {
        let date = day.date();
        let month = self.sentence(&format!("month-{}", date.month()), &[]);
        format!("{} {month} {}", date.day(), date.year())
    }

    /// `Tuesday 1 December 2026`.
    pub(crate) fn weekday(self, day: Day) -> String {
        let number = day.date().weekday().to_monday_one_offset();
        let weekday = self.sentence(&format!("weekday-{number}"), &[]);
        format!("{weekday} {}", self.day(day))
    }
}

fn told(bundle: &Bundle, id: &str, values: &FluentArgs<'_>) -> Option<String> {
    let pattern = bundle.get_message(id)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(values), &mut errors);
    errors.is_empty().then(|| text.into_owned())
}
