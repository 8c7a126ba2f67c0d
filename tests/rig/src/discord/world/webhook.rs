//! What can still be said to somebody after the first answer, for fifteen minutes: the answer itself
//! changed or deleted, and more messages.

use serde_json::Value;

use crate::discord::id::Id;
use crate::discord::refusal::Refusal;

use super::interaction::TOKEN_MS;
use super::message::{EPHEMERAL, LOADING};
use super::{Draft, Interaction, World};

impl World {
    /// The interaction of a token that is still good. Before the first answer there is none.
    fn by_token(&self, application: Id, token: &str) -> Result<Interaction, Refusal> {
        let id = token.rsplit('-').next().and_then(|id| id.parse().ok());
        let found = id.and_then(|id: Id| self.interactions.get(&id));
        let found = found.filter(|one| one.token == token && application == self.application);
        let asked = found.ok_or_else(Refusal::unknown_webhook)?;
        let over = self.clock.now_ms() - asked.made_ms > TOKEN_MS;
        if over || asked.expired {
            return Err(Refusal::token_expired());
        }
        if asked.killed || asked.ack.is_none() {
            return Err(Refusal::unknown_webhook());
        }
        Ok(asked.clone())
    }

    /// The message that `@original` or an id names.
    fn of_token(&self, application: Id, token: &str, which: Which) -> Result<Id, Refusal> {
        let asked = self.by_token(application, token)?;
        let id = match which {
            Which::Original => asked.original,
            Which::Named(id) => {
                let known = asked.original == Some(id) || asked.followups.contains(&id);
                known.then_some(id)
            }
        };
        let id = id.filter(|id| self.messages.contains_key(id));
        id.ok_or_else(Refusal::unknown_message)
    }

    pub(in crate::discord) fn answer_shown(
        &self,
        application: Id,
        token: &str,
        which: Which,
    ) -> Result<Value, Refusal> {
        let id = self.of_token(application, token, which)?;
        let message = self
            .messages
            .get(&id)
            .ok_or_else(Refusal::unknown_message)?;
        Ok(self.message_json(message))
    }

    pub(in crate::discord) fn answer_changed(
        &mut self,
        application: Id,
        token: &str,
        which: Which,
        body: &Value,
    ) -> Result<Value, Refusal> {
        let id = self.of_token(application, token, which)?;
        self.change(id, body)?;
        self.message_mut(id)?.flags &= !LOADING;
        self.answer_shown(application, token, Which::Named(id))
            .or_else(|_| self.answer_shown(application, token, Which::Original))
    }

    pub(in crate::discord) fn answer_deleted(
        &mut self,
        application: Id,
        token: &str,
        which: Which,
    ) -> Result<(), Refusal> {
        let id = self.of_token(application, token, which)?;
        self.delete(id)
    }

    /// One more message. The first after a deferred answer becomes that answer, and whether one person
    /// or everybody sees it was settled when it was deferred.
    pub(in crate::discord) fn followed_up(
        &mut self,
        application: Id,
        token: &str,
        body: &Value,
    ) -> Result<Value, Refusal> {
        let asked = self.by_token(application, token)?;
        let draft = Draft::read(body, true)?;
        let waiting = asked.original.filter(|id| self.is_loading(*id));
        let id = match waiting {
            Some(id) => {
                self.change(id, body)?;
                self.message_mut(id)?.flags &= !LOADING;
                id
            }
            None => self.more(&asked, draft)?,
        };
        let message = self
            .messages
            .get(&id)
            .ok_or_else(Refusal::unknown_message)?;
        Ok(self.message_json(message))
    }

    fn more(&mut self, asked: &Interaction, draft: Draft) -> Result<Id, Refusal> {
        if draft.flags & EPHEMERAL == 0 {
            self.moderated(self.bot, asked.channel, &draft.content)?;
            let thread = self.channel(asked.channel)?.thread.as_ref();
            if thread.is_some_and(|thread| thread.locked && thread.archived) {
                return Err(Refusal::archived());
            }
            self.wake(asked.channel)?;
        }
        let id = self.put_answer(asked, draft)?;
        self.asked_mut(asked.id)?.followups.push(id);
        Ok(id)
    }

    fn is_loading(&self, id: Id) -> bool {
        let message = self.messages.get(&id);
        message.is_some_and(|message| message.flags & LOADING != 0)
    }
}

/// Which message of an interaction.
#[derive(Clone, Copy, Debug)]
pub(in crate::discord) enum Which {
    Original,
    Named(Id),
}
