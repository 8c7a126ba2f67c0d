//! Calls to Discord's HTTP API with a client of our own: what the platform says about its limits is
//! seen and kept to, which the library hides.
//!
//! It must never send the token with an answer to what somebody pressed, nor log an address: both
//! name people.

use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use serde_json::Value;
use zeroize::Zeroizing;

use super::limits::{Limits, Route, Wait};

/// How long a call may take.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long one try of the first answer to a press may take, of the three seconds there are.
const AT_ONCE: Duration = Duration::from_millis(1500);
/// What Discord wants every client to say of itself.
const AGENT: &str = concat!(
    "DiscordBot (https://github.com/hearback/hearback, ",
    env!("CARGO_PKG_VERSION"),
    ")"
);

/// Why a call was not done.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Refused {
    /// Too fast: not before this.
    Slow(Duration),
    /// The token is not taken: nothing must be sent any more.
    Token,
    /// It can never work like this.
    Never(Code),
    /// It may work later.
    Later,
}

/// A refusal for good: the HTTP status, and the platform's own code or 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) status: u16,
    pub(super) code: u64,
}

impl Code {
    /// What is not there, or not there any more.
    pub(super) const fn is_gone(self) -> bool {
        self.status == 404 || matches!(self.code, 10_003 | 10_008)
    }

    /// What the bot may not do.
    pub(super) const fn is_forbidden(self) -> bool {
        self.status == 403 || matches!(self.code, 50_001 | 50_013)
    }

    /// A thread that sleeps.
    pub(super) const fn is_archived(self) -> bool {
        self.code == 50_083
    }

    /// A filter of the server stopped it.
    pub(super) const fn is_filtered(self) -> bool {
        matches!(self.code, 200_000 | 200_001 | 240_000)
    }
}

/// One call.
pub(super) struct Call {
    route: Route,
    method: Method,
    path: String,
    body: Option<Value>,
    at_once: bool,
}

/// The way to the API.
pub(super) struct Rest {
    http: reqwest::Client,
    base: String,
    token: Zeroizing<String>,
    limits: Limits,
}

impl Rest {
    pub(super) fn new(http: reqwest::Client, api: &str, token: &Zeroizing<String>) -> Self {
        Self {
            http,
            base: format!("{}/api/v10", api.trim_end_matches('/')),
            token: token.clone(),
            limits: Limits::default(),
        }
    }

    /// Does a call, unless it would be too fast. Returns the answer's body, or null.
    pub(super) async fn call(&self, call: Call) -> Result<Value, Refused> {
        let wait = self.limits.wait(&call.route, Instant::now());
        if !wait.is_zero() && !call.at_once {
            return Err(Refused::Slow(wait));
        }
        let answers = call.route.answers;
        let mut request = self
            .http
            .request(call.method, format!("{}{}", self.base, call.path))
            .header("user-agent", AGENT)
            .timeout(if call.at_once { AT_ONCE } else { PATIENCE });
        if !answers {
            request = request.header("authorization", format!("Bot {}", self.token.as_str()));
        }
        if let Some(body) = &call.body {
            request = request.json(body);
        }
        let response = request.send().await.map_err(|_| Refused::Later)?;
        self.limits
            .learn(&call.route, response.headers(), Instant::now());
        let status = response.status();
        let limit = Limit::of(response.headers());
        let body = response.bytes().await.map_err(|_| Refused::Later)?;
        if status.is_success() {
            return Ok(serde_json::from_slice(&body).unwrap_or(Value::Null));
        }
        let problem: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
        Err(self.refused(&call.route, status, (&problem, limit)))
    }

    fn refused(
        &self,
        route: &Route,
        status: StatusCode,
        (problem, limit): (&Value, Limit),
    ) -> Refused {
        let code = Code {
            status: status.as_u16(),
            code: problem.get("code").and_then(Value::as_u64).unwrap_or(0),
        };
        match status {
            StatusCode::TOO_MANY_REQUESTS => {
                let seconds = problem.get("retry_after").and_then(Value::as_f64);
                // What stands in front of the platform speaks no JSON, and means everything.
                let all = problem.get("global").and_then(Value::as_bool);
                let wait = Wait {
                    seconds: seconds.or(limit.seconds).unwrap_or(5.0),
                    all: all.unwrap_or(problem.is_null()) && !limit.shared,
                };
                self.limits.refused(route, wait, Instant::now());
                Refused::Slow(self.limits.wait(route, Instant::now()))
            }
            // Without the bot's own token it only means that this answer is too late.
            StatusCode::UNAUTHORIZED if !route.answers => Refused::Token,
            status if status.is_client_error() => Refused::Never(code),
            _ => Refused::Later,
        }
    }
}

impl Call {
    fn new(method: Method, (name, of): (&'static str, &str), path: String) -> Self {
        Self {
            route: Route {
                name,
                of: of.to_owned(),
                answers: false,
            },
            method,
            path,
            body: None,
            at_once: false,
        }
    }

    fn with(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    fn answering(mut self) -> Self {
        self.route.answers = true;
        self
    }

    /// Which application the token is for.
    pub(super) fn application() -> Self {
        let path = "/applications/@me".to_owned();
        Self::new(Method::GET, ("application", ""), path)
    }

    /// The bot's own account.
    pub(super) fn account() -> Self {
        Self::new(Method::GET, ("account", ""), "/users/@me".to_owned())
    }

    /// All commands, in the place of those that were there.
    pub(super) fn commands(application: &str, commands: Value) -> Self {
        let path = format!("/applications/{application}/commands");
        Self::new(Method::PUT, ("commands", application), path).with(commands)
    }

    /// The first answer to a press.
    pub(super) fn acknowledge(id: &str, token: &str, body: Value) -> Self {
        let path = format!("/interactions/{id}/{token}/callback");
        let mut call = Self::new(Method::POST, ("callback", token), path);
        call.at_once = true;
        call.answering().with(body)
    }

    /// Puts words in the place of the first answer.
    pub(super) fn answer(application: &str, token: &str, body: Value) -> Self {
        let path = format!("/webhooks/{application}/{token}/messages/@original");
        Self::new(Method::PATCH, ("answer", token), path)
            .answering()
            .with(body)
    }

    /// Says more to whoever pressed.
    pub(super) fn follow_up(application: &str, token: &str, body: Value) -> Self {
        let path = format!("/webhooks/{application}/{token}");
        Self::new(Method::POST, ("follow", token), path)
            .answering()
            .with(body)
    }

    /// Posts a message.
    pub(super) fn post(channel: &str, body: Value) -> Self {
        let path = format!("/channels/{channel}/messages");
        Self::new(Method::POST, ("post", channel), path).with(body)
    }

    /// The last messages of a room or thread.
    pub(super) fn look_back(channel: &str) -> Self {
        let path = format!("/channels/{channel}/messages?limit=50");
        Self::new(Method::GET, ("look", channel), path)
    }

    /// Changes a message of the bot.
    pub(super) fn edit(channel: &str, message: &str, body: Value) -> Self {
        let path = format!("/channels/{channel}/messages/{message}");
        Self::new(Method::PATCH, ("edit", channel), path).with(body)
    }

    /// Keeps a message at the head of its room.
    pub(super) fn pin(channel: &str, message: &str) -> Self {
        let path = format!("/channels/{channel}/messages/pins/{message}");
        Self::new(Method::PUT, ("pin", channel), path)
    }

    /// Begins a thread under a message.
    pub(super) fn begin_thread(channel: &str, message: &str, body: Value) -> Self {
        let path = format!("/channels/{channel}/messages/{message}/threads");
        Self::new(Method::POST, ("thread", channel), path).with(body)
    }

    /// Wakes a thread.
    pub(super) fn wake_thread(thread: &str, body: Value) -> Self {
        let path = format!("/channels/{thread}");
        Self::new(Method::PATCH, ("channel", thread), path).with(body)
    }
}

/// What the headers of a refusal say of its limit.
#[derive(Clone, Copy)]
struct Limit {
    seconds: Option<f64>,
    /// Others use it too, so that it is nobody's fault.
    shared: bool,
}

impl Limit {
    fn of(headers: &reqwest::header::HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        Self {
            seconds: text("retry-after").and_then(|text| text.parse().ok()),
            shared: text("x-ratelimit-scope") == Some("shared"),
        }
    }
}

/// The id in an answer.
pub(super) fn id(answer: &Value) -> Option<String> {
    answer.get("id").and_then(Value::as_str).map(str::to_owned)
}
