//! How a server is set up: what a test may choose, and the configuration that comes of it.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

/// What a test may choose.
#[derive(Debug, Clone)]
pub struct SynapseSettings {
    /// Where the data are kept.
    pub storage: Storage,
    /// How fast one person may send; `None` for no limit. Making a room counts as sending.
    pub messages: Option<Rate>,
    /// How long a start may take, without the installing.
    pub start_within: Duration,
}

/// Where the data are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storage {
    /// In a file, so that a restart keeps them.
    File,
    /// In memory: starts faster, and a restart forgets everything.
    Memory,
}

/// A limit.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// How many a second in the long run.
    pub per_second: f64,
    /// How many at once.
    pub burst_count: u32,
}

impl Rate {
    /// So high that no test meets it.
    const OFF: Self = Self {
        per_second: 10_000.0,
        burst_count: 10_000,
    };

    fn json(self) -> Value {
        json!({"per_second": self.per_second, "burst_count": self.burst_count})
    }
}

impl Default for SynapseSettings {
    fn default() -> Self {
        Self {
            storage: Storage::File,
            messages: None,
            start_within: Duration::from_mins(1),
        }
    }
}

/// Synapse's configuration. It is JSON, which is YAML too. Passwords are hashed weakly on purpose:
/// this is for tests.
///
/// Only the limit on messages can be chosen; every other limit is off.
pub(crate) fn homeserver(
    settings: &SynapseSettings,
    folder: &Path,
    port: u16,
    secret: &str,
) -> Value {
    let database = match settings.storage {
        Storage::File => json!(folder.join("homeserver.db")),
        Storage::Memory => json!(":memory:"),
    };
    let (messages, off) = (
        settings.messages.unwrap_or(Rate::OFF).json(),
        Rate::OFF.json(),
    );
    json!({
        "server_name": super::SERVER_NAME,
        "public_baseurl": format!("http://127.0.0.1:{port}/"),
        "pid_file": folder.join("homeserver.pid"),
        "listeners": [{
            "port": port,
            "type": "http",
            "tls": false,
            "bind_addresses": ["127.0.0.1"],
            "x_forwarded": false,
            "resources": [{"names": ["client"], "compress": false}],
        }],
        "database": {"name": "sqlite3", "args": {"database": database}},
        "media_store_path": folder.join("media"),
        "signing_key_path": folder.join("signing.key"),
        "log_config": folder.join("log.yaml"),
        "report_stats": false,
        "trusted_key_servers": [],
        "suppress_key_server_warning": true,
        "federation_domain_whitelist": [],
        "enable_registration": false,
        "registration_shared_secret": secret,
        "macaroon_secret_key": format!("{secret}-macaroon"),
        "form_secret": format!("{secret}-form"),
        "bcrypt_rounds": 4,
        "presence": {"enabled": false},
        "url_preview_enabled": false,
        "rc_message": messages,
        "rc_registration": off,
        "rc_login": {"address": off, "account": off, "failed_attempts": off},
        "rc_admin_redaction": off,
        "rc_joins": {"local": off, "remote": off},
        "rc_joins_per_room": off,
        "rc_invites": {"per_room": off, "per_user": off, "per_issuer": off},
        "rc_room_creation": off,
    })
}

/// Warnings and errors only, to one file.
pub(crate) fn logging(file: &Path) -> Value {
    json!({
        "version": 1,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {"file": {
            "class": "logging.FileHandler",
            "formatter": "plain",
            "filename": file,
        }},
        "root": {"level": "WARNING", "handlers": ["file"]},
        "disable_existing_loggers": false,
    })
}
