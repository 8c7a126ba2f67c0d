//! What stands on buttons and lists, and which belong under what.

use hearback_wire::intake::Refusal;
use hearback_wire::vocabulary::{Theme, Verdict};

use crate::chat::pressed::asked::About;
use crate::chat::pressed::control::Control;
use crate::dialogue::{Kind, Question, State};
use crate::mine::Released;
use crate::tongue::{Tongue, say};

/// Drafts that can be opened from one answer.
const OPENED: usize = 4;

/// What stands on a button; at most 80 characters. The moderators' desk is in English.
pub(crate) fn label(t: Tongue, control: &Control) -> String {
    let desk = match control {
        Control::Same { reference, .. } => {
            return say!(t, "press-button-same", reference = reference);
        }
        Control::Say => return say!(t, "press-button-say"),
        Control::Send { .. } | Control::SendReply { .. } => return say!(t, "press-button-send"),
        Control::Wider { .. } => return say!(t, "press-button-wider"),
        Control::Edit { .. } => return say!(t, "press-button-edit"),
        Control::Again => return say!(t, "press-button-again"),
        Control::Cancel { .. } => return say!(t, "press-button-cancel"),
        Control::Different { .. } => return say!(t, "press-button-different"),
        Control::Open { .. } => return say!(t, "press-button-open"),
        Control::QuietHere { .. } => return say!(t, "press-button-quiet-here"),
        Control::Quiet { quiet: true } => return say!(t, "press-button-mentions-off"),
        Control::Quiet { quiet: false } => return say!(t, "press-button-mentions-on"),
        Control::Erase {
            released: Released::Stay,
        } => return say!(t, "press-button-erase"),
        Control::Erase {
            released: Released::TakenBack,
        } => return say!(t, "press-button-erase-needs"),
        Control::Voice { .. } => return say!(t, "press-button-voice"),
        Control::Judge { verdict, .. } => {
            return match verdict {
                Verdict::Met => say!(t, "press-button-met"),
                Verdict::Partly => say!(t, "press-button-partly"),
                Verdict::NotMet => say!(t, "press-button-not-met"),
            };
        }
        Control::Read => return say!(t, "press-button-read"),
        Control::Question { .. } => return say!(t, "press-button-question"),
        Control::Answer { .. } => return say!(t, "press-button-answer"),
        Control::Appeal { .. } => return say!(t, "press-button-appeal"),
        Control::Agree { yes: true, .. } => return say!(t, "press-button-agree"),
        Control::Agree { yes: false, .. } => return say!(t, "press-button-disagree"),
        Control::DropReply { .. } => return say!(t, "press-button-leave"),
        Control::Topic { .. } | Control::Reasons { .. } => "",
        Control::Rewrite { .. } => "Edit…",
        Control::Approve { .. } => "Approve",
        Control::Approved { .. } => "Yes, it may leave",
        Control::Named { .. } => "Only for connected organisations",
        Control::Merge { .. } => "Join with another…",
        Control::Undo { .. } => "Take back that it may leave",
        Control::Alone { .. } => "Let it leave with fewer others",
        Control::AskPerson { .. } => "Ask the person…",
        Control::Decline { .. } => "Not for us…",
        Control::Retry { .. } => "Try again",
    };
    desk.to_owned()
}

/// What stands in a list before something is chosen; none for a button.
pub(crate) fn note(t: Tongue, control: &Control) -> Option<String> {
    match control {
        Control::Topic { .. } => Some(say!(t, "press-choose-topic")),
        Control::Reasons { .. } => Some("Choose a reason".to_owned()),
        _ => None,
    }
}

/// What can be chosen in a list: code and label.
pub(crate) fn ways(t: Tongue, control: &Control) -> Vec<(&'static str, String)> {
    match control {
        Control::Topic { .. } => {
            let codes = Theme::ALL.iter().map(|theme| theme.code());
            codes.map(|code| (code, t.label("theme", code))).collect()
        }
        Control::Reasons { .. } => {
            let all = Refusal::ALL.iter();
            all.map(|reason| (reason.code(), reason.label().to_owned()))
                .collect()
        }
        _ => Vec::new(),
    }
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
