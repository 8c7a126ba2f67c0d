//! Everything that must stand before anybody speaks: four nodes that run and trust each other.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use hearback_federation::{Node, Role};
use tokio::sync::Mutex;

use super::organisation::{Member, prepare};
use super::patience::Patience;
use super::process::Process;
use super::seat::Rooms;
use super::{peering, postgres};
use crate::fault::{Doing, Fault, Outcome};
use crate::{http, node};

/// Whose links are printed.
const VISITOR: &str = "Demo";
/// How long the nodes may take to start.
const STARTING: Duration = Duration::from_mins(1);

/// The running organisations.
pub struct Stage {
    /// For every browser of the demo.
    pub(super) http: reqwest::Client,
    troupe: Vec<Actor>,
}

struct Actor {
    member: Member,
    node: Node,
    process: Arc<Mutex<Process>>,
}

/// What a stage is set from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'a> {
    /// Where everything is kept.
    pub(super) folder: &'a Path,
    /// The address of a PostgreSQL server; none for SQLite files.
    pub(super) server: Option<&'a str>,
    /// Whether the databases are made new.
    pub(super) fresh: bool,
    /// The program that runs as each node.
    pub(super) program: &'a Path,
}

/// Where one organisation is, and who it is.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The organisation's name.
    pub(super) name: &'static str,
    /// Its address, without a slash at the end.
    pub(super) base: String,
}

impl Stage {
    /// Makes the folder, starts the nodes and makes each pair of them peers.
    pub(super) async fn set(at: &Setting<'_>, rooms: &mut impl Rooms) -> Outcome<Self> {
        let Setting {
            folder,
            server,
            fresh,
            program,
        } = *at;
        let databases = match server {
            Some(base) => postgres::databases(base, fresh).await?,
            None => postgres::files(),
        };
        let mut stage = Self {
            http: http::client()?,
            troupe: Vec::new(),
        };
        let patience = Patience::of(STARTING);
        // All of them start at once; then each is waited for, because it makes its own tables.
        let mut starting = Vec::new();
        for member in prepare(folder, &databases, rooms).await? {
            starting.push((Process::start(program, &member)?, member));
        }
        for (mut process, member) in starting {
            process.ready(&stage.http, patience).await?;
            let node = node::federation(&member.config).await?;
            stage.troupe.push(Actor {
                member,
                node,
                process: Arc::new(Mutex::new(process)),
            });
        }
        println!("Four organisations run in {}.", folder.display());
        stage.join_all().await?;
        Ok(stage)
    }

    async fn join_all(&self) -> Outcome {
        for (at, a) in self.troupe.iter().enumerate() {
            for b in self.troupe.iter().skip(at + 1) {
                peering::join(&a.node, &b.node).await?;
            }
        }
        Ok(())
    }

    /// The organisations that have a room, then those that have none.
    pub(super) fn places(&self) -> Vec<Place> {
        self.troupe.iter().map(Actor::place).collect()
    }

    /// A sign-in link of the organisation called `name` for `who`, as a path on its site.
    pub(super) async fn sign_in(&self, name: &str, role: Role, who: &str) -> Outcome<String> {
        let actor = self
            .troupe
            .iter()
            .find(|actor| actor.member.organisation.name == name);
        let actor = actor.ok_or_else(|| Fault::new(format!("nobody is called {name}")))?;
        let token = actor.node.invite_staff(role, who).await.doing("invite")?;
        Ok(format!("/sign-in/{token}"))
    }

    /// What a visitor needs to look around: addresses and fresh sign-in links.
    pub(super) async fn addresses(&self) -> Outcome<String> {
        let mut lines = Vec::new();
        for actor in &self.troupe {
            let Place { name, base } = actor.place();
            let community = actor.member.config.room.is_some();
            let role = if community {
                Role::Moderator
            } else {
                Role::Responder
            };
            lines.push(name.to_owned());
            if community {
                lines.push(format!("  the room          {base}/room"));
            }
            lines.push(format!("  the waiting list  {base}/"));
            lines.push(format!(
                "  the console       {base}{}",
                self.sign_in(name, role, VISITOR).await?
            ));
        }
        Ok(lines.join("\n"))
    }

    /// Ends the node of the community at `home` as a power cut would, starts it again and waits until
    /// it answers.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn crash(&self, home: usize) -> Outcome {
        let actor = self
            .troupe
            .get(home)
            .ok_or_else(|| Fault::new("nobody is there"))?;
        let mut process = actor.process.lock().await;
        process.crash().await?;
        process.ready(&self.http, Patience::of(STARTING)).await
    }

    /// The running nodes, for whoever would see them fall.
    pub(super) fn processes(&self) -> Vec<Arc<Mutex<Process>>> {
        self.troupe.iter().map(|a| Arc::clone(&a.process)).collect()
    }

    /// Stops every node.
    pub(super) async fn strike(self) {
        for actor in self.troupe {
            actor.process.lock().await.stop().await;
        }
    }
}

impl Actor {
    fn place(&self) -> Place {
        Place {
            name: self.member.organisation.name,
            base: self.member.config.public_url(),
        }
    }
}
