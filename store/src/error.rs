//! Why a database could not be used, sorted by what people can do about it.
//!
//! Must never hold stored text: an engine's words name tables and files at most.

use sqlx::migrate::MigrateError;
use sqlx::sqlite::SqliteError;

/// Why a database could not be used. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Neither `sqlite:` nor `postgres:`.
    #[error("a database address starts with sqlite: (a file) or postgres:// (a server)")]
    Address,
    /// Somebody else writes; a moment later it works.
    #[error(
        "the database is busy, because another program writes to it; please try again in a moment ({0})"
    )]
    Busy(#[source] sqlx::Error),
    /// It may be read and not written.
    #[error(
        "the database cannot be written to; please let the user who runs this program write to it and to its folder ({0})"
    )]
    ReadOnly(#[source] sqlx::Error),
    /// No room is left, on the disk or in what this program may use of it.
    #[error("the database has no room left; please make room on its disk ({0})")]
    Full(#[source] sqlx::Error),
    /// It does not answer.
    #[error("the database does not answer; is it running, and is its address right? ({0})")]
    Away(#[source] sqlx::Error),
    /// The engine refused for another reason.
    #[error("the database could not do this: {0}")]
    Engine(#[source] sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("the database's tables could not be brought up to date: {0}")]
    Migrate(#[source] MigrateError),
    /// A statement touched another number of rows than it must.
    #[error("{what}: {got} rows were touched where {want} must be")]
    Rows {
        /// Which statement.
        what: &'static str,
        /// Rows touched.
        got: u64,
        /// Rows that must be.
        want: u64,
    },
    /// A stored value that cannot be read back: the table and column, never the value.
    #[error("{0} holds a value that cannot be read")]
    Inconsistent(&'static str),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match kind(&error) {
            Kind::Busy => Self::Busy(error),
            Kind::ReadOnly => Self::ReadOnly(error),
            Kind::Full => Self::Full(error),
            Kind::Away => Self::Away(error),
            Kind::Other => Self::Engine(error),
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)
                if !matches!(kind(&error), Kind::Other) =>
            {
                Self::from(error)
            }
            error => Self::Migrate(error),
        }
    }
}

/// What people can do about an engine's refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Busy,
    ReadOnly,
    Full,
    Away,
    Other,
}

fn kind(error: &sqlx::Error) -> Kind {
    match error {
        sqlx::Error::Database(refusal) => {
            let code = refusal.code().unwrap_or_default();
            if refusal.try_downcast_ref::<SqliteError>().is_some() {
                of_sqlite(code.parse().unwrap_or_default())
            } else {
                of_postgres(&code)
            }
        }
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Kind::Away,
        _ => Kind::Other,
    }
}

/// By SQLite's extended result codes (<https://sqlite.org/rescode.html>); the low byte is the
/// primary code.
fn of_sqlite(code: u32) -> Kind {
    const WRITE: u32 = 778;
    const TRUNCATE: u32 = 1546;
    const SHARED_SIZE: u32 = 4874;
    match (code, code & 0xFF) {
        (_, 5 | 6) => Kind::Busy,
        (_, 3 | 8 | 23) => Kind::ReadOnly,
        // A quota or a limit on the size of files stops a write without the code of a full disk.
        (_, 13) | (WRITE | TRUNCATE | SHARED_SIZE, _) => Kind::Full,
        (_, 14) => Kind::Away,
        _ => Kind::Other,
    }
}

/// By SQLSTATE (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn of_postgres(code: &str) -> Kind {
    match code {
        "55P03" | "40001" | "40P01" | "57014" | "53300" => Kind::Busy,
        "25006" | "42501" => Kind::ReadOnly,
        "53100" => Kind::Full,
        "57P01" | "57P02" | "57P03" => Kind::Away,
        code if code.starts_with("08") => Kind::Away,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_by_what_can_be_done() {
        let sqlite = [
            (5, Kind::Busy),
            (517, Kind::Busy),
            (8, Kind::ReadOnly),
            (1032, Kind::ReadOnly),
            (13, Kind::Full),
            (778, Kind::Full),
            (266, Kind::Other),
            (14, Kind::Away),
            (2067, Kind::Other),
        ];
        for (code, want) in sqlite {
            assert_eq!(of_sqlite(code), want, "{code}");
        }
        let postgres = [
            ("55P03", Kind::Busy),
            ("25006", Kind::ReadOnly),
            ("53100", Kind::Full),
            ("57P01", Kind::Away),
            ("08006", Kind::Away),
            ("23505", Kind::Other),
        ];
        for (code, want) in postgres {
            assert_eq!(of_postgres(code), want, "{code}");
        }
        assert_eq!(kind(&sqlx::Error::PoolTimedOut), Kind::Away);
    }
}
