//! The bots of one node in this process, with a vault in a folder.

use std::path::Path;
use std::sync::Arc;

use hearback::fault::{Doing, Outcome};
use hearback_bots::{BotSettings, Bots, VaultKey};
use hearback_store::Pool;
use hearback_wire::chance::SeededChance;
use hearback_wire::clock::{Clock, Millis};

use crate::discord;

/// What bots have to show to the node.
pub(crate) const TOKEN: &str = "only-here";

/// The file of a vault.
const FILE: &str = "vault.db";

/// The fake's time, for bots.
pub(crate) struct Watch(pub(crate) discord::Clock);

impl Clock for Watch {
    fn now(&self) -> Millis {
        Millis(self.0.now_ms())
    }
}

/// What the bots are made of.
#[derive(Clone, Debug)]
pub(crate) struct Spec {
    /// The address of their vault.
    pub(crate) vault: String,
    /// The address of their node.
    pub(crate) node: String,
    /// What their ids are drawn from: another one at every start.
    pub(crate) chance: u64,
}

/// Opens them.
pub(crate) async fn open(spec: &Spec, clock: &discord::Clock) -> Outcome<Bots> {
    let pool = Pool::open(&spec.vault).await.doing("a vault")?;
    let settings = BotSettings {
        room: "Friends".to_owned(),
        intermediary: "The Society".to_owned(),
        node_url: spec.node.clone(),
        token: TOKEN.to_owned(),
        public_url: "http://127.0.0.1:9".to_owned(),
        roster: Vec::new(),
        origin: hearback_wire::content::Origin::Unspecified,
        room_hides_origin: false,
        kept: hearback_bots::Kept::default(),
    };
    let opened = Bots::open(
        pool,
        VaultKey::new([1; 32]),
        settings,
        Arc::new(Watch(clock.clone())),
        Arc::new(SeededChance::new(spec.chance)),
        crate::http::client().doing("a client")?,
    );
    opened.await.doing("the bots")
}

/// The address of a vault in a folder.
pub(crate) fn vault(folder: &Path) -> String {
    address(&folder.join(FILE))
}

fn address(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

/// The vault after a fall. Where a thread that belongs to nobody any more still holds it, which the end
/// of a process would have ended, what a power cut leaves is taken in its place: a copy of its files.
pub(crate) async fn vault_after_fall(folder: &Path, before: &str, falls: u64) -> Outcome<String> {
    let pool = Pool::open(before).await.doing("a vault")?;
    if pool.begin().await.is_ok() {
        return Ok(before.to_owned());
    }
    let from = before.trim_start_matches("sqlite:");
    let to = folder.join(format!("{falls}-{FILE}"));
    for end in ["", "-wal"] {
        let (from, to) = (format!("{from}{end}"), format!("{}{end}", to.display()));
        std::fs::copy(from, to).doing("a copy of a vault")?;
    }
    Ok(address(&to))
}
