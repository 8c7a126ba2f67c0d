//! Something that somebody asked of the bot, and what comes of it.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::discord::fake::{Fake, Waited};
use crate::discord::id::Id;
use crate::discord::seen::{Form, Message};
use crate::discord::world::components::text;
use crate::discord::world::interaction::ANSWER_MS;
use crate::discord::world::{Interaction, World};

/// The first answer of the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// Discord's number: 4 a message, 5 one to come, 6 nothing to see, 7 the message changed,
    /// 8 choices, 9 a form.
    pub kind: u8,
    /// How long it took, in the fake's time.
    pub after: Duration,
    /// Whether only the person sees it.
    pub ephemeral: bool,
}

/// Something that somebody asked. Each wait ends when the thing is there, or fails when patience ends.
#[derive(Clone)]
pub struct Asked {
    fake: Arc<Fake>,
    id: Id,
}

impl Asked {
    pub(super) fn new(fake: Arc<Fake>, id: Id) -> Self {
        Self { fake, id }
    }

    /// Its id.
    pub fn id(&self) -> Id {
        self.id
    }

    /// The token that its answers need.
    pub fn token(&self) -> String {
        self.now(|one| one.token.clone()).unwrap_or_default()
    }

    pub(super) fn channel(&self) -> Id {
        self.now(|one| one.channel).unwrap_or_else(Id::none)
    }

    pub(super) fn message(&self) -> Option<Id> {
        self.now(|one| one.message).flatten()
    }

    fn now<T>(&self, look: impl FnOnce(&Interaction) -> T) -> Option<T> {
        self.fake
            .look(|world| world.interactions.get(&self.id).map(look))
    }

    /// The first answer, if there is one yet.
    pub fn answer(&self) -> Option<Acknowledged> {
        self.now(acknowledged).flatten()
    }

    /// Waits for the first answer.
    ///
    /// # Errors
    /// When none comes in time.
    pub async fn acknowledged(&self) -> Result<Acknowledged, Waited> {
        self.until("an answer to an interaction", |_, one| acknowledged(one))
            .await
    }

    /// Waits for the first answer, as long as the client does: none once it shows that it failed.
    pub async fn settled(&self) -> Option<Acknowledged> {
        let made_ms = self.now(|one| one.made_ms)?;
        tokio::select! {
            answered = self.acknowledged() => answered.ok(),
            () = self.fake.clock.until(made_ms + ANSWER_MS + 1) => self.answer(),
        }
    }

    /// Waits for the form that the answer shows.
    ///
    /// # Errors
    /// When none comes in time.
    pub async fn form(&self) -> Result<Form, Waited> {
        self.until("a form", |_, one| one.modal.as_ref().map(Form::of))
            .await
    }

    /// Waits for the answer's message with words in it: at once, or after the bot has thought.
    ///
    /// # Errors
    /// When none comes in time.
    pub async fn reply(&self) -> Result<Message, Waited> {
        self.until("a reply to an interaction", |world, one| {
            original(world, one).filter(|message| !message.is_loading())
        })
        .await
    }

    /// Waits for the answer's message to be one that fits.
    ///
    /// # Errors
    /// When it does not become so in time.
    pub async fn reply_where(
        &self,
        what: &str,
        fits: impl Fn(&Message) -> bool,
    ) -> Result<Message, Waited> {
        let found = self
            .until(what, |world, one| {
                original(world, one).filter(|message| fits(message))
            })
            .await;
        found.map_err(|waited| {
            match self
                .fake
                .look(|world| original(world, world.interactions.get(&self.id)?))
            {
                Some(other) => waited.instead(&format!("{:?}", other.content)),
                None => waited,
            }
        })
    }

    /// Waits for the choices offered for letters that were typed: name and value of each.
    ///
    /// # Errors
    /// When none come in time.
    pub async fn choices(&self) -> Result<Vec<(String, Value)>, Waited> {
        self.until("choices", |_, one| {
            let choices = one.choices.as_ref()?;
            let pair = |choice: &Value| {
                let name = text(choice, "name").unwrap_or_default().to_owned();
                (name, choice.get("value").cloned().unwrap_or_default())
            };
            Some(choices.iter().map(pair).collect())
        })
        .await
    }

    /// Whether the client has shown that the interaction failed: no answer within three seconds.
    pub fn has_failed(&self) -> bool {
        let now_ms = self.fake.clock.now_ms();
        let failed = |one: &Interaction| one.ack.is_none() && now_ms - one.made_ms > ANSWER_MS;
        self.now(failed).unwrap_or(true)
    }

    /// Discord loses the interaction: whatever the bot answers is refused.
    pub fn kill(&self) {
        self.set(|one| one.killed = true);
    }

    /// Its fifteen minutes are over now.
    pub fn expire(&self) {
        self.set(|one| one.expired = true);
    }

    fn set(&self, set: impl FnOnce(&mut Interaction)) {
        self.fake
            .change(|world| world.interactions.get_mut(&self.id).map(set));
    }

    async fn until<T>(
        &self,
        what: &str,
        seen: impl Fn(&World, &Interaction) -> Option<T>,
    ) -> Result<T, Waited> {
        let seen = |world: &World| seen(world, world.interactions.get(&self.id)?);
        self.fake.until(what, seen).await
    }
}

fn acknowledged(one: &Interaction) -> Option<Acknowledged> {
    let ack = one.ack?;
    let after = u64::try_from(ack.at_ms - one.made_ms).unwrap_or(0);
    Some(Acknowledged {
        kind: ack.kind,
        after: Duration::from_millis(after),
        ephemeral: ack.ephemeral,
    })
}

fn original(world: &World, one: &Interaction) -> Option<Message> {
    let message = world.messages.get(&one.original?)?;
    Some(Message::of(message))
}
