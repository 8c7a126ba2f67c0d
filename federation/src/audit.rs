//! What was decided at this node: which day, about which need, in which role, from where.
//!
//! Must never hold who decided, what was written, or the time of day: those could point at a person.

use hearback_store::{StoreError, Tx, with_pool, with_tx};
use hearback_wire::clock::Millis;
use hearback_wire::day::Day;
use hearback_wire::id::RecId;
use hearback_wire::reference::NeedRef;

use crate::error::NodeError;
use crate::node::Node;
use crate::rows::parse;

/// Decisions on one page.
const PAGE: i64 = 50;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// One thing that was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The day.
    pub day: Day,
    /// What was done, in words.
    pub what: String,
    /// Which need it was about, where it was about one.
    pub reference: Option<NeedRef>,
    /// In which role; whoever may do it acts in it, an admin too.
    pub role: String,
    /// From where.
    pub via: String,
}

/// Some decisions, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decisions {
    /// Those of this page.
    pub rows: Vec<Decision>,
    /// Whether older ones follow.
    pub more: bool,
}

/// What an action is called, in which role it is done, and from where.
const ACTIONS: &[(&str, &str, &str, &str)] = &[
    ("approve", "Let the words leave", "moderator", "console"),
    ("edit", "Proposed other words", "moderator", "console"),
    ("ask", "Asked the person", "moderator", "console"),
    (
        "refuse",
        "Did not let the words leave",
        "moderator",
        "console",
    ),
    ("refer", "Sent to a producer", "moderator", "console"),
    (
        "link",
        "Said that two needs are alike",
        "moderator",
        "console",
    ),
    ("approve_reply", "Let a reply leave", "moderator", "console"),
    ("respond", "Answered a referral", "responder", "console"),
    ("withdraw", "Taken back by the person", "person", "chat"),
    (
        "hello",
        "A node took up an invitation",
        "peer",
        "another node",
    ),
    (
        "confirm_peer",
        "Confirmed a peer",
        "admin",
        "console or command line",
    ),
    (
        "pause_peer",
        "Paused a peer or went on",
        "admin",
        "console or command line",
    ),
    (
        "remove_peer",
        "Ended the trust in a peer",
        "admin",
        "command line",
    ),
    ("staff signed in", "Somebody signed in", "staff", "console"),
];

/// An action that this version does not know, such as one of a newer version, stands as it is.
fn told(action: &str) -> (&str, &'static str, &'static str) {
    ACTIONS.iter().find(|(code, ..)| *code == action).map_or(
        (action, "not known", "not known"),
        |(_, what, role, via)| (*what, *role, *via),
    )
}

impl Node {
    /// Notes what was done, without who did it or any words.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn audit(
        &self,
        tx: &mut Tx,
        action: &str,
        reference: Option<NeedRef>,
    ) -> Result<(), NodeError> {
        const SQL: &str = "INSERT INTO audit (id, at, action, reference, pos) \
            SELECT $1, $2, $3, $4, COALESCE(MAX(pos), 0) + 1 FROM audit";
        let id = RecId::draw(self.chance()).to_string();
        let now = self.now().0;
        with_tx!(tx, |t| sqlx::query(SQL)
            .bind(id)
            .bind(now - now.rem_euclid(DAY_MILLIS))
            .bind(action)
            .bind(reference.map(|r| r.to_string()))
            .execute(t)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// What was decided here, the newest first; `page` counts from 1.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn decisions(&self, page: u32) -> Result<Decisions, NodeError> {
        const SQL: &str = "SELECT at, action, reference FROM audit \
            ORDER BY pos DESC, at DESC, id LIMIT $1 OFFSET $2";
        let offset = i64::from(page.saturating_sub(1)).saturating_mul(PAGE);
        let found: Vec<(i64, String, Option<String>)> = with_pool!(self.pool(), |p| {
            sqlx::query_as(SQL)
                .bind(PAGE + 1)
                .bind(offset)
                .fetch_all(p)
                .await
        })?;
        let shown = usize::try_from(PAGE).unwrap_or_default();
        let more = found.len() > shown;
        let rows: Result<_, StoreError> = found.into_iter().take(shown).map(decision).collect();
        Ok(Decisions { rows: rows?, more })
    }
}

fn decision(
    (at, action, reference): (i64, String, Option<String>),
) -> Result<Decision, StoreError> {
    let (what, role, via) = told(&action);
    let reference = reference.map(|text| parse("audit.reference", &text));
    Ok(Decision {
        day: Day::of(Millis(at)),
        what: what.to_owned(),
        reference: reference.transpose()?,
        role: role.to_owned(),
        via: via.to_owned(),
    })
}
