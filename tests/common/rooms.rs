//! A node whose bot is in two rooms of a real Synapse: one where people say needs, and one where
//! moderators decide.

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};

use hearback_rig::matrix::{Event, Person, RoomSpec};
use hearback_rig::synapse;
use tempfile::TempDir;

use super::{Organisation, PATIENCE, Running, free_address};

const PASSWORD: &str = "only-for-this-test";

/// The node, its rooms and the people in them.
pub(crate) struct Rooms {
    pub(crate) here: Organisation,
    pub(crate) bot: String,
    /// Where people say needs.
    pub(crate) circle: String,
    /// Where moderators decide.
    pub(crate) desk: String,
    /// Says needs.
    pub(crate) ann: Person,
    /// The moderators: the one who made their room, and one who was made a moderator there.
    pub(crate) meg: Person,
    pub(crate) mo: Person,
    /// In the moderators' room, and no moderator.
    pub(crate) pat: Person,
    _running: Running,
    _folder: TempDir,
}

impl Rooms {
    /// Starts everything; the bot is on in the circle and has introduced itself to the moderators.
    pub(crate) async fn new() -> Self {
        let server = synapse::shared().await.unwrap();
        let [ann, meg, mo, pat, named] = [
            server.person("ann").await.unwrap(),
            server.person("meg").await.unwrap(),
            server.person("mo").await.unwrap(),
            server.person("pat").await.unwrap(),
            server.person("named").await.unwrap(),
        ];
        // A name that nobody has, for an account with a password.
        let name = named.user_id().replace("@named", "bot");
        let name = name.split(':').next().unwrap();
        let bot = server.register(name, PASSWORD, false).await.unwrap();
        let bot = bot.user_id;
        let desk = room_of(&meg, "Moderators", &bot, &[&mo, &pat]).await;
        meg.set_power(&desk, mo.user_id(), 50).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let here = organisation(&folder, server.url(), &bot, &desk);
        let running = here.serve(&[]);
        let circle = room_of(&ann, "Circle", &bot, &[]).await;
        let rooms = Self {
            here,
            bot,
            circle,
            desk,
            ann,
            meg,
            mo,
            pat,
            _running: running,
            _folder: folder,
        };
        rooms.hears(&rooms.meg, &rooms.desk, "one card each").await;
        rooms
            .hears(&rooms.ann, &rooms.circle, "I am hearback")
            .await;
        rooms.ann.say(&rooms.circle, "!need on").await.unwrap();
        rooms.hears(&rooms.ann, &rooms.circle, "I am on").await;
        rooms
    }

    /// Waits until the bot has said something with these words, or has put them in the place of
    /// others.
    pub(crate) async fn hears(&self, person: &Person, room: &str, words: &str) -> Event {
        let says = |event: &Event| {
            let body = event.body.as_deref().unwrap_or_default();
            event.sender == self.bot && body.contains(words)
        };
        person.wait_for(Some(room), says, PATIENCE).await.unwrap()
    }

    /// Ann says a need and sends it: its first message, and its reference.
    pub(crate) async fn need(&self, words: &str) -> (String, String) {
        let said = self.ann.say(&self.circle, &format!("!need {words}")).await;
        let said = said.unwrap();
        let preview = self.in_thread(&said, "Here is what would be shared").await;
        let yes = self.ann.react(&self.circle, &preview.id, "✅");
        yes.await.unwrap();
        let taken = self.in_thread(&said, "It has the reference ").await;
        let body = taken.body.unwrap();
        let (_, rest) = body.split_once("It has the reference ").unwrap();
        (said, rest.chars().take(12).collect())
    }

    /// Waits until the bot has said something to Ann in the thread of her first message.
    pub(crate) async fn in_thread(&self, first: &str, words: &str) -> Event {
        let says = |event: &Event| {
            let body = event.body.as_deref().unwrap_or_default();
            event.sender == self.bot && event.thread_root() == Some(first) && body.contains(words)
        };
        let heard = self.ann.wait_for(Some(&self.circle), says, PATIENCE);
        heard.await.unwrap()
    }

    /// The card of a need, by the eyes of Meg.
    pub(crate) async fn card(&self, reference: &str) -> Event {
        let waits = format!("{reference} waits for a moderator.");
        self.hears(&self.meg, &self.desk, &waits).await
    }

    /// Waits until a card says something else, and returns all that it says.
    pub(crate) async fn card_says(&self, card: &Event, words: &str) -> String {
        let says = |event: &Event| {
            let relation = event.relates_to.as_ref();
            let of_card = relation.and_then(|r| r.event_id.as_ref()) == Some(&card.id);
            let body = event.body.as_deref().unwrap_or_default();
            event.sender == self.bot && of_card && body.contains(words)
        };
        let said = self.meg.wait_for(Some(&self.desk), says, PATIENCE);
        said.await.unwrap().body.unwrap()
    }

    /// Waits until the bot offers these reactions on a card, and no others.
    pub(crate) async fn card_offers(&self, card: &Event, keys: &[&str]) {
        let by_bot = |event: &Event| event.sender == self.bot;
        loop {
            let mark = self.meg.mark().await;
            if self.offered(card).await == keys {
                return;
            }
            let more = self
                .meg
                .wait_after(mark, Some(&self.desk), by_bot, PATIENCE);
            more.await.unwrap();
        }
    }

    async fn offered(&self, card: &Event) -> Vec<String> {
        self.meg.catch_up().await.unwrap();
        let all = self.meg.timeline(&self.desk).await;
        let gone: Vec<&str> = all.iter().filter_map(Event::takes_back).collect();
        let stand = all
            .iter()
            .filter(|event| event.sender == self.bot && !gone.contains(&event.id.as_str()));
        let on_card = stand.filter_map(Event::reaction);
        let on_card = on_card.filter(|(to, _)| *to == card.id);
        on_card.map(|(_, key)| key.to_owned()).collect()
    }
}

/// A room of somebody where others are and the bot is asked in.
async fn room_of(host: &Person, name: &str, bot: &str, others: &[&Person]) -> String {
    let spec = RoomSpec {
        name,
        invite: &[bot],
        ..RoomSpec::default()
    };
    let room = host.create_room(&spec).await.unwrap();
    for other in others {
        host.invite(&room, other.user_id()).await.unwrap();
        other.join(&room).await.unwrap();
    }
    room
}

fn organisation(folder: &TempDir, homeserver: &str, bot: &str, desk: &str) -> Organisation {
    let address = free_address();
    let here = Organisation::new(
        folder.path(),
        "society",
        &format!("http://{address}"),
        address,
        "roles = [\"intermediary\"]",
    );
    let mut file = OpenOptions::new();
    let mut file = file.append(true).open(here.folder.join("hearback.toml"));
    let sections = format!(
        "[room]\nname = \"Hospital Friends\"\n[moderation]\nchat = true\n[matrix]\n\
         homeserver = \"{homeserver}\"\nuser = \"{bot}\"\nallow = [\"*:localhost\"]\n\
         moderators_room = \"{desk}\"\n"
    );
    file.as_mut()
        .unwrap()
        .write_all(sections.as_bytes())
        .unwrap();
    let keys = here.folder.join("keys");
    DirBuilder::new().mode(0o700).create(&keys).unwrap();
    let mut secret = OpenOptions::new();
    let secret = secret.write(true).create_new(true).mode(0o600);
    let mut secret = secret.open(keys.join("matrix.password")).unwrap();
    secret.write_all(PASSWORD.as_bytes()).unwrap();
    here
}
