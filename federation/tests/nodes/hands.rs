//! The hands of those who moderate: a bot's, by the intake API, and a person's, by the console.

use hearback_federation::Role;
use hearback_wire::id::Hash;
use hearback_wire::intake::BASE;
use hearback_wire::problem::Problem;
use hearback_wire::reference::NeedRef;
use reqwest::Response;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::common::{Running, http};

/// A bot of a node, by one of its tokens.
pub(crate) struct Chat<'a> {
    pub(crate) at: &'a Running,
    pub(crate) token: &'static str,
}

impl<'a> Chat<'a> {
    pub(crate) fn new(at: &'a Running) -> Self {
        let token = "token";
        Self { at, token }
    }

    fn bearer(&self) -> String {
        format!("{} of {}", self.token, self.at.node.name())
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        let get = http().get(format!("{}{BASE}{path}", self.at.url));
        get.bearer_auth(self.bearer()).send().await.unwrap()
    }

    pub(crate) async fn read<T: DeserializeOwned>(&self, path: &str) -> T {
        body(self.get(path).await).await
    }

    pub(crate) async fn post(&self, path: &str, key: &str, put: &Value) -> Response {
        let post = http().post(format!("{}{BASE}{path}", self.at.url));
        let post = post
            .bearer_auth(self.bearer())
            .header("idempotency-key", key);
        post.body(put.to_string()).send().await.unwrap()
    }

    /// A decision about a held need, under a key of its own.
    pub(crate) async fn decide(&self, reference: NeedRef, how: &str, put: &Value) -> Response {
        let key = format!("{reference} {how} {put}");
        let short: String = Hash::of(&[key.as_bytes()]).to_string();
        self.post(&format!("/moderation/needs/{reference}/{how}"), &short, put)
            .await
    }
}

pub(crate) async fn body<T: DeserializeOwned>(response: Response) -> T {
    assert!(response.status().is_success(), "{response:?}");
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

pub(crate) async fn problem(response: Response) -> Problem {
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

/// A moderator's cookie.
pub(crate) async fn sign_in(at: &Running) -> String {
    let role = Role::Moderator;
    let token = at.node.invite_staff(role, "Ada").await.unwrap();
    let opened = press(at, &format!("/sign-in/{token}"), "", String::new()).await;
    let cookie = opened.headers()["set-cookie"].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

/// Presses a button of a page.
pub(crate) async fn press(at: &Running, path: &str, cookie: &str, form: String) -> Response {
    http()
        .post(format!("{}{path}", at.url))
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await
        .unwrap()
}
