//! Everything that is kept about one person, as JSON: docs/privacy.md describes the form.
//!
//! It must never leave a part of it out, and never hold a need of somebody else: what stands sealed in
//! the vault is given as it stands, but for the needs that were offered as alike, and for what lets the
//! platform answer a person for a quarter of an hour.

use hearback_wire::day::Day;
use serde::Serialize;
use serde_json::Value;

use super::{Own, Who};
use crate::bots::Bots;
use crate::chat::decided_by;
use crate::kept::Kept;
use crate::vault::{Receipt, VaultError};

/// The form of an export. It says its own version.
#[derive(Debug, Serialize)]
pub(crate) struct Export {
    version: u8,
    made: Day,
    community: String,
    kept_by: String,
    notice: &'static str,
    you: You,
    threads: Vec<ThreadOf>,
}

/// By what a person is known, and what is kept beside their threads.
#[derive(Debug, Serialize)]
#[serde(tag = "known_by", rename_all = "snake_case")]
enum You {
    Browser,
    Account {
        platform: &'static str,
        account: String,
        mentions: bool,
        /// The room that they and the bot are alone in.
        direct_room: Option<String>,
        /// Needs about which they decided as a moderator, as long as a card says so.
        decided: Vec<String>,
    },
}

#[derive(Debug, Serialize)]
struct ThreadOf {
    reference: Option<String>,
    began: String,
    last_touched: String,
    /// The day after which it is deleted if nothing more happens in it.
    deleted_after: Day,
    /// What the dialogue knows: words, questions that wait, what was made of an answer.
    state: Value,
    /// Where it lives, in a chat room.
    place: Option<Value>,
    messages: Vec<MessageOf>,
    receipts: Vec<Receipt>,
}

#[derive(Debug, Serialize)]
struct MessageOf {
    from: String,
    kind: String,
    at: String,
    text: String,
}

/// Everything that is kept about a person.
pub(crate) async fn whole(bots: &Bots, who: &Who) -> Result<Export, VaultError> {
    let own = bots.own(who).await?;
    let kept = bots.settings.kept;
    let threads = own.into_iter().map(|own| thread_of(own, kept));
    Ok(Export {
        version: 1,
        made: Day::of(bots.clock.now()),
        community: bots.settings.room.clone(),
        kept_by: bots.settings.intermediary.clone(),
        notice: crate::words::NOTICE_VERSION,
        you: you(bots, who).await?,
        threads: threads.collect::<Result<_, _>>()?,
    })
}

async fn you(bots: &Bots, who: &Who) -> Result<You, VaultError> {
    let (platform, person) = match who {
        Who::Browser(_) | Who::Thread(_) => return Ok(You::Browser),
        Who::Account(platform, person) => (*platform, person.as_str()),
    };
    let direct = bots.vault.direct_room(platform, person).await?;
    Ok(You::Account {
        platform: platform.code(),
        account: person.to_owned(),
        mentions: !bots.vault.quiet(platform, person).await?,
        direct_room: direct.map(|room| room.info.address),
        decided: decided_by(bots, platform, person).await?,
    })
}

fn thread_of(own: Own, kept: Kept) -> Result<ThreadOf, VaultError> {
    let unreadable = |_| VaultError::Sealed("export");
    let deleted_after = own.ends(kept);
    let mut state = serde_json::to_value(&own.thread.state).map_err(unreadable)?;
    if let Some(draft) = state.get_mut("of").and_then(Value::as_object_mut) {
        draft.remove("similar");
    }
    let place = own.place.map(serde_json::to_value).transpose();
    let mut place = place.map_err(unreadable)?;
    if let Some(place) = place.as_mut().and_then(Value::as_object_mut) {
        place.remove("way");
    }
    let messages = own.messages.into_iter().map(|message| MessageOf {
        from: message.from,
        kind: message.kind,
        at: moment(message.at.0),
        text: message.text,
    });
    Ok(ThreadOf {
        reference: own.thread.state.reference().map(|r| r.to_string()),
        began: moment(own.dates.created_at),
        last_touched: moment(own.dates.updated_at),
        deleted_after,
        state,
        place,
        messages: messages.collect(),
        receipts: own.receipts,
    })
}

/// `2026-11-30T14:03:00Z`.
fn moment(millis: i64) -> String {
    let stamp = jiff::Timestamp::from_millisecond(millis).unwrap_or(jiff::Timestamp::MAX);
    stamp.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// An export in pieces of so many characters, cut between lines where that can be. Put one after
/// another, with a line break between them, they are the whole.
pub(crate) fn pieces(export: &Export, most: usize) -> Result<Vec<String>, VaultError> {
    let text = serde_json::to_string_pretty(export).map_err(|_| VaultError::Sealed("export"))?;
    let mut pieces: Vec<String> = Vec::new();
    for line in text.lines() {
        let signs: Vec<char> = line.chars().collect();
        for part in signs.chunks(most) {
            let part: String = part.iter().collect();
            match pieces.last_mut() {
                Some(last) if last.chars().count() + 1 + part.chars().count() <= most => {
                    last.push('\n');
                    last.push_str(&part);
                }
                _ => pieces.push(part),
            }
        }
    }
    Ok(pieces)
}
