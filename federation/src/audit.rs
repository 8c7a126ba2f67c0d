//! What was decided at this node: which day, about which need, in which role, from where.
//!
//! Must never hold who decided, what was written, or the time of day: those could point at a person.

mod act;

use hearback_store::{StoreError, Tx, with_pool, with_tx};
use hearback_wire::clock::Millis;
use hearback_wire::day::Day;
use hearback_wire::id::RecId;
use hearback_wire::reference::NeedRef;

pub(crate) use self::act::Act;
pub use self::act::Via;
use crate::error::NodeError;
use crate::node::Node;
use crate::rows::parse;

/// Decisions on one page.
const PAGE: i64 = 50;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// One thing that was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
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
    pub rows: Vec<Decided>,
    /// Whether older ones follow.
    pub more: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    at: i64,
    action: String,
    role: String,
    via: String,
    reference: Option<String>,
}

impl Node {
    /// Notes what was done and from where, without who did it or any words.
    pub(crate) async fn audit(
        &self,
        tx: &mut Tx,
        act: Act,
        via: Via,
        reference: Option<NeedRef>,
    ) -> Result<(), NodeError> {
        const SQL: &str = "INSERT INTO audit (id, at, action, role, via, reference, pos) \
            SELECT $1, $2, $3, $4, $5, $6, COALESCE(MAX(pos), 0) + 1 FROM audit";
        let id = RecId::draw(self.chance()).to_string();
        let now = self.now().0;
        with_tx!(tx, |t| sqlx::query(SQL)
            .bind(id)
            .bind(now - now.rem_euclid(DAY_MILLIS))
            .bind(act.code())
            .bind(act.role())
            .bind(via.code())
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
        const SQL: &str = "SELECT at, action, role, via, reference FROM audit \
            ORDER BY pos DESC, at DESC, id LIMIT $1 OFFSET $2";
        let offset = i64::from(page.saturating_sub(1)).saturating_mul(PAGE);
        let found: Vec<Row> = with_pool!(self.pool(), |p| {
            sqlx::query_as(SQL)
                .bind(PAGE + 1)
                .bind(offset)
                .fetch_all(p)
                .await
        })?;
        let shown = usize::try_from(PAGE).unwrap_or_default();
        let more = found.len() > shown;
        let rows: Result<_, StoreError> = found.into_iter().take(shown).map(decided).collect();
        Ok(Decisions { rows: rows?, more })
    }
}

fn decided(row: Row) -> Result<Decided, StoreError> {
    let reference = row.reference.map(|text| parse("audit.reference", &text));
    Ok(Decided {
        day: Day::of(Millis(row.at)),
        what: act::told(&row.action).to_owned(),
        reference: reference.transpose()?,
        role: row.role,
        via: act::place(&row.via).to_owned(),
    })
}
