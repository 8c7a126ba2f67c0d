//! Where log lines go: to stderr, as text for a person or as JSON for a machine.

use clap::ValueEnum;
use tracing_subscriber::EnvFilter;

/// The form of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogForm {
    /// One line of text for each event.
    Plain,
    /// One JSON object for each event.
    Json,
}

/// Never fuller than this, whatever is asked for: below it, the guard of the room's forms writes down
/// the address of each, and whoever has a thread's address can act in it.
const AT_MOST: &str = "tower_http=warn";

/// Starts logging. `HEARBACK_LOG` chooses what is kept, such as `info` or `hearback_federation=debug`.
pub(crate) fn start(form: LogForm) {
    let filter = EnvFilter::try_from_env("HEARBACK_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let filter = match AT_MOST.parse() {
        Ok(limit) => filter.add_directive(limit),
        Err(_) => EnvFilter::new("warn"),
    };
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match form {
        LogForm::Plain => lines.with_ansi(false).init(),
        LogForm::Json => lines.json().init(),
    }
}
