//! The keys to the door: the person's, a moderator's, and where the words could single somebody out a
//! second moderator's. All of them are for the same words.

use hearback_store::{Tx, with_tx};
use hearback_wire::id::Hash;
use hearback_wire::intake::{ApproveHeld, Did, Waives};
use hearback_wire::vocabulary::Audience;

use super::Desk;
use crate::audit::Act;
use crate::door::{changed_before, held_row};
use crate::error::NodeError;
use crate::node::Node;
use crate::rows::{HeldRow, parse};

/// A moderator, as far as two can be told apart: from where, and an opaque key of whom.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark(String);

impl Mark {
    /// `chat` is the key by which a bot tells its moderators apart. Names stand in this database, so that
    /// what is made of them is made with a secret that does not.
    pub(super) fn of(
        node: &Node,
        desk: Desk<'_>,
        chat: Option<hearback_wire::id::PersonKey>,
        at: &HeldRow,
    ) -> Self {
        Self(match desk {
            Desk::Console(name) => {
                let secret = node.0.keys.identity.seed();
                let (reference, name) = (at.reference.as_bytes(), name.as_bytes());
                let parts = [b"moderator", secret.as_bytes(), reference, name];
                format!("console/{}", Hash::of(&parts))
            }
            Desk::Chat(once) => {
                let key = chat.map(|key| key.to_string()).unwrap_or_default();
                format!("chat {}/{key}", once.bot)
            }
        })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether somebody else gave the first key, as far as can be told.
    fn may_follow(&self, first: &str) -> Result<(), NodeError> {
        let place = |mark: &str| mark.split('/').next().map(str::to_owned);
        let sentence = if place(&self.0) != place(first) {
            "A first moderator approved this, and the second must do it from the same place: only \
             there can it be told that they are two people. Please do it in the console if the first \
             did, or else in chat, through the same bot."
        } else if self.0 == first || self.0.ends_with('/') || first.ends_with('/') {
            // Whoever cannot be told apart from the first is taken for them.
            "You approved this first. These words could point at somebody, so another moderator has \
             to read them too."
        } else {
            return Ok(());
        };
        Err(NodeError::Invalid(sentence.to_owned()))
    }
}

impl Node {
    /// A moderator's key. The need is confirmed unless a second moderator must approve it too.
    pub(super) async fn approve(
        &self,
        tx: &mut Tx,
        held: &HeldRow,
        put: &ApproveHeld,
        mark: &Mark,
    ) -> Result<(Did, Act), NodeError> {
        if held.approved != held.hash {
            return Err(NodeError::Conflict(
                "the person has not approved these words yet".to_owned(),
            ));
        }
        let (content, waives) = (held.content()?, held.waives()?.and(&put.waives));
        self.gate_strictly(&content, held.wording()?, &waives)?;
        let public = put.audience.is_public() && held.audience()?.is_public();
        let needs_second = !self.second_reasons(&content).is_empty()
            || (public && !self.public_reasons(&content, !waives.is_empty()).is_empty());
        let keys = Keys {
            waives: &waives,
            audience: if public {
                Audience::Public
            } else {
                Audience::Named
            },
            first: None,
            two: needs_second,
        };
        if needs_second && held.first_by.is_none() {
            let first = Some(mark.as_str());
            set_keys(
                tx,
                held,
                &Keys {
                    first,
                    two: false,
                    ..keys
                },
            )
            .await?;
            return Ok((Did::FirstKey, Act::FirstKey));
        }
        if let Some(first) = held.first_by.as_deref().filter(|_| needs_second) {
            mark.may_follow(first)?;
        }
        set_keys(tx, held, &keys).await?;
        let held = held_row(tx, parse("held.reference", &held.reference)?).await?;
        self.confirm(tx, &held).await?;
        Ok((Did::Approved, Act::Approve))
    }

    /// The person agreed to a moderator's words, so that both keys are there: the need is confirmed,
    /// unless somebody must still read it.
    pub(crate) async fn second_key(&self, tx: &mut Tx, reference: &str) -> Result<(), NodeError> {
        let held = held_row(tx, parse("held.reference", reference)?).await?;
        let content = held.content()?;
        let waives = held.waives()?;
        let unmet = self.unmet(&content, held.wording()?, &waives);
        let one_is_enough = self.second_reasons(&content).is_empty()
            && self.public_reasons(&content, !waives.is_empty()).is_empty();
        if unmet.is_empty() && one_is_enough {
            return self.confirm(tx, &held).await;
        }
        Ok(())
    }
}

/// What an approval leaves behind.
struct Keys<'a> {
    /// What was answered for.
    waives: &'a Waives,
    /// For whom all of those who approved did.
    audience: Audience,
    /// Whose key is the first of two.
    first: Option<&'a str>,
    /// Whether two moderators approved.
    two: bool,
}

async fn set_keys(tx: &mut Tx, held: &HeldRow, keys: &Keys<'_>) -> Result<(), NodeError> {
    // Only if nobody gave a first key meanwhile: of two moderators at once, one is the second.
    const SQL: &str = "UPDATE held SET waived = $3, first_by = $4, two = $5, audience = $7 \
        WHERE reference = $1 AND hash = $2 AND status = 'logged' AND released = FALSE \
        AND COALESCE(first_by, '') = $6";
    let rows = with_tx!(tx, |t| sqlx::query(SQL)
        .bind(&held.reference)
        .bind(&held.hash)
        .bind(serde_json::to_string(keys.waives)?)
        .bind(keys.first)
        .bind(keys.two)
        .bind(held.first_by.as_deref().unwrap_or_default())
        .bind(keys.audience.code())
        .execute(t)
        .await
        .map(|r| r.rows_affected()))?;
    if rows == 1 {
        Ok(())
    } else {
        Err(changed_before())
    }
}
