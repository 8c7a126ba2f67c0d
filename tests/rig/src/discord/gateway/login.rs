//! How a connection gets a session: a new one, or one that it had.

use serde_json::{Value, json};

use super::line::{End, Line, Turn};
use crate::discord::world::components::text;
use crate::discord::world::{Resume, Start, World};

/// Intents that need Discord's permission: members, presences, contents of messages.
const PRIVILEGED: u64 = (1 << 1) | (1 << 8) | (1 << 15);
/// Every intent that there is.
const KNOWN: u64 = ((1 << 17) - 1) | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);

impl Line {
    pub(super) async fn identify(&mut self, data: &Value) -> Turn {
        if self.session.is_some() {
            return Err(End::Closed(4005));
        }
        let intents = self.admitted(data)?;
        self.zlib = data.get("compress").and_then(Value::as_bool) == Some(true);
        let (id, now_ms) = (self.id, self.fake.clock.now_ms());
        let started = self.fake.change(|world| {
            let (start, session) = world.sessions.start(id, intents, now_ms);
            match start {
                Start::Started => world.greet(&session, &self.fake.gateway),
                // Discord takes the token away.
                Start::Spent => "taken-away".clone_into(&mut world.token),
                Start::TooSoon => {}
            }
            (start, session)
        });
        match started {
            (Start::Started, session) => {
                self.session = Some(session);
                self.sent = 0;
                Ok(())
            }
            (Start::TooSoon, _) => self.invalidate(false).await,
            (Start::Spent, _) => Err(End::Closed(4004)),
        }
    }

    fn admitted(&self, data: &Value) -> Result<u64, End> {
        self.knows_token(data)?;
        let shard = data.get("shard").filter(|shard| !shard.is_null());
        if shard.is_some_and(|shard| *shard != json!([0, 1])) {
            return Err(End::Closed(4010));
        }
        match data.get("intents").and_then(Value::as_u64) {
            None => Err(End::Closed(4013)),
            Some(intents) if intents & !KNOWN != 0 => Err(End::Closed(4013)),
            Some(intents) if intents & PRIVILEGED != 0 => Err(End::Closed(4014)),
            Some(intents) => Ok(intents),
        }
    }

    fn knows_token(&self, data: &Value) -> Turn {
        let shown = text(data, "token").unwrap_or_default();
        let shown = shown.trim_start_matches("Bot ").to_owned();
        let known = self.fake.look(|world| world.token == shown);
        if known {
            Ok(())
        } else {
            Err(End::Closed(4004))
        }
    }

    pub(super) async fn resume(&mut self, data: &Value) -> Turn {
        if self.session.is_some() {
            return Err(End::Closed(4005));
        }
        self.knows_token(data)?;
        let session = text(data, "session_id").unwrap_or_default().to_owned();
        let seen = data.get("seq").and_then(Value::as_u64).unwrap_or(0);
        let (id, now_ms) = (self.id, self.fake.clock.now_ms());
        let resumed = self.fake.change(|world| {
            let resumed = world.sessions.resume(id, &session, seen, now_ms);
            if resumed == Resume::Resumed {
                world.tell_session(&session, "RESUMED", &json!({"_trace": []}));
            }
            resumed
        });
        match resumed {
            Resume::Resumed => {
                self.session = Some(session);
                self.sent = seen;
                Ok(())
            }
            Resume::Gone => self.invalidate(false).await,
            Resume::BadSequence => Err(End::Closed(4007)),
        }
    }
}

impl World {
    /// Tells a new session who it is and which servers there are.
    fn greet(&mut self, session: &str, url: &str) {
        let own = self
            .guilds
            .values()
            .filter(|guild| guild.members.contains_key(&self.bot));
        let own: Vec<_> = own.map(|guild| (guild.id, guild.out)).collect();
        let away = own
            .iter()
            .map(|(id, _)| json!({"id": id, "unavailable": true}));
        let ready = json!({
            "v": 10, "user": self.own_user(), "user_settings": {}, "relationships": [],
            "private_channels": [], "guilds": away.collect::<Vec<_>>(), "session_id": session,
            "resume_gateway_url": url, "shard": [0, 1], "_trace": [],
            "application": {"id": self.application, "flags": 0},
        });
        self.tell_session(session, "READY", &ready);
        for (id, out) in own {
            let told = self
                .guilds
                .get(&id)
                .filter(|_| !out)
                .map(|guild| self.told_guild(guild));
            if let Some(told) = told {
                self.tell_session(session, "GUILD_CREATE", &told);
            }
        }
    }

    fn tell_session(&mut self, session: &str, name: &str, data: &Value) {
        self.sessions.tell_one(session, name, data, &self.witness);
    }

    /// The bot's own account, with what only it may know.
    pub(in crate::discord) fn own_user(&self) -> Value {
        let mut user = self.user_json(self.bot);
        for (name, value) in [
            ("mfa_enabled", json!(true)),
            ("locale", json!("en-US")),
            ("verified", json!(true)),
            ("email", Value::Null),
        ] {
            crate::discord::world::wire::put(&mut user, name, value);
        }
        user
    }
}
