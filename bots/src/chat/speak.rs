//! From what the dialogue says to what is posted.

use hearback_store::Tx;
use hearback_wire::id::Hash;

use super::{Platform, pressed, words};
use crate::bots::Bots;
use crate::dialogue::{Draft, Kind, Message, State};
use crate::tongue::Tongue;
use crate::vault::chat::{Named, Place, Post, Sending, To, With};
use crate::vault::{Thread, VaultError};

/// Milliseconds that a preview waits for its person.
pub(super) const PREVIEW_WAITS: i64 = 24 * 3600 * 1000;
/// What a preview is called among the anchors, before its [words](Bots::shows).
pub(super) const PREVIEW: &str = "preview";
/// What an answer that waits for its person is called there.
pub(super) const REPLY: &str = "reply preview";
/// The message by which a thread began.
pub(super) const SAID: &str = "said";
/// A card in the moderators' room.
pub(super) const CARD: &str = "card";

/// Whether a message shows words that wait for their person.
pub(crate) fn is_waiting(kind: &str) -> bool {
    kind.starts_with(PREVIEW) || kind.starts_with(REPLY)
}

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
        if place.platform.presses() {
            return pressed::speak(self, tx, (thread, place), message, told).await;
        }
        // The answer of the node follows at once, and says it better; and everybody sees that a
        // reaction is gone.
        let said_otherwise =
            message.kind == Kind::Sent || (place.reaction && message.kind == Kind::Withdrawn);
        if said_otherwise {
            return Ok(());
        }
        let quiet = self.is_quiet(tx, place).await?;
        let push = wakes(message.kind) && !quiet;
        let reference = thread.state.reference();
        let by_reaction = message.kind == Kind::Voiced && place.reaction;
        let sending = Sending {
            to: place.to(),
            text: match reference {
                Some(reference) if by_reaction => words::voices_here(place.tongue, reference),
                _ => words::with_hint(place.tongue, message),
            },
            push,
            mentions: push.then(|| place.person.clone()).into_iter().collect(),
            seeds: words::seeds(message.kind),
            kind: message.kind.code().to_owned(),
            threads: vec![thread.id.clone()],
            controls: Vec::new(),
            tongue: place.tongue,
        };
        let home = self.vault.home(place.platform, &place.room, &place.root);
        let key = match told {
            Some(told) => Some(format!("{home}/{}", told.cause)),
            // However many react in one thread, it is said once.
            None => by_reaction.then(|| format!("{home}/voices")),
        };
        let late = words::for_you_too(place.tongue);
        let with = With {
            thread: None,
            merge_key: key.as_deref(),
            update: told.map(|told| told.update),
            late: Some(&late),
            last_words: false,
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
        if place.platform.presses() {
            return pressed::show_preview(self, tx, thread, place, (draft, to, before)).await;
        }
        // Whoever wrote the words waits for them. Somebody whose words another person picked does not.
        let push = before.is_some() && !self.is_quiet(tx, place).await?;
        let sending = Sending {
            to,
            text: words::preview(place.tongue, &self.settings.intermediary, draft, before),
            push,
            mentions: push.then(|| place.person.clone()).into_iter().collect(),
            seeds: words::preview_seeds(draft),
            kind: self.shows(PREVIEW, &draft.content.canonical()),
            threads: vec![thread.id.clone()],
            controls: Vec::new(),
            tongue: place.tongue,
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
            .await?;
        self.lapses.notify_one();
        Ok(())
    }

    /// What a message that shows words is called among the anchors: whoever says yes under it says
    /// yes to these words and to no others.
    pub(super) fn shows(&self, kind: &str, words: &str) -> String {
        format!("{kind} {}", self.words_hash(words))
    }

    /// What stands for words, where the words themselves may not stand.
    pub(super) fn words_hash(&self, words: &str) -> String {
        self.vault.hash(Named::Words, &[words])
    }

    async fn is_quiet(&self, tx: &mut Tx, place: &Place) -> Result<bool, VaultError> {
        self.vault.is_quiet(tx, place.platform, &place.person).await
    }

    /// Says that what the person approved is safe, when the node does not take it at once.
    pub(crate) async fn say_saved(&self, thread: &str) -> Result<(), VaultError> {
        let mut tx = self.vault.begin().await?;
        let Some(place) = self.vault.place(&mut tx, thread).await? else {
            return Ok(());
        };
        let key = format!("{thread}/saved");
        let text = words::saved(place.tongue);
        self.notice_once(&mut tx, place.platform, place.own(), text, &key)
            .await?;
        tx.commit().await?;
        self.posts.notify_one();
        Ok(())
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

    /// Posts a quiet line that is deleted here once it stands there.
    pub(super) async fn last_words(
        &self,
        tx: &mut Tx,
        platform: Platform,
        to: To,
        text: String,
    ) -> Result<String, VaultError> {
        let with = With {
            last_words: true,
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
            controls: Vec::new(),
            tongue: Tongue::default(),
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
        self.vault
            .post(tx, platform, &post, with, self.clock.now())
            .await
    }

    /// Keeps what a thread shows in step with its state, after the dialogue moved it.
    pub(crate) async fn follow(
        &self,
        tx: &mut Tx,
        thread: &Thread,
        place: &Place,
        said: &[Message],
    ) -> Result<(), VaultError> {
        match &thread.state {
            State::Preview(draft) => {
                let to = self.preview_to(place).await?;
                let mut why = said.iter().filter(|said| said.kind == Kind::NotTaken);
                // Elsewhere it stands as a message of its own.
                let pressed = place.platform.presses();
                let before = why.next().filter(|_| pressed).map(|said| said.text.clone());
                self.show_preview(tx, thread, place, draft, to, before)
                    .await
            }
            _ => self.vault.lapse_at(tx, thread, None).await,
        }
    }

    /// Where the preview of a place goes: to its person alone where anybody may read.
    pub(super) async fn preview_to(&self, place: &Place) -> Result<To, VaultError> {
        if place.platform.presses() {
            return Ok(place.own());
        }
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

/// Whether a message of this kind may wake its person: the three pushes (it left, it was answered, it
/// is closed), and what waits for them, because without them nothing can go on.
pub(super) const fn wakes(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Released
            | Kind::Accepted
            | Kind::Answered
            | Kind::PassedOn
            | Kind::Joined
            | Kind::NeedWithdrawn
            | Kind::Retracted
            | Kind::Refused
            | Kind::Merged
            | Kind::Edited
            | Kind::ModeratorAsks
            | Kind::Question
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_or_a_closing_decision_wakes_and_what_the_person_did_does_not() {
        let closing = [
            Kind::Joined,
            Kind::NeedWithdrawn,
            Kind::Refused,
            Kind::Merged,
        ];
        let answers = [Kind::Answered, Kind::PassedOn, Kind::Question];
        assert!(closing.into_iter().chain(answers).all(wakes));
        assert!(
            ![Kind::Taken, Kind::Voiced, Kind::Reply]
                .into_iter()
                .any(wakes)
        );
    }
}
