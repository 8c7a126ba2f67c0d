//! The four organisations of the demo, and a configuration file for each.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use super::seat::Rooms;
use crate::config::Config;
use crate::fault::{Doing, Outcome};

/// One organisation, before it has a place.
#[derive(Debug)]
pub(super) struct Organisation {
    /// Its folder, and part of its databases' names.
    pub(super) slug: &'static str,
    /// Its name.
    pub(super) name: &'static str,
    /// The lines of its configuration that only it has.
    settings: &'static str,
    room: &'static str,
}

/// Two intermediaries, then two producers.
pub(super) const ORGANISATIONS: [Organisation; 4] = [
    Organisation {
        slug: "riverside",
        name: "Riverside Advice",
        settings: "roles = [\"intermediary\"]\norigin = \"class:charity, England\"",
        room: "[room]\nname = \"Riverside Advice\"\nroster = [\"Asha\", \"Tomos\", \"Oluwaseun\"]\n",
    },
    Organisation {
        slug: "communities",
        name: "Data for Communities",
        settings: "roles = [\"intermediary\"]\norigin = \"unspecified\"",
        room: "[room]\nname = \"Data for Communities\"\nroster = [\"Marged\", \"Ishbel\"]\n",
    },
    Organisation {
        slug: "producer",
        name: "Demo Statistics Office",
        settings: "roles = [\"producer\"]\nbodies = [\"ons\"]",
        room: "",
    },
    Organisation {
        slug: "housing",
        name: "Demo Housing Department",
        settings: "roles = [\"producer\"]\nbodies = [\"mhclg\"]",
        room: "",
    },
];

/// An organisation with its folder, its configuration and its addresses.
#[derive(Debug)]
pub(super) struct Member {
    /// Which one it is.
    pub(super) organisation: &'static Organisation,
    /// Its configuration file.
    pub(super) file: PathBuf,
    /// What the file says.
    pub(super) config: Config,
}

/// Where a member keeps its records.
#[derive(Debug, Clone)]
pub(super) struct Addresses {
    /// The federation's database.
    pub(super) federation: String,
    /// The vault.
    pub(super) vault: String,
}

/// Makes a folder with a configuration for each organisation. Files that are there are kept, so that
/// a demo starts again where it stopped.
pub(super) async fn prepare(
    folder: &Path,
    databases: &[Addresses; 4],
    rooms: &mut impl Rooms,
) -> Outcome<Vec<Member>> {
    // Held until all are chosen, so that no two are the same.
    let ports: Vec<TcpListener> = (0..8)
        .map(|_| TcpListener::bind(("127.0.0.1", 0)))
        .collect::<Result<_, _>>()
        .doing("no free port on this machine")?;
    let places = ORGANISATIONS.iter().zip(databases).zip(ports.chunks(2));
    let mut members = Vec::new();
    for (home, ((organisation, databases), ports)) in places.enumerate() {
        let folder = folder.join(organisation.slug);
        let file = folder.join("hearback.toml");
        if !file.exists() {
            fs::create_dir_all(&folder).doing(folder.display())?;
            let chat = match organisation.room {
                "" => String::new(),
                _ => rooms.prepare(home, &folder).await?,
            };
            let text = organisation.configuration(databases, ports)?;
            fs::write(&file, text + chat.as_str()).doing(file.display())?;
        }
        members.push(organisation.settle(file)?);
    }
    Ok(members)
}

impl Organisation {
    fn settle(&'static self, file: PathBuf) -> Outcome<Member> {
        let config = Config::load(&file, std::iter::empty())?;
        Ok(Member {
            organisation: self,
            file,
            config,
        })
    }

    fn configuration(&self, databases: &Addresses, ports: &[TcpListener]) -> Outcome<String> {
        let addresses: Vec<String> = ports
            .iter()
            .map(|port| port.local_addr().map(|address| address.to_string()))
            .collect::<Result<_, _>>()
            .doing("a port has no address")?;
        let [pages, figures] = addresses.as_slice() else {
            return Ok(String::new());
        };
        let Self {
            name,
            settings,
            room,
            slug,
        } = self;
        let Addresses { federation, vault } = databases;
        Ok(format!(
            "[node]\nname = \"{name}\"\ncontact = \"needs@{slug}.example\"\nurl = \"http://{pages}\"\n{settings}\n\n\
             [listen]\naddress = \"{pages}\"\nmetrics = \"{figures}\"\n\n\
             [database]\nfederation = \"{federation}\"\nvault = \"{vault}\"\n\n\
             [keys]\nfolder = \"keys\"\n\n[sync]\nseconds = 1\n\n\
             # For a demonstration only, so that nobody waits a week: whoever saw who spoke when can\n\
             # tell whose a need is. A real node leaves this out, and needs leave on Tuesdays, together.\n\
             [release]\nschedule = \"at once\"\n\n{room}"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::room::WebRooms;

    #[tokio::test]
    async fn every_configuration_can_be_read_and_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let database = Addresses {
            federation: "sqlite:f.db".into(),
            vault: "sqlite:v.db".into(),
        };
        let databases = [(); 4].map(|()| database.clone());
        let urls = |members: Vec<Member>| -> Vec<String> {
            members
                .iter()
                .map(|member| member.config.public_url())
                .collect()
        };
        let first = urls(
            prepare(folder.path(), &databases, &mut WebRooms::default())
                .await
                .unwrap(),
        );
        assert_eq!(first.len(), 4);
        assert_eq!(
            urls(
                prepare(folder.path(), &databases, &mut WebRooms::default())
                    .await
                    .unwrap()
            ),
            first
        );
    }
}
