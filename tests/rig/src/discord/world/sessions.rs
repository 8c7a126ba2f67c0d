//! Sessions of the gateway: what each was told, in order, so that one that comes back can be told the
//! rest. Holds no connection.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Value, json};

use crate::discord::witness::Witness;

use super::Event;

/// How long a session without a connection can be taken up again.
const RESUMABLE_MS: i64 = 5 * 60 * 1000;
/// How many events that were sent are kept for one that comes back.
const KEPT: usize = 5_000;
/// Sessions that may be started in a day.
pub(in crate::discord) const STARTS_A_DAY: u32 = 1_000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What became of a wish to start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::discord) enum Start {
    Started,
    /// Another was started less than the pace ago.
    TooSoon,
    /// The day's budget is spent, which costs the token.
    Spent,
}

/// What became of a wish to resume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::discord) enum Resume {
    Resumed,
    /// Gone, or too old: start again.
    Gone,
    /// It names an event that it was never told.
    BadSequence,
}

#[derive(Debug)]
struct Session {
    intents: u64,
    next: u64,
    log: VecDeque<(u64, String)>,
    /// The connection that holds it.
    held_by: Option<u64>,
    /// When it lost its connection.
    lost_ms: i64,
}

/// All sessions of the bot.
#[derive(Debug, Default)]
pub(in crate::discord) struct Sessions {
    all: BTreeMap<String, Session>,
    made: u64,
    starts: VecDeque<i64>,
    /// Milliseconds that must lie between two starts.
    pub(in crate::discord) pace_ms: i64,
    /// The next interaction is told in a shape that no client can read.
    pub(in crate::discord) garble: u32,
    /// The next event is told twice.
    pub(in crate::discord) double: u32,
    /// Counts, for tests.
    pub(in crate::discord) resumed: u32,
    pub(in crate::discord) started: u32,
}

impl Sessions {
    /// How many sessions may still be started today.
    pub(in crate::discord) fn left(&self) -> u32 {
        let used = u32::try_from(self.starts.len()).unwrap_or(STARTS_A_DAY);
        STARTS_A_DAY.saturating_sub(used)
    }

    /// Starts a session for a connection and gives its id.
    pub(in crate::discord) fn start(
        &mut self,
        connection: u64,
        intents: u64,
        now_ms: i64,
    ) -> (Start, String) {
        self.starts.retain(|at| now_ms - at < DAY_MS);
        let last = self.starts.back();
        if last.is_some_and(|at| now_ms - at < self.pace_ms) {
            return (Start::TooSoon, String::new());
        }
        if self.left() == 0 {
            return (Start::Spent, String::new());
        }
        self.starts.push_back(now_ms);
        self.made += 1;
        self.started += 1;
        let id = format!("fake-session-{}", self.made);
        let session = Session {
            intents,
            next: 1,
            log: VecDeque::new(),
            held_by: Some(connection),
            lost_ms: now_ms,
        };
        self.all.insert(id.clone(), session);
        (Start::Started, id)
    }

    /// Gives a session to a connection that knows its events up to `seen`.
    pub(in crate::discord) fn resume(
        &mut self,
        connection: u64,
        id: &str,
        seen: u64,
        now_ms: i64,
    ) -> Resume {
        let Some(session) = self.all.get_mut(id) else {
            return Resume::Gone;
        };
        if seen >= session.next {
            return Resume::BadSequence;
        }
        let old = session.held_by.is_none() && now_ms - session.lost_ms > RESUMABLE_MS;
        let first = session.log.front().map_or(session.next, |(seq, _)| *seq);
        if old || seen + 1 < first {
            self.all.remove(id);
            return Resume::Gone;
        }
        session.held_by = Some(connection);
        self.resumed += 1;
        Resume::Resumed
    }

    /// The connection is gone. With `ended` the session is too.
    pub(in crate::discord) fn lost(&mut self, connection: u64, ended: bool, now_ms: i64) {
        let held = |session: &Session| session.held_by == Some(connection);
        if ended {
            self.all.retain(|_, session| !held(session));
        }
        for session in self.all.values_mut().filter(|session| held(session)) {
            session.held_by = None;
            session.lost_ms = now_ms;
        }
    }

    /// Ends a session for good.
    pub(in crate::discord) fn end(&mut self, id: &str) {
        self.all.remove(id);
    }

    /// Whether some connection holds a session.
    pub(in crate::discord) fn anyone_there(&self) -> bool {
        self.all.values().any(|session| session.held_by.is_some())
    }

    /// Whether this connection still holds this session.
    pub(in crate::discord) fn holds(&self, connection: u64, id: &str) -> bool {
        let session = self.all.get(id);
        session.is_some_and(|session| session.held_by == Some(connection))
    }

    /// Everything that a session was told after the event `seen`, with numbers. What was sent long ago
    /// is forgotten.
    pub(in crate::discord) fn after(&mut self, id: &str, seen: u64) -> Vec<(u64, String)> {
        let Some(session) = self.all.get_mut(id) else {
            return Vec::new();
        };
        let sent = |log: &VecDeque<(u64, String)>| log.front().is_some_and(|(seq, _)| *seq <= seen);
        while session.log.len() > KEPT && sent(&session.log) {
            session.log.pop_front();
        }
        // The numbers follow each other, so that what was sent need not be looked at.
        let first = session.log.front().map_or(0, |(seq, _)| *seq);
        let sent = usize::try_from((seen + 1).saturating_sub(first)).unwrap_or(usize::MAX);
        session.log.iter().skip(sent).cloned().collect()
    }

    /// Tells one session only, whatever it asked for.
    pub(in crate::discord) fn tell_one(
        &mut self,
        id: &str,
        name: &str,
        data: &Value,
        witness: &Witness,
    ) {
        if let Some(session) = self.all.get_mut(id) {
            session.push(name, data, Some(witness));
        }
    }

    /// Tells every session that asked for it.
    pub(super) fn tell(&mut self, event: &Event, now_ms: i64, witness: &Witness) {
        let interaction = event.name == "INTERACTION_CREATE";
        let broken = interaction && take_one(&mut self.garble);
        let times = if take_one(&mut self.double) { 2 } else { 1 };
        let data = if broken {
            &garbled(&event.data)
        } else {
            &event.data
        };
        let bit = event.intent.bit();
        let fresh = |one: &Session| one.held_by.is_some() || now_ms - one.lost_ms <= RESUMABLE_MS;
        for session in self.all.values_mut() {
            if session.intents & bit == bit && fresh(session) {
                for _ in 0..times {
                    session.push(event.name, data, (!broken).then_some(witness));
                }
            }
        }
    }
}

impl Session {
    fn push(&mut self, name: &str, data: &Value, witness: Option<&Witness>) {
        let seq = self.next;
        self.next += 1;
        // Discord writes the name before the data, and readers rely on it.
        let text = format!(r#"{{"t":"{name}","s":{seq},"op":0,"d":{data}}}"#);
        if let Some(witness) = witness {
            witness.saw_event(name, &text);
        }
        self.log.push_back((seq, text));
    }
}

fn take_one(count: &mut u32) -> bool {
    let some = *count > 0;
    *count = count.saturating_sub(1);
    some
}

/// An interaction of a shape that no client of today knows.
fn garbled(data: &Value) -> Value {
    let mut data = data.clone();
    if let Some(fields) = data.as_object_mut() {
        fields.remove("entitlements");
        fields.insert("version".to_owned(), json!({"of": "tomorrow"}));
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::world::Intent;

    fn event(intent: Intent) -> Event {
        let data = json!({"id": "1"});
        Event {
            name: "TEST",
            data,
            intent,
        }
    }

    #[test]
    fn one_that_comes_back_is_told_what_it_missed_and_nothing_else() {
        let witness = Witness::blind();
        let mut sessions = Sessions::default();
        let (_, id) = sessions.start(1, 1, 0);
        sessions.tell(&event(Intent::Guilds), 0, &witness);
        sessions.lost(1, false, 10);
        sessions.tell(&event(Intent::Guilds), 20, &witness);
        sessions.tell(&event(Intent::Messages), 20, &witness);
        assert_eq!(sessions.resume(2, &id, 1, 30), Resume::Resumed);
        let missed = sessions.after(&id, 1);
        assert_eq!(missed.iter().map(|(seq, _)| *seq).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_session_ends_after_its_time_and_cannot_name_the_future() {
        let mut sessions = Sessions::default();
        let (_, id) = sessions.start(1, 1, 0);
        assert_eq!(sessions.resume(2, &id, 9, 0), Resume::BadSequence);
        sessions.lost(1, false, 0);
        assert_eq!(sessions.resume(2, &id, 0, RESUMABLE_MS + 1), Resume::Gone);
        assert_eq!(sessions.resume(2, &id, 0, 0), Resume::Gone);
    }

    #[test]
    fn starts_are_counted_and_paced() {
        let mut sessions = Sessions {
            pace_ms: 5_000,
            ..Sessions::default()
        };
        assert_eq!(sessions.start(1, 0, 0).0, Start::Started);
        assert_eq!(sessions.start(1, 0, 4_999).0, Start::TooSoon);
        sessions.pace_ms = 0;
        for _ in 1..STARTS_A_DAY {
            assert_eq!(sessions.start(1, 0, 5_000).0, Start::Started);
        }
        assert_eq!(sessions.start(1, 0, 5_000).0, Start::Spent);
        assert_eq!(sessions.start(1, 0, DAY_MS + 5_000).0, Start::Started);
    }
}
