//! Answers to whoever pressed, seen by them alone, as long as the platform lets them be given. After
//! that, what waits for the person is kept, and they are told so where they were.

use super::super::rest::{Call, Refused, id};
use super::super::{Discord, content};
use super::{Posted, later, put};
use crate::chat::{NOT_DONE, Private, Stands, is_waiting, pressed_words as words};
use crate::delivery::backoff;
use crate::tongue::Tongue;
use crate::vault::VaultError;
use crate::vault::chat::{DuePost, Sending, To};

/// Tries of an answer that finds nothing to take the place of: about ten seconds.
const MOST_EARLY: u32 = 5;

/// Answers.
pub(super) async fn send(
    discord: &Discord,
    due: &DuePost,
    sending: &Sending,
    way: &Private,
) -> Result<Posted, VaultError> {
    let alive = !way.token.is_empty() && discord.bots.clock.now() < way.until;
    if alive {
        match say(discord, sending, way).await {
            Ok(event) => return Ok(stands(way, event)),
            // The first answer may still be on its way: until it is there, nothing can take its place.
            Err(Refused::Never(code)) if code.is_gone() && due.attempts < MOST_EARLY => {
                return Ok(Posted::Later(backoff(due.attempts.saturating_add(1))));
            }
            Err(Refused::Never(_)) => {}
            Err(refused) => return Ok(later(&refused, due)),
        }
    }
    if sending.kind == NOT_DONE {
        return instead(discord, due, way, words::not_done(sending.tongue)).await;
    }
    if !is_waiting(&sending.kind) {
        // What the thread or /need-mine does not show is only thanks.
        tracing::info!("an answer came too late for whoever pressed");
        return Ok(Posted::Done);
    }
    instead(discord, due, way, words::kept_for_you(sending.tongue)).await
}

/// In the place of the first answer; what does not fit follows it.
async fn say(discord: &Discord, sending: &Sending, way: &Private) -> Result<String, Refused> {
    let mut bodies = content::parts(sending, true).into_iter();
    let first = bodies.next().unwrap_or_default();
    let call = Call::answer(&discord.application, &way.token, first);
    let mut event = id(&discord.rest.call(call).await?);
    for body in bodies {
        let call = Call::follow_up(&discord.application, &way.token, body);
        event = id(&discord.rest.call(call).await?);
    }
    event.ok_or(Refused::Later)
}

/// Tells the person, where others read too, that there is something: none of the words.
async fn instead(
    discord: &Discord,
    due: &DuePost,
    way: &Private,
    text: String,
) -> Result<Posted, VaultError> {
    let line = Sending {
        to: To::Answer(way.clone()),
        text,
        push: true,
        mentions: vec![way.person.clone()],
        seeds: Vec::new(),
        kind: "kept".to_owned(),
        threads: Vec::new(),
        controls: Vec::new(),
        tongue: Tongue::default(),
    };
    if discord.is_shut(&way.room).await? {
        return Ok(Posted::Gone("nowhere_to_say_it_is_kept"));
    }
    let bodies = content::parts(&line, false);
    Ok(match put(discord, due, &way.room, bodies).await {
        Ok(event) => stands(way, event),
        Err(Refused::Never(_)) => Posted::Gone("nowhere_to_say_it_is_kept"),
        Err(refused) => later(&refused, due),
    })
}

fn stands(way: &Private, event: String) -> Posted {
    Posted::Stands(Stands {
        room: way.room.clone(),
        event,
        beside: false,
        elsewhere: false,
    })
}
