//! Building the projections again from the log.

use hearback_store::{StoreError, Tx, with_tx};
use hearback_wire::body::Body;
use hearback_wire::event::LogKey;

use crate::append::small;
use crate::error::NodeError;
use crate::node::Node;
use crate::rows::parse;

#[derive(sqlx::FromRow)]
struct LoggedRow {
    node: String,
    log: String,
    epoch: i64,
    seq: i64,
    kind: String,
    rec: String,
    day: String,
    body: Option<String>,
}

impl Node {
    /// Throws the projections away and folds every event again. What comes out is what was there.
    ///
    /// # Errors
    /// [`NodeError::Store`]; the projections are then as they were.
    pub async fn refold(&self) -> Result<u64, NodeError> {
        const ALL: &str = "SELECT node, log, epoch, seq, kind, rec, day, body FROM event \
            WHERE refused IS NULL AND kind <> 'manifest' ORDER BY node, log, epoch, seq";
        let mut tx = self.0.pool.begin().await?;
        for table in [
            "need", "voices", "link", "referral", "response", "question", "answered", "verdict",
        ] {
            let sql = sqlx::AssertSqlSafe(format!("DELETE FROM {table}"));
            with_tx!(&mut tx, |t| sqlx::query(sql).execute(t).await.map(|_| ()))?;
        }
        let rows: Vec<LoggedRow> = with_tx!(&mut tx, |t| sqlx::query_as(ALL).fetch_all(t).await)?;
        let count = rows.len() as u64;
        for row in rows {
            self.refold_one(&mut tx, &row).await?;
        }
        self.commit(tx).await?;
        Ok(count)
    }

    async fn refold_one(&self, tx: &mut Tx, row: &LoggedRow) -> Result<(), NodeError> {
        let log = LogKey {
            node: parse("event.node", &row.node)?,
            log: parse("event.log", &row.log)?,
            epoch: u32::try_from(row.epoch).unwrap_or(0),
        };
        let Ok(kind) = row.kind.parse() else {
            return Ok(());
        };
        let Some(body) = &row.body else { return Ok(()) };
        let bytes = data_encoding::BASE64
            .decode(body.as_bytes())
            .map_err(|_| StoreError::Inconsistent("event.body"))?;
        let Ok(body) = Body::parse(kind, &bytes) else {
            return Ok(());
        };
        let (rec, day) = (parse("event.rec", &row.rec)?, parse("event.day", &row.day)?);
        let seq = small(row.seq);
        match self.fold(tx, &log, seq, rec, day, &body).await {
            Err(NodeError::Invalid(_)) => Ok(()),
            other => other,
        }
    }
}
