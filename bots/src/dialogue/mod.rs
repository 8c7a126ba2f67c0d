//! What a thread can be and what moves it on: pure, and the same on every platform.
//!
//! It must never do I/O, read a clock or know a platform: events come in, effects go out.

mod act;
mod concerns;
mod live;
mod message;
mod removed;
mod state;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use hearback_wire::intake::{ReplyTo, What};
use hearback_wire::reference::NeedRef;
use hearback_wire::text::Words;
use hearback_wire::vocabulary::{Removed, Voice};

pub use act::{Outgoing, Refusable};
pub use concerns::Concerns;
pub use message::{Kind, Message, Speaker};
pub use state::{Answer, Draft, Effect, Event, Question, Said, State};

use crate::tongue::Tongue;
use crate::words;

type Step = (State, Vec<Effect>);

/// Moves a thread on. An event that has no place in a state changes nothing and has no effect.
pub fn step(t: Tongue, state: &State, event: Event) -> (State, Vec<Effect>) {
    let moved = match (state.clone(), event) {
        (State::Preview(draft), event) => preview(t, *draft, event),
        (State::Withdrawn { .. } | State::Cancelled, _) => None,
        (live, Event::TookBack) => Some(take_back(t, &live)),
        (State::Sent(said), event) => live::step(t, said, Vec::new(), event),
        (State::Asked { said, open }, event) => live::step(t, said, open, event),
        (State::Refused { said, appeal }, event) => refused(t, said, appeal, event),
        (State::Merged { said, into, appeal }, event) => merged(t, said, (into, appeal), event),
        (
            State::Voiced {
                reference,
                voice,
                answer,
            },
            event,
        ) => voiced(t, reference, voice, answer, event),
    };
    moved.unwrap_or_else(|| (state.clone(), Vec::new()))
}

/// The first step of a thread that only carries a voice.
pub fn add_voice(t: Tongue, reference: NeedRef, voice: Voice) -> (State, Vec<Effect>) {
    let state = State::Voiced {
        reference,
        voice,
        answer: Answer::None,
    };
    let said = Message::by_person(Kind::Voiced, words::voiced(t, reference, voice));
    (
        state,
        vec![
            Effect::Send(Outgoing::Voice { reference, voice }),
            Effect::Say(said),
        ],
    )
}

fn preview(t: Tongue, draft: Draft, event: Event) -> Option<Step> {
    match event {
        Event::Revised(mut next) => {
            next.kinds = together(draft.kinds.clone(), next.kinds);
            next.first = draft.first_words();
            Some((State::Preview(next), Vec::new()))
        }
        Event::Coarsened => {
            let (content, concerns) = draft.concerns.coarser(&draft.content)?;
            let next = Draft {
                content,
                concerns,
                first: draft.clone().first_words(),
                ..draft
            };
            Some((State::Preview(Box::new(next)), Vec::new()))
        }
        Event::Approved => {
            let said = Message::by_person(Kind::Sent, words::sent(t, &draft.content));
            let wording = draft.wording();
            let content = Box::new(draft.content);
            let effects = vec![
                Effect::Send(Outgoing::Need {
                    content: content.clone(),
                    removed: draft.kinds.clone(),
                    wording,
                }),
                Effect::Say(said),
            ];
            Some((
                State::Sent(Said {
                    content,
                    reference: None,
                    answer: Answer::None,
                    removed: draft.removed,
                    kinds: draft.kinds,
                    first: draft.first,
                    concerns: draft.concerns,
                }),
                effects,
            ))
        }
        Event::AddedVoice { reference, voice } => Some(add_voice(t, reference, voice)),
        Event::Stopped => {
            let said = Message::by_hearback(Kind::Cancelled, words::cancelled(t));
            Some((State::Cancelled, vec![Effect::Say(said)]))
        }
        Event::Lapsed => {
            let said = Message::by_hearback(Kind::Lapsed, words::lapsed(t));
            Some((State::Cancelled, vec![Effect::Say(said)]))
        }
        _ => None,
    }
}

/// Kinds taken out of one draft or the next, each once: whoever changes masked words types the
/// masks, and nothing is found there again.
fn together(before: Vec<Removed>, after: Vec<Removed>) -> Vec<Removed> {
    let all: BTreeSet<Removed> = before.into_iter().chain(after).collect();
    all.into_iter().collect()
}

fn take_back(t: Tongue, state: &State) -> Step {
    let reference = state.reference();
    let said = Message::by_person(Kind::Withdrawn, words::withdrawn(t, reference));
    let effects = vec![Effect::Send(Outgoing::Withdraw {}), Effect::Say(said)];
    (State::Withdrawn { reference }, effects)
}

fn refused(t: Tongue, said: Said, appeal: bool, event: Event) -> Option<Step> {
    match event {
        Event::Appealed(words) if appeal => Some(appealed(t, said, words)),
        Event::Came { .. } | Event::Taken { .. } | Event::NotTaken { .. } => {
            let (next, effects) = live::step(t, said, Vec::new(), event.clone())?;
            let lifted = matches!(event, Event::Came { .. });
            Some(match next {
                State::Sent(said) if !lifted => (State::Refused { said, appeal }, effects),
                moved => (moved, effects),
            })
        }
        _ => None,
    }
}

/// A moderator is to look again.
fn appealed(t: Tongue, said: Said, words: Words) -> Step {
    let message = Message::by_person(Kind::Appeal, words::appealed(t, &words));
    let reply = Outgoing::Reply {
        to: ReplyTo::Refusal {},
        words,
    };
    let state = State::Refused {
        said,
        appeal: false,
    };
    (state, vec![Effect::Send(reply), Effect::Say(message)])
}

/// Its answers are those of the need that it was joined with.
fn merged(
    t: Tongue,
    mut said: Said,
    (into, appeal): (NeedRef, bool),
    event: Event,
) -> Option<Step> {
    match event {
        Event::Appealed(words) if appeal => {
            said.answer = Answer::None;
            Some(appealed(t, said, words))
        }
        Event::Came { reference, what } => {
            let effects = vec![Effect::Say(Message::update(t, reference, &what))];
            match what {
                What::Answered { .. } => said.answer = Answer::Waits,
                What::Joined { .. } | What::Withdrawn { .. } => said.answer = Answer::None,
                // Told before it was joined, and brought late: that is how it stands all the same.
                _ => {}
            }
            Some((State::Merged { said, into, appeal }, effects))
        }
        Event::Judged {
            verdict,
            felt_heard,
        } if said.answer.can_be_judged(verdict) => {
            said.answer = Answer::Judged(verdict);
            let state = State::Merged { said, into, appeal };
            Some((state, live::judged(t, verdict, felt_heard)))
        }
        Event::Taken { .. } | Event::NotTaken { .. } => {
            let (_, effects) = live::step(t, said.clone(), Vec::new(), event)?;
            Some((State::Merged { said, into, appeal }, effects))
        }
        _ => None,
    }
}

fn voiced(
    t: Tongue,
    reference: NeedRef,
    voice: Voice,
    answer: Answer,
    event: Event,
) -> Option<Step> {
    let standing = |answer| State::Voiced {
        reference,
        voice,
        answer,
    };
    match event {
        Event::Came { reference, what } => {
            let answer = match what {
                What::Answered { .. } => Answer::Waits,
                What::Joined { .. } | What::Withdrawn { .. } => Answer::None,
                _ => answer,
            };
            Some((
                standing(answer),
                vec![Effect::Say(Message::update(t, reference, &what))],
            ))
        }
        Event::Judged {
            verdict,
            felt_heard,
        } if answer.can_be_judged(verdict) => {
            let judged = standing(Answer::Judged(verdict));
            Some((judged, live::judged(t, verdict, felt_heard)))
        }
        Event::NotTaken { what, detail } => {
            let said = Message::by_hearback(Kind::NotTaken, words::not_taken(t, what, &detail));
            let gone = what == Refusable::Voice;
            let state = if gone {
                State::Cancelled
            } else {
                standing(answer)
            };
            Some((state, vec![Effect::Say(said)]))
        }
        _ => None,
    }
}
