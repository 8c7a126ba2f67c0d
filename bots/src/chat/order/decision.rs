//! What moderators decide, read from their words. Pure.
//!
//! It must never guess: an order that is not complete is answered with how to write it.

use hearback_wire::intake::Refusal;
use hearback_wire::reference::NeedRef;
use serde::{Deserialize, Serialize};

use super::{first_word, prefixed_by};

/// An order of a moderator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Decision {
    /// `!queue`
    Queue,
    /// `!approve HB-…`
    Approve(NeedRef),
    /// `!approve HB-… named answering`
    ApproveAs(NeedRef, Approving),
    /// `!merge HB-… HB-… words`: the first into the second.
    Merge(NeedRef, NeedRef, String),
    /// `!undo HB-…`
    Undo(NeedRef),
    /// `!alone HB-…`
    Alone(NeedRef),
    /// `!edit HB-… new words // why`
    Edit(NeedRef, Wording, String),
    /// `!ask HB-… question`
    Ask(NeedRef, String),
    /// `!decline HB-… reason words`
    Decline(NeedRef, Refusal, String),
}

/// How a need is approved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Approving {
    /// For connected organisations, and not for everybody.
    pub(crate) named: bool,
    /// The moderator answers for what the card says must be answered for.
    pub(crate) answering: bool,
}

impl Decision {
    /// What was typed for it, which takes time to type again.
    pub(in crate::chat) fn typed(&self) -> Vec<String> {
        match self {
            Self::Queue
            | Self::Approve(_)
            | Self::ApproveAs(..)
            | Self::Undo(_)
            | Self::Alone(_) => Vec::new(),
            Self::Edit(_, Wording::Statement(words) | Wording::Use(words), why) => {
                vec![words.clone(), why.clone()]
            }
            Self::Ask(_, words) | Self::Decline(_, _, words) | Self::Merge(_, _, words) => {
                vec![words.clone()]
            }
        }
    }
}

/// Which words a moderator would have otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Wording {
    /// What is needed.
    Statement(String),
    /// `use: …`: what it would help with; empty takes it out.
    Use(String),
}

/// Reads a moderator's order; said under the card of a need, it need not name it. An error says how
/// to write it.
pub(crate) fn decision(text: &str, card: Option<NeedRef>) -> Option<Result<Decision, String>> {
    let (word, rest) = first_word(text.trim());
    let about = || reference(rest, card);
    let decision = match word.to_lowercase().as_str() {
        "!queue" => Ok(Decision::Queue),
        "!approve" => about().and_then(|(reference, rest)| approving(reference, rest)),
        "!merge" => about().and_then(|(reference, rest)| merge(reference, rest, card)),
        "!undo" => about().map(|(reference, _)| Decision::Undo(reference)),
        "!alone" => about().map(|(reference, _)| Decision::Alone(reference)),
        "!edit" => about().and_then(|(reference, rest)| {
            let (after, why) = rest.split_once("//").ok_or(EDIT)?;
            Ok(Decision::Edit(
                reference,
                wording(after.trim()),
                why.trim().to_owned(),
            ))
        }),
        "!ask" => {
            about().map(|(reference, question)| Decision::Ask(reference, question.to_owned()))
        }
        "!decline" => about().and_then(|(reference, rest)| {
            let (code, words) = first_word(rest);
            let reason = code.parse().map_err(|_| reasons())?;
            Ok(Decision::Decline(reference, reason, words.to_owned()))
        }),
        _ => return None,
    };
    Some(decision)
}

fn approving(reference: NeedRef, rest: &str) -> Result<Decision, String> {
    let mut how = Approving::default();
    for word in rest.split_whitespace() {
        match word.to_lowercase().as_str() {
            "named" => how.named = true,
            "answering" => how.answering = true,
            _ => return Err(APPROVE.to_owned()),
        }
    }
    Ok(if how == Approving::default() {
        Decision::Approve(reference)
    } else {
        Decision::ApproveAs(reference, how)
    })
}

/// Under a card the one reference that is written is that of the other need.
fn merge(first: NeedRef, rest: &str, card: Option<NeedRef>) -> Result<Decision, String> {
    let (word, words) = first_word(rest);
    match (word.parse(), card) {
        (Ok(into), _) => Ok(Decision::Merge(first, into, words.to_owned())),
        (Err(_), Some(card)) if card != first => Ok(Decision::Merge(card, first, rest.to_owned())),
        (Err(_), _) => Err(MERGE.to_owned()),
    }
}

const MERGE: &str = "Please write in the thread of the card: !merge, the reference of the need that asks \
                     for the same, and your words to the person. Elsewhere, write the reference of the \
                     card’s need before it.";
const APPROVE: &str = "Please write: !approve, by itself in the thread of the card or with the reference. \
                       Add the word named to let it go to connected organisations only, and the word \
                       answering if you answer for what the card says must be answered for.";
const EDIT: &str = "Please write: !edit HB-… the new words // why you changed them. For what it would \
                    help with, write: !edit HB-… use: the new words // why";

fn wording(after: &str) -> Wording {
    match prefixed_by(after, "use:") {
        Some(use_) => Wording::Use(use_.trim().to_owned()),
        None => Wording::Statement(after.to_owned()),
    }
}

/// The need that is meant, and what follows. Under a card only what begins like a reference is read
/// as one, so that no word of a question is taken for it.
fn reference(rest: &str, card: Option<NeedRef>) -> Result<(NeedRef, &str), String> {
    let (word, after) = first_word(rest);
    if let (Some(card), None) = (card, prefixed_by(word, "HB-")) {
        return Ok((card, rest));
    }
    let wrong = "Please write the reference of the need after the order, such as HB-7K3Q-9M2X.";
    Ok((word.parse().map_err(|_| wrong.to_owned())?, after))
}

/// How to decline, with every reason.
pub(crate) fn reasons() -> String {
    let all: Vec<String> = Refusal::ALL
        .iter()
        .map(|reason| format!("{}: {}", reason.code(), reason.label()))
        .collect();
    format!(
        "To decline, write in the thread of the card: !decline, one of these reasons, and your words to \
         the person. Elsewhere, write the reference before the reason.\n{}",
        all.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearback_wire::chance::SeededChance;

    fn need_ref() -> NeedRef {
        NeedRef::draw(&SeededChance::new(1))
    }

    #[test]
    fn a_moderators_order_that_is_not_complete_says_how_to_write_it() {
        let name = need_ref();
        let good = decision(
            &format!("!decline {name} unclear Please say which years."),
            None,
        );
        let want = Decision::Decline(name, Refusal::Unclear, "Please say which years.".into());
        assert_eq!(good, Some(Ok(want)));
        let edit = decision(&format!("!edit {name} New words // shorter"), None);
        let words = Wording::Statement("New words".into());
        let want = Decision::Edit(name, words, "shorter".into());
        assert_eq!(edit, Some(Ok(want)));
        for (typed, use_) in [("use: To plan", "To plan"), ("Use:", "")] {
            let edit = decision(&format!("!edit {name} {typed} // clearer"), None);
            let want = Decision::Edit(name, Wording::Use(use_.into()), "clearer".into());
            assert_eq!(edit, Some(Ok(want)), "{typed}");
        }
        for text in ["!approve", "!ask nobody what", "!decline HB-", "!edit x y"] {
            assert!(decision(text, None).unwrap().is_err(), "{text}");
        }
        let no_reason = decision(&format!("!decline {name} because"), None).unwrap();
        assert!(no_reason.unwrap_err().contains("unclear"));
        assert_eq!(decision("approve it", None), None);
    }

    #[test]
    fn under_a_card_the_reference_may_be_left_out_but_not_mistyped() {
        let (name, other) = (need_ref(), NeedRef::draw(&SeededChance::new(2)));
        let read = |text: &str| decision(text, Some(name)).unwrap();
        assert_eq!(read("!approve"), Ok(Decision::Approve(name)));
        let how = Approving {
            named: true,
            answering: true,
        };
        let both = read("!approve answering Named");
        assert_eq!(both, Ok(Decision::ApproveAs(name, how)));
        assert!(read("!approve of this").is_err());
        let merged = Decision::Merge(name, other, "It asks the same.".into());
        assert_eq!(
            read(&format!("!merge {other} It asks the same.")),
            Ok(merged.clone())
        );
        let apart = decision(&format!("!merge {name} {other} It asks the same."), None);
        assert_eq!(apart, Some(Ok(merged)));
        assert!(read("!merge It asks the same.").is_err());
        assert!(
            decision(&format!("!merge {name} the same"), None)
                .unwrap()
                .is_err()
        );
        assert_eq!(read("!undo"), Ok(Decision::Undo(name)));
        assert_eq!(read("!alone"), Ok(Decision::Alone(name)));
        let asked = Decision::Ask(name, "Which years?".into());
        assert_eq!(read("!ask Which years?"), Ok(asked));
        let named = read(&format!("!approve {other}"));
        assert_eq!(named, Ok(Decision::Approve(other)));
        let mistyped = format!("!approve {}", other.to_string().replace("HB-", "HB-0"));
        assert!(read(&mistyped).is_err(), "{mistyped}");
        let declined = Decision::Decline(name, Refusal::Unclear, "Which years?".into());
        assert_eq!(read("!decline unclear Which years?"), Ok(declined));
    }
}
