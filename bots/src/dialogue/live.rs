//! The steps of a need that was sent: what the node brings, and what the person does about it.

use hearback_wire::intake::{ReplyTo, What};
use hearback_wire::reference::NeedRef;
use hearback_wire::text::Words;
use hearback_wire::vocabulary::Verdict;

use super::{
    Answer, Concerns, Draft, Effect, Event, Kind, Message, Outgoing, Question, Refusable, Said,
    State, Step,
};
use crate::tongue::Tongue;
use crate::words;

/// Moves on a need that was sent, with `open` waiting for the person.
pub(super) fn step(t: Tongue, mut said: Said, open: Vec<Question>, event: Event) -> Option<Step> {
    match event {
        Event::Taken { reference, read_by } => {
            said.reference = Some(reference);
            (said.removed, said.kinds) = (Vec::new(), Vec::new());
            said.concerns = Concerns::default();
            let text = words::taken(t, reference, read_by);
            Some((
                standing(said, open),
                vec![Effect::Say(Message::by_hearback(Kind::Taken, text))],
            ))
        }
        Event::NotTaken { what, detail } => {
            let text = words::not_taken(t, what, &detail);
            let state = not_taken(said, open, what);
            Some((
                state,
                vec![Effect::Say(Message::by_hearback(Kind::NotTaken, text))],
            ))
        }
        Event::Came { reference, what } => {
            said.reference = said.reference.or(Some(reference));
            Some(came(t, said, open, reference, what))
        }
        Event::Decided { yes } => decide(t, said, open, yes),
        Event::Replied(words) => reply(t, said, open, words),
        Event::Judged {
            verdict,
            felt_heard,
        } if said.answer.can_be_judged(verdict) => {
            said.answer = Answer::Judged(verdict);
            Some((standing(said, open), judged(t, verdict, felt_heard)))
        }
        _ => None,
    }
}

/// What follows from a verdict.
pub(super) fn judged(t: Tongue, verdict: Verdict, felt_heard: Option<u8>) -> Vec<Effect> {
    let text = words::judged(t, verdict, felt_heard);
    vec![
        Effect::Send(Outgoing::Verdict {
            verdict,
            felt_heard,
        }),
        Effect::Say(Message::by_person(Kind::Verdict, text)),
    ]
}

fn standing(said: Said, open: Vec<Question>) -> State {
    if open.is_empty() {
        State::Sent(said)
    } else {
        State::Asked { said, open }
    }
}

/// A need that was not taken goes back to its author, who may change it.
fn not_taken(said: Said, open: Vec<Question>, what: Refusable) -> State {
    if what != Refusable::Need {
        return standing(said, open);
    }
    State::Preview(Box::new(Draft {
        content: *said.content,
        removed: said.removed,
        kinds: said.kinds,
        similar: Vec::new(),
        first: said.first,
        concerns: said.concerns,
    }))
}

fn came(
    t: Tongue,
    mut said: Said,
    mut open: Vec<Question>,
    reference: NeedRef,
    what: What,
) -> Step {
    let effects = vec![Effect::Say(Message::update(t, reference, &what))];
    let by_producer = |question: &Question| matches!(question, Question::Producer { .. });
    let state = match what {
        What::Released {} | What::Accepted { .. } | What::Named { .. } => {
            open.retain(by_producer);
            standing(said, open)
        }
        What::Edited {
            before,
            after,
            words,
        } => {
            open.retain(by_producer);
            open.push(Question::Edit {
                before,
                after,
                words,
            });
            standing(said, open)
        }
        What::ModeratorAsks { words } => {
            open.retain(by_producer);
            open.push(Question::Moderator { words });
            standing(said, open)
        }
        What::Refused { appeal, .. } => State::Refused { said, appeal },
        What::Merged { into, appeal, .. } => State::Merged { said, into, appeal },
        What::Answered { .. } => {
            said.answer = Answer::Waits;
            standing(said, open)
        }
        What::PassedOn { .. } | What::HeldBack {} => standing(said, open),
        What::Retracted { .. } => State::Withdrawn {
            reference: Some(reference),
        },
        // What was asked about this need is asked no more.
        What::Joined { .. } | What::Withdrawn { .. } => {
            said.answer = Answer::None;
            standing(said, Vec::new())
        }
        What::Question {
            question,
            producer,
            words,
            ..
        } => {
            open.push(Question::Producer {
                question,
                producer,
                words,
            });
            standing(said, open)
        }
    };
    (state, effects)
}

fn decide(t: Tongue, mut said: Said, mut open: Vec<Question>, yes: bool) -> Option<Step> {
    let at = open
        .iter()
        .position(|question| matches!(question, Question::Edit { .. }))?;
    let Question::Edit { after, .. } = open.remove(at) else {
        return None;
    };
    let approve = Outgoing::Approve {
        content: after.hash(),
        yes,
    };
    if yes {
        said.content = after;
    }
    let message = Message::by_person(Kind::Approval, words::decided(t, yes));
    Some((
        standing(said, open),
        vec![Effect::Send(approve), Effect::Say(message)],
    ))
}

fn reply(t: Tongue, said: Said, mut open: Vec<Question>, words: Words) -> Option<Step> {
    let at = open
        .iter()
        .position(|question| !matches!(question, Question::Edit { .. }))?;
    let to = match open.remove(at) {
        Question::Producer { question, .. } => ReplyTo::Question { question },
        Question::Moderator { .. } => ReplyTo::Moderator {},
        Question::Edit { .. } => return None,
    };
    let message = Message::by_person(Kind::Reply, words::replied(t, &words));
    let effects = vec![
        Effect::Send(Outgoing::Reply { to, words }),
        Effect::Say(message),
    ];
    Some((standing(said, open), effects))
}
