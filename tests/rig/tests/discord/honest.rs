//! Everything that the fake answers and tells, once, before the witnesses: what is not looked at here
//! could be wrong for ever.

use std::collections::BTreeSet;
use std::time::Duration;

use hearback_rig::discord::{Message, Permissions};
use serde_json::{Value, json};
use serenity::all::{Event, GuildChannel};

use crate::bot;
use crate::raw::Scene;
use crate::sessions::Line;

/// Guilds, messages in them, and messages in conversations: all that needs no permission of Discord's.
const OPEN: u64 = 1 | (1 << 9) | (1 << 12);

#[tokio::test]
async fn every_answer_about_the_bot_and_its_places_is_discords() {
    let scene = Scene::new().await;
    let forum = scene.server.add_forum("needs", &["new"], true);
    let news = scene.server.add_announcements("news");
    let thread = scene.thread().await;
    let private = json!({"name": "HB", "type": 12});
    let path = format!("/channels/{}/threads", scene.general.id());
    let private = scene.call("POST", &path, private).await.id();
    scene.general.deny_bot(Permissions::MENTION_EVERYONE);
    let (guild, application) = (scene.server.id(), scene.discord.application());
    for path in [
        "/gateway".to_owned(),
        "/gateway/bot".to_owned(),
        "/users/@me".to_owned(),
        "/users/@me/guilds".to_owned(),
        format!("/users/{}", scene.ada.id()),
        "/applications/@me".to_owned(),
        format!("/applications/{application}/commands"),
        format!("/applications/{application}/guilds/{guild}/commands"),
        format!("/guilds/{guild}"),
        format!("/guilds/{guild}/channels"),
        format!("/guilds/{guild}/roles"),
        format!("/guilds/{guild}/members/{}", scene.ada.id()),
        format!("/guilds/{guild}/threads/active"),
        format!("/channels/{}", scene.general.id()),
        format!("/channels/{}", forum.id()),
        format!("/channels/{}", news.id()),
        format!("/channels/{}", thread.id()),
        format!("/channels/{private}"),
        format!("/channels/{}/messages?limit=2", scene.general.id()),
    ] {
        let answer = scene.call("GET", &path, Value::Null).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    }
    scene.assert_honest();
}

#[tokio::test]
async fn every_act_on_messages_and_threads_is_answered_as_discord_answers() {
    let scene = Scene::new().await;
    let role = scene.server.bots_role().unwrap();
    let powers = Permissions::PIN_MESSAGES.and(Permissions::MANAGE_THREADS);
    scene.server.set_role(role, powers);
    let thread = scene.thread().await;
    let id = scene
        .post(thread.id(), json!({"content": "one"}))
        .await
        .id();
    let none = Value::Null;
    for (method, rest, body, status) in [
        ("POST", "typing".to_owned(), none.clone(), 204),
        ("PUT", format!("messages/pins/{id}"), none.clone(), 204),
        ("DELETE", format!("pins/{id}"), none.clone(), 204),
        ("PUT", "thread-members/@me".to_owned(), none.clone(), 204),
        ("DELETE", "thread-members/@me".to_owned(), none.clone(), 204),
        (
            "PATCH",
            format!("messages/{id}"),
            json!({"content": "two"}),
            200,
        ),
        ("GET", format!("messages/{id}"), none.clone(), 200),
        ("DELETE", format!("messages/{id}"), none.clone(), 204),
    ] {
        let path = format!("/channels/{}/{rest}", thread.id());
        let answer = scene.call(method, &path, body).await;
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.body);
    }
    let path = format!("/channels/{}", thread.id());
    assert_eq!(scene.call("DELETE", &path, none.clone()).await.status, 200);
    let path = format!("/users/@me/guilds/{}", scene.server.id());
    assert_eq!(scene.call("DELETE", &path, none).await.status, 204);
    scene.assert_honest();
}

#[tokio::test]
async fn every_event_that_it_tells_can_be_read() {
    let scene = Scene::new().await;
    let mut line = Line::open(&scene.discord).await;
    line.identify(&scene.discord, OPEN).await;
    line.event("READY").await;
    scene.act_on_everything().await;
    let mut told = BTreeSet::new();
    loop {
        let event = line.next().await;
        told.insert(event["t"].as_str().unwrap().to_owned());
        // The last of all is a thread that is locked.
        if event["d"]["thread_metadata"]["locked"] == true && event["t"] == "THREAD_UPDATE" {
            break;
        }
    }
    let known = [
        "CHANNEL_CREATE",
        "CHANNEL_DELETE",
        "CHANNEL_UPDATE",
        "GUILD_CREATE",
        "GUILD_DELETE",
        "GUILD_ROLE_CREATE",
        "GUILD_ROLE_UPDATE",
        "INTERACTION_CREATE",
        "MESSAGE_CREATE",
        "MESSAGE_DELETE",
        "MESSAGE_UPDATE",
        "THREAD_CREATE",
        "THREAD_DELETE",
        "THREAD_MEMBERS_UPDATE",
        "THREAD_UPDATE",
    ];
    assert_eq!(told.iter().map(String::as_str).collect::<Vec<_>>(), known);
    scene.assert_honest();
}

/// What twilight-model reads, serenity has to read too: it is what our bot is built on.
#[tokio::test]
async fn every_event_that_it_tells_can_be_read_by_serenity() {
    let scene = Scene::new().await;
    let (_bot, mut heard) = bot::listen(&scene.discord).await;
    scene.act_on_everything().await;
    let mut count = 0;
    loop {
        let event = tokio::time::timeout(Duration::from_secs(20), heard.recv());
        count += 1;
        match event.await.unwrap().unwrap() {
            Event::Unknown(event) => panic!("it cannot read {}: {:?}", event.kind, event.value),
            // The last of all is a thread that is locked.
            Event::ThreadUpdate(event) if is_locked(&event.thread) => break,
            _ => {}
        }
    }
    assert!(count > 40, "{count}");
}

fn is_locked(thread: &GuildChannel) -> bool {
    thread.thread_metadata.is_some_and(|about| about.locked)
}

impl Scene {
    /// Everything that tells of something, the end of the server last.
    async fn act_on_everything(&self) {
        let needs = self.server.add_forum("needs", &["new"], false);
        let post = self.ada.start_post(&needs, "Bus", "times", &[]).unwrap();
        self.post(post.id(), json!({"content": "hello"})).await;
        let thread = self.thread().await;
        thread.archive(true);
        self.post(thread.id(), json!({"content": "awake"})).await;
        let said = self.ada.say(&self.general, "well?").unwrap();
        self.press_on_everything(&said).await;
        self.ada.start_thread(&said, "Bus").unwrap();
        let direct = self.ada.direct().unwrap();
        self.ada.say(&direct, "hello").unwrap();
        self.ada.run_command(&direct, "need", &[]).unwrap();
        self.end_of_everything();
    }

    /// A full message, and every sort of interaction.
    async fn press_on_everything(&self, said: &Message) {
        let button = json!({"type": 2, "style": 1, "label": "Go", "custom_id": "go"});
        let options = json!([{"label": "Bus", "value": "bus"}]);
        let menu = json!({"type": 3, "custom_id": "topic", "options": options});
        let rows = [button, menu].map(|part| json!({"type": 1, "components": [part]}));
        let full = json!({
            "content": format!("<@{}>", self.ada.id()), "components": rows, "nonce": "1",
            "message_reference": {"message_id": said.id.to_string()},
            "embeds": [{"title": "t", "description": "d"}],
        });
        let id = self.post(self.general.id(), full).await.id();
        let shown = self.general.messages().pop().unwrap();
        assert_eq!(shown.id, id);
        let pressed = self.ada.press(&shown, "go").unwrap();
        self.show_form(&pressed).await;
        let sent = self.ada.submit(&pressed, &[("what", "data")]).unwrap();
        self.answer(&sent, json!({"type": 4, "data": {"content": "for all"}}))
            .await;
        let chosen = self.ada.select(&shown, "topic", &["bus"]).unwrap();
        self.answer(&chosen, json!({"type": 4, "data": {"content": "a bus"}}))
            .await;
        self.ada.message_command(said, "Turn into a need").unwrap();
        let command = self.asked();
        self.answer(&command, json!({"type": 5})).await;
        let edit = json!({"content": "done"});
        self.later(&command, "PATCH", "/messages/@original", edit)
            .await;
        self.ada
            .autocomplete(&self.general, "need", &[], ("reference", "H"))
            .unwrap();
    }

    fn end_of_everything(&self) {
        let role = self.server.add_role("moderators", Permissions::NONE);
        self.server.set_role(role, Permissions::MANAGE_THREADS);
        self.general.deny_bot(Permissions::MENTION_EVERYONE);
        let message = self.general.messages()[0].id;
        self.general.delete_message(message);
        self.discord.advance(Duration::from_hours(24 * 8));
        self.general.delete();
        self.server.outage(true);
        self.server.outage(false);
        self.server.kick_bot();
        self.server.invite_bot(Permissions::NONE);
        // The last of all.
        self.server.threads()[0].lock(true);
    }
}
