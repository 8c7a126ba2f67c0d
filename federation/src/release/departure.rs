//! The moment at which things of one kind leave: drawn once for each day, kept, and carried out once,
//! however many copies of the program there are and whenever they start.

use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::clock::Millis;
use hearback_wire::day::Day;

use super::Windows;
use crate::error::NodeError;
use crate::node::Node;

/// What leaves together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaving {
    /// Needs, in their windows.
    Needs,
    /// What people did after their needs left, each day.
    Later,
}

impl Leaving {
    const fn code(self) -> &'static str {
        match self {
            Self::Needs => "needs",
            Self::Later => "later",
        }
    }
}

/// A departure as its row says it.
struct Departure {
    runs_at: Millis,
    done: bool,
}

impl Node {
    /// Carries out what is due. Returns the moment of the next departure, or of its opening where its
    /// moment has not been drawn.
    pub(super) async fn depart(
        &self,
        windows: &Windows,
        what: Leaving,
    ) -> Result<Millis, NodeError> {
        let now = self.now();
        let (day, next) = (windows.last(now), windows.next(now));
        match self.known_departure(what, day).await? {
            Some(Departure { done: true, .. }) => return Ok(windows.opens(next)),
            Some(Departure { runs_at, .. }) if now < runs_at => return Ok(runs_at),
            _ => {}
        }
        let mut tx = self.pool().begin().await?;
        let drawn = windows.draw(day, self.chance());
        let departure = lock(&mut tx, what, day, drawn).await?;
        if !departure.done && departure.runs_at <= now {
            match what {
                Leaving::Needs => self.let_needs_go(&mut tx, windows, (day, next)).await?,
                Leaving::Later => self.let_later_go(&mut tx, day).await?,
            }
            close(&mut tx, what, day).await?;
        }
        self.commit(tx).await?;
        Ok(if departure.runs_at <= now {
            windows.opens(next)
        } else {
            departure.runs_at
        })
    }

    async fn known_departure(
        &self,
        what: Leaving,
        day: Day,
    ) -> Result<Option<Departure>, NodeError> {
        const SQL: &str = "SELECT runs_at, done FROM departure WHERE kind = $1 AND day = $2";
        let row: Option<(i64, bool)> = with_pool!(self.pool(), |p| sqlx::query_as(SQL)
            .bind(what.code())
            .bind(day.to_string())
            .fetch_optional(p)
            .await)?;
        Ok(row.map(Departure::from))
    }
}

impl From<(i64, bool)> for Departure {
    fn from((runs_at, done): (i64, bool)) -> Self {
        Self {
            runs_at: Millis(runs_at),
            done,
        }
    }
}

/// Keeps the moment of a departure, if none was kept before; the row stays locked until the transaction
/// ends, so that of several copies of the program one carries it out.
async fn lock(tx: &mut Tx, what: Leaving, day: Day, drawn: Millis) -> Result<Departure, NodeError> {
    const MAKE: &str = "INSERT INTO departure (kind, day, runs_at, done) VALUES ($1, $2, $3, FALSE) \
        ON CONFLICT (kind, day) DO NOTHING";
    const LOCK: &str =
        "UPDATE departure SET done = done WHERE kind = $1 AND day = $2 RETURNING runs_at, done";
    with_tx!(&mut *tx, |t| sqlx::query(MAKE)
        .bind(what.code())
        .bind(day.to_string())
        .bind(drawn.0)
        .execute(t)
        .await
        .map(|_| ()))?;
    let row: (i64, bool) = with_tx!(tx, |t| sqlx::query_as(LOCK)
        .bind(what.code())
        .bind(day.to_string())
        .fetch_one(t)
        .await)?;
    Ok(row.into())
}

async fn close(tx: &mut Tx, what: Leaving, day: Day) -> Result<(), NodeError> {
    const SQL: &str =
        "UPDATE departure SET done = TRUE WHERE kind = $1 AND day = $2 AND done = FALSE";
    let rows = with_tx!(tx, |t| sqlx::query(SQL)
        .bind(what.code())
        .bind(day.to_string())
        .execute(t)
        .await
        .map(|r| r.rows_affected()))?;
    Ok(hearback_store::expect_rows("closing a departure", rows, 1)?)
}
