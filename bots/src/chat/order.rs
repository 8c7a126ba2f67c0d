//! What people can ask of the bot, read from their words; `decision` reads what moderators decide. Pure.
//!
//! It must never guess: what is not clearly an order is left to the thread it was said in.

mod decision;

use hearback_wire::reference::NeedRef;
use serde::{Deserialize, Serialize};

pub(crate) use self::decision::{Approving, Decision, Wording, decision, reasons};
use crate::mine::Released;

/// An order to the bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Order {
    /// `!need We need …`; empty when it stands alone, to turn the message it replies to into a need.
    Need(String),
    /// `!need same HB-…`
    Same(NeedRef),
    /// `!need status`, with or without a reference.
    Status(Option<NeedRef>),
    /// `!need mine`
    Mine,
    /// `!need export`
    Export,
    /// `!need erase`, to be told what that does.
    Erase,
    /// `!need erase yes` or `!need erase and withdraw yes`, to have it done.
    EraseNow(Released),
    /// `!need withdraw`, with or without a reference.
    Withdraw(Option<NeedRef>),
    /// `!need who …`
    Who(String),
    /// `!need help`
    Help,
    /// `!need privacy`
    Privacy,
    /// `!need language cy`
    Language(String),
    /// `!need origin show` and `!need origin hide`
    Origin(bool),
    /// `!need quiet` and `!need loud`
    Quiet(bool),
    /// `!need on` and `!need off`
    Switch(bool),
    /// `!need leave`
    Leave,
}

impl Order {
    /// Whether it begins something, which a room that is off does not allow.
    pub(crate) const fn begins(&self) -> bool {
        matches!(self, Self::Need(_) | Self::Same(_))
    }
}

/// Reads an order. None when the words are not for the bot.
pub(crate) fn order(text: &str, calls_us: bool) -> Option<Order> {
    let text = text.trim();
    let rest = match prefixed(text, "!need") {
        Some(rest) => rest,
        None if calls_us => text,
        None => return None,
    };
    Some(bare(rest).unwrap_or_else(|| Order::Need(rest.to_owned())))
}

/// Whether words are an order to the bot by themselves.
pub(crate) fn is_order(text: &str) -> bool {
    prefixed(text.trim(), "!need").is_some()
}

/// Reads an order that stands without its prefix, as in a direct room.
pub(crate) fn bare(text: &str) -> Option<Order> {
    let (word, rest) = first_word(text);
    // Two words in Welsh.
    let (word, rest) = match prefixed(rest, "ôl").or_else(|| prefixed(rest, "ol")) {
        Some(rest) if ["tynnu'n", "tynnu’n"].contains(&word.to_lowercase().as_str()) => {
            ("withdraw", rest)
        }
        _ => (word, rest),
    };
    let alone = rest.is_empty();
    let order = match word.to_lowercase().as_str() {
        "same" => Order::Same(rest.parse().ok()?),
        "status" if alone => Order::Status(None),
        "status" => Order::Status(Some(rest.parse().ok()?)),
        "withdraw" if alone => Order::Withdraw(None),
        "withdraw" => Order::Withdraw(Some(rest.parse().ok()?)),
        "who" if is_subject(rest) => Order::Who(rest.to_owned()),
        "language" if rest.len() == 2 => Order::Language(rest.to_lowercase()),
        "origin" if rest.eq_ignore_ascii_case("show") => Order::Origin(true),
        "origin" if rest.eq_ignore_ascii_case("hide") => Order::Origin(false),
        "mine" if alone => Order::Mine,
        "export" if alone => Order::Export,
        "erase" => erase(rest)?,
        "help" if alone => Order::Help,
        "privacy" if alone => Order::Privacy,
        "quiet" if alone => Order::Quiet(true),
        "loud" if alone => Order::Quiet(false),
        "on" if alone => Order::Switch(true),
        "off" if alone => Order::Switch(false),
        "leave" if alone => Order::Leave,
        _ => return None,
    };
    Some(order)
}

/// Only the whole phrase that the bot told its person erases anything. None if the words say something
/// else.
fn erase(rest: &str) -> Option<Order> {
    let words = rest.to_lowercase();
    let words: Vec<&str> = words.split_whitespace().collect();
    Some(match *words.as_slice() {
        [] | ["and", "withdraw"] => Order::Erase,
        ["yes"] => Order::EraseNow(Released::Stay),
        ["and", "withdraw", "yes"] => Order::EraseNow(Released::TakenBack),
        _ => return None,
    })
}

/// Most words of a subject: what is longer and begins with "who" is a need.
const SUBJECT: usize = 6;

fn is_subject(rest: &str) -> bool {
    (1..=SUBJECT).contains(&rest.split_whitespace().count())
}

/// What follows a prefix that ends at a space or the end.
fn prefixed<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let rest = prefixed_by(text, prefix)?;
    let ends = rest.is_empty() || rest.starts_with(char::is_whitespace);
    ends.then(|| rest.trim())
}

/// What follows a prefix, in small letters or capitals.
fn prefixed_by<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| text.get(prefix.len()..))
        .flatten()
}

fn first_word(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearback_wire::chance::SeededChance;
    use proptest::prelude::*;

    fn need_ref() -> NeedRef {
        NeedRef::draw(&SeededChance::new(1))
    }

    #[test]
    fn orders_are_read_and_words_that_only_look_like_one_are_a_need() {
        let name = need_ref().to_string();
        let cases = [
            ("!need status", Order::Status(None)),
            ("!NEED Status", Order::Status(None)),
            (
                "!need who child poverty",
                Order::Who("child poverty".into()),
            ),
            (
                "!need Who waits longest for a first dentist visit in each county?",
                Order::Need("Who waits longest for a first dentist visit in each county?".into()),
            ),
            ("!need language CY", Order::Language("cy".into())),
            ("!need origin Hide", Order::Origin(false)),
            ("!need origin show", Order::Origin(true)),
            (
                "!need origin of imports by county",
                Order::Need("origin of imports by county".into()),
            ),
            ("!need", Order::Need(String::new())),
            ("!need off", Order::Switch(false)),
            ("!need export", Order::Export),
            ("!need erase", Order::Erase),
            ("!need Erase YES", Order::EraseNow(Released::Stay)),
            ("!need erase and withdraw", Order::Erase),
            (
                "!need erase and withdraw yes",
                Order::EraseNow(Released::TakenBack),
            ),
            (
                "!need erase the backlog of hospital appointments",
                Order::Need("erase the backlog of hospital appointments".into()),
            ),
            (
                "!need status of care leavers by county",
                Order::Need("status of care leavers by county".into()),
            ),
            (
                "!need help for people who count buses",
                Order::Need("help for people who count buses".into()),
            ),
        ];
        for (text, want) in cases {
            assert_eq!(order(text, false), Some(want), "{text}");
        }
        assert_eq!(
            order(&format!("!need same {}", name.to_lowercase()), false),
            Some(Order::Same(need_ref()))
        );
        for text in ["needs", "!needs more", "we !need", "", "hello !need"] {
            assert_eq!(order(text, false), None, "{text}");
        }
        assert_eq!(order("mine", true), Some(Order::Mine));
    }

    proptest! {
        #[test]
        fn any_words_can_be_read(text in ".{0,80}", calls in any::<bool>()) {
            let _read = (order(&text, calls), decision(&text, None), bare(&text));
        }
    }
}
