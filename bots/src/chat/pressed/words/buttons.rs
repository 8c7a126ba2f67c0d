//! What stands on buttons and lists, and which belong under what.

use hearback_wire::intake::Refusal;
use hearback_wire::vocabulary::{Theme, Verdict};

use crate::chat::pressed::asked::About;
use crate::chat::pressed::control::Control;
use crate::dialogue::{Kind, Question, State};
use crate::mine::Released;

/// Drafts that can be opened from one answer.
const OPENED: usize = 4;

/// What stands on a button; at most 80 characters.
pub(crate) fn label(control: &Control) -> String {
    match control {
        Control::Same { reference, .. } => return format!("Add my voice to {reference}"),
        Control::Say => "Tell statistics producers what you need",
        Control::Send { .. } | Control::SendReply { .. } => "Send it",
        Control::Wider { .. } => "Use the wider words",
        Control::Edit { .. } => "Edit",
        Control::Topic { .. } | Control::Reasons { .. } => "",
        Control::Cancel { .. } => "Cancel",
        Control::Different { .. } => "Mine is different",
        Control::Open { .. } => "See the words",
        Control::Again | Control::Rewrite { .. } => "Edit…",
        Control::QuietHere { .. } => "Follow quietly",
        Control::Quiet { quiet: true } => "Don’t mention me anywhere",
        Control::Quiet { quiet: false } => "Mention me when there is news",
        Control::Erase {
            released: Released::Stay,
        } => "Erase all of it",
        Control::Erase {
            released: Released::TakenBack,
        } => "Erase, and take my needs off the lists",
        Control::Voice { .. } => "Add my voice",
        Control::Judge { verdict, .. } => match verdict {
            Verdict::Met => "This meets my need",
            Verdict::Partly => "Partly",
            Verdict::NotMet => "Not met",
        },
        Control::Read => "Read it",
        Control::Question { .. } => "See the question",
        Control::Answer { .. } => "Answer",
        Control::Appeal { .. } => "Ask for a second look",
        Control::Agree { yes: true, .. } => "Yes, that is right",
        Control::Agree { yes: false, .. } => "No, not these words",
        Control::DropReply { .. } => "Leave it",
        Control::Approve { .. } => "Approve",
        Control::Approved { .. } => "Yes, it may leave",
        Control::Named { .. } => "Only for connected organisations",
        Control::Merge { .. } => "Join with another…",
        Control::Undo { .. } => "Take back that it may leave",
        Control::Alone { .. } => "Let it leave with fewer others",
        Control::AskPerson { .. } => "Ask the person…",
        Control::Decline { .. } => "Not for us…",
        Control::Retry { .. } => "Try again",
    }
    .to_owned()
}

/// What stands in a list before something is chosen; none for a button.
pub(crate) const fn note(control: &Control) -> Option<&'static str> {
    match control {
        Control::Topic { .. } => Some("Choose a topic"),
        Control::Reasons { .. } => Some("Choose a reason"),
        _ => None,
    }
}

/// What can be chosen in a list: code and label.
pub(crate) fn ways(control: &Control) -> Vec<(&'static str, &'static str)> {
    match control {
        Control::Topic { .. } => theme_labels(),
        Control::Reasons { .. } => Refusal::ALL
            .iter()
            .map(|reason| (reason.code(), reason.label()))
            .collect(),
        _ => Vec::new(),
    }
}

/// Every topic.
pub(crate) fn theme_labels() -> Vec<(&'static str, &'static str)> {
    let all = Theme::ALL.iter();
    all.map(|theme| (theme.code(), theme.label())).collect()
}

/// Under an answer: whoever presses speaks for their own thread.
pub(in crate::chat::pressed) fn verdicts() -> Vec<Control> {
    judges(&About::Message(String::new()))
}

fn judges(about: &About) -> Vec<Control> {
    let all = [Verdict::Met, Verdict::Partly, Verdict::NotMet];
    all.map(|verdict| Control::Judge {
        verdict,
        about: about.clone(),
    })
    .to_vec()
}

/// Under a producer's question: whoever presses answers in their own thread.
pub(in crate::chat::pressed) fn answer_here() -> Control {
    Control::Answer {
        about: About::Message(String::new()),
    }
}

/// Under what only the person of a thread reads.
pub(in crate::chat::pressed) fn read_controls(
    thread: &str,
    state: &State,
    kind: &str,
    hash: impl Fn(&str) -> String,
) -> Vec<Control> {
    let id = || thread.to_owned();
    match state {
        _ if state.can_appeal()
            && [Kind::Refused, Kind::Merged]
                .map(Kind::code)
                .contains(&kind) =>
        {
            vec![Control::Appeal { thread: id() }]
        }
        State::Asked { open, .. } => {
            let waiting = open.iter().find(|question| fits(question, kind));
            match waiting {
                Some(Question::Edit { after, .. }) => [true, false]
                    .map(|yes| Control::Agree {
                        thread: id(),
                        seen: hash(&after.canonical()),
                        yes,
                    })
                    .to_vec(),
                Some(_) => vec![Control::Answer {
                    about: About::Thread(id()),
                }],
                None => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

fn fits(question: &Question, kind: &str) -> bool {
    kind_of(question).code() == kind
}

/// The kind of message by which a question came.
pub(in crate::chat::pressed) const fn kind_of(question: &Question) -> Kind {
    match question {
        Question::Edit { .. } => Kind::Edited,
        Question::Moderator { .. } => Kind::ModeratorAsks,
        Question::Producer { .. } => Kind::Question,
    }
}

/// Under a person's list.
pub(in crate::chat::pressed) fn mine_controls(
    states: &[(String, State)],
    quiet: bool,
) -> Vec<Control> {
    let drafts = states
        .iter()
        .filter(|(_, state)| matches!(state, State::Preview(_)));
    let mut controls: Vec<Control> = drafts
        .take(OPENED)
        .map(|(thread, _)| Control::Open {
            thread: thread.clone(),
        })
        .collect();
    if let Some((thread, state)) = waiting(states) {
        controls.extend(match state {
            State::Asked { .. } => vec![Control::Question {
                thread: thread.clone(),
            }],
            _ => judges(&About::Thread(thread.clone())),
        });
    }
    controls.push(Control::Quiet { quiet: !quiet });
    controls
}

/// The first of a person's threads that waits for them: what is asked in an old thread can be answered
/// from the list too, because buttons in threads that sleep do nothing.
pub(in crate::chat::pressed) fn waiting(states: &[(String, State)]) -> Option<&(String, State)> {
    let waits = |state: &State| matches!(state, State::Asked { .. }) || state.wants_verdict();
    states.iter().find(|(_, state)| waits(state))
}
