//! Who of this organisation may use the console: single-use links and the sessions they open.
//!
//! Must never keep a token that could be used: the database holds SHA-256 of each, no more.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64URL_NOPAD;
use hearback_store::{StoreError, with_pool, with_tx};
use hearback_wire::chance::{Chance, draw};
use hearback_wire::id::Hash;

use crate::audit::{Act, Via};
use crate::error::NodeError;
use crate::node::Node;

/// How long a sign-in link can be used, in seconds: 72 hours.
const INVITE_SECONDS: i64 = 72 * 3600;
/// How long a session lasts however busy it is, in seconds: 12 hours.
pub(crate) const SESSION_SECONDS: i64 = 12 * 3600;
/// How old `last_seen_at` may grow before it is written again: not a write for every page.
const SEEN_MILLIS: i64 = 5 * 60 * 1000;

/// What a member of staff may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Decides what leaves, and to whom it is sent.
    Moderator,
    /// Answers referrals for a producer.
    Responder,
    /// Everything, and the peers.
    Admin,
}

/// Text that is not a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a role is one of: moderator, responder, admin")]
pub struct RoleError;

impl Role {
    /// Whether somebody with this role may do what is meant for `needed`.
    pub fn may(self, needed: Self) -> bool {
        self == needed || self == Self::Admin
    }
}

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, RoleError> {
        match text {
            "moderator" => Ok(Self::Moderator),
            "responder" => Ok(Self::Responder),
            "admin" => Ok(Self::Admin),
            _ => Err(RoleError),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Moderator => "moderator",
            Self::Responder => "responder",
            Self::Admin => "admin",
        })
    }
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// What they may do.
    pub role: Role,
    /// The name they were invited by.
    pub name: String,
}

fn new_token(chance: &dyn Chance) -> String {
    BASE64URL_NOPAD.encode(&draw::<32>(chance))
}

fn kept(token: &str) -> String {
    Hash::of(&[token.as_bytes()]).to_string()
}

fn read_role(text: &str) -> Result<Role, StoreError> {
    text.parse()
        .map_err(|RoleError| StoreError::Inconsistent("staff role"))
}

impl Node {
    /// Makes a single-use token with which somebody can sign in within 72 hours.
    pub async fn invite_staff(&self, role: Role, name: &str) -> Result<String, NodeError> {
        let token = new_token(self.chance());
        let expires = self.now().plus_seconds(INVITE_SECONDS).0;
        with_pool!(self.pool(), |p| sqlx::query(
            "INSERT INTO staff_invite (token_hash, role, name, expires_at) VALUES ($1, $2, $3, $4)"
        )
        .bind(kept(&token))
        .bind(role.to_string())
        .bind(name)
        .bind(expires)
        .execute(p)
        .await
        .map(|_| ()))?;
        Ok(token)
    }

    /// Uses up an invitation and opens a session; `None` if it was used, has expired or never was.
    pub async fn redeem(&self, token: &str) -> Result<Option<String>, NodeError> {
        let now = self.now().0;
        let mut tx = self.pool().begin().await?;
        let used: Option<(String, String)> = with_tx!(&mut tx, |t| sqlx::query_as(
            "UPDATE staff_invite SET used_at = $2 \
             WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING role, name"
        )
        .bind(kept(token))
        .bind(now)
        .fetch_optional(t)
        .await)?;
        let Some((role, name)) = used else {
            return Ok(None);
        };
        let session = new_token(self.chance());
        let expires = self.now().plus_seconds(SESSION_SECONDS).0;
        with_tx!(&mut tx, |t| {
            sqlx::query(
            "INSERT INTO staff_session (token_hash, role, name, created_at, last_seen_at, expires_at) \
             VALUES ($1, $2, $3, $4, $4, $5)"
        )
        .bind(kept(&session))
        .bind(&role)
        .bind(&name)
        .bind(now)
        .bind(expires)
        .execute(t)
        .await
        .map(|_| ())
        })?;
        with_tx!(&mut tx, |t| sqlx::query(
            "DELETE FROM staff_session WHERE expires_at <= $1"
        )
        .bind(now)
        .execute(t)
        .await
        .map(|_| ()))?;
        self.audit(&mut tx, Act::SignIn, Via::Console, None).await?;
        tx.commit().await?;
        Ok(Some(session))
    }

    /// Who holds this session token, while it lasts.
    pub async fn session(&self, token: &str) -> Result<Option<Session>, NodeError> {
        let now = self.now().0;
        let found: Option<(String, String, i64)> = with_pool!(self.pool(), |p| {
            sqlx::query_as(
            "SELECT role, name, last_seen_at FROM staff_session WHERE token_hash = $1 AND expires_at > $2"
        )
        .bind(kept(token))
        .bind(now)
        .fetch_optional(p)
        .await
        })?;
        let Some((role, name, seen)) = found else {
            return Ok(None);
        };
        if now.saturating_sub(seen) > SEEN_MILLIS {
            self.note_seen(token, now).await?;
        }
        Ok(Some(Session {
            role: read_role(&role)?,
            name,
        }))
    }

    async fn note_seen(&self, token: &str, now: i64) -> Result<(), StoreError> {
        with_pool!(self.pool(), |p| sqlx::query(
            "UPDATE staff_session SET last_seen_at = $2 WHERE token_hash = $1"
        )
        .bind(kept(token))
        .bind(now)
        .execute(p)
        .await
        .map(|_| ()))?;
        Ok(())
    }

    /// Ends a session.
    pub async fn sign_out(&self, token: &str) -> Result<(), NodeError> {
        with_pool!(self.pool(), |p| sqlx::query(
            "DELETE FROM staff_session WHERE token_hash = $1"
        )
        .bind(kept(token))
        .execute(p)
        .await
        .map(|_| ()))?;
        Ok(())
    }
}
