//! Lists and counts of needs: the public waiting list, what moderators send, what bots show. Each
//! reads no more than it shows.

use hearback_store::{Tx, with_pool, with_tx};
use hearback_wire::content::Content;
use hearback_wire::id::RecordKey;
use hearback_wire::intake::NeedSummary;
use hearback_wire::status::Status;
use hearback_wire::vocabulary::{Band, Theme};

use crate::error::NodeError;
use crate::node::Node;
use crate::rows::{NeedRow, SummaryRow, parse, read, select_need};
use crate::view::NeedView;

/// How many words of a search count.
const WORDS: usize = 4;

/// Which needs somebody wants to see. The default is all of them.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Only those that stand there.
    pub status: Option<Status>,
    /// Only those of that theme.
    pub theme: Option<Theme>,
    /// Only those whose statement or reference hold each of these words, of which the first four
    /// count.
    pub words: String,
}

/// A part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// How many parts come before it.
    pub number: usize,
    /// How many rows each part has.
    pub size: usize,
}

/// The rows of one part.
#[derive(Debug, Clone)]
pub struct Listed<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Whether there are rows after them.
    pub more: bool,
}

/// How many needs there are, by what became of them. For this node alone: counts under ten are not
/// shown to anybody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Counts {
    /// All that were released for everybody.
    pub asked: i64,
    /// Those that a producer has answered in words.
    pub answered: i64,
    /// Those that were met.
    pub met: i64,
    /// This node's own that were sent to nobody yet.
    pub unsent: i64,
}

/// For each word that counts, what `LIKE` looks for; the rest fit everything.
fn patterns(words: &str) -> [String; WORDS] {
    let words = words.to_lowercase();
    let mut words = words.split_whitespace();
    std::array::from_fn(|_| words.next().map_or_else(|| "%".to_owned(), like))
}

/// What `LIKE` takes for "holds this".
fn like(word: &str) -> String {
    let mut escaped = String::from("%");
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped.push('%');
    escaped
}

impl Part {
    /// One row more than the part has, to know whether there are more; and how many to pass over.
    pub(crate) fn bounds(self) -> (i64, i64) {
        let size = self.size.clamp(1, 1000);
        let skip = self.number.saturating_mul(size);
        (
            i64::try_from(size + 1).unwrap_or(i64::MAX),
            i64::try_from(skip).unwrap_or(i64::MAX),
        )
    }

    pub(crate) fn cut<T>(self, mut rows: Vec<T>) -> Listed<T> {
        let size = self.size.clamp(1, 1000);
        let more = rows.len() > size;
        rows.truncate(size);
        Listed { rows, more }
    }
}

impl Node {
    /// Released needs that fit and that everybody may read, the newest first.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn list(&self, choice: &Choice, part: Part) -> Result<Listed<NeedView>, NodeError> {
        let mut tx = self.pool().read().await?;
        let listed = part.cut(chosen(&mut tx, choice, part).await?);
        self.with_views(&mut tx, listed).await
    }

    /// Released needs, this node's own that were sent to nobody first.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn to_send(&self, part: Part) -> Result<Listed<NeedView>, NodeError> {
        const SQL: &str = select_need!(
            "ORDER BY CASE WHEN node = $1 AND sent = FALSE AND withdrawn = FALSE THEN 0 ELSE 1 END, \
             released DESC, reference LIMIT $2 OFFSET $3"
        );
        let (most, skip) = part.bounds();
        let mut tx = self.pool().read().await?;
        let rows: Vec<NeedRow> = with_tx!(&mut tx, |t| sqlx::query_as(SQL)
            .bind(self.id().as_str())
            .bind(most)
            .bind(skip)
            .fetch_all(t)
            .await)?;
        self.with_views(&mut tx, part.cut(rows)).await
    }

    async fn with_views(
        &self,
        tx: &mut Tx,
        listed: Listed<NeedRow>,
    ) -> Result<Listed<NeedView>, NodeError> {
        let names = self.names(tx).await?;
        let mut rows = Vec::with_capacity(listed.rows.len());
        for row in listed.rows {
            rows.push(self.need_view(tx, &names, row).await?);
        }
        Ok(Listed {
            rows,
            more: listed.more,
        })
    }

    /// How many needs there are.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn counts(&self) -> Result<Counts, NodeError> {
        const SQL: &str = "SELECT COUNT(*) FILTER (WHERE audience = 'public') AS asked, \
            COUNT(*) FILTER (WHERE audience = 'public' AND answered) AS answered, \
            COUNT(*) FILTER (WHERE audience = 'public' \
            AND status IN ('delivered', 'already_available')) AS met, \
            COUNT(*) FILTER (WHERE node = $1 AND sent = FALSE AND withdrawn = FALSE) AS unsent \
            FROM need";
        Ok(with_pool!(self.pool(), |p| sqlx::query_as(SQL)
            .bind(self.id().as_str())
            .fetch_one(p)
            .await)?)
    }

    /// Needs as the bots show them to people: those with these words that everybody may read and that
    /// were not taken back.
    ///
    /// # Errors
    /// [`NodeError::Store`].
    pub async fn summaries(
        &self,
        words: &str,
        part: Part,
    ) -> Result<Listed<NeedSummary>, NodeError> {
        const SQL: &str = "SELECT reference, content, voices, status, latest, \
            node || '/' || rec AS need FROM need \
            WHERE withdrawn = FALSE AND audience = 'public' AND words LIKE $1 ESCAPE '\\' AND words LIKE $2 ESCAPE '\\' \
            AND words LIKE $3 ESCAPE '\\' AND words LIKE $4 ESCAPE '\\' \
            ORDER BY released DESC, reference LIMIT $5 OFFSET $6";
        let (most, skip) = part.bounds();
        let [a, b, c, d] = patterns(words);
        let mut tx = self.pool().read().await?;
        let rows: Vec<SummaryRow> = with_tx!(&mut tx, |t| sqlx::query_as(SQL)
            .bind(a)
            .bind(b)
            .bind(c)
            .bind(d)
            .bind(most)
            .bind(skip)
            .fetch_all(t)
            .await)?;
        let listed = part.cut(rows);
        let mut rows = Vec::with_capacity(listed.rows.len());
        for row in listed.rows {
            rows.push(summary(&mut tx, row).await?);
        }
        Ok(Listed {
            rows,
            more: listed.more,
        })
    }
}

async fn chosen(tx: &mut Tx, choice: &Choice, part: Part) -> Result<Vec<NeedRow>, NodeError> {
    const SQL: &str = select_need!(
        "WHERE audience = 'public' AND (CAST($1 AS TEXT) IS NULL OR status = $1) AND themes LIKE $2 ESCAPE '\\' \
         AND words LIKE $3 ESCAPE '\\' AND words LIKE $4 ESCAPE '\\' AND words LIKE $5 ESCAPE '\\' \
         AND words LIKE $6 ESCAPE '\\' ORDER BY released DESC, reference LIMIT $7 OFFSET $8"
    );
    let theme = choice
        .theme
        .map(|theme| like(&format!(",{},", theme.code())));
    let (most, skip) = part.bounds();
    let [a, b, c, d] = patterns(&choice.words);
    Ok(with_tx!(tx, |t| sqlx::query_as(SQL)
        .bind(choice.status.map(Status::code))
        .bind(theme.unwrap_or_else(|| "%".to_owned()))
        .bind(a)
        .bind(b)
        .bind(c)
        .bind(d)
        .bind(most)
        .bind(skip)
        .fetch_all(t)
        .await)?)
}

async fn summary(tx: &mut Tx, row: SummaryRow) -> Result<NeedSummary, NodeError> {
    let need: RecordKey = parse("need.node", &row.need)?;
    let own: Band = parse("need.voices", &row.voices)?;
    let content: Content = read("need.content", &row.content.unwrap_or_default())?;
    Ok(NeedSummary {
        reference: parse("need.reference", &row.reference)?,
        statement: content.statement.to_string(),
        status: parse("need.status", &row.status)?,
        voices: crate::around::voices_of(tx, &need, own).await?,
        latest: row.latest,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_the_search_are_letters_like_others() {
        assert_eq!(
            patterns("100% of_all C:\\ bus a b"),
            [r"%100\%%", r"%of\_all%", r"%c:\\%", "%bus%"]
        );
        assert_eq!(patterns(""), ["%"; WORDS]);
    }
}
