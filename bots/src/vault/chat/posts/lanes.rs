//! The order of posts: one after another inside a lane, which is a room, a person, or where each thread
//! is a place of its own, a thread.

use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::clock::Millis;
use hearback_wire::intake::Outcome;

use super::due::Row;
use super::{LAST, Post, To};
use crate::chat::Platform;
use crate::vault::chat::{Named, Placed};
use crate::vault::{Vault, VaultError};

const WAIT: &str =
    "SELECT COUNT(*) FROM post WHERE platform = $1 AND lane = $2 AND done_at IS NULL";
const OF_LANE: &str = "SELECT id, body, attempts, next_at FROM post
    WHERE platform = $1 AND lane = $2 AND done_at IS NULL ORDER BY pos";
const RELANE: &str = "UPDATE post SET lane = $2, pos = $3, body = $4, next_at = $5
    WHERE id = $1 AND done_at IS NULL";

impl Vault {
    /// Whether something waits to be posted in a room.
    pub(crate) async fn posts_wait(
        &self,
        platform: Platform,
        room: &str,
    ) -> Result<bool, VaultError> {
        let lane = self.hash(Named::Room, &[platform.code(), room]);
        self.waits_in(platform, lane).await
    }

    /// Whether something waits to be posted in a thread, where each is a place of its own.
    pub(crate) async fn news_waits(
        &self,
        platform: Platform,
        placed: &Placed,
    ) -> Result<bool, VaultError> {
        let Placed { thread, place } = placed;
        // What was written before its thread had begun stands in a lane that is called after the other.
        for first in [thread, &place.root] {
            let lane = self.home(platform, &place.room, first);
            if self.waits_in(platform, lane).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn waits_in(&self, platform: Platform, lane: String) -> Result<bool, VaultError> {
        let count: i64 = with_pool!(&self.pool, |p| sqlx::query_scalar(WAIT)
            .bind(platform.code())
            .bind(lane)
            .fetch_one(p)
            .await)?;
        Ok(count > 0)
    }

    /// Sends what waits for one room to another, beside its threads: they stayed behind. Reactions
    /// and corrections of messages that stayed behind are dropped.
    pub(crate) async fn move_posts(
        &self,
        tx: &mut Tx,
        platform: Platform,
        from: &str,
        room: &str,
    ) -> Result<(), VaultError> {
        let lane = self.hash(Named::Room, &[platform.code(), from]);
        let rows = with_tx!(&mut *tx, |t| sqlx::query_as::<_, Row>(OF_LANE)
            .bind(platform.code())
            .bind(lane)
            .fetch_all(t)
            .await)?;
        let now = Millis(0);
        for row in rows {
            let post: Post = self.seal.open("post", &row.id, &row.body)?;
            let Post::Words(mut sending) = post else {
                self.post_done(tx, &row.id, None, Outcome::Gone, now)
                    .await?;
                continue;
            };
            sending.to = To::Room {
                room: room.to_owned(),
                root: None,
            };
            self.relane(tx, platform, &row.id, &Post::Words(sending))
                .await?;
        }
        Ok(())
    }

    async fn relane(
        &self,
        tx: &mut Tx,
        platform: Platform,
        id: &str,
        post: &Post,
    ) -> Result<(), VaultError> {
        let lane = self.lane(platform, post);
        let last: i64 = with_tx!(&mut *tx, |t| sqlx::query_scalar(LAST)
            .bind(&lane)
            .fetch_one(t)
            .await)?;
        let sealed = self.seal.close("post", id, post)?;
        with_tx!(tx, |t| sqlx::query(RELANE)
            .bind(id)
            .bind(lane)
            .bind(last + 1)
            .bind(sealed)
            .bind(0)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// What is posted in order: a room, or where each thread is a place of its own, the thread.
    pub(super) fn lane(&self, platform: Platform, post: &Post) -> String {
        let code = platform.code();
        match post.to() {
            To::Room { room, root } if platform.presses() => {
                let thread = match post {
                    Post::Words(sending) => sending.threads.first().cloned(),
                    _ => None,
                };
                self.home(platform, &room, &root.or(thread).unwrap_or_default())
            }
            To::Room { room, .. } => self.hash(Named::Room, &[code, &room]),
            To::Direct { person } => self.hash(Named::Person, &[code, &person]),
            To::Answer(way) => self.hash(Named::Person, &[code, "answer", &way.token]),
        }
    }
}
