//! What people can ask of the bot, read from their words. Pure.
//!
//! It must never guess: what is not clearly an order is left to the thread it was said in.

use hearback_wire::intake::Refusal;
use hearback_wire::reference::NeedRef;

/// An order to the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Order {
    /// `!need We need …`; empty when it stands alone, to turn the message it replies to into a need.
    Need(String),
    /// `!need same HB-…`
    Same(NeedRef),
    /// `!need status`, with or without a reference.
    Status(Option<NeedRef>),
    /// `!need mine`
    Mine,
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
    /// `!need quiet` and `!need loud`
    Quiet(bool),
    /// `!need on` and `!need off`
    Switch(bool),
    /// `!need leave`
    Leave,
}

/// An order of a moderator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Decision {
    /// `!queue`
    Queue,
    /// `!approve HB-…`
    Approve(NeedRef),
    /// `!edit HB-… new words // why`
    Edit(NeedRef, String, String),
    /// `!ask HB-… question`
    Ask(NeedRef, String),
    /// `!decline HB-… reason words`
    Decline(NeedRef, Refusal, String),
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
    let alone = rest.is_empty();
    let order = match word.to_lowercase().as_str() {
        "same" => Order::Same(rest.parse().ok()?),
        "status" if alone => Order::Status(None),
        "status" => Order::Status(Some(rest.parse().ok()?)),
        "withdraw" if alone => Order::Withdraw(None),
        "withdraw" => Order::Withdraw(Some(rest.parse().ok()?)),
        "who" if !alone => Order::Who(rest.to_owned()),
        "language" if rest.len() == 2 => Order::Language(rest.to_lowercase()),
        "mine" if alone => Order::Mine,
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

/// Reads a moderator's order. An error says how to write it.
pub(crate) fn decision(text: &str) -> Option<Result<Decision, String>> {
    let (word, rest) = first_word(text.trim());
    let decision = match word.to_lowercase().as_str() {
        "!queue" => Ok(Decision::Queue),
        "!approve" => reference(rest).map(|(reference, _)| Decision::Approve(reference)),
        "!edit" => reference(rest).and_then(|(reference, rest)| {
            let (after, why) = rest
                .split_once("//")
                .ok_or("Please write: !edit HB-… the new words // why you changed them")?;
            let (after, why) = (after.trim().to_owned(), why.trim().to_owned());
            Ok(Decision::Edit(reference, after, why))
        }),
        "!ask" => reference(rest)
            .map(|(reference, question)| Decision::Ask(reference, question.to_owned())),
        "!decline" => reference(rest).and_then(|(reference, rest)| {
            let (code, words) = first_word(rest);
            let reason = code.parse().map_err(|_| reasons())?;
            Ok(Decision::Decline(reference, reason, words.to_owned()))
        }),
        _ => return None,
    };
    Some(decision)
}

fn reference(rest: &str) -> Result<(NeedRef, &str), String> {
    let (word, rest) = first_word(rest);
    let wrong = "Please write the reference of the need after the order, such as HB-7K3Q-9M2X.";
    Ok((word.parse().map_err(|_| wrong.to_owned())?, rest))
}

fn reasons() -> String {
    let all: Vec<String> = Refusal::ALL
        .iter()
        .map(|reason| format!("{} ({})", reason.code(), reason.label()))
        .collect();
    format!(
        "Please write: !decline HB-… reason words for the person. The reasons are: {}.",
        all.join("; ")
    )
}

/// What follows a prefix that ends at a space or the end.
fn prefixed<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    let rest = text.get(prefix.len()..)?;
    let ends = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (head.eq_ignore_ascii_case(prefix) && ends).then(|| rest.trim())
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
            ("!need language CY", Order::Language("cy".into())),
            ("!need", Order::Need(String::new())),
            ("!need off", Order::Switch(false)),
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

    #[test]
    fn a_moderators_order_that_is_not_complete_says_how_to_write_it() {
        let name = need_ref();
        let good = decision(&format!("!decline {name} unclear Please say which years."));
        let want = Decision::Decline(name, Refusal::Unclear, "Please say which years.".into());
        assert_eq!(good, Some(Ok(want)));
        let edit = decision(&format!("!edit {name} New words // shorter"));
        let want = Decision::Edit(name, "New words".into(), "shorter".into());
        assert_eq!(edit, Some(Ok(want)));
        for text in ["!approve", "!ask nobody what", "!decline HB-", "!edit x y"] {
            assert!(decision(text).unwrap().is_err(), "{text}");
        }
        let no_reason = decision(&format!("!decline {name} because")).unwrap();
        assert!(no_reason.unwrap_err().contains("unclear"));
        assert_eq!(decision("approve it"), None);
    }

    proptest! {
        #[test]
        fn any_words_can_be_read(text in ".{0,80}", calls in any::<bool>()) {
            let _read = (order(&text, calls), decision(&text), bare(&text));
        }
    }
}
