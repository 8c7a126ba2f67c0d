//! From what the dialogue says to what is posted, and what follows once a post stands in its room.

use hearback_store::Tx;
use hearback_wire::id::Hash;
use hearback_wire::intake::Outcome;

use super::{Platform, words};
use crate::bots::Bots;
use crate::dialogue::{Draft, Kind, Message, State};
use crate::vault::chat::{DuePost, Place, Post, Sending, To, With};
use crate::vault::{Thread, VaultError};

/// Milliseconds that a preview waits for its person.
const PREVIEW_WAITS: i64 = 24 * 3600 * 1000;
/// What a preview is called among the anchors.
pub(super) const PREVIEW: &str = "preview";
/// The message by which a thread began.
pub(super) const SAID: &str = "said";
/// A card in the moderators' room.
pub(super) const CARD: &str = "card";

/// The update that a message brings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told {
    /// The update's own id.
    pub(crate) update: Hash,
    /// What is the same for everybody who is told of one event.
    pub(crate) cause: Hash,
}

impl Place {
    /// Where the messages of this thread go.
    pub(super) fn to(&self) -> To {
        To::Room {
            room: self.room.clone(),
            root: (self.threaded && !self.rootless).then(|| self.root.clone()),
        }
    }
}

impl Bots {
    /// Posts a message of the dialogue at the place of its thread.
    pub(crate) async fn speak(
        &self,
        tx: &mut Tx,
        thread: &Thread,
        place: &Place,
        message: &Message,
        told: Option<Told>,
    ) -> Result<(), VaultError> {
        // The answer of the node follows at once, and says it better.
        if message.kind == Kind::Sent {
            return Ok(());
        }
        let push = wakes(message.kind) && !place.quiet;
        let sending = Sending {
            to: place.to(),
            text: words::with_hint(message),
            push,
            mentions: push.then(|| place.person.clone()).into_iter().collect(),
            seeds: words::seeds(message.kind),
            kind: message.kind.code().to_owned(),
            threads: vec![thread.id.clone()],
        };
        let home = self.vault.home(place.platform, &place.room, &place.root);
        let key = told.map(|told| format!("{home}/{}", told.cause));
        let with = With {
            thread: None,
            merge_key: key.as_deref(),
            update: told.map(|told| told.update),
        };
        self.post(tx, place.platform, Post::Words(sending), with)
            .await
            .map(|_| ())
    }

    /// Shows the person the exact words; `before` says why, where somebody else picked them.
    pub(crate) async fn show_preview(
        &self,
        tx: &mut Tx,
        thread: &Thread,
        place: &Place,
        draft: &Draft,
        to: To,
        before: Option<String>,
    ) -> Result<(), VaultError> {
        // Whoever wrote the words waits for them. Somebody whose words another person picked does not.
        let push = before.is_some() && !place.quiet;
        let sending = Sending {
            to,
            text: words::preview(&self.settings.intermediary, draft, before),
            push,
            mentions: push.then(|| place.person.clone()).into_iter().collect(),
            seeds: words::PREVIEW_SEEDS.map(str::to_owned).to_vec(),
            kind: PREVIEW.to_owned(),
            threads: vec![thread.id.clone()],
        };
        let with = With {
            thread: Some(&thread.id),
            ..With::default()
        };
        self.post(tx, place.platform, Post::Words(sending), with)
            .await?;
        let at = self.clock.now().0.saturating_add(PREVIEW_WAITS);
        self.vault
            .lapse_at(tx, thread, Some(hearback_wire::clock::Millis(at)))
            .await
    }

    /// Posts a quiet line that belongs to no thread of the vault.
    pub(super) async fn notice(
        &self,
        tx: &mut Tx,
        platform: Platform,
        to: To,
        text: String,
    ) -> Result<String, VaultError> {
        self.line(tx, platform, to, text, With::default()).await
    }

    /// Posts a quiet line, unless one with this key was posted before.
    pub(super) async fn notice_once(
        &self,
        tx: &mut Tx,
        platform: Platform,
        to: To,
        text: String,
        key: &str,
    ) -> Result<String, VaultError> {
        let with = With {
            merge_key: Some(key),
            ..With::default()
        };
        self.line(tx, platform, to, text, with).await
    }

    async fn line(
        &self,
        tx: &mut Tx,
        platform: Platform,
        to: To,
        text: String,
        with: With<'_>,
    ) -> Result<String, VaultError> {
        let sending = Sending {
            to,
            text,
            push: false,
            mentions: Vec::new(),
            seeds: Vec::new(),
            kind: "notice".to_owned(),
            threads: Vec::new(),
        };
        self.post(tx, platform, Post::Words(sending), with).await
    }

    /// Writes a post; the platform's worker is woken after the commit.
    pub(super) async fn post(
        &self,
        tx: &mut Tx,
        platform: Platform,
        post: Post,
        with: With<'_>,
    ) -> Result<String, VaultError> {
        let id = self
            .vault
            .post(tx, platform, &post, with, self.clock.now())
            .await?;
        self.posts.notify_one();
        Ok(id)
    }

    /// Keeps what a thread shows in step with its state, after the dialogue moved it.
    pub(crate) async fn follow(
        &self,
        tx: &mut Tx,
        thread: &Thread,
        place: &Place,
    ) -> Result<(), VaultError> {
        match &thread.state {
            State::Preview(draft) => {
                let to = self.preview_to(place).await?;
                self.show_preview(tx, thread, place, draft, to, None).await
            }
            _ => self.vault.lapse_at(tx, thread, None).await,
        }
    }

    /// Where the preview of a place goes: to its person alone where anybody may read.
    pub(super) async fn preview_to(&self, place: &Place) -> Result<To, VaultError> {
        let room = self.vault.chat_room(place.platform, &place.room).await?;
        Ok(if room.is_some_and(|room| room.info.open) {
            To::Direct {
                person: place.person.clone(),
            }
        } else {
            place.to()
        })
    }
}

/// Whether a message of this kind may wake its person: the three pushes, and what waits for them,
/// because without them nothing can go on.
const fn wakes(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Released
            | Kind::Answered
            | Kind::Refused
            | Kind::Edited
            | Kind::ModeratorAsks
            | Kind::Question
    )
}

/// What follows once a post stands as a message: its outcome, its meaning for threads, and the
/// reactions that are offered under it.
pub(crate) async fn sent(
    bots: &Bots,
    tx: &mut Tx,
    platform: Platform,
    due: &DuePost,
    stands: &Stands,
) -> Result<(), VaultError> {
    let now = bots.clock.now();
    let (room, event) = (stands.room.as_str(), stands.event.as_str());
    let mut outcome = Outcome::Thread;
    // Somebody may have joined it while it was on its way.
    let latest = bots.vault.waiting_post(tx, &due.id).await?;
    let latest = latest.as_ref().map_or(&due.post, |latest| &latest.post);
    if let Post::Words(sending) = latest {
        for thread in &sending.threads {
            bots.vault
                .anchor(tx, (platform, room, event), thread, &sending.kind)
                .await?;
            if settle_place(bots, tx, thread, sending, stands).await? {
                outcome = Outcome::Elsewhere;
            }
        }
        if sending.kind == CARD {
            bots.vault
                .card_became(tx, &due.id, (platform, room, event))
                .await?;
        }
        for key in &sending.seeds {
            let seed = Post::React {
                room: room.to_owned(),
                to: event.to_owned(),
                key: key.clone(),
            };
            bots.post(tx, platform, seed, With::default()).await?;
        }
    }
    bots.vault
        .post_done(tx, &due.id, Some(event), outcome, now)
        .await?;
    Ok(())
}

/// The message that a post became.
pub(crate) struct Stands {
    pub(crate) room: String,
    /// The message's id.
    pub(crate) event: String,
    /// It stands in the room, beside the thread that it was meant for.
    pub(crate) beside: bool,
}

/// Remembers the last message of a chat thread. A message that found its root gone becomes the root
/// of what follows; true says so.
async fn settle_place(
    bots: &Bots,
    tx: &mut Tx,
    thread: &str,
    sending: &Sending,
    stands: &Stands,
) -> Result<bool, VaultError> {
    let To::Room { room, .. } = &sending.to else {
        return Ok(false);
    };
    let Some(mut place) = bots.vault.place(tx, thread).await? else {
        return Ok(false);
    };
    if place.room != *room {
        return Ok(false);
    }
    let moved = place.threaded && stands.beside;
    if moved {
        place.root.clone_from(&stands.event);
    }
    place.rootless &= !stands.beside;
    place.last = Some(stands.event.clone());
    bots.vault.save_place(tx, thread, &place).await?;
    Ok(moved)
}
