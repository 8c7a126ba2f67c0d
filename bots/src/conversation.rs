//! Carries out what the dialogue decides: state, messages and outbox rows in one transaction.
//!
//! It must never send anything itself.

use hearback_store::Tx;

use crate::bots::Bots;
use crate::chat::Told;
use crate::dialogue::{Effect, Event, Message, Outgoing, State, step};
use crate::vault::{Parcel, Purpose, Thread, VaultError};
use crate::words::NOTICE_VERSION;

/// The language of the notice and of all pages so far.
const NOTICE_LANG: &str = "en";

impl Bots {
    /// Applies an event to a thread that the transaction holds. False when it had no place there.
    pub(crate) async fn apply(
        &self,
        tx: &mut Tx,
        thread: &mut Thread,
        event: Event,
        told: Option<Told>,
    ) -> Result<bool, VaultError> {
        let (state, effects) = step(&thread.state, event);
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
        let notice = (NOTICE_VERSION, NOTICE_LANG);
        match &what {
            Outgoing::Need { .. } => {
                self.vault
                    .consent(tx, &thread.id, Purpose::Need, notice, now)
                    .await?;
            }
            Outgoing::Voice { .. } => {
                self.vault
                    .consent(tx, &thread.id, Purpose::Voice, notice, now)
                    .await?;
            }
            Outgoing::Withdraw {} => {
                self.vault.end_consent(tx, &thread.id, now).await?;
                self.vault.drop_voice(tx, &thread.id).await?;
            }
            _ => {}
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

    /// After a commit: tells open pages, and wakes the delivery and whoever posts in chat.
    pub(crate) fn announce(&self, thread: &str) {
        // An error only means that nobody looks at a thread right now.
        let _nobody = self.changed.send(thread.to_owned());
        self.wake.notify_one();
        self.posts.notify_one();
    }
}
