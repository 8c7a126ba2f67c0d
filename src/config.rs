//! The one configuration file of a node, and the environment variables that override it.
//!
//! Holds no secret: those are in the keys folder.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use hearback_wire::content::Origin;
use hearback_wire::manifest::NodeUrl;
use hearback_wire::text::{Name, Text};
use hearback_wire::vocabulary::NodeRole;
use serde::Deserialize;

use crate::fault::{Doing, Outcome};

mod days;
mod kept;
mod known;
mod release;
mod sync;
mod vault;

pub(crate) use kept::KeptSection;
pub(crate) use release::{Often, Release};
pub(crate) use sync::{Batch, Sync};
pub(crate) use vault::VaultSection;

/// Everything that can be set.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Config {
    /// Who this node is.
    pub(crate) node: NodeSection,
    /// Where it listens.
    pub(crate) listen: Listen,
    /// Where it keeps its records.
    pub(crate) database: Databases,
    /// Where it keeps its secrets.
    pub(crate) keys: KeysSection,
    /// The web room; none if the node has no community of its own.
    pub(crate) room: Option<Room>,
    /// The bot in Matrix rooms; none if the community has none there.
    pub(crate) matrix: Option<Matrix>,
    /// The bot on Discord; none if the community has none there.
    pub(crate) discord: Option<Discord>,
    /// Who may moderate.
    #[serde(default)]
    pub(crate) moderation: Moderation,
    /// For how long the vault keeps things.
    #[serde(default)]
    pub(crate) vault: VaultSection,
    /// For how long the federation's database keeps what is not in the log.
    #[serde(default)]
    pub(crate) kept: KeptSection,
    /// When approved needs leave.
    #[serde(default)]
    pub(crate) release: Release,
    /// How it speaks with its peers.
    #[serde(default)]
    pub(crate) sync: Sync,
}

/// Who this node is, as its peers and the public see it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct NodeSection {
    /// The organisation's name.
    pub(crate) name: Name,
    /// How to reach the people who run it.
    pub(crate) contact: Name,
    /// What it does.
    pub(crate) roles: Vec<NodeRole>,
    /// The bodies of the directory that it answers for, by id.
    #[serde(default)]
    pub(crate) bodies: Vec<Text<1, 40>>,
    /// Where others reach it; none if it only calls out.
    pub(crate) url: Option<NodeUrl>,
    /// How needs from here say where they come from.
    #[serde(default = "unspecified")]
    pub(crate) origin: Origin,
}

const fn unspecified() -> Origin {
    Origin::Unspecified
}

/// Where it listens.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Listen {
    /// Pages, rooms and sync.
    pub(crate) address: SocketAddr,
    /// Figures for the people who run it; none if they are not wanted. Keep it off the internet.
    pub(crate) metrics: Option<SocketAddr>,
}

/// Two databases, because nothing but the bots may read the vault.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Databases {
    /// Needs, referrals, responses and logs.
    pub(crate) federation: String,
    /// What people said, with who and where. Needed only with a room.
    pub(crate) vault: Option<String>,
}

/// Where it keeps its secrets.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct KeysSection {
    /// A folder that only the user who runs the program can open.
    pub(crate) folder: PathBuf,
}

/// The web room of a community.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Room {
    /// What the community calls it.
    pub(crate) name: String,
    /// Names of members, which are masked wherever they are written.
    #[serde(default)]
    pub(crate) roster: Vec<String>,
    /// Whether needs that are said on its pages say where they come from.
    #[serde(default)]
    pub(crate) origin: Says,
}

/// Whether needs of the web room say what `[node] origin` says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Says {
    /// They do.
    #[default]
    Show,
    /// They say nothing of where they come from.
    Hide,
}

/// The bot's account on a Matrix homeserver. Its password, token and recovery key are no settings:
/// they are files in the keys folder, or variables.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Matrix {
    /// The homeserver's own address, such as `https://matrix.example.org`.
    pub(crate) homeserver: String,
    /// The bot's Matrix id, such as `@needs:example.org`.
    pub(crate) user: String,
    /// The device that an access token was made for; none where the bot signs in with a password.
    pub(crate) device: Option<String>,
    /// Who may invite the bot: Matrix ids, or `*:example.org` for everybody of a server.
    #[serde(default)]
    pub(crate) allow: Vec<String>,
    /// The room of the moderators, by id or alias.
    pub(crate) moderators_room: Option<String>,
    /// Whether the bot stays in rooms that anybody can join or read.
    #[serde(default)]
    pub(crate) open_rooms: bool,
    /// The folder of the encryption store.
    #[serde(default = "matrix_store")]
    pub(crate) store: PathBuf,
}

/// The bot's account on Discord. Its token is no setting: it is a file in the keys folder, or a variable.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Discord {
    /// The servers that the bot is for, by id.
    #[serde(default)]
    pub(crate) servers: Vec<String>,
    /// The server where moderators decide, by id.
    pub(crate) moderators_server: Option<String>,
    /// A stand-in for Discord on this machine, for tests.
    pub(crate) api: Option<String>,
}

fn matrix_store() -> PathBuf {
    PathBuf::from("matrix")
}

/// Who may moderate, beside the staff who sign in to the console.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Moderation {
    /// Whether this node's bots may: whoever holds `bot.token` can then let needs leave.
    #[serde(default)]
    pub(crate) chat: bool,
}

impl Config {
    /// Reads a file and the overrides `HEARBACK__SECTION__KEY` from `variables`.
    pub(crate) fn load(
        path: &Path,
        variables: impl Iterator<Item = (String, String)>,
    ) -> Outcome<Self> {
        let text = std::fs::read_to_string(path).doing(path.display())?;
        let mut config = Self::read(&text, variables).doing(path.display())?;
        config.settle(path.parent().unwrap_or(Path::new("")));
        Ok(config)
    }

    fn read(text: &str, variables: impl Iterator<Item = (String, String)>) -> Outcome<Self> {
        let mut table: toml::Table = text.parse().doing("this is not TOML")?;
        known::override_with(&mut table, variables)?;
        known::check(&table)?;
        table
            .try_into()
            .doing("a setting is missing or does not fit")
    }

    /// Paths in the file are meant from the folder that the file is in.
    fn settle(&mut self, folder: &Path) {
        self.keys.folder = folder.join(&self.keys.folder);
        if let Some(matrix) = &mut self.matrix {
            matrix.store = folder.join(&matrix.store);
        }
        settle_address(&mut self.database.federation, folder);
        if let Some(vault) = &mut self.database.vault {
            settle_address(vault, folder);
        }
    }

    /// Where this node is reached, by people and by peers.
    pub(crate) fn public_url(&self) -> String {
        match &self.node.url {
            Some(url) => url.as_str().to_owned(),
            None => self.local_url(),
        }
    }

    /// Where this node is reached from its own machine.
    pub(crate) fn local_url(&self) -> String {
        let mut address = self.listen.address;
        if address.ip().is_unspecified() {
            address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
        }
        format!("http://{address}")
    }
}

fn settle_address(address: &mut String, folder: &Path) {
    if let Some(file) = address.strip_prefix("sqlite:") {
        *address = format!("sqlite:{}", folder.join(file).display());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
        [node]
        name = "Riverside Advice"
        contact = "needs@riverside.example"
        roles = ["intermediary"]
        [listen]
        address = "0.0.0.0:4000"
        [database]
        federation = "sqlite:federation.db"
        [keys]
        folder = "keys"
    "#;

    fn read(text: &str, variables: &[(&str, &str)]) -> Outcome<Config> {
        let owned = variables
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Config::read(text, owned)
    }

    #[test]
    fn a_small_file_is_enough() {
        let config = read(SMALL, &[]).unwrap();
        assert_eq!(config.public_url(), "http://127.0.0.1:4000");
        assert_eq!((config.sync.seconds, config.sync.batch.get()), (60, 256));
        assert_eq!(config.release.schedule, Often::Weekly);
        assert!(config.room.is_none());
        assert!(
            !config.moderation.chat,
            "bots moderate only where it is said"
        );
    }

    #[test]
    fn the_web_room_says_where_needs_come_from_unless_it_is_told_to_hide_it() {
        let with = |line: &str| read(&format!("{SMALL}[room]\nname = \"Us\"\n{line}"), &[]);
        let says = |line| with(line).unwrap().room.unwrap().origin;
        assert_eq!(says(""), Says::Show);
        assert_eq!(says("origin = \"show\""), Says::Show);
        assert_eq!(says("origin = \"hide\""), Says::Hide);
        let fault = with("origin = \"class:charity\"").unwrap_err().to_string();
        assert!(
            fault.contains("`show`") && fault.contains("`hide`"),
            "{fault}"
        );
    }

    #[test]
    fn an_unknown_key_is_refused_and_the_nearest_one_named() {
        let fault = read(&SMALL.replace("contact", "contct"), &[])
            .unwrap_err()
            .to_string();
        assert!(
            fault.contains("`contct`") && fault.contains("`contact`"),
            "{fault}"
        );
        let fault = read(&SMALL.replace("[keys]", "[kys]"), &[])
            .unwrap_err()
            .to_string();
        assert!(
            fault.contains("`kys`") && fault.contains("`keys`"),
            "{fault}"
        );
    }

    #[test]
    fn the_environment_overrides_and_is_held_to_the_same_keys() {
        let set = [
            ("HEARBACK__SYNC__SECONDS", "5"),
            ("HEARBACK__NODE__ROLES", r#"["producer"]"#),
            ("HEARBACK__MODERATION__CHAT", "true"),
        ];
        let config = read(SMALL, &set).unwrap();
        assert_eq!(config.sync.seconds, 5);
        assert_eq!(config.node.roles, [NodeRole::Producer]);
        assert!(config.moderation.chat);
        let fault = read(SMALL, &[("HEARBACK__SYNC__BATCH", "257")])
            .unwrap_err()
            .to_string();
        assert!(fault.contains("1 to 256"), "{fault}");
        let fault = read(SMALL, &[("HEARBACK__SYNC__SECNDS", "5")])
            .unwrap_err()
            .to_string();
        assert!(fault.contains("`seconds`"), "{fault}");
    }

    #[test]
    fn paths_start_at_the_file() {
        let mut config = read(SMALL, &[]).unwrap();
        config.settle(Path::new("/srv/hearback"));
        assert_eq!(
            config.database.federation,
            "sqlite:/srv/hearback/federation.db"
        );
        assert_eq!(config.keys.folder, Path::new("/srv/hearback/keys"));
    }
}
