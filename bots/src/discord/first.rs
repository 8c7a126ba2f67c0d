//! The first answer to a press: what can be given without the vault and the node. Pure.

use super::read::{Call, Target, Under, What, blocks};
use crate::chat::{About, Control, Form, pressed_words as words};
use crate::tongue::Tongue;
use hearback_wire::intake::Refusal;

/// The first answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum First {
    /// A form, with what stands in it.
    Form(Form, Vec<String>),
    /// A word, and that is all.
    Words(String),
    /// It is seen to; the answer follows, in the place of the message that was pressed or beside it.
    Wait { in_place: bool },
}

/// What is said first.
pub(super) fn first(t: Tongue, call: &Call) -> First {
    match &call.what {
        What::Command { name, target, .. } => command(t, call, name, target.as_ref()),
        What::Control {
            control,
            chosen,
            under,
        } => match control {
            Some(control) => pressed(t, control, chosen, under),
            None => First::Words(words::not_understood(t)),
        },
        What::Form { form, .. } if form.is_none() => First::Words(words::not_understood(t)),
        What::Form { .. } | What::Typing { .. } => First::Wait { in_place: false },
    }
}

fn command(t: Tongue, call: &Call, name: &str, target: Option<&Target>) -> First {
    match (name, target) {
        ("need", _) => First::Form(Form::Need, Vec::new()),
        (super::commands::TURN, Some(target)) if target.text.trim().is_empty() => {
            First::Words(words::no_words_there(t))
        }
        (super::commands::TURN, Some(target)) if target.author == call.by => {
            First::Form(Form::Need, vec![target.text.clone()])
        }
        (super::commands::TURN, Some(target)) if target.is_bot => {
            First::Words(words::no_words_there(t))
        }
        _ => First::Wait { in_place: false },
    }
}

fn pressed(t: Tongue, control: &Control, chosen: &[String], under: &Under) -> First {
    let filled = || blocks(&under.text);
    match control {
        Control::Say => First::Form(Form::Need, Vec::new()),
        Control::Again => First::Form(Form::Need, filled()),
        Control::Edit { thread } => {
            let thread = thread.clone();
            First::Form(Form::Edit { thread }, filled())
        }
        Control::Answer { about } => {
            let about = match about {
                About::Message(_) => About::Message(under.id.clone()),
                about @ About::Thread(_) => about.clone(),
            };
            // Under the bot's own public message no words of the person stand.
            let filled = if under.alone { filled() } else { Vec::new() };
            First::Form(Form::Answer { about }, filled)
        }
        Control::Appeal { thread } => {
            let thread = thread.clone();
            First::Form(Form::Appeal { thread }, Vec::new())
        }
        Control::Rewrite { reference, seen } => {
            let (reference, seen) = (*reference, seen.clone());
            First::Form(Form::Rewrite { reference, seen }, filled())
        }
        Control::Merge { reference, seen } => {
            let (reference, seen) = (*reference, seen.clone());
            First::Form(Form::Merge { reference, seen }, Vec::new())
        }
        Control::AskPerson { reference, seen } => {
            let (reference, seen) = (*reference, seen.clone());
            First::Form(Form::AskPerson { reference, seen }, Vec::new())
        }
        Control::Reasons { reference, seen } => {
            match chosen.first().and_then(|code| code.parse::<Refusal>().ok()) {
                Some(reason) => First::Form(
                    Form::Decline {
                        reference: *reference,
                        seen: seen.clone(),
                        reason,
                    },
                    Vec::new(),
                ),
                None => First::Words(words::not_understood(t)),
            }
        }
        _ => First::Wait {
            in_place: under.alone,
        },
    }
}
