//! Which of all that can happen to a need happens to which: twelve scenes, then the same again.

/// After so many needs the scenes begin again.
pub(super) const SCENES: usize = 12;

/// What a moderator does first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// Lets it leave as it is.
    Open,
    /// Would have other words.
    Edited,
    /// Asks something.
    Asked,
    /// Refuses; the person appeals.
    Refused,
}

/// What the person does in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// Nothing.
    Quiet,
    /// Says whether the answer met the need, and how much they felt heard.
    Verdict(&'static str, &'static str),
    /// Takes the need back before there is an answer.
    Withdrawal,
}

/// What a moderator does with the need at this place.
pub(super) const fn door(at: usize) -> Door {
    match at % SCENES {
        1 => Door::Edited,
        4 => Door::Asked,
        5 => Door::Refused,
        _ => Door::Open,
    }
}

/// What the person whose need is at this place does in the end.
pub(super) const fn ending(at: usize) -> Ending {
    match at % SCENES {
        0 => Ending::Verdict("not_met", "2"),
        4 => Ending::Verdict("partly", "4"),
        7 => Ending::Verdict("met", "5"),
        9 => Ending::Withdrawal,
        _ => Ending::Quiet,
    }
}

/// The place of the need that the one at this place is joined with, if it is joined.
pub(super) const fn joined_with(at: usize) -> Option<usize> {
    match at % SCENES {
        6 => at.checked_sub(3),
        _ => None,
    }
}

/// What is to be seen in the thread of the need at this place.
pub(super) const fn caption(at: usize) -> &'static str {
    match at % SCENES {
        0 => "an answer that does not meet the need",
        1 => "a moderator changes the words; the person says yes",
        2 => "on the waiting list, with reasons",
        3 => "planned",
        4 => "a moderator asks; then a part of it is met",
        5 => "a moderator refuses, and thinks again; then it is not adopted",
        6 => "joined with another need, and the answer to that one",
        7 => "planned, made, delivered: the need is met",
        8 => "the producer asks, and the person answers",
        9 => "the person takes the need back",
        10 => "planned, then in development",
        _ => "passed on to another producer, which answers",
    }
}
