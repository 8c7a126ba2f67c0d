//! The first answer to an interaction: which sorts are allowed when, and what each does.

use serde_json::{Value, json};

use crate::discord::id::Id;
use crate::discord::refusal::Refusal;

use super::interaction::ANSWER_MS;
use super::message::{EPHEMERAL, LOADING};
use super::{Ack, Draft, Interaction, Kind, World, components, modal};

const MESSAGE: u8 = 4;
const DEFER: u8 = 5;
const DEFER_UPDATE: u8 = 6;
const UPDATE: u8 = 7;
const CHOICES: u8 = 8;
const MODAL: u8 = 9;

impl World {
    /// Takes the first answer.
    pub(in crate::discord) fn answer(
        &mut self,
        id: Id,
        token: &str,
        body: &Value,
    ) -> Result<(), Refusal> {
        let asked = self.answerable(id, token)?;
        let kind = body.get("type").and_then(Value::as_u64).unwrap_or(0);
        let kind = u8::try_from(kind).unwrap_or(0);
        if !fits(&asked, kind) {
            let words = "This sort of answer does not fit this interaction.";
            return Err(Refusal::form(
                "type",
                "INTERACTION_RESPONSE_TYPE_INVALID",
                words,
            ));
        }
        let none = json!({});
        let data = body
            .get("data")
            .filter(|data| !data.is_null())
            .unwrap_or(&none);
        let ephemeral = match kind {
            MESSAGE => self.answer_message(&asked, data)?,
            DEFER => self.answer_defer(&asked, data)?,
            UPDATE => self.answer_update(&asked, data)?,
            CHOICES => self.answer_choices(&asked, data)?,
            MODAL => self.answer_modal(&asked, data)?,
            _ => self.answer_nothing(&asked)?,
        };
        let at_ms = self.clock.now_ms();
        self.asked_mut(id)?.ack = Some(Ack {
            kind,
            at_ms,
            ephemeral,
        });
        Ok(())
    }

    fn answerable(&self, id: Id, token: &str) -> Result<Interaction, Refusal> {
        let asked = self.asked(id)?;
        let late = self.clock.now_ms() - asked.made_ms > ANSWER_MS;
        if asked.killed || asked.token != token {
            return Err(Refusal::unknown_interaction());
        }
        if asked.ack.is_some() {
            return Err(Refusal::acknowledged_already());
        }
        if late {
            return Err(Refusal::unknown_interaction());
        }
        Ok(asked.clone())
    }

    fn answer_message(&mut self, asked: &Interaction, data: &Value) -> Result<bool, Refusal> {
        let draft = Draft::read(data, true)?;
        self.reachable(asked)?;
        let private = draft.flags & EPHEMERAL != 0;
        if !private {
            self.moderated(self.bot, asked.channel, &draft.content)?;
        }
        let id = self.put_answer(asked, draft)?;
        self.asked_mut(asked.id)?.original = Some(id);
        Ok(private)
    }

    fn answer_defer(&mut self, asked: &Interaction, data: &Value) -> Result<bool, Refusal> {
        let flags = data.get("flags").and_then(Value::as_u64).unwrap_or(0);
        if flags & !EPHEMERAL != 0 {
            let words = "Only the flag EPHEMERAL can be given with a deferred answer.";
            return Err(Refusal::form("data/flags", "MESSAGE_FLAGS_INVALID", words));
        }
        self.reachable(asked)?;
        let draft = Draft::to_come(flags | LOADING);
        let id = self.put_answer(asked, draft)?;
        self.asked_mut(asked.id)?.original = Some(id);
        Ok(flags & EPHEMERAL != 0)
    }

    /// Nothing is shown in a thread that is both archived and locked: Discord refuses, and the person
    /// sees nothing (discord-api-docs #5517).
    fn reachable(&self, asked: &Interaction) -> Result<(), Refusal> {
        let thread = self.channel(asked.channel)?.thread.as_ref();
        match thread {
            Some(thread) if thread.archived && thread.locked => Err(Refusal::archived()),
            _ => Ok(()),
        }
    }

    /// A message that answers an interaction.
    pub(super) fn put_answer(&mut self, asked: &Interaction, draft: Draft) -> Result<Id, Refusal> {
        let private = draft.flags & EPHEMERAL != 0;
        // An answer to a press refers to the message with the button, without pinging anybody.
        let pressed = asked.message.filter(|_| asked.kind == Kind::Component);
        let pressed = pressed.map(|message| (asked.channel, message));
        let mut message = self.composed(self.bot, asked.channel, draft, pressed);
        message.kind = if asked.kind == Kind::Command { 20 } else { 0 };
        message.interaction = Some(asked.id);
        message.only_for = private.then_some(asked.user);
        self.keep(message)
    }

    fn answer_update(&mut self, asked: &Interaction, data: &Value) -> Result<bool, Refusal> {
        let message = asked.message.ok_or_else(Refusal::unknown_message)?;
        self.change(message, data)?;
        self.answer_nothing(asked)
    }

    /// The message with the button stays as it is, and is what `@original` names.
    fn answer_nothing(&mut self, asked: &Interaction) -> Result<bool, Refusal> {
        self.asked_mut(asked.id)?.original = asked.message;
        let message = asked.message.and_then(|id| self.messages.get(&id));
        Ok(message.is_some_and(|message| message.only_for.is_some()))
    }

    fn answer_choices(&mut self, asked: &Interaction, data: &Value) -> Result<bool, Refusal> {
        let choices = data.get("choices").and_then(Value::as_array).cloned();
        let choices = choices.unwrap_or_default();
        if choices.len() > 25 {
            let words = "Must be 25 or fewer in length.";
            return Err(Refusal::form("data/choices", "BASE_TYPE_MAX_LENGTH", words));
        }
        for (at, choice) in choices.iter().enumerate() {
            let path = format!("data/choices/{at}");
            components::length(choice, "name", &path, 1, 100)?;
            components::length(choice, "value", &path, 0, 100)?;
        }
        self.asked_mut(asked.id)?.choices = Some(choices);
        Ok(true)
    }

    fn answer_modal(&mut self, asked: &Interaction, data: &Value) -> Result<bool, Refusal> {
        modal::check(data)?;
        self.asked_mut(asked.id)?.modal = Some(data.clone());
        Ok(true)
    }
}

/// Whether a sort of answer is possible. A form that a command showed cannot be answered by changing
/// its message, for it has none.
fn fits(asked: &Interaction, kind: u8) -> bool {
    let on_message = asked.message.is_some();
    match asked.kind {
        Kind::Command => matches!(kind, MESSAGE | DEFER | MODAL),
        Kind::Component => matches!(kind, MESSAGE | DEFER | DEFER_UPDATE | UPDATE | MODAL),
        Kind::Autocomplete => kind == CHOICES,
        Kind::Modal => {
            matches!(kind, MESSAGE | DEFER) || (on_message && matches!(kind, DEFER_UPDATE | UPDATE))
        }
    }
}
