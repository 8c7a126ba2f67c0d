//! An answer to a question: shown to its person as it would go, and sent once they say so.
//!
//! It must never send talk that was not meant as an answer: only what the person saw and said yes to.

use hearback_store::Tx;
use hearback_wire::text::Words;
use hearback_wire::vocabulary::Removed;

use super::speak::REPLY;
use super::words;
use super::{About, Control, Platform, pressed};
use crate::bots::Bots;
use crate::dialogue::Event;
use crate::vault::VaultError;
use crate::vault::chat::{Place, Post, Sending, With};

/// What is done about an answer in a thread.
pub(super) enum Reply {
    /// Its person sees it first.
    Show {
        words: Words,
        /// What was taken out, by kind, and how often.
        removed: Vec<(Removed, usize)>,
    },
    /// It goes.
    Send,
    /// It does not go.
    Drop,
}

/// Does it. Returns whether the thread moved on.
pub(super) async fn perform(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    thread: &str,
    reply: Reply,
) -> Result<bool, VaultError> {
    let Some(mut place) = bots.vault.place(tx, thread).await? else {
        return Ok(false);
    };
    match reply {
        Reply::Show { words, removed } => {
            let sending = Sending {
                to: place.own(),
                text: preview(&place, &words, &removed),
                push: false,
                mentions: Vec::new(),
                seeds: ["✅", "❌"].map(str::to_owned).to_vec(),
                kind: bots.shows(REPLY, words.as_str()),
                threads: vec![thread.to_owned()],
                tongue: place.tongue,
                controls: if platform.presses() {
                    under(bots, thread, &words)
                } else {
                    Vec::new()
                },
            };
            place.reply = Some(words);
            bots.vault.save_place(tx, thread, &place).await?;
            bots.post(tx, platform, Post::Words(sending), With::default())
                .await?;
            Ok(false)
        }
        Reply::Drop => {
            place.reply = None;
            bots.vault.save_place(tx, thread, &place).await?;
            bots.notice(
                tx,
                platform,
                place.own(),
                words::reply_dropped(place.tongue),
            )
            .await?;
            Ok(false)
        }
        Reply::Send => {
            let Some(words) = place.reply.take() else {
                return Ok(false);
            };
            bots.vault.save_place(tx, thread, &place).await?;
            send(bots, tx, (thread, &place), words).await
        }
    }
}

fn preview(place: &Place, answer: &Words, removed: &[(Removed, usize)]) -> String {
    if place.platform.presses() {
        pressed::words::reply_preview(place.tongue, answer, removed)
    } else {
        words::reply_preview(place.tongue, answer, removed)
    }
}

/// What can be pressed under an answer.
fn under(bots: &Bots, thread: &str, words: &Words) -> Vec<Control> {
    let thread = || thread.to_owned();
    let seen = pressed::head(&bots.words_hash(words.as_str()));
    let about = About::Thread(thread());
    vec![
        Control::SendReply {
            thread: thread(),
            seen,
        },
        Control::Answer { about },
        Control::DropReply { thread: thread() },
    ]
}

async fn send(
    bots: &Bots,
    tx: &mut Tx,
    (thread, place): (&str, &Place),
    words: Words,
) -> Result<bool, VaultError> {
    let now = bots.clock.now();
    let moved = match bots.vault.lock_by_id(tx, thread, now).await? {
        Some(mut thread) => {
            bots.apply(tx, &mut thread, Event::Replied(words), None)
                .await?
        }
        None => false,
    };
    if !moved {
        let text = words::nothing_waits(place.tongue);
        bots.notice(tx, place.platform, place.own(), text).await?;
    }
    Ok(moved)
}
