//! One Discord with a server, a node and a bot, in which sequences are played one after the other.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use hearback::fault::{Doing, Outcome};
use tempfile::TempDir;
use tokio::sync::Mutex;

use super::bot::Bot;
use super::judge::Played;
use super::node::Node;
use super::person::Player;
use super::plan::{Moment, Sequence, Trouble, Wrong};
use super::report::{Failure, Report};
use crate::bots::{Spec, vault, vault_after_fall};
use crate::discord::{Discord, Permissions, Planned, Server, Setup};
use crate::insist::Again;

/// How long anything may take: connections that are started anew, and waits that grow.
pub(super) const PATIENCE: Duration = Duration::from_mins(3);
/// Between two heartbeats: a dead connection is found out within two of them.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// More than a bot starts in one world.
const STARTS: u64 = 100_000;
/// How long everything runs on after the last sequence, to see whether something comes twice.
const SETTLING: Duration = Duration::from_secs(2);

/// A world.
pub(super) struct World {
    pub(super) fake: Discord,
    pub(super) server: Server,
    pub(super) node: Node,
    pub(super) again: Arc<Again>,
    bot: Mutex<(Bot, Spec)>,
    played: Vec<(Sequence, Played)>,
    report: Report,
    folder: TempDir,
}

impl World {
    /// Starts everything; the bot is set up.
    pub(super) async fn new(seed: u64, witnessed: bool) -> Outcome<Self> {
        let setup = Setup {
            start_pace: Duration::ZERO,
            patience: PATIENCE,
            heartbeat: HEARTBEAT,
            witnesses: witnessed,
            ..Setup::default()
        };
        let fake = Discord::start(setup).await.doing("a Discord")?;
        let server = fake.add_server("Friends");
        let node = Node::start(seed).await?;
        let folder = tempfile::tempdir().doing("a folder")?;
        let spec = Spec {
            vault: vault(folder.path()),
            node: node.url.clone(),
            chance: seed.wrapping_mul(STARTS),
        };
        let home = server.id().to_string();
        let bot = Mutex::new((Bot::start(&fake, &home, &spec).await?, spec));
        let world = Self {
            fake,
            server,
            node,
            again: Arc::default(),
            bot,
            played: Vec::new(),
            report: Report::default(),
            folder,
        };
        world.set_up().await?;
        Ok(world)
    }

    async fn set_up(&self) -> Outcome {
        let room = self.server.add_channel("needs");
        let admin = self.server.add_person("root", "en-GB");
        let role = self.server.add_role("staff", Permissions::ADMINISTRATOR);
        self.server.give_role(&admin, role);
        let rooms = [("channel", serde_json::json!(room.id().to_string()))];
        let set = || admin.run_command(&room, "hearback setup", &rooms);
        let asked = self.again.insist("setting up", set).await?;
        let said = asked.reply_where("I am set up.", |one| one.content.contains("I am set up."));
        said.await.doing("setting up").map(drop)
    }

    /// Plays a sequence and counts what came of it.
    pub(super) async fn play(&mut self, sequence: &Sequence) -> Outcome {
        self.report.plan(sequence);
        let played = Box::pin(Player::new(self, sequence).play()).await;
        self.fake.forget_faults();
        let played = played?;
        played.judge(self).await?;
        self.report.sequences += 1;
        self.report.messages += played.messages();
        self.played.push((sequence.clone(), played));
        Ok(())
    }

    /// Does something while what is planned for this moment goes wrong.
    pub(super) async fn during<T>(
        &self,
        (sequence, moment): (&Sequence, Moment),
        act: impl Future<Output = Outcome<T>>,
    ) -> Outcome<T> {
        for trouble in sequence.at(moment) {
            self.plan(trouble);
        }
        let meanwhile = async {
            for trouble in sequence.at(moment).filter(|one| !one.after.is_zero()) {
                tokio::time::sleep(trouble.after).await;
                self.strike(trouble).await?;
            }
            Outcome::Ok(())
        };
        for trouble in sequence.at(moment).filter(|one| one.after.is_zero()) {
            self.strike(trouble).await?;
        }
        let (done, struck) = tokio::join!(act, meanwhile);
        struck?;
        done
    }

    /// What waits for the bot.
    fn plan(&self, trouble: &Trouble) {
        match &trouble.wrong {
            Wrong::Requests(method, route, fault, after, times) => {
                let planned = Planned::new(method, route, *fault);
                self.fake.fault(planned.after(*after).times(*times));
            }
            Wrong::Twice => self.fake.gateway().double(1),
            Wrong::Garbled => self.fake.gateway().garble(1),
            _ => {}
        }
    }

    /// What comes over it.
    async fn strike(&self, trouble: &Trouble) -> Outcome {
        match &trouble.wrong {
            Wrong::Gateway(order) => self.fake.gateway().order(*order),
            Wrong::Zombie => self.zombie().await?,
            Wrong::Falls => self.restart().await?,
            Wrong::NewToken => {
                self.fake.reset_token();
                self.restart().await?;
            }
            _ => {}
        }
        Ok(())
    }

    async fn zombie(&self) -> Outcome {
        let gateway = self.fake.gateway();
        let starts = gateway.starts();
        gateway.deafen(true);
        let found = gateway.started(starts + 1).await;
        gateway.deafen(false);
        found.doing("a dead connection that is found out")
    }

    async fn restart(&self) -> Outcome {
        let mut held = self.bot.lock().await;
        let (bot, spec) = &mut *held;
        bot.fall().await;
        spec.chance = spec.chance.wrapping_add(1);
        spec.vault = vault_after_fall(self.folder.path(), &spec.vault, spec.chance).await?;
        let home = self.server.id().to_string();
        *bot = Bot::start(&self.fake, &home, spec).await?;
        Ok(())
    }

    /// Counts everything once more, some time later.
    pub(super) async fn count_again(&self) -> Vec<Failure> {
        tokio::time::sleep(SETTLING).await;
        let mut failures = Vec::new();
        for (sequence, played) in &self.played {
            if let Err(fault) = played.judge(self).await {
                failures.push(Failure::of(sequence, &fault));
            }
        }
        if let (Some(finding), Some((sequence, _))) =
            (self.fake.findings().first(), self.played.first())
        {
            let fault = hearback::fault::Fault::new(format!("a witness found this: {finding:?}"));
            failures.push(Failure::of(sequence, &fault));
        }
        failures
    }

    /// What came of this world.
    pub(super) fn told(&self, failures: Vec<Failure>) -> Report {
        let gateway = self.fake.gateway();
        Report {
            interactions: self.again.done(),
            done_again: self.again.again(),
            resumes: gateway.resumes().into(),
            starts: gateway.starts().into(),
            failures,
            ..self.report.clone()
        }
    }

    /// Stops everything.
    pub(super) async fn end(self) {
        let (mut bot, _) = self.bot.into_inner();
        bot.fall().await;
        let folder: PathBuf = self.folder.path().to_owned();
        if let Err(error) = self.folder.close() {
            eprintln!("{} could not be deleted: {error}", folder.display());
        }
    }
}
