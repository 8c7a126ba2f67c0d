//! The card of a need: its words, what stands in its way, and what a moderator can do.

use hearback_wire::content::Content;
use hearback_wire::intake::{Did, Held, Leaves};

use crate::chat::Platform;
use crate::chat::marks::block;
use crate::chat::moderate::card::Shown;
use crate::chat::moderate::stage::{Stage, Who};
use crate::chat::words::summary;
use crate::tongue::Tongue;

/// The whole card.
pub(in crate::chat::moderate) fn card(platform: Platform, shown: &Shown) -> String {
    if platform.presses() {
        return pressed_card(shown);
    }
    let held = &shown.held;
    let mut lines = vec![headline(shown)];
    lines.extend(statement(held));
    lines.extend(comes_from(held));
    if shown.stage.is_closed() {
        lines.extend(held.leaves.as_ref().map(until_it_leaves));
        return lines.join("\n");
    }
    if !held.removed.is_empty() {
        let labels: Vec<&str> = held.removed.iter().map(|kind| kind.label()).collect();
        lines.push(format!("Taken out before it came: {}.", labels.join(", ")));
    }
    if held.appealed {
        lines.push("It was declined before, and the person asks for a second look.".to_owned());
    }
    lines.extend(
        held.said
            .as_ref()
            .map(|said| format!("The person says: “{said}”")),
    );
    if !held.similar.is_empty() {
        lines.push("Perhaps like it:".to_owned());
        lines.extend(
            held.similar
                .iter()
                .map(|like| summary(Tongue::English, &like.need)),
        );
    }
    lines.extend(conditions(held));
    if !held.unmet.is_empty() {
        lines.push("If you answer for it, write in this thread: !approve answering".to_owned());
    }
    if !held.public.is_empty() {
        lines
            .push("To let it go to connected organisations only, write: !approve named".to_owned());
    }
    if shown.stage == Stage::Waits {
        lines.push(
            "To decide, react: ✅ it may leave, ✏️ other words, ❓ ask the person, ⛔ decline. Or \
             write in this thread: !approve, !edit, !ask, !decline or !merge."
                .to_owned(),
        );
    }
    lines.join("\n")
}

/// What can be done about a need that waits to leave.
fn until_it_leaves(leaves: &Leaves) -> String {
    let undo = "To take it back before then, write in this thread: !undo";
    if leaves.overdue {
        format!(
            "It waited as long as it may. To let it leave with fewer others, write: !alone\n{undo}"
        )
    } else {
        undo.to_owned()
    }
}

/// What must be answered for, and whether one moderator is enough.
pub(in crate::chat::moderate) fn conditions(held: &Held) -> Vec<String> {
    let mut lines: Vec<String> = held
        .unmet
        .iter()
        .map(|unmet| format!("Whoever lets it leave answers for this: {}", unmet.words))
        .collect();
    let why = if held.second.is_empty() {
        &held.public
    } else {
        &held.second
    };
    if !why.is_empty() {
        let keys = match (held.first, held.second.is_empty()) {
            (true, false) => "A first moderator approved it. It needs a second one.",
            (true, true) => {
                "A first moderator approved it for everybody. Before everybody may read it, it needs a second one."
            }
            (false, false) => "It needs two moderators.",
            (false, true) => "Before everybody may read it, it needs two moderators.",
        };
        lines.push(format!("{keys} {}", why.join(" ")));
    }
    lines
}

/// The same where people press: the words stand as they are, and everything fits one message.
fn pressed_card(shown: &Shown) -> String {
    let held = &shown.held;
    let mut lines = vec![headline(shown)];
    if let (Some(before), false) = (&held.before, shown.stage.is_closed()) {
        lines.push("Before:".to_owned());
        lines.push(block(before.statement.as_str()));
        lines.push("After:".to_owned());
    }
    lines.push(block(held.content.statement.as_str()));
    if let Some(use_) = &held.content.use_ {
        lines.push(format!("It would help with: “{use_}”"));
    }
    lines.extend(comes_from(held));
    if shown.stage.is_closed() {
        return lines.join("\n");
    }
    if !held.removed.is_empty() {
        let labels: Vec<&str> = held.removed.iter().map(|kind| kind.label()).collect();
        lines.push(format!("Taken out before it came: {}.", labels.join(", ")));
    }
    if held.appealed {
        lines.push("It was declined before, and the person asks for a second look.".to_owned());
    }
    if let Some(said) = &held.said {
        let brief: String = said.chars().take(MOST_SAID).collect();
        let more = if brief.len() < said.len() { "…" } else { "" };
        lines.push(format!("The person says: “{brief}{more}”"));
    }
    for like in &held.similar {
        let (reference, status) = (like.need.reference, like.need.status.label());
        lines.push(format!("Perhaps like it: {reference} ({status})"));
    }
    let conditions = conditions(held);
    lines.extend(
        conditions
            .iter()
            .take(CONDITIONS)
            .map(|line| shortened(line)),
    );
    lines.join("\n")
}

/// A line that leaves room for others; the console shows all of it.
fn shortened(line: &str) -> String {
    let brief: String = line.chars().take(MOST_OF_A_LINE).collect();
    let more = if brief.len() < line.len() { "…" } else { "" };
    format!("{brief}{more}")
}

/// Lines about what holds a need back that a card has room for; all are shown before it leaves.
const CONDITIONS: usize = 2;
/// Characters of a line about what holds a need back.
const MOST_OF_A_LINE: usize = 200;
/// Characters of what a person said that a card has room for; the console shows all of it.
const MOST_SAID: usize = 400;

fn headline(shown: &Shown) -> String {
    let reference = shown.held.reference;
    match &shown.stage {
        Stage::Waits => {
            let day = shown.held.read_by.in_words();
            format!("{reference} waits for a moderator. Please read it by {day}.")
        }
        Stage::Person { did, who } => {
            let what = match did {
                Did::Edited => "Other words were proposed",
                _ => "A question was asked",
            };
            let by = by(who);
            format!("{reference}: Waits for the person. {what} {by}.")
        }
        stage => {
            let leaves = shown.held.leaves.as_ref();
            let leaves = leaves.map(|leaves| format!(" It {}.", leaves.words));
            format!(
                "{reference}: {}{}",
                closed(stage),
                leaves.unwrap_or_default()
            )
        }
    }
}

/// How a need ended that can no longer be decided.
pub(super) fn closed(stage: &Stage) -> String {
    match stage {
        Stage::Approved { who: Who::Person } => {
            "Approved: the person agreed to the new words.".to_owned()
        }
        Stage::Approved { who } => format!("Approved {}.", by(who)),
        Stage::Declined { reason, who } => {
            let why = reason.map(|reason| format!(": {}", reason.label()));
            format!("Declined {}{}.", by(who), why.unwrap_or_default())
        }
        Stage::Merged { into, who } => {
            let with = into.map_or_else(|| "another need".to_owned(), |into| into.to_string());
            format!("Joined with {with} {}.", by(who))
        }
        Stage::Withdrawn => "Withdrawn: the person took it back.".to_owned(),
        Stage::Waits => "It waits for a moderator.".to_owned(),
        Stage::Person { .. } => "It waits for the person.".to_owned(),
    }
}

fn by(who: &Who) -> String {
    match who {
        Who::Console => "in the console".to_owned(),
        Who::Chat => "in chat".to_owned(),
        Who::Person => "by the person".to_owned(),
        Who::Schedule => "by the release schedule".to_owned(),
        Who::Named(name) => format!("by {name}"),
    }
}

/// The words; where other words were proposed, those before and after.
fn statement(held: &Held) -> Vec<String> {
    match &held.before {
        None => content("", &held.content),
        Some(before) => [
            content("Before: ", before),
            content("After: ", &held.content),
        ]
        .concat(),
    }
}

fn content(label: &str, content: &Content) -> Vec<String> {
    let use_ = content.use_.as_ref();
    let use_ = use_.map(|use_| format!("It would help with: “{use_}”"));
    std::iter::once(format!("{label}“{}”", content.statement))
        .chain(use_)
        .collect()
}

fn comes_from(held: &Held) -> Option<String> {
    let origin = held.content.origin.name()?;
    Some(format!("It says that it comes from: {origin}"))
}
