//! The fake over plain HTTP, with no library of a bot in between that would hide what it says.

use hearback_rig::discord::{Asked, Channel, Discord, Id, Person, Server, Setup};
use reqwest::header::HeaderMap;
use reqwest::{Client, Method};
use serde_json::{Value, json};

/// A fake whose clock stands still, with a server, a channel, a person and two commands.
pub(crate) struct Scene {
    pub(crate) discord: Discord,
    pub(crate) server: Server,
    pub(crate) general: Channel,
    pub(crate) ada: Person,
    client: Client,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Answer {
    /// Discord's code of a refusal. 0 if there is none.
    pub(crate) fn code(&self) -> u64 {
        self.body["code"].as_u64().unwrap_or(0)
    }

    /// The id of what was made.
    pub(crate) fn id(&self) -> Id {
        self.body["id"]
            .as_str()
            .unwrap_or_else(|| panic!("{}", self.body))
            .parse()
            .unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test has no other place for its client"
)]
fn client() -> Client {
    // An error means that one is installed already.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    let agent = "DiscordBot (https://example.org, 1)";
    Client::builder()
        .no_proxy()
        .user_agent(agent)
        .build()
        .unwrap()
}

impl Scene {
    pub(crate) async fn new() -> Self {
        let clock = hearback_rig::discord::Clock::still(hearback_rig::discord::MORNING_MS);
        Self::with(Setup {
            clock,
            ..Setup::default()
        })
        .await
    }

    pub(crate) async fn with(setup: Setup) -> Self {
        let discord = Discord::start(setup).await.unwrap();
        let server = discord.add_server("Centre for X");
        let general = server.add_channel("general");
        let ada = server.add_person("ada", "en-GB");
        let client = client();
        let scene = Self {
            discord,
            server,
            general,
            ada,
            client,
        };
        let reference = json!({
            "type": 3, "name": "reference", "description": "Which", "autocomplete": true,
        });
        let commands = json!([
            {"name": "need", "description": "Say it", "options": [reference]},
            {"name": "Turn into a need", "type": 3},
        ]);
        let path = format!("/applications/{}/commands", scene.discord.application());
        assert_eq!(scene.call("PUT", &path, commands).await.status, 200);
        scene
    }

    /// A request with the bot's token.
    pub(crate) async fn call(&self, method: &str, path: &str, body: Value) -> Answer {
        self.call_as(&self.discord.token(), method, path, body)
            .await
            .unwrap()
    }

    /// A request with any token, which may end without an answer.
    pub(crate) async fn call_as(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Value,
    ) -> reqwest::Result<Answer> {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let address = format!("{}/api/v10{path}", self.discord.address());
        let mut request = self.client.request(method, address);
        request = request.header("Authorization", format!("Bot {token}"));
        if !body.is_null() {
            request = request.json(&body);
        }
        let answer = request.send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let text = answer.text().await?;
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Ok(Answer {
            status,
            headers,
            body,
        })
    }

    /// Posts in a channel.
    pub(crate) async fn post(&self, channel: Id, body: Value) -> Answer {
        self.call("POST", &format!("/channels/{channel}/messages"), body)
            .await
    }

    /// A thread of the bot in the channel.
    pub(crate) async fn thread(&self) -> Channel {
        let path = format!("/channels/{}/threads", self.general.id());
        let made = self
            .call("POST", &path, json!({"name": "HB", "type": 11}))
            .await;
        assert_eq!(made.status, 201, "{}", made.body);
        self.server.channel(made.id())
    }

    /// Changes a thread.
    pub(crate) async fn turn(&self, thread: &Channel, body: Value) -> Answer {
        self.call("PATCH", &format!("/channels/{}", thread.id()), body)
            .await
    }

    /// Ada types `/need`.
    pub(crate) fn asked(&self) -> Asked {
        self.ada.run_command(&self.general, "need", &[]).unwrap()
    }

    /// The first answer to an interaction.
    pub(crate) async fn answer(&self, asked: &Asked, body: Value) -> Answer {
        let path = format!("/interactions/{}/{}/callback", asked.id(), asked.token());
        self.call("POST", &path, body).await
    }

    /// Answers with a form that has the one field `what`.
    pub(crate) async fn show_form(&self, asked: &Asked) {
        let shown = self
            .answer(asked, json!({"type": 9, "data": a_form()}))
            .await;
        assert_eq!(shown.status, 204, "{}", shown.body);
    }

    /// A later call with the interaction's token.
    pub(crate) async fn later(
        &self,
        asked: &Asked,
        method: &str,
        rest: &str,
        body: Value,
    ) -> Answer {
        let path = format!(
            "/webhooks/{}/{}{rest}",
            self.discord.application(),
            asked.token()
        );
        self.call(method, &path, body).await
    }

    /// Nothing that anybody sent was wrong.
    pub(crate) fn assert_honest(&self) {
        assert_eq!(self.discord.findings(), []);
        let witnessed = self.discord.witnessed();
        assert!(witnessed.read_answers > 0, "{witnessed:?}");
    }
}

/// A form with one field.
pub(crate) fn a_form() -> Value {
    let input = json!({"type": 4, "custom_id": "what", "label": "What?", "style": 2});
    let rows = json!([{"type": 1, "components": [input]}]);
    json!({"title": "A need", "custom_id": "need", "components": rows})
}
