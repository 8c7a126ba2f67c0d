//! Carries out what the dialogue decides: state, messages and outbox rows in one transaction.
//!
//! It must never send anything itself.

use hearback_store::Tx;
use hearback_wire::id::Hash;

use crate::bots::Bots;
use crate::chat::{Platform, Told};
use crate::dialogue::{Effect, Event, Kind, Message, Outgoing, State, step};
use crate::vault::{Detail, Parcel, Purpose, Thread, VaultError, Way};
use crate::words::NOTICE_VERSION;

/// What the person agrees to by sending this, with the hash of the words as they were shown.
fn agreed(what: &Outgoing) -> Option<(Purpose, Option<Hash>)> {
    match what {
        Outgoing::Need { content, .. } => Some((Purpose::Need, Some(content.hash()))),
        Outgoing::Approve { content, yes: true } => Some((Purpose::Edit, Some(*content))),
        Outgoing::Reply { words, .. } => {
            let hash = Hash::of(&[words.as_str().as_bytes()]);
            Some((Purpose::Reply, Some(hash)))
        }
        Outgoing::Voice { .. } => Some((Purpose::Voice, None)),
        _ => None,
    }
}

impl Bots {
    /// Applies an event to a thread that the transaction holds. False when it had no place there.
    pub(crate) async fn apply(
        &self,
        tx: &mut Tx,
        thread: &mut Thread,
        event: Event,
        told: Option<Told>,
    ) -> Result<bool, VaultError> {
        let place = self.vault.place(tx, &thread.id).await?;
        let tongue = place.map(|place| place.tongue).unwrap_or_default();
        let (state, effects) = step(tongue, &thread.state, event);
        if effects.is_empty() && state == thread.state {
            return Ok(false);
        }
        self.carry_out(tx, thread, state, effects, told).await?;
        Ok(true)
    }

    /// Makes a state and its effects durable.
    pub(crate) async fn carry_out(
        &self,
        tx: &mut Tx,
        thread: &mut Thread,
        state: State,
        effects: Vec<Effect>,
        told: Option<Told>,
    ) -> Result<(), VaultError> {
        let (mut said, mut sent) = (Vec::new(), Vec::new());
        for effect in effects {
            match effect {
                Effect::Say(message) => said.push(message),
                Effect::Send(what) => sent.push(what),
            }
        }
        for what in sent {
            self.enqueue(tx, thread, what).await?;
        }
        if state == State::Cancelled {
            self.vault.drop_voice(tx, &thread.id).await?;
        }
        thread.state = state;
        self.vault.save_thread(tx, thread).await?;
        if said.iter().any(|said| said.kind == Kind::NeedWithdrawn) {
            self.vault.close_thread(tx, &thread.id).await?;
        }
        self.tell(tx, thread, &said, told).await
    }

    /// Puts messages into the thread, and into the chat room where the thread lives in one.
    async fn tell(
        &self,
        tx: &mut Tx,
        thread: &Thread,
        said: &[Message],
        told: Option<Told>,
    ) -> Result<(), VaultError> {
        let place = self.vault.place(tx, &thread.id).await?;
        for message in said {
            let update = told.map(|told| told.update);
            self.vault
                .say(tx, &thread.id, message, update, self.clock.now())
                .await?;
            if let Some(place) = &place {
                self.speak(tx, thread, place, message, told).await?;
            }
        }
        match &place {
            Some(place) => self.follow(tx, thread, place, said).await,
            None => Ok(()),
        }
    }

    async fn enqueue(
        &self,
        tx: &mut Tx,
        thread: &Thread,
        what: Outgoing,
    ) -> Result<(), VaultError> {
        let now = self.clock.now();
        if let Some((purpose, words)) = agreed(&what) {
            self.keep_receipt(tx, thread, purpose, words).await?;
        }
        if what == (Outgoing::Withdraw {}) {
            self.vault.end_consent(tx, &thread.id, now).await?;
            self.vault.drop_voice(tx, &thread.id).await?;
        }
        let author = match &what {
            Outgoing::Need { .. } => self.vault.author(tx, &thread.id).await?,
            _ => None,
        };
        let parcel = Parcel::Thread {
            handle: thread.handle,
            what,
            author,
        };
        self.vault.enqueue(tx, Some(&thread.id), &parcel, now).await
    }

    /// Keeps what the person agreed to, without the words.
    async fn keep_receipt(
        &self,
        tx: &mut Tx,
        thread: &Thread,
        purpose: Purpose,
        words: Option<Hash>,
    ) -> Result<(), VaultError> {
        let place = self.vault.place(tx, &thread.id).await?;
        let tongue = place.as_ref().map(|place| place.tongue).unwrap_or_default();
        let detail = Detail {
            words,
            read_first_by: self.settings.intermediary.clone(),
            way: match place.map(|place| place.platform) {
                None => Way::Room,
                Some(Platform::Matrix) => Way::Matrix,
                Some(Platform::Discord) => Way::Discord,
            },
            kept_days: self.settings.kept.threads,
        };
        let notice = (NOTICE_VERSION, tongue.code());
        self.vault
            .consent(tx, &thread.id, (purpose, &detail), notice, self.clock.now())
            .await
    }

    /// After a commit: tells open pages, and wakes the delivery and whoever posts in chat.
    pub(crate) fn announce(&self, thread: &str) {
        // An error only means that nobody looks at a thread right now.
        let _nobody = self.changed.send(thread.to_owned());
        self.wake.notify_one();
        self.posts.notify_one();
    }
}
