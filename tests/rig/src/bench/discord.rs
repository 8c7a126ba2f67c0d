//! How soon people on Discord are answered, and how much memory servers take, on the Discord for tests.

use std::path::Path;
use std::time::Duration;

use hearback::fault::{Doing, Fault, Outcome};
use serde::Serialize;
use serde_json::json;
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use super::node::Node;
use super::{cores, percentiles, profile};
use crate::discord::{Asked, Channel, Discord, Permissions, Person, Server, Setup};
use crate::play::secret;

/// People who press in turn.
const PEOPLE: usize = 100;
/// How long the last answers may take.
const PATIENCE: Duration = Duration::from_mins(3);
/// From one look to the next.
const PAUSE: Duration = Duration::from_millis(50);
/// A command that is acknowledged, written down, dealt with and answered.
const COMMAND: &str = "need-mine";

/// Everything of the bench.
#[derive(Serialize)]
struct Figures {
    name: &'static str,
    what: &'static str,
    profile: &'static str,
    cores: usize,
    rates: Vec<Rate>,
    servers: Vec<Memory>,
}

/// What one rate gave.
#[derive(Serialize)]
struct Rate {
    #[serde(rename = "rate_per_s")]
    per_s: u32,
    interactions: usize,
    /// How many a second were really made: this machine plays Discord, too.
    made_per_s: f64,
    /// Not acknowledged within the three seconds that Discord gives.
    late: usize,
    /// Not answered some minutes after the last one.
    unanswered: usize,
    p50_ms: f64,
    p99_ms: f64,
    rss_mb: f64,
}

/// What one number of servers took.
#[derive(Serialize)]
struct Memory {
    servers: usize,
    rss_mb: f64,
    peak_rss_mb: f64,
}

/// Measures answers at each rate, and memory with each number of servers.
///
/// # Errors
/// When a node does not start, or nothing is answered.
pub async fn discord(
    program: &Path,
    (rates, seconds): (&[u32], u32),
    servers: &[usize],
) -> Outcome<String> {
    let mut figures = Figures {
        name: "discord",
        what: "from a command to its acknowledgement, and memory of the node with its bot in one shard, \
               on the Discord for tests",
        profile: profile(),
        cores: cores(),
        rates: Vec::new(),
        servers: Vec::new(),
    };
    let scene = Scene::start(program, 1).await?;
    let people = scene.people();
    for rate in rates {
        eprintln!("{rate} interactions a second for {seconds} seconds.");
        figures
            .rates
            .push(scene.measure(&people, *rate, seconds).await?);
    }
    scene.node.stop().await;
    for count in servers {
        eprintln!("{count} servers.");
        figures.servers.push(memory(program, *count).await?);
    }
    serde_json::to_string_pretty(&figures).doing("the figures")
}

async fn memory(program: &Path, servers: usize) -> Outcome<Memory> {
    let scene = Scene::start(program, servers).await?;
    let memory = Memory {
        servers,
        rss_mb: scene.node.memory()?,
        peak_rss_mb: scene.node.peak_memory()?,
    };
    scene.node.stop().await;
    Ok(memory)
}

/// A Discord with servers, and a node whose bot is in them.
struct Scene {
    server: Server,
    room: Channel,
    node: Node,
    #[expect(
        dead_code,
        reason = "kept so that it listens until the node has stopped"
    )]
    fake: Discord,
    #[expect(dead_code, reason = "kept until the node has stopped")]
    folder: tempfile::TempDir,
}

impl Scene {
    /// Comes back once the bot has heard of every server.
    async fn start(program: &Path, servers: usize) -> Outcome<Self> {
        let setup = Setup {
            patience: PATIENCE,
            ..Setup::fast()
        };
        let fake = Discord::start(setup).await.doing("a Discord")?;
        let all: Vec<Server> = (0..servers)
            .map(|at| {
                let server = fake.add_server(&format!("Server {at}"));
                server.add_channel("general");
                server
            })
            .collect();
        let server = all.last().ok_or_else(|| Fault::new("no server"))?.clone();
        let room = server.add_channel("needs");
        let folder = tempfile::tempdir().doing("a folder for the node")?;
        secret(folder.path(), "discord.token", &fake.token())?;
        let ids: Vec<String> = all.iter().map(|one| format!("\"{}\"", one.id())).collect();
        let lines = format!(
            "\n[discord]\nservers = [{}]\napi = \"{}\"\n",
            ids.join(", "),
            fake.address()
        );
        let node = Node::start(program, folder.path(), &lines).await?;
        fake.gateway().connected().await.doing("the bot")?;
        fake.commands_reach(1).await.doing("the bot’s commands")?;
        let scene = Self {
            server,
            room,
            node,
            fake,
            folder,
        };
        scene.set_up().await?;
        Ok(scene)
    }

    /// Events come in order: whoever answers here has heard of all servers.
    async fn set_up(&self) -> Outcome {
        let admin = self.server.add_person("root", "en-GB");
        let role = self.server.add_role("staff", Permissions::ADMINISTRATOR);
        self.server.give_role(&admin, role);
        let rooms = [("channel", json!(self.room.id().to_string()))];
        let asked = admin.run_command(&self.room, "hearback setup", &rooms);
        let said = asked.doing("setting up")?.reply().await;
        said.doing("setting up").map(drop)
    }

    fn people(&self) -> Vec<Person> {
        let people = 0..PEOPLE;
        people
            .map(|at| self.server.add_person(&format!("person {at}"), "en-GB"))
            .collect()
    }

    async fn measure(&self, people: &[Person], rate: u32, seconds: u32) -> Outcome<Rate> {
        let begun = Instant::now();
        let mut all = Vec::new();
        for (at, person) in (0..rate * seconds).zip(people.iter().cycle()) {
            sleep_until(begun + Duration::from_secs(1) * at / rate).await;
            let asked = person.run_command(&self.room, COMMAND, &[]);
            all.push(asked.doing("a command")?);
        }
        let took = begun.elapsed();
        while all
            .iter()
            .any(|one| one.answer().is_none() && !one.has_failed())
        {
            sleep(PAUSE).await;
        }
        let waits: Vec<Duration> = all
            .iter()
            .filter_map(|one| Some(one.answer()?.after))
            .collect();
        let late = all.len() - waits.len();
        let (p50_ms, p99_ms) = percentiles(waits);
        Ok(Rate {
            per_s: rate,
            interactions: all.len(),
            made_per_s: per_second(all.len(), took),
            late,
            unanswered: unanswered(&all).await,
            p50_ms,
            p99_ms,
            rss_mb: self.node.memory()?,
        })
    }
}

/// How many have no answer some minutes later.
async fn unanswered(all: &[Asked]) -> usize {
    let end = Instant::now() + PATIENCE;
    let mut missing = 0;
    for asked in all.iter().filter(|one| one.answer().is_some()) {
        if !matches!(timeout_at(end, asked.reply()).await, Ok(Ok(_))) {
            missing += 1;
        }
    }
    missing
}

fn per_second(count: usize, took: Duration) -> f64 {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    (f64::from(count) / took.as_secs_f64() * 10.0).round() / 10.0
}
