//! Two people of one sequence: one says a need, the other adds a voice. They do what people do when
//! something fails: they try again, and look at their list.

use hearback::fault::{Doing, Fault, Outcome};
use hearback_wire::id::{Handle, Hash};
use hearback_wire::intake::{PutVoice, What};
use hearback_wire::status::Status;
use hearback_wire::text::Lang;

use super::judge::Played;
use super::node::Need;
use super::plan::{Moment, Sequence, Wrong};
use super::world::{PATIENCE, World};
use crate::discord::{Asked, Channel, Message, Person, Unable};

const PREVIEW: &str = "Here is exactly what would be shared";
const KEPT: &str = "/need-mine";

/// The people of a sequence, in a room of their own.
pub(super) struct Player<'a> {
    world: &'a World,
    sequence: &'a Sequence,
    room: Channel,
    ada: Person,
    bob: Person,
    /// Words that nobody else says in this order.
    words: String,
}

impl<'a> Player<'a> {
    pub(super) fn new(world: &'a World, sequence: &'a Sequence) -> Self {
        let seed = sequence.seed;
        Self {
            world,
            sequence,
            room: world.server.add_channel(&format!("room-{seed}")),
            ada: world.server.add_person(&format!("ada-{seed}"), "en-GB"),
            bob: world.server.add_person(&format!("bob-{seed}"), "en-GB"),
            words: words(seed),
        }
    }

    /// From the first word to the verdict.
    pub(super) async fn play(&self) -> Outcome<Played> {
        let opened = self.at(Moment::Opens, self.open()).await?;
        let preview = self.at(Moment::Writes, self.write(&opened)).await?;
        let need = self.at(Moment::Sends, self.send(&preview)).await?;
        let mut played = Played::new(&need, &self.room, &self.ada);
        let left = self
            .at(Moment::Leaves, self.leave(&need, &mut played))
            .await?;
        let mut handles = vec![need.handle];
        if self.sequence.voice {
            handles.push(self.at(Moment::Voices, self.voice(&need, &left)).await?);
            played.voiced = true;
        }
        let words = format!("There are figures on {} now.", self.words);
        let answered = self.answered(&need, &handles, (&words, &mut played));
        let answer = self.at(Moment::Answered, answered).await?;
        self.at(Moment::Judges, self.judge(&need, &answer)).await?;
        Ok(played)
    }

    async fn at<T>(&self, moment: Moment, act: impl Future<Output = Outcome<T>>) -> Outcome<T> {
        let at = (self.sequence, moment);
        let done = self.world.during(at, act).await;
        done.map_err(|fault| Fault::new(format!("{moment:?}: {fault}")))
    }

    async fn insist(
        &self,
        (what, moment): (&str, Moment),
        act: impl Fn() -> Result<Asked, Unable>,
    ) -> Outcome<Asked> {
        let asked = self.world.again.insist(what, act).await?;
        if self
            .sequence
            .at(moment)
            .any(|one| one.wrong == Wrong::TokenDead)
        {
            asked.expire();
        }
        Ok(asked)
    }

    fn statement(&self) -> String {
        format!("We need figures on {} for every county", self.words)
    }

    async fn open(&self) -> Outcome<Asked> {
        let act = || self.ada.run_command(&self.room, "need", &[]);
        self.world.again.insist("opening the form", act).await
    }

    /// What is typed is shown to its writer, or kept for them.
    async fn write(&self, opened: &Asked) -> Outcome<Message> {
        let statement = self.statement();
        let fields = [("need", statement.as_str()), ("use", "")];
        let act = || self.ada.submit(opened, &fields);
        let written = self
            .insist(("sending the form", Moment::Writes), act)
            .await?;
        let shown = |one: &Message| one.content.contains(PREVIEW);
        let kept =
            |one: &Message| one.content.contains(KEPT) && one.pinged.contains(&self.ada.id());
        tokio::select! {
            shown = written.reply_where("the preview", shown) => shown.doing("what was typed"),
            kept = self.room.message("word that it is kept", kept) => {
                kept.doing("what was typed")?;
                self.list().await
            }
        }
    }

    /// They look at their list, and open the words there.
    async fn list(&self) -> Outcome<Message> {
        let again = &self.world.again;
        let act = || self.ada.run_command(&self.room, "need-mine", &[]);
        let asked = again.insist("need-mine", act).await?;
        let label = "See the words";
        let listed = asked.reply_where("the list", |one| one.button(label).is_some());
        let listed = listed.await.doing("what was kept")?;
        let act = || self.ada.press_labelled(&listed, label);
        let open = again.insist(label, act).await?;
        let shown = |one: &Message| one.content.contains(PREVIEW);
        open.reply_where("the preview", shown)
            .await
            .doing("what was kept")
    }

    async fn send(&self, preview: &Message) -> Outcome<Need> {
        let act = || self.ada.press_labelled(preview, "Send it");
        self.insist(("Send it", Moment::Sends), act).await?;
        let statement = self.statement();
        let needs = |node: &super::node::Node| node.needs(&statement).pop();
        let need = self.world.node.until(("the need", PATIENCE), needs).await?;
        let line = format!("Its reference is {}", need.reference);
        let stands = |one: &Message| one.content.contains(&line);
        self.room
            .message("the line above the thread", stands)
            .await
            .doing("the need")?;
        self.room.thread().await.doing("the need")?;
        Ok(need)
    }

    async fn leave(&self, need: &Need, played: &mut Played) -> Outcome<Message> {
        let ids = self
            .world
            .node
            .bring(need.reference, &[need.handle], &What::Released {});
        self.heard("has left this community", ids, played).await
    }

    async fn answered(
        &self,
        need: &Need,
        handles: &[Handle],
        (words, played): (&str, &mut Played),
    ) -> Outcome<Message> {
        let what = What::Answered {
            producer: "The Office".to_owned(),
            status: Status::Delivered,
            words: words.parse().doing("words of an answer")?,
            reasons: Vec::new(),
            link: Some("https://example.org/figures".to_owned()),
            would_change: None,
            when: None,
            lang: Lang::english(),
        };
        let ids = self.world.node.bring(need.reference, handles, &what);
        self.heard(words, ids, played).await
    }

    /// Waits until words stand where the person can read them.
    async fn heard(&self, words: &str, ids: Vec<Hash>, played: &mut Played) -> Outcome<Message> {
        played.told(words, ids);
        let fits = |one: &Message| one.content.contains(words);
        let thread = self.room.thread().await.doing("a thread")?;
        let found = tokio::select! {
            found = thread.message(words, fits) => found,
            found = self.room.message(words, fits) => found,
        };
        found.doing("news of a need")
    }

    async fn voice(&self, need: &Need, left: &Message) -> Outcome<Handle> {
        let act = || self.bob.press_labelled(left, "Add my voice");
        self.insist(("Add my voice", Moment::Voices), act).await?;
        let path = format!("needs/{}/voices", need.reference);
        let voices = |node: &super::node::Node| node.puts(&path).into_values().next();
        let put = self
            .world
            .node
            .until(("the voice", PATIENCE), voices)
            .await?;
        let put: PutVoice = serde_json::from_str(&put).doing("a voice")?;
        Ok(put.handle)
    }

    async fn judge(&self, need: &Need, answer: &Message) -> Outcome {
        let act = || self.ada.press_labelled(answer, "Not met");
        self.insist(("Not met", Moment::Judges), act).await?;
        let handle = need.handle.to_string();
        let judged = |node: &super::node::Node| {
            let mut puts = node.puts("verdicts").into_values();
            puts.find(|put| put.contains(&handle))
        };
        let verdict = self
            .world
            .node
            .until(("the verdict", PATIENCE), judged)
            .await?;
        if verdict.contains("\"not_met\"") {
            return Ok(());
        }
        Err(Fault::new(format!("another verdict came: {verdict}")))
    }
}

/// Plain words for a number: what is no word would be masked.
fn words(seed: u64) -> String {
    const DIGITS: [&str; 10] = [
        "buses",
        "trains",
        "trams",
        "ferries",
        "bridges",
        "tunnels",
        "roads",
        "paths",
        "parks",
        "libraries",
    ];
    let digits = seed.to_string();
    let digits = digits.chars().filter_map(|digit| digit.to_digit(10));
    let words = digits.filter_map(|digit| DIGITS.get(usize::try_from(digit).ok()?).copied());
    words.collect::<Vec<_>>().join(" and ")
}
