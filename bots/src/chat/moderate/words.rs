//! What is said in the moderators' room; `card` is what stands there of a need.
//!
//! It must never name a moderator elsewhere: nothing here may be posted in another room.

mod card;

use hearback_wire::day::Day;
use hearback_wire::intake::{Did, Held};
use hearback_wire::reference::NeedRef;
use hearback_wire::text::TextError;

use self::card::closed;
pub(super) use self::card::{card, conditions};
use super::card::Shown;
use super::deed::Decided;
use super::stage::Stage;
use crate::chat::{Platform, order};

/// Needs that are listed; the rest is counted.
const LISTED: usize = 20;

/// In the place of a card that another has taken over from.
pub(super) fn newer_card(reference: NeedRef) -> String {
    format!("{reference}: The words are other ones now. Please see its newer card below.")
}

/// A line in the thread of a card that waits once more.
pub(super) fn waits_again(reference: NeedRef, did: Did) -> String {
    let why = match did {
        Did::Appealed => "the person asks for a second look",
        Did::Undone => "a moderator took back that it may leave",
        _ => "the person answered",
    };
    format!("{reference} waits for a moderator again: {why}. See the card above.")
}

/// Only moderators decide.
pub(super) fn moderators_only() -> String {
    "Thank you, but only moderators of this room can decide. An admin of the room can make you one."
        .to_owned()
}

/// A need that has no card here.
pub(super) fn no_card(platform: Platform, reference: NeedRef) -> String {
    let list = for_the_list(platform);
    format!("I have no card for {reference} in this room. Please check the reference. {list}")
}

/// A card that changes while somebody decides.
pub(super) fn being_drawn(reference: NeedRef) -> String {
    format!(
        "The card of {reference} has just changed, so I did nothing. Please read it again and then \
         decide."
    )
}

/// Somebody decides about what was decided.
pub(super) fn too_late(shown: &Shown) -> String {
    let reference = shown.held.reference;
    format!(
        "Nothing can be decided about {reference} just now. {}",
        closed(&shown.stage)
    )
}

/// Another moderator was first.
pub(super) fn before_you(decided: &Decided, shown: Option<&Shown>) -> String {
    let how = shown
        .filter(|shown| shown.stage != Stage::Waits)
        .map(|shown| format!(" {}", closed(&shown.stage)));
    format!(
        "{}: Somebody decided this before you, so {} was not changed.{}",
        decided.who,
        decided.reference,
        how.unwrap_or_default()
    )
}

/// The node did not take a decision.
pub(super) fn not_taken(decided: &Decided, detail: &str) -> String {
    format!(
        "{}: Nothing was done about {}. {detail}",
        decided.who, decided.reference
    )
}

/// Words of an order that do not fit.
pub(super) fn wrong(what: &str, error: TextError) -> String {
    format!("About the {what}: {error}.")
}

/// How to propose other words.
pub(super) fn how_to_edit() -> String {
    "To propose other words, write in this thread: !edit the new words // why you changed them. To \
     change what it would help with, write: !edit use: the new words // why. The person is asked \
     whether they agree."
        .to_owned()
}

/// How to ask the person.
pub(super) fn how_to_ask() -> String {
    "To ask the person something, write in this thread: !ask and your question. They do not see \
     who asks."
        .to_owned()
}

/// How to decline.
pub(super) fn how_to_decline() -> String {
    order::reasons()
}

/// What is at the door, the oldest first.
pub(super) fn queue(all: &[Held]) -> String {
    let waiting: Vec<&Held> = all.iter().filter(|held| held.waits).collect();
    let leaving: Vec<&Held> = all.iter().filter(|held| held.leaves.is_some()).collect();
    let asked = all.len().saturating_sub(waiting.len() + leaving.len());
    if waiting.is_empty() && asked == 0 && leaving.is_empty() {
        return "Nothing waits.".to_owned();
    }
    let with_people = match asked {
        0 => String::new(),
        asked => format!(" {} for an answer of the person.", count(asked)),
    };
    let mut lines = vec![format!(
        "{} for a moderator.{with_people}",
        count(waiting.len())
    )];
    lines.extend(waiting.iter().take(LISTED).map(|held| {
        let day = held.read_by.in_words();
        format!(
            "{}: “{}” (please read by {day})",
            held.reference, held.content.statement
        )
    }));
    let more = waiting.len().saturating_sub(LISTED);
    if more > 0 {
        lines.push(format!("And {more} more."));
    }
    lines.extend(leaving.iter().take(LISTED).filter_map(|held| {
        let leaves = held.leaves.as_ref()?;
        Some(format!("{}: approved, {}", held.reference, leaves.words))
    }));
    lines.join("\n")
}

fn count(waiting: usize) -> String {
    match waiting {
        1 => "1 need waits".to_owned(),
        several => format!("{several} needs wait"),
    }
}

const fn for_the_list(platform: Platform) -> &'static str {
    if platform.presses() {
        "For the list, use /queue"
    } else {
        "For the list, write: !queue"
    }
}

/// What waits on a day; none if nothing does.
pub(super) fn digest(platform: Platform, waiting: &[Held], today: Day) -> Option<String> {
    let oldest = waiting.iter().min_by_key(|held| held.said_on)?;
    let mut lines = vec![format!(
        "{} for a moderator. The oldest is {}, from {}.",
        count(waiting.len()),
        oldest.reference,
        oldest.said_on.in_words()
    )];
    let late = waiting.iter().filter(|held| held.read_by < today).count();
    match late {
        0 => {}
        1 => lines.push("1 is past the day by which it should be read.".to_owned()),
        several => lines.push(format!(
            "{several} are past the day by which they should be read."
        )),
    }
    lines.push(for_the_list(platform).to_owned());
    Some(lines.join("\n"))
}
