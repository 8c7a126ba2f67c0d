//! What was heard in chat: written together with the place in the platform's stream, so that
//! nothing is lost, and once for each message, so that nothing is heard twice.

use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::clock::Millis;

use super::Named;
use crate::chat::{Heard, HeardWhat, Platform};
use crate::vault::{Vault, VaultError};

/// A row that waits.
pub(crate) struct Inbound {
    pub(crate) id: String,
    pub(crate) heard: Heard,
    /// How often it was put off.
    pub(crate) attempts: u32,
}

/// How much of a room waits to be dealt with.
pub(crate) struct Waiting {
    /// Could not be decrypted yet.
    pub(crate) sealed: u64,
    /// Can be read.
    pub(crate) readable: u64,
    /// Can be read, and is of one person.
    pub(crate) of_person: u64,
}

#[derive(sqlx::FromRow)]
struct Counts {
    sealed: i64,
    readable: i64,
    of_person: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    event_hash: String,
    body: String,
    attempts: i64,
}

const LAST: &str = "SELECT COALESCE(MAX(pos), 0) FROM inbound";
const INSERT: &str =
    "INSERT INTO inbound (event_hash, lane, person, sealed, pos, body, attempts, next_at, platform)
    VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8) ON CONFLICT (event_hash) DO NOTHING";
const WAITING: &str = "SELECT COALESCE(SUM(CASE WHEN sealed THEN 1 ELSE 0 END), 0) AS sealed,
    COALESCE(SUM(CASE WHEN sealed THEN 0 ELSE 1 END), 0) AS readable,
    COALESCE(SUM(CASE WHEN sealed OR person <> $2 THEN 0 ELSE 1 END), 0) AS of_person
    FROM inbound WHERE lane = $1 AND done_at IS NULL";
/// The first of each room: what is put off does not hold up its room.
const DUE: &str = "SELECT i.event_hash, i.body, i.attempts FROM inbound i
    WHERE i.platform = $2 AND i.done_at IS NULL AND i.next_at <= $1 AND i.body IS NOT NULL
        AND NOT EXISTS (
        SELECT 1 FROM inbound e WHERE e.lane = i.lane AND e.done_at IS NULL
            AND e.next_at <= $1 AND e.pos < i.pos)
    ORDER BY i.pos LIMIT 32";
const SINCE: &str = "SELECT COUNT(*) FROM inbound WHERE lane = $1 AND person = $2 AND done_at > $3";
const NEXT: &str = "SELECT MIN(next_at) FROM inbound WHERE platform = $1 AND done_at IS NULL";
const DONE: &str = "UPDATE inbound SET done_at = $2, body = NULL
    WHERE event_hash = $1 AND done_at IS NULL";
const NOW: &str = "UPDATE inbound SET next_at = $2
    WHERE lane = $1 AND sealed AND done_at IS NULL";
const AGAIN: &str = "UPDATE inbound SET attempts = attempts + 1, next_at = $2
    WHERE event_hash = $1 AND done_at IS NULL";

/// What waits for a key keeps its own pace.
const LOOK_AGAIN: &str = "UPDATE inbound SET next_at = $2
    WHERE lane = $1 AND done_at IS NULL AND attempts > 0 AND NOT sealed";

impl Vault {
    /// Writes what was heard, unless it was heard before. Nothing is dealt with yet.
    pub(crate) async fn hear(
        &self,
        tx: &mut Tx,
        heard: &Heard,
        at: Millis,
    ) -> Result<bool, VaultError> {
        let code = heard.platform.code();
        let id = self.hash(Named::Event, &[code, &heard.room, &heard.event, "heard"]);
        let sealed = self.seal.close("inbound", &id, heard)?;
        let last: i64 = with_tx!(&mut *tx, |t| sqlx::query_scalar(LAST).fetch_one(t).await)?;
        let rows = with_tx!(tx, |t| sqlx::query(INSERT)
            .bind(id)
            .bind(self.heard_lane(heard))
            .bind(self.hash(Named::Person, &[code, &heard.by]))
            .bind(matches!(heard.what, HeardWhat::Unreadable { .. }))
            .bind(last + 1)
            .bind(sealed)
            .bind(at.0)
            .bind(code)
            .execute(t)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(rows == 1)
    }

    /// What is dealt with one after another: a room's messages, or what one person presses.
    fn heard_lane(&self, heard: &Heard) -> String {
        let code = heard.platform.code();
        if heard.platform.presses() {
            self.hash(Named::Person, &[code, &heard.by])
        } else {
            self.hash(Named::Room, &[code, &heard.room])
        }
    }

    /// How much of the room of something heard waits.
    pub(crate) async fn heard_waiting(
        &self,
        tx: &mut Tx,
        heard: &Heard,
    ) -> Result<Waiting, VaultError> {
        let code = heard.platform.code();
        let row = with_tx!(tx, |t| sqlx::query_as::<_, Counts>(WAITING)
            .bind(self.hash(Named::Room, &[code, &heard.room]))
            .bind(self.hash(Named::Person, &[code, &heard.by]))
            .fetch_one(t)
            .await)?;
        let count = |count: i64| u64::try_from(count).unwrap_or(0);
        Ok(Waiting {
            sealed: count(row.sealed),
            readable: count(row.readable),
            of_person: count(row.of_person),
        })
    }

    /// Lets what could not be decrypted in a room be tried again at once.
    pub(crate) async fn heard_now(
        &self,
        platform: Platform,
        room: &str,
        now: Millis,
    ) -> Result<(), VaultError> {
        let lane = self.hash(Named::Room, &[platform.code(), room]);
        with_pool!(&self.pool, |p| sqlx::query(NOW)
            .bind(lane)
            .bind(now.0)
            .execute(p)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// How much of what the same person said in the same room was dealt with since then.
    pub(crate) async fn heard_since(
        &self,
        heard: &Heard,
        since: Millis,
    ) -> Result<u64, VaultError> {
        let code = heard.platform.code();
        let count: i64 = with_pool!(&self.pool, |p| sqlx::query_scalar(SINCE)
            .bind(self.heard_lane(heard))
            .bind(self.hash(Named::Person, &[code, &heard.by]))
            .bind(since.0)
            .fetch_one(p)
            .await)?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// What can be dealt with now: the first of each room.
    pub(crate) async fn heard_due(
        &self,
        platform: Platform,
        now: Millis,
    ) -> Result<Vec<Inbound>, VaultError> {
        let rows = with_pool!(&self.pool, |p| sqlx::query_as::<_, Row>(DUE)
            .bind(now.0)
            .bind(platform.code())
            .fetch_all(p)
            .await)?;
        rows.into_iter()
            .map(|row| {
                Ok(Inbound {
                    heard: self.seal.open("inbound", &row.event_hash, &row.body)?,
                    id: row.event_hash,
                    attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
                })
            })
            .collect()
    }

    /// When something can next be dealt with.
    pub(crate) async fn heard_next(
        &self,
        platform: Platform,
    ) -> Result<Option<Millis>, VaultError> {
        let at: Option<i64> = with_pool!(&self.pool, |p| sqlx::query_scalar(NEXT)
            .bind(platform.code())
            .fetch_one(p)
            .await)?;
        Ok(at.map(Millis))
    }

    /// Marks a row dealt with and forgets its body; false when another worker was first.
    pub(crate) async fn heard_done(
        &self,
        tx: &mut Tx,
        id: &str,
        now: Millis,
    ) -> Result<bool, VaultError> {
        let rows = with_tx!(tx, |t| sqlx::query(DONE)
            .bind(id)
            .bind(now.0)
            .execute(t)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(rows == 1)
    }

    /// Makes due what was put off in a room, or by the people that a post is for: it stands there now,
    /// and may be what they meant.
    pub(crate) async fn look_again(
        &self,
        tx: &mut Tx,
        platform: Platform,
        (room, people): (&str, &[String]),
        now: Millis,
    ) -> Result<(), VaultError> {
        let code = platform.code();
        let lanes: Vec<String> = if platform.presses() {
            let of = |person: &String| self.hash(Named::Person, &[code, person]);
            people.iter().map(of).collect()
        } else {
            vec![self.hash(Named::Room, &[code, room])]
        };
        for lane in lanes {
            with_tx!(&mut *tx, |t| sqlx::query(LOOK_AGAIN)
                .bind(lane)
                .bind(now.0)
                .execute(t)
                .await
                .map(|_| ()))?;
        }
        Ok(())
    }

    /// Puts a row off.
    pub(crate) async fn heard_again(&self, id: &str, at: Millis) -> Result<(), VaultError> {
        with_pool!(&self.pool, |p| sqlx::query(AGAIN)
            .bind(id)
            .bind(at.0)
            .execute(p)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}
