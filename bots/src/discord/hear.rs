//! Takes in what people press: answers at once, and writes it down as soon as the vault lets it.
//!
//! It must never keep anybody waiting for the vault or the node, and never lose what was typed: what
//! cannot be written down is given back.

use std::time::Duration;

use hearback_wire::clock::Millis;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout, timeout_at};

use super::first::{First, first};
use super::read::{self, Call, What};
use super::rest::Refused;
use super::{Discord, asks, complete, content, rest};
use crate::chat::{Heard, HeardWhat, Platform, Private, pressed_words as words};
use crate::delivery::backoff;
use crate::tongue::Tongue;
use crate::vault::VaultError;

/// The first answer must be there within three seconds.
const ANSWER_WITHIN: Duration = Duration::from_millis(2700);
/// The vault may take so much of it.
const KEPT_WITHIN: Duration = Duration::from_millis(700);
/// Looking up the language may take so much of it.
const LANGUAGE_WITHIN: Duration = Duration::from_millis(300);
/// A first answer that was lost is given again after this.
const AGAIN_AFTER: Duration = Duration::from_millis(100);
/// The platform has the first answer already.
const DONE_BEFORE: u64 = 40_060;

/// Takes in something pressed.
pub(super) async fn pressed(discord: &Discord, value: Value, readable: bool) {
    if !readable {
        discord.health.count_unreadable();
    }
    let (id, token) = (text(&value, "id"), text(&value, "token"));
    let Some(call) = read::call(value) else {
        if readable {
            discord.health.count_unreadable();
        }
        if let (Some(id), Some(token)) = (id, token) {
            say(
                discord,
                (&id, &token),
                &words::not_understood(Tongue::default()),
            )
            .await;
        }
        return;
    };
    answer(discord, call).await;
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(Value::as_str).map(str::to_owned)
}

/// What somebody typed into a form.
fn typed(call: &Call) -> Vec<String> {
    match &call.what {
        What::Form { answers, .. } => answers.values().cloned().collect(),
        _ => Vec::new(),
    }
}

async fn answer(discord: &Discord, call: Call) {
    let ends = (call.id.clone(), call.token.clone());
    let at = (ends.0.as_str(), ends.1.as_str());
    if let What::Typing { command, typed } = &call.what {
        let ways = complete::ways(discord, &call, command, typed).await;
        return acknowledge(
            discord,
            at,
            json!({ "type": 8, "data": { "choices": ways } }),
        )
        .await;
    }
    let t = discord.tongue(call.server.as_deref()).await;
    let typed = typed(&call);
    if !asks::is_served(&discord.settings, &call) {
        return say(
            discord,
            at,
            &words::with_typed(t, words::not_served(t), &typed),
        )
        .await;
    }
    match first(t, &call) {
        First::Form(form, filled) => {
            let data = content::form(t, &form, &filled);
            acknowledge(discord, at, json!({ "type": 9, "data": data })).await;
        }
        First::Words(text) => say(discord, at, &words::with_typed(t, text, &typed)).await,
        First::Wait { in_place } => {
            let body = if in_place {
                json!({ "type": 6 })
            } else {
                json!({ "type": 5, "data": { "flags": content::ALONE } })
            };
            let way = call.way(discord.bots.clock.now());
            if let Some(heard) = heard(discord, call, way.clone()) {
                let kept = keep(discord, &heard, &way, (t, &typed));
                take_in(discord, at, body, kept).await;
            } else {
                let text = words::with_typed(t, words::not_understood(t), &typed);
                say(discord, at, &text).await;
            }
        }
    }
}

/// What is acknowledged is written down by then, so that nothing is lost with the program; a vault that
/// takes its time is not waited for.
async fn take_in(discord: &Discord, at: (&str, &str), body: Value, kept: impl Future<Output = ()>) {
    let begun = Instant::now();
    let mut kept = std::pin::pin!(kept);
    let is_kept = timeout(KEPT_WITHIN, kept.as_mut()).await.is_ok();
    let answered = acknowledge_by(discord, at, body, begun);
    if is_kept {
        answered.await;
    } else {
        tokio::join!(answered, kept);
    }
    // Not before: there is nothing yet that an answer could take the place of.
    discord.bots.heard.notify_one();
}

async fn acknowledge(discord: &Discord, at: (&str, &str), body: Value) {
    acknowledge_by(discord, at, body, Instant::now()).await;
}

/// Answers within the three seconds there are. What was too late is answered where others read.
async fn acknowledge_by(discord: &Discord, (id, token): (&str, &str), body: Value, begun: Instant) {
    let tries = async {
        loop {
            let call = rest::Call::acknowledge(id, token, body.clone());
            match discord.rest.call(call).await {
                Err(Refused::Later) => tokio::time::sleep(AGAIN_AFTER).await,
                Err(Refused::Slow(wait)) => tokio::time::sleep(wait).await,
                answered => return answered,
            }
        }
    };
    // Only the time to answer ends the tries: an answer that was lost may be given again.
    let code = match timeout_at(begun + ANSWER_WITHIN, tries).await {
        Ok(Ok(_)) => return,
        Ok(Err(Refused::Never(code))) => code.code,
        Ok(Err(_)) | Err(_) => 0,
    };
    if code != DONE_BEFORE {
        tracing::warn!(code, "a press on Discord was not answered at once");
    }
}

impl Discord {
    /// The language of a server. A vault that takes its time is not waited for.
    pub(super) async fn tongue(&self, server: Option<&str>) -> Tongue {
        let Some(server) = server else {
            return Tongue::default();
        };
        let known = self.bots.vault.server(Platform::Discord, server);
        let known = timeout(LANGUAGE_WITHIN, known).await;
        let known = known.ok().and_then(Result::ok).flatten();
        known.map(|server| server.tongue()).unwrap_or_default()
    }
}

async fn say(discord: &Discord, at: (&str, &str), text: &str) {
    let data = content::note(text);
    acknowledge(discord, at, json!({ "type": 4, "data": data })).await;
}

/// Writes down what is asked, however long the vault is away; when the time to answer runs out, gives
/// back what was typed.
async fn keep(discord: &Discord, heard: &Heard, way: &Private, (t, typed): (Tongue, &[String])) {
    let mut tries: u32 = 0;
    while let Err(error) = store(discord, heard).await {
        tries = tries.saturating_add(1);
        tracing::error!(%error, tries, "something pressed on Discord could not be stored yet");
        let over = discord.bots.clock.now() >= way.until.plus_seconds(-60);
        if over || discord.stopping.is_cancelled() || !pause(discord, tries).await {
            return give_back(discord, way, &words::not_kept(t, typed)).await;
        }
    }
}

/// False when the bot stops meanwhile.
async fn pause(discord: &Discord, tries: u32) -> bool {
    tokio::select! {
        () = discord.stopping.cancelled() => false,
        () = tokio::time::sleep(backoff(tries).min(Duration::from_secs(5))) => true,
    }
}

fn heard(discord: &Discord, call: Call, way: Private) -> Option<Heard> {
    let ask = asks::ask(&discord.settings, &call)?;
    let thread = call.thread.clone().filter(|_| !call.locked);
    Some(Heard {
        platform: Platform::Discord,
        room: call.room,
        event: call.id,
        by: call.by,
        rank: call.rank,
        what: HeardWhat::Asked {
            ask: Box::new(ask),
            way,
            server: call.server.unwrap_or_default(),
            thread,
        },
    })
}

async fn store(discord: &Discord, heard: &Heard) -> Result<(), VaultError> {
    let bots = &discord.bots;
    let mut tx = bots.vault.begin().await?;
    discord.reachable_again(&mut tx, heard).await?;
    bots.vault.hear(&mut tx, heard, Millis(0)).await?;
    Ok(tx.commit().await?)
}

/// Without the vault: straight to whoever pressed.
async fn give_back(discord: &Discord, way: &Private, text: &str) {
    let call = rest::Call::answer(&discord.application, &way.token, content::note(text));
    if discord.rest.call(call).await.is_err() {
        tracing::error!("words could not be given back to whoever typed them");
    }
}
