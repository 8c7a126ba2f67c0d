//! Something that somebody did with the application: a command, a press, a form, a few letters typed.

use serde_json::{Value, json};

use crate::discord::id::Id;
use crate::discord::refusal::Refusal;

use super::wire::{owners, put};
use super::{Intent, World};

/// How long the application may take to say that it heard.
pub(in crate::discord) const ANSWER_MS: i64 = 3_000;
/// How long an interaction can be answered after that.
pub(in crate::discord) const TOKEN_MS: i64 = 15 * 60 * 1000;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::discord) enum Kind {
    Command,
    Component,
    Autocomplete,
    Modal,
}

impl Kind {
    /// Discord's number for it.
    pub(in crate::discord) fn number(self) -> u8 {
        match self {
            Self::Command => 2,
            Self::Component => 3,
            Self::Autocomplete => 4,
            Self::Modal => 5,
        }
    }
}

/// The first answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::discord) struct Ack {
    /// Discord's number for the sort of answer.
    pub(in crate::discord) kind: u8,
    pub(in crate::discord) at_ms: i64,
    pub(in crate::discord) ephemeral: bool,
}

/// What somebody does.
pub(in crate::discord) struct Asking {
    pub(in crate::discord) user: Id,
    pub(in crate::discord) channel: Id,
    pub(in crate::discord) kind: Kind,
    pub(in crate::discord) data: Value,
    /// The message with the button, or the one that the form belongs to.
    pub(in crate::discord) message: Option<Id>,
    /// The interaction that showed the form.
    pub(in crate::discord) from: Option<Id>,
}

/// An interaction and all that came of it.
#[derive(Clone, Debug)]
pub(in crate::discord) struct Interaction {
    pub(in crate::discord) id: Id,
    pub(in crate::discord) token: String,
    pub(in crate::discord) kind: Kind,
    pub(in crate::discord) user: Id,
    pub(in crate::discord) channel: Id,
    pub(in crate::discord) guild: Option<Id>,
    pub(in crate::discord) made_ms: i64,
    pub(in crate::discord) data: Value,
    pub(in crate::discord) message: Option<Id>,
    pub(in crate::discord) from: Option<Id>,
    pub(in crate::discord) ack: Option<Ack>,
    /// The message that `@original` names.
    pub(in crate::discord) original: Option<Id>,
    pub(in crate::discord) followups: Vec<Id>,
    pub(in crate::discord) modal: Option<Value>,
    pub(in crate::discord) choices: Option<Vec<Value>>,
    /// Discord lost it: nothing can be answered any more.
    pub(in crate::discord) killed: bool,
    /// Its time is over, whatever the clock says.
    pub(in crate::discord) expired: bool,
}

impl World {
    /// Somebody does something: the application is told.
    pub(in crate::discord) fn ask(&mut self, asking: Asking) -> Result<Id, Refusal> {
        let id = self.mint();
        let interaction = Interaction {
            id,
            token: format!("fake-interaction-token-{id}"),
            kind: asking.kind,
            user: asking.user,
            channel: asking.channel,
            guild: self.channel(asking.channel)?.guild,
            made_ms: self.clock.now_ms(),
            data: asking.data,
            message: asking.message,
            from: asking.from,
            ack: None,
            original: None,
            followups: Vec::new(),
            modal: None,
            choices: None,
            killed: false,
            expired: false,
        };
        let told = self.interaction_json(&interaction)?;
        self.interactions.insert(id, interaction);
        self.tell("INTERACTION_CREATE", Intent::Always, told);
        Ok(id)
    }

    fn interaction_json(&self, asked: &Interaction) -> Result<Value, Refusal> {
        let channel = self.channel(asked.channel)?;
        let mut place = self.channel_json(channel);
        let may = self.may(asked.user, channel).0.to_string();
        put(&mut place, "permissions", json!(may));
        let mut out = json!({
            "id": asked.id, "application_id": self.application, "type": asked.kind.number(),
            "token": asked.token, "version": 1, "data": asked.data, "channel_id": asked.channel,
            "channel": place, "locale": self.users.get(&asked.user).map(|user| &user.locale),
            "app_permissions": self.may(self.bot, channel).0.to_string(), "entitlements": [],
            "authorizing_integration_owners": owners(asked), "attachment_size_limit": 10_485_760,
            "context": i32::from(asked.guild.is_none()),
        });
        if let Some(message) = asked.message.and_then(|id| self.messages.get(&id)) {
            put(&mut out, "message", self.message_json(message));
        }
        match asked.guild {
            Some(guild) => self.put_member(&mut out, guild, asked.user, &may)?,
            None => put(&mut out, "user", self.user_json(asked.user)),
        }
        Ok(out)
    }

    fn put_member(&self, out: &mut Value, guild: Id, user: Id, may: &str) -> Result<(), Refusal> {
        let guild = self.guild(guild)?;
        let member = self.member_json(guild, user);
        let mut member = member.ok_or_else(Refusal::unknown_member)?;
        put(&mut member, "permissions", json!(may));
        put(out, "member", member);
        put(out, "guild_id", json!(guild.id));
        put(out, "guild_locale", json!(guild.locale));
        let about = json!({"id": guild.id, "locale": guild.locale, "features": []});
        put(out, "guild", about);
        Ok(())
    }

    pub(in crate::discord) fn asked(&self, id: Id) -> Result<&Interaction, Refusal> {
        let found = self.interactions.get(&id);
        found.ok_or_else(Refusal::unknown_interaction)
    }

    pub(super) fn asked_mut(&mut self, id: Id) -> Result<&mut Interaction, Refusal> {
        let found = self.interactions.get_mut(&id);
        found.ok_or_else(Refusal::unknown_interaction)
    }
}
