//! What of one person stands in chat's tables beside their threads: posts, what was heard, their wish
//! not to be mentioned, the room they had with the bot.
//!
//! It must never take away what others are still to hear.

use hearback_store::{StoreError, Tx, with_tx};
use hearback_wire::clock::Millis;
use hearback_wire::id::Hash;
use hearback_wire::intake::Outcome;

use super::posts::{Post, Sending, To};
use super::rooms::Role;
use super::{ChatRoom, Named};
use crate::chat::Platform;
use crate::vault::{Vault, VaultError};

/// A person of a platform whose threads are deleted.
pub(crate) struct Gone<'a> {
    pub(crate) platform: Platform,
    /// Their account.
    pub(crate) person: &'a str,
    /// Their threads.
    pub(crate) threads: &'a [String],
    /// The room that they and the bot are alone in.
    pub(crate) alone: Option<&'a str>,
    /// What stands in the place of their name.
    pub(crate) instead: &'a str,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    body: String,
}

const TAKE_UPDATE: &str = "DELETE FROM post_update WHERE update_id = $1 RETURNING update_id";
const POSTS: &str = "SELECT id, body FROM post WHERE platform = $1";
const DELETE_POST: &str = "DELETE FROM post WHERE id = $1";
const REWRITE: &str = "UPDATE post SET body = $2 WHERE id = $1";
/// What was not dealt with goes; of the rest only that it was heard is remembered, not from whom.
const UNHEAR: &str = "DELETE FROM inbound WHERE person = $1 AND platform = $2 AND done_at IS NULL";
const NAMELESS: &str =
    "UPDATE inbound SET person = '', lane = CASE WHEN lane = $1 THEN '' ELSE lane END
    WHERE person = $1 AND platform = $2";
const FORGET_KEPT: &str = "DELETE FROM kept WHERE name = $1";

/// What becomes of a post.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    Stays,
    Goes,
    Reads(Box<Post>),
}

impl Vault {
    /// Says of updates on their way to threads that are deleted that they reach nobody.
    pub(crate) async fn forget_updates(
        &self,
        tx: &mut Tx,
        updates: &[Hash],
        now: Millis,
    ) -> Result<(), VaultError> {
        for update in updates {
            let found: Option<String> = with_tx!(&mut *tx, |t| sqlx::query_scalar(TAKE_UPDATE)
                .bind(update.to_string())
                .fetch_optional(t)
                .await)?;
            if let Some(found) = found {
                let wrong = StoreError::Inconsistent("post_update.update_id");
                let update = found.parse().map_err(|_| wrong)?;
                self.tell_outcome(tx, update, Outcome::Gone, now).await?;
            }
        }
        Ok(())
    }

    /// Takes a person out of every post: those for them alone go, others name them no more.
    pub(crate) async fn forget_posts(
        &self,
        tx: &mut Tx,
        gone: &Gone<'_>,
    ) -> Result<(), VaultError> {
        let rows = with_tx!(&mut *tx, |t| sqlx::query_as::<_, Row>(POSTS)
            .bind(gone.platform.code())
            .fetch_all(t)
            .await)?;
        for Row { id, body } in rows {
            match gone.fate(self.seal.open("post", &id, &body)?) {
                Fate::Stays => {}
                Fate::Goes => {
                    with_tx!(&mut *tx, |t| sqlx::query(DELETE_POST)
                        .bind(&id)
                        .execute(t)
                        .await
                        .map(|_| ()))?;
                }
                Fate::Reads(post) => {
                    let sealed = self.seal.close("post", &id, &post)?;
                    with_tx!(&mut *tx, |t| sqlx::query(REWRITE)
                        .bind(&id)
                        .bind(sealed)
                        .execute(t)
                        .await
                        .map(|_| ()))?;
                }
            }
        }
        Ok(())
    }

    /// Forgets what a person said and was not dealt with, and that it was they who said the rest.
    pub(crate) async fn forget_heard(
        &self,
        tx: &mut Tx,
        gone: &Gone<'_>,
    ) -> Result<(), VaultError> {
        let code = gone.platform.code();
        let person = self.hash(Named::Person, &[code, gone.person]);
        for sql in [UNHEAR, NAMELESS] {
            with_tx!(&mut *tx, |t| sqlx::query(sql)
                .bind(&person)
                .bind(code)
                .execute(t)
                .await
                .map(|_| ()))?;
        }
        let quiet = self.quiet_name(gone.platform, gone.person);
        with_tx!(tx, |t| sqlx::query(FORGET_KEPT)
            .bind(quiet)
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// The room with a person alone is no more theirs, and the bot leaves it once its last words stand.
    pub(crate) async fn leave_direct(
        &self,
        tx: &mut Tx,
        mut room: ChatRoom,
    ) -> Result<(), VaultError> {
        room.role = Role::Left;
        room.info.with = None;
        self.save_room(tx, &room).await
    }
}

impl Gone<'_> {
    fn fate(&self, post: Post) -> Fate {
        match post {
            Post::Words(sending) if self.is_only_theirs(&sending) => Fate::Goes,
            Post::Words(mut sending) => {
                let before = sending.clone();
                sending.threads.retain(|id| !self.threads.contains(id));
                sending.mentions.retain(|account| account != self.person);
                sending.text = self.unnamed(&sending.text);
                if sending == before {
                    Fate::Stays
                } else {
                    Fate::Reads(Box::new(Post::Words(sending)))
                }
            }
            Post::Redraw { to, .. } if self.is_theirs(&to) => Fate::Goes,
            Post::Redraw {
                to,
                post,
                text,
                controls,
            } if text.contains(self.person) => Fate::Reads(Box::new(Post::Redraw {
                text: self.unnamed(&text),
                to,
                post,
                controls,
            })),
            _ => Fate::Stays,
        }
    }

    /// Whether nobody else hears it.
    fn is_only_theirs(&self, sending: &Sending) -> bool {
        let of_threads = !sending.threads.is_empty()
            && sending.threads.iter().all(|id| self.threads.contains(id));
        of_threads || self.is_theirs(&sending.to)
    }

    fn is_theirs(&self, to: &To) -> bool {
        match to {
            To::Room { room, .. } => self.alone == Some(room.as_str()),
            To::Direct { person } => person == self.person,
            To::Answer(way) => way.person == self.person,
        }
    }

    fn unnamed(&self, text: &str) -> String {
        text.replace(self.person, self.instead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tongue::Tongue;

    const ANN: &str = "@ann:here";

    fn gone(threads: &[String]) -> Gone<'_> {
        Gone {
            platform: Platform::Matrix,
            person: ANN,
            threads,
            alone: Some("!alone"),
            instead: "somebody",
        }
    }

    fn words(threads: &[&str], mentions: &[&str], text: &str) -> Sending {
        let own = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
        Sending {
            to: To::Room {
                room: "!room".to_owned(),
                root: None,
            },
            text: text.to_owned(),
            push: true,
            mentions: own(mentions),
            seeds: Vec::new(),
            kind: "answered".to_owned(),
            threads: own(threads),
            controls: Vec::new(),
            tongue: Tongue::English,
        }
    }

    #[test]
    fn what_is_for_them_alone_goes_and_what_others_hear_names_them_no_more() {
        let threads = ["hers".to_owned()];
        let fate = |sending| gone(&threads).fate(Post::Words(sending));
        assert_eq!(fate(words(&["hers"], &[ANN], "It is there.")), Fate::Goes);
        let both = words(&["hers", "his"], &[ANN, "@bob:here"], "It is there.");
        let Fate::Reads(left) = fate(both) else {
            panic!("the other still hears it");
        };
        let want = words(&["his"], &["@bob:here"], "It is there.");
        assert_eq!(*left, Post::Words(want));
        let named = fate(words(&[], &[], "Approved by @ann:here."));
        let want = words(&[], &[], "Approved by somebody.");
        assert_eq!(named, Fate::Reads(Box::new(Post::Words(want))));
        assert_eq!(fate(words(&["his"], &[], "It is there.")), Fate::Stays);
        let alone = Sending {
            to: To::Direct {
                person: ANN.to_owned(),
            },
            ..words(&[], &[], "Your needs")
        };
        assert_eq!(fate(alone), Fate::Goes);
        let there = Sending {
            to: To::Room {
                room: "!alone".to_owned(),
                root: None,
            },
            ..words(&[], &[], "Here is all that I keep about you")
        };
        assert_eq!(fate(there), Fate::Goes);
    }
}
