//! Somebody with a client.

use std::sync::Arc;

use serde_json::{Value, json};

use super::command::{Typed, typed};
use super::within::{choosable, unseen, usable, visible};
use super::{Asked, Unable};
use crate::discord::channel::Channel;
use crate::discord::fake::Fake;
use crate::discord::id::Id;
use crate::discord::refusal::Refusal;
use crate::discord::seen::Message;
use crate::discord::world::wire::put;
use crate::discord::world::{Asking, Channel as Place, Draft, Kind, World, modal};

/// Somebody with an account.
#[derive(Clone)]
pub struct Person {
    pub(in crate::discord) fake: Arc<Fake>,
    pub(in crate::discord) id: Id,
}

impl Person {
    /// Their id.
    pub fn id(&self) -> Id {
        self.id
    }

    /// Their language, such as `cy`, as their client tells it.
    pub fn set_locale(&self, locale: &str) {
        self.fake.change(|world| {
            if let Some(user) = world.users.get_mut(&self.id) {
                locale.clone_into(&mut user.locale);
            }
        });
    }

    /// Whether they take messages outside servers.
    pub fn take_messages(&self, takes: bool) {
        self.fake.change(|world| {
            if let Some(user) = world.users.get_mut(&self.id) {
                user.takes_messages = takes;
            }
        });
    }

    /// Writes a message.
    ///
    /// # Errors
    /// [`Unable::Unseen`] with Discord's words when they may not.
    pub fn say(&self, channel: &Channel, words: &str) -> Result<Message, Unable> {
        let said = self.fake.change(|world| {
            let id = world.post(self.id, channel.id, Draft::said(words)?)?;
            world.message(channel.id, id).map(Message::of)
        });
        said.map_err(unseen)
    }

    /// Starts a thread from a message.
    ///
    /// # Errors
    /// [`Unable::Unseen`] with Discord's words when they may not.
    pub fn start_thread(&self, message: &Message, name: &str) -> Result<Channel, Unable> {
        self.start(|world| {
            let form = json!({"name": name});
            world.thread_from(self.id, message.channel, message.id, &form)
        })
    }

    /// Starts a post in a forum, with tags by their ids.
    ///
    /// # Errors
    /// [`Unable::Unseen`] with Discord's words when they may not.
    pub fn start_post(
        &self,
        forum: &Channel,
        name: &str,
        words: &str,
        tags: &[Id],
    ) -> Result<Channel, Unable> {
        let first = json!({"content": words});
        let post = json!({"name": name, "message": first, "applied_tags": tags});
        self.start(|world| world.thread_in(self.id, forum.id, &post))
    }

    fn start(
        &self,
        start: impl FnOnce(&mut World) -> Result<Id, Refusal>,
    ) -> Result<Channel, Unable> {
        let id = self.fake.change(start).map_err(unseen)?;
        let fake = Arc::clone(&self.fake);
        Ok(Channel { fake, id })
    }

    /// Types a command such as `need` or, with its parts, `hearback setup`, with options by name.
    ///
    /// # Errors
    /// [`Unable`] when the client does not let them.
    pub fn run_command(
        &self,
        channel: &Channel,
        name: &str,
        options: &[(&str, Value)],
    ) -> Result<Asked, Unable> {
        let typing = Typed {
            name,
            options,
            focused: None,
        };
        self.ask(channel.id, Kind::Command, |world, place| {
            Ok((typed(world, self.id, place, &typing)?, None))
        })
    }

    /// Has typed some letters of an option, and the client asks what they could mean.
    ///
    /// # Errors
    /// [`Unable`] when the option does not ask.
    pub fn autocomplete(
        &self,
        channel: &Channel,
        name: &str,
        options: &[(&str, Value)],
        focused: (&str, &str),
    ) -> Result<Asked, Unable> {
        let focused = Some(focused);
        let typing = Typed {
            name,
            options,
            focused,
        };
        self.ask(channel.id, Kind::Autocomplete, |world, place| {
            Ok((typed(world, self.id, place, &typing)?, None))
        })
    }

    /// Picks a command from the menu of a message.
    ///
    /// # Errors
    /// [`Unable`] when the client does not show it.
    pub fn message_command(&self, message: &Message, name: &str) -> Result<Asked, Unable> {
        self.ask(message.channel, Kind::Command, |world, place| {
            let command = super::command::shown(world, self.id, place, name, 3)?;
            let target = visible(world, self.id, message)?;
            let mut data = json!({
                "id": command.id, "name": command.name(), "type": 3, "target_id": target.id,
                "resolved": {"messages": {}},
            });
            if let Some(messages) = data.pointer_mut("/resolved/messages") {
                put(messages, &target.id.to_string(), world.message_json(target));
            }
            if let (Some(guild), true) = (place.guild, command.guild.is_some()) {
                put(&mut data, "guild_id", json!(guild));
            }
            Ok((data, None))
        })
    }

    /// Presses the button with this mark.
    ///
    /// # Errors
    /// [`Unable`] when there is none that can be pressed.
    pub fn press(&self, message: &Message, custom_id: &str) -> Result<Asked, Unable> {
        self.ask(message.channel, Kind::Component, |world, _| {
            let target = visible(world, self.id, message)?;
            let part = usable(target, custom_id, 2)?;
            let number = part.get("id").cloned().unwrap_or_default();
            let data = json!({"component_type": 2, "custom_id": custom_id, "id": number});
            Ok((data, Some(target.id)))
        })
    }

    /// Presses the button with these words.
    ///
    /// # Errors
    /// [`Unable`] when there is none that can be pressed.
    pub fn press_labelled(&self, message: &Message, label: &str) -> Result<Asked, Unable> {
        let now = self
            .fake
            .look(|world| visible(world, self.id, message).map(Message::of))?;
        let mark = now.button(label);
        let mark = mark.ok_or_else(|| Unable::Component(format!("no button says `{label}`")))?;
        self.press(message, &mark)
    }

    /// Chooses these values in the menu with this mark.
    ///
    /// # Errors
    /// [`Unable`] when there is no such menu or value.
    pub fn select(
        &self,
        message: &Message,
        custom_id: &str,
        values: &[&str],
    ) -> Result<Asked, Unable> {
        self.ask(message.channel, Kind::Component, |world, _| {
            let target = visible(world, self.id, message)?;
            let part = usable(target, custom_id, 3)?;
            choosable(part, values)?;
            let number = part.get("id").cloned().unwrap_or_default();
            let data = json!({
                "component_type": 3, "custom_id": custom_id, "id": number, "values": values,
            });
            Ok((data, Some(target.id)))
        })
    }

    /// Fills in the form that an interaction showed, by the marks of its fields, and sends it. What is
    /// not named stays as it was shown.
    ///
    /// # Errors
    /// [`Unable::Form`] when no form was shown or it does not take this.
    pub fn submit(&self, asked: &Asked, fields: &[(&str, &str)]) -> Result<Asked, Unable> {
        let (channel, message) = (asked.channel(), asked.message());
        let opened = asked.id();
        let id = self.fake.change(|world| {
            let form = world.asked(opened).ok().and_then(|one| one.modal.clone());
            let form = form.ok_or_else(|| Unable::Form("no form was shown".to_owned()))?;
            let data = modal::filled(&form, fields).map_err(Unable::Form)?;
            let asking = Asking {
                user: self.id,
                channel,
                kind: Kind::Modal,
                data,
                message,
                from: Some(opened),
            };
            world.ask(asking).map_err(unseen)
        })?;
        Ok(self.asked(id))
    }

    /// Closes a message that only they see: it is gone.
    pub fn dismiss(&self, message: &Message) {
        if message.only_for == Some(self.id) {
            // An error means that it is gone already.
            let _gone = self.fake.change(|world| world.delete(message.id));
        }
    }

    /// Their conversation with the bot.
    ///
    /// # Errors
    /// [`Unable::Unseen`] when there can be none.
    pub fn direct(&self) -> Result<Channel, Unable> {
        let id = self
            .fake
            .change(|world| world.direct(self.id))
            .map_err(unseen)?;
        let fake = Arc::clone(&self.fake);
        Ok(Channel { fake, id })
    }

    fn ask(
        &self,
        channel: Id,
        kind: Kind,
        data: impl FnOnce(&World, &Place) -> Result<(Value, Option<Id>), Unable>,
    ) -> Result<Asked, Unable> {
        let user = self.id;
        let id = self.fake.change(|world| {
            let place = world.channel(channel).map_err(unseen)?;
            if !world.sees(user, place) {
                return Err(Unable::Unseen("the channel is hidden from them".to_owned()));
            }
            if place.thread.as_ref().is_some_and(|thread| thread.archived) {
                return Err(Unable::Archived);
            }
            let (data, message) = data(world, place)?;
            let from = None;
            let asking = Asking {
                user,
                channel,
                kind,
                data,
                message,
                from,
            };
            world.ask(asking).map_err(unseen)
        })?;
        Ok(self.asked(id))
    }

    fn asked(&self, id: Id) -> Asked {
        let fake = Arc::clone(&self.fake);
        Asked::new(fake, id)
    }
}
