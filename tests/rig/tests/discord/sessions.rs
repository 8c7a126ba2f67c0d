//! The gateway's own rules, over a plain WebSocket.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use hearback_rig::discord::{Chaos, Clock, Discord, MORNING_MS, Order, Setup};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

/// A connection.
pub(crate) struct Line(WebSocketStream<TcpStream>);

impl Line {
    /// Connects and is greeted.
    pub(crate) async fn open(discord: &Discord) -> Self {
        let url = discord.gateway().url().to_owned();
        let stream = TcpStream::connect(url.trim_start_matches("ws://"))
            .await
            .unwrap();
        let (socket, _) = tokio_tungstenite::client_async(url, stream).await.unwrap();
        let mut line = Self(socket);
        assert_eq!(line.next().await["op"], 10);
        line
    }

    async fn send(&mut self, op: u8, data: Value) {
        let text = json!({"op": op, "d": data}).to_string();
        self.0.send(Message::Text(text)).await.unwrap();
    }

    async fn frame(&mut self) -> Option<Message> {
        let frame = tokio::time::timeout(Duration::from_secs(20), self.0.next());
        frame.await.unwrap().and_then(Result::ok)
    }

    pub(crate) async fn next(&mut self) -> Value {
        match self.frame().await {
            Some(Message::Text(text)) => serde_json::from_str(&text).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    /// The next event with this name.
    pub(crate) async fn event(&mut self, name: &str) -> Value {
        loop {
            let frame = self.next().await;
            if frame["t"] == name {
                return frame;
            }
        }
    }

    async fn closed(mut self) -> u16 {
        loop {
            match self.frame().await {
                Some(Message::Close(frame)) => return frame.unwrap().code.into(),
                Some(_) => {}
                None => panic!("it ended without a code"),
            }
        }
    }

    /// Asks for a session that is told of these intents.
    pub(crate) async fn identify(&mut self, discord: &Discord, intents: u64) {
        self.send(2, identify(&discord.token(), intents)).await;
    }

    /// Starts a session and gives its id.
    async fn identified(discord: &Discord) -> (Self, String) {
        let mut line = Self::open(discord).await;
        line.identify(discord, 1).await;
        let ready = line.event("READY").await;
        let id = ready["d"]["session_id"].as_str().unwrap().to_owned();
        (line, id)
    }
}

fn identify(token: &str, intents: u64) -> Value {
    json!({"token": token, "intents": intents, "properties": {}})
}

fn resume(discord: &Discord, session: &str, seq: u64) -> Value {
    json!({"token": discord.token(), "session_id": session, "seq": seq})
}

async fn still() -> Discord {
    let clock = Clock::still(MORNING_MS);
    Discord::start(Setup {
        clock,
        ..Setup::default()
    })
    .await
    .unwrap()
}

async fn refused(discord: &Discord, op: u8, data: Value) -> u16 {
    let mut line = Line::open(discord).await;
    line.send(op, data).await;
    line.closed().await
}

#[tokio::test]
async fn what_is_wrong_with_a_start_is_said_with_a_code() {
    let discord = still().await;
    let token = discord.token();
    assert_eq!(refused(&discord, 2, identify("wrong", 1)).await, 4004);
    assert_eq!(refused(&discord, 2, identify(&token, 1 << 15)).await, 4014);
    assert_eq!(refused(&discord, 2, identify(&token, 1 << 40)).await, 4013);
    assert_eq!(refused(&discord, 3, json!({})).await, 4003);
    assert_eq!(refused(&discord, 99, json!({})).await, 4001);
    assert_eq!(refused(&discord, 2, json!("x".repeat(4_096))).await, 4002);
    assert_eq!(discord.gateway().starts(), 0);
}

#[tokio::test]
async fn a_second_start_on_one_connection_ends_it() {
    let discord = still().await;
    let (mut line, _) = Line::identified(&discord).await;
    line.send(2, identify(&discord.token(), 1)).await;
    assert_eq!(line.closed().await, 4005);
}

#[tokio::test]
async fn starts_within_five_seconds_have_to_wait() {
    let discord = still().await;
    let _first = Line::identified(&discord).await;
    let mut second = Line::open(&discord).await;
    second.send(2, identify(&discord.token(), 1)).await;
    let invalid = second.next().await;
    assert_eq!((&invalid["op"], &invalid["d"]), (&json!(9), &json!(false)));
    discord.advance(Duration::from_secs(5));
    second.send(2, identify(&discord.token(), 1)).await;
    second.event("READY").await;
    assert_eq!(discord.gateway().starts_left(), 998);
}

#[tokio::test]
async fn only_what_was_asked_for_is_told_and_missed_events_are_told_again() {
    let discord = still().await;
    let server = discord.add_server("Centre for X");
    let general = server.add_channel("general");
    let ada = server.add_person("ada", "en-GB");
    let (mut line, session) = Line::identified(&discord).await;
    let guild = line.event("GUILD_CREATE").await;
    assert_eq!(guild["d"]["channels"][0]["name"], "general");
    discord.gateway().order(Order::Hangup);
    discord.gateway().disconnected().await.unwrap();
    drop(line);

    ada.say(&general, "nobody is told of this").unwrap();
    server.add_channel("later");
    let mut back = Line::open(&discord).await;
    let seq = guild["s"].as_u64().unwrap();
    back.send(6, resume(&discord, &session, seq)).await;
    let (missed, end) = (back.next().await, back.next().await);
    assert_eq!(
        (&missed["t"], &missed["s"]),
        (&json!("CHANNEL_CREATE"), &json!(seq + 1))
    );
    assert_eq!((&end["t"], &end["s"]), (&json!("RESUMED"), &json!(seq + 2)));
}

#[tokio::test]
async fn a_session_is_over_after_a_goodbye_and_cannot_name_the_future() {
    let discord = still().await;
    let (mut line, session) = Line::identified(&discord).await;
    assert_eq!(
        refused(&discord, 6, resume(&discord, &session, 99)).await,
        4007
    );
    line.0
        .close(Some(tokio_tungstenite::tungstenite::protocol::CloseFrame {
            code: 1000.into(),
            reason: "".into(),
        }))
        .await
        .unwrap();
    discord.gateway().disconnected().await.unwrap();
    let mut back = Line::open(&discord).await;
    back.send(6, resume(&discord, &session, 1)).await;
    assert_eq!(back.next().await["op"], 9);
}

#[tokio::test]
async fn heartbeats_are_answered_unless_it_is_deaf() {
    let discord = still().await;
    let mut line = Line::open(&discord).await;
    line.send(1, Value::Null).await;
    assert_eq!(line.next().await["op"], 11);
    discord.gateway().deafen(true);
    line.send(1, Value::Null).await;
    line.send(2, identify(&discord.token(), 1)).await;
    assert_eq!(line.next().await["t"], "READY");
    assert_eq!(discord.gateway().beats(), 2);
}

#[tokio::test]
async fn more_than_a_hundred_and_twenty_frames_a_minute_are_too_many() {
    let discord = still().await;
    let mut line = Line::open(&discord).await;
    for _ in 0..121 {
        line.send(1, Value::Null).await;
    }
    assert_eq!(line.closed().await, 4008);
}

/// A client that resumes whenever its connection ends.
struct Faithful {
    line: Line,
    session: String,
    seen: u64,
}

impl Faithful {
    /// The next event, whatever happens to the connection on the way.
    async fn next(&mut self, discord: &Discord) -> Value {
        loop {
            let frame = match self.line.frame().await {
                Some(Message::Text(text)) => serde_json::from_str(&text).unwrap(),
                // Whatever ends the connection, the session goes on.
                _ => json!({"op": 7}),
            };
            match frame["op"].as_u64() {
                Some(0) => {
                    self.seen = frame["s"].as_u64().unwrap();
                    return frame;
                }
                Some(7 | 9) => {
                    self.line = Line::open(discord).await;
                    self.line
                        .send(6, resume(discord, &self.session, self.seen))
                        .await;
                }
                _ => {}
            }
        }
    }
}

/// The fake must never lose or double an event by its own faults, or tests would blame the bot.
#[tokio::test]
async fn through_any_faults_who_resumes_is_told_every_event_once_and_in_order() {
    for seed in 0..10 {
        let discord = still().await;
        let (line, session) = Line::identified(&discord).await;
        let mut client = Faithful {
            line,
            session,
            seen: 1,
        };
        discord.chaos(Some(Chaos {
            seed,
            requests: 0,
            events: 500,
        }));
        let server = discord.add_server("Centre for X");
        let names: Vec<String> = (0..40).map(|at| format!("channel-{at}")).collect();
        let (mut made, mut told) = (names.iter(), Vec::new());
        while told.len() < names.len() {
            if let Some(name) = made.next() {
                server.add_channel(name);
            }
            let event = client.next(&discord).await;
            if event["t"] == "CHANNEL_CREATE" {
                told.push(event["d"]["name"].as_str().unwrap().to_owned());
            }
        }
        assert_eq!(told, names, "seed {seed}");
        assert!(discord.gateway().resumes() > 5, "seed {seed}");
    }
}

/// More servers than events are kept for one that comes back: what was not sent yet is never dropped.
#[tokio::test]
async fn a_bot_in_six_thousand_servers_is_told_of_each() {
    let discord = Discord::start(Setup::fast()).await.unwrap();
    for at in 0..6_000 {
        discord.add_server(&format!("server-{at}"));
    }
    let (mut line, _) = Line::identified(&discord).await;
    for at in 0..6_000 {
        let told = line.event("GUILD_CREATE").await;
        assert_eq!(told["d"]["name"], format!("server-{at}"));
    }
}
