//! Where log lines go: to stderr, as text for a person or as JSON for a machine.

use clap::ValueEnum;
use hearback_bots::{discord, matrix};
use tracing::{Level, Metadata};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::fmt::layer;
use tracing_subscriber::prelude::*;

/// The form of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogForm {
    /// One line of text for each event.
    Plain,
    /// One JSON object for each event.
    Json,
}

/// Starts logging. `HEARBACK_LOG` chooses what is kept, such as `info` or `hearback_federation=debug`.
/// Nothing chooses what [`may_be_kept`] refuses.
pub(crate) fn start(form: LogForm) {
    let chosen = EnvFilter::try_from_env("HEARBACK_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let kept = chosen.and(filter_fn(may_be_kept));
    let lines = layer().with_writer(std::io::stderr);
    let registry = tracing_subscriber::registry();
    match form {
        LogForm::Plain => registry
            .with(lines.with_ansi(false).with_filter(kept))
            .init(),
        LogForm::Json => registry.with(lines.json().with_filter(kept)).init(),
    }
}

/// Libraries that write down whom or what they deal with stay silent, however much is asked for:
/// those of the chat platforms always, and the guard of the room's forms below a warning, because
/// whoever has a thread's address can act in it.
fn may_be_kept(line: &Metadata<'_>) -> bool {
    let target = line.target();
    let heads = matrix::LOUD_LIBRARIES
        .iter()
        .chain(&discord::LOUD_LIBRARIES);
    let loud = heads.into_iter().any(|head| target.starts_with(head));
    let guard = target.starts_with("tower_http") && *line.level() > Level::WARN;
    !loud && !guard
}
