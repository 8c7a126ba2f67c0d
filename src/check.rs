//! `hearback check`: what is wrong or missing in a node's set-up, in words that say what to do.
//!
//! Looks only: it makes no key and no file, and what it writes to see whether a database takes it is
//! taken back.

mod ends;

use std::fmt;
use std::path::Path;

use hearback_matching::{Calendar, calendar_expires};
use hearback_store::Pool;
use hearback_wire::clock::Clock;
use hearback_wire::day::Day;
use hearback_wire::vocabulary::NodeRole;

use crate::clock::SystemClock;
use crate::config::{Config, Often};
use crate::fault::Outcome;
use crate::keys::{KeyFolder, check_private};
use crate::{discord, matrix, node};

/// One thing that was looked at.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Finding {
    /// As it should be.
    Good(String),
    /// Works, but somebody should know.
    Note(String),
    /// Must be mended.
    Bad(String),
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Good(words) => write!(f, "good  {words}"),
            Self::Note(words) => write!(f, "note  {words}"),
            Self::Bad(words) => write!(f, "mend  {words}"),
        }
    }
}

/// Looks at everything.
pub(crate) async fn run(config: &Config) -> Vec<Finding> {
    let mut findings = settings(config);
    findings.push(calendar(Day::of(SystemClock.now())));
    let (keys, keys_there) = keys(&config.keys.folder);
    findings.extend(keys);
    findings.push(database("federation", &config.database.federation).await);
    if is_there(&config.database.federation) {
        findings.push(ends::federation(config).await);
    }
    if let Some(vault) = &config.database.vault {
        findings.push(database("vault", vault).await);
        if is_there(vault) {
            findings.push(ends::vault(config, vault).await);
        }
    }
    if let Some(section) = &config.matrix {
        findings.extend(matrix::check(config, section).await);
    }
    if let Some(section) = &config.discord {
        findings.extend(discord::check(config, section).await);
    }
    let healthy = !findings
        .iter()
        .any(|finding| matches!(finding, Finding::Bad(_)));
    if healthy && keys_there && is_there(&config.database.federation) {
        findings.extend(
            peers(config)
                .await
                .unwrap_or_else(|fault| vec![Finding::Bad(fault.to_string())]),
        );
    }
    findings
}

fn settings(config: &Config) -> Vec<Finding> {
    let mut findings = Vec::new();
    if config.node.roles.is_empty() {
        findings.push(Finding::Bad(
            "[node] roles is empty: please write \"intermediary\", \"producer\" or both".to_owned(),
        ));
    }
    if config.room.is_some() && config.database.vault.is_none() {
        findings.push(Finding::Bad(
            "there is a [room] but no vault: please add vault under [database]".to_owned(),
        ));
    }
    if config.room.is_none() && config.matrix.is_some() {
        findings.push(Finding::Bad(
            "there is a [matrix] but no [room]: please add [room] with the name of your community"
                .to_owned(),
        ));
    }
    if config.room.is_none() && config.discord.is_some() {
        findings.push(Finding::Bad(
            "there is a [discord] but no [room]: please add [room] with the name of your community"
                .to_owned(),
        ));
    }
    if config.database.vault.as_ref() == Some(&config.database.federation) {
        findings.push(Finding::Bad(
            "the vault must be a database of its own: please give [database] vault another name"
                .to_owned(),
        ));
    }
    if config.node.roles.contains(&NodeRole::Producer) && config.node.bodies.is_empty() {
        findings.push(Finding::Note("[node] bodies is empty: needs are not suggested to you until it names the bodies you answer for".to_owned()));
    }
    if config.node.url.is_none() {
        findings.push(Finding::Note(
            "[node] url is not set: this node can accept invitations but not send them".to_owned(),
        ));
    }
    if config.moderation.chat {
        findings.push(Finding::Note(
            "[moderation] chat is true: whoever holds bot.token can let needs leave".to_owned(),
        ));
    }
    findings.extend(leaving(config));
    findings.push(Finding::Good(format!(
        "the configuration of {}",
        config.node.name
    )));
    findings
}

/// How well the release schedule hides whose a need is.
fn leaving(config: &Config) -> Vec<Finding> {
    let release = &config.release;
    if let Err(fault) = release.schedule() {
        return vec![Finding::Bad(fault.to_string())];
    }
    if config.room.is_none() {
        return Vec::new();
    }
    if release.schedule == Often::AtOnce {
        return vec![Finding::Note(
            "NEEDS LEAVE THE MOMENT THEY ARE APPROVED ([release] schedule is \"at once\"): whoever reads your rooms can tell from the time whose they are. This is for demonstrations and tests; for people, please take the line out"
                .to_owned(),
        )];
    }
    release.weak().into_iter().map(Finding::Note).collect()
}

/// Days before the end of the bank holidays on which to speak of it.
const CALENDAR_DAYS: i32 = 180;

/// Whether the bank holidays by which replies are due reach far enough.
fn calendar(today: Day) -> Finding {
    let all = [
        Calendar::EnglandAndWales,
        Calendar::Scotland,
        Calendar::NorthernIreland,
    ];
    let ends = all.into_iter().map(calendar_expires).min();
    let ends = ends.map_or(today, Day::from);
    if ends < today.plus_days(CALENDAR_DAYS) {
        return Finding::Note(format!(
            "the bank holidays are known until {} only: please install a newer version, or days that replies are due will be wrong",
            ends.in_words()
        ));
    }
    Finding::Good(format!("bank holidays are known until {}", ends.in_words()))
}

fn keys(folder: &Path) -> (Vec<Finding>, bool) {
    let there: Vec<_> = KeyFolder::FILES
        .iter()
        .map(|name| folder.join(name))
        .filter(|path| path.exists())
        .collect();
    if there.is_empty() {
        return (
            vec![Finding::Note(format!(
                "no keys in {} yet: `hearback serve` makes them",
                folder.display()
            ))],
            false,
        );
    }
    let bad: Vec<_> = there
        .iter()
        .filter_map(|path| check_private(path).err())
        .map(|fault| Finding::Bad(fault.to_string()))
        .collect();
    if bad.is_empty() {
        return (
            vec![Finding::Good(format!(
                "the keys in {}; keep a copy in a safe place",
                folder.display()
            ))],
            true,
        );
    }
    (bad, true)
}

/// False only for an SQLite file that has not been made yet.
fn is_there(address: &str) -> bool {
    address
        .strip_prefix("sqlite:")
        .and_then(|file| file.split('?').next())
        .is_none_or(|file| Path::new(file).exists())
}

async fn database(name: &str, address: &str) -> Finding {
    if !is_there(address) {
        return Finding::Note(format!(
            "the {name} database is not there yet: `hearback serve` makes it"
        ));
    }
    let opened = async { Pool::open(address).await?.try_writing().await };
    match opened.await {
        Ok(()) => Finding::Good(format!(
            "the {name} database answers, can be written to and has room"
        )),
        Err(error) => Finding::Bad(format!("[database] {name}: {error}")),
    }
}

async fn peers(config: &Config) -> Outcome<Vec<Finding>> {
    let node = node::federation(config).await?;
    let Ok(peers) = node.peers().await else {
        return Ok(vec![Finding::Bad(
            "the peers could not be read from the database".to_owned(),
        )]);
    };
    if peers.is_empty() {
        return Ok(vec![Finding::Note(
            "no peers yet: `hearback peer invite` makes an invitation".to_owned(),
        )]);
    }
    let findings = peers
        .into_iter()
        .map(|peer| match (peer.confirmed, peer.last_error) {
            (false, _) => Finding::Note(format!(
                "{} waits: compare the eight words, then run `hearback peer confirm {}`",
                peer.name, peer.node
            )),
            (true, Some(error)) => {
                Finding::Bad(format!("{} cannot be reached: {error}", peer.name))
            }
            (true, None) => Finding::Good(format!("{} is a confirmed peer", peer.name)),
        });
    Ok(findings.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_bank_holidays_is_told_half_a_year_before() {
        let ends = Day::from(calendar_expires(Calendar::Scotland));
        let early = calendar(ends.plus_days(-400));
        assert!(matches!(early, Finding::Good(_)), "{early}");
        let late = calendar(ends.plus_days(-100));
        assert!(late.to_string().contains("newer version"), "{late}");
    }
}
