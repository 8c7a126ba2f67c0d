//! What can go wrong, said for two audiences: a problem for people, and the cause for the log.

use hearback_store::StoreError;
use hearback_wire::problem::Problem;

/// Why something was not done. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum NodeError {
    /// There is no such thing here.
    #[error("{0}")]
    NotFound(&'static str),
    /// Somebody changed or decided it before.
    #[error("{0}")]
    Conflict(String),
    /// What was sent does not fit; the message says what would.
    #[error("{0}")]
    Invalid(String),
    /// The caller is not who it must be.
    #[error("{0}")]
    Unauthorised(&'static str),
    /// Between nodes: a refusal with its code.
    #[error("{detail}")]
    Peer {
        /// The HTTP status.
        status: u16,
        /// The code of the protocol.
        code: &'static str,
        /// What to do.
        detail: String,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something of ours that cannot be written or signed.
    #[error("this could not be written to the log: {0}")]
    Write(String),
}

impl NodeError {
    /// As problem details. The database's own words stay in the log.
    pub fn problem(&self) -> Problem {
        match self {
            Self::NotFound(_) => Problem::new(404, "not-found", "Not found", self.to_string()),
            Self::Conflict(_) => Problem::new(409, "conflict", "Already changed", self.to_string()),
            Self::Invalid(_) => Problem::new(422, "invalid", "Does not fit", self.to_string()),
            Self::Unauthorised(_) => {
                Problem::new(401, "unauthorised", "Not signed in", self.to_string())
            }
            Self::Peer {
                status,
                code,
                detail,
            } => Problem::new(*status, code, "Refused", detail.clone()),
            Self::Store(error) => of_store(error),
            Self::Write(_) => our_mistake(),
        }
    }
}

/// What the database could not do: each kind has a code of its own and says who can mend it.
fn of_store(error: &StoreError) -> Problem {
    let (code, detail) = match error {
        StoreError::Busy(_) => (
            "busy",
            "Somebody else is writing just now. Nothing was changed; please try again in a moment.",
        ),
        StoreError::ReadOnly(_) => (
            "read-only",
            "This node cannot keep anything new: its database cannot be written to. Nothing was changed; please tell the people who run this node.",
        ),
        StoreError::Full(_) => (
            "full",
            "This node cannot keep anything new: its disk is full. Nothing was changed; please tell the people who run this node.",
        ),
        StoreError::Away(_) => (
            "away",
            "The database does not answer. Nothing was changed; please try again in a minute, and if it happens again, tell the people who run this node.",
        ),
        StoreError::Engine(_) => (
            "database",
            "The database could not do this just now. Nothing was changed; please try again.",
        ),
        StoreError::Address
        | StoreError::Migrate(_)
        | StoreError::Rows { .. }
        | StoreError::Inconsistent(_) => return our_mistake(),
    };
    Problem::new(503, code, "Not possible just now", detail)
}

fn our_mistake() -> Problem {
    Problem::new(
        500,
        "internal",
        "Our mistake",
        "Something went wrong on our side. Nothing was changed; please try again.",
    )
}

impl From<sqlx::Error> for NodeError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<serde_json::Error> for NodeError {
    fn from(error: serde_json::Error) -> Self {
        Self::Write(error.to_string())
    }
}

impl From<hearback_wire::status::Forbidden> for NodeError {
    fn from(error: hearback_wire::status::Forbidden) -> Self {
        Self::Invalid(error.to_string())
    }
}
