//! A node on a database of its own, and the hands of those who call on it.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use hearback_store::Pool;
use hearback_wire::chance::SeededChance;
use hearback_wire::clock::{ManualClock, Millis};
use hearback_wire::content::Origin;
use hearback_wire::keys::SecretKey;
use hearback_wire::vocabulary::NodeRole;
use tower::ServiceExt;

use crate::node::{BotAccess, Keys, Node, Settings};
use crate::release::Schedule;
use crate::staff::Role;
use crate::web::router;

/// A node of its own, with the hands to reach its pages.
pub(super) struct House {
    pub(super) node: Node,
    pub(super) clock: Arc<ManualClock>,
    _folder: tempfile::TempDir,
}

#[expect(
    clippy::disallowed_methods,
    reason = "a client that is never used: nothing dials out here"
)]
pub(super) async fn house() -> House {
    let folder = tempfile::tempdir().unwrap();
    let pool = Pool::open(&format!(
        "sqlite:{}",
        folder.path().join("node.db").display()
    ))
    .await
    .unwrap();
    let keys = Keys {
        identity: SecretKey::draw(&SeededChance::new(1)),
        signing: SecretKey::draw(&SeededChance::new(2)),
    };
    let settings = Settings {
        name: "A learned society".parse().unwrap(),
        contact: "The desk".parse().unwrap(),
        roles: vec![NodeRole::Intermediary, NodeRole::Producer],
        bodies: Vec::new(),
        url: None,
        origin: Origin::Class("charity, England".parse().unwrap()),
        bots: vec![bot("bot-token", false), bot("desk-token", true)],
        sync_seconds: 60,
        sync_batch: 256,
        release: Schedule::AtOnce,
        publish: crate::Publish::default(),
    };
    let clock = Arc::new(ManualClock::new(Millis(1_790_000_000_000)));
    let chance = Arc::new(SeededChance::new(5));
    // Already installed by another test of this process: as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let node = Node::open(
        pool,
        keys,
        settings,
        clock.clone(),
        chance,
        reqwest::Client::builder().build().unwrap(),
    )
    .await
    .unwrap();
    House {
        node,
        clock,
        _folder: folder,
    }
}

fn bot(token: &str, moderates: bool) -> BotAccess {
    BotAccess {
        token: token.to_owned(),
        moderates,
    }
}

impl House {
    pub(super) fn router(&self) -> Router {
        router(self.node.clone())
    }

    pub(super) async fn ask(&self, request: axum::http::request::Builder, body: &str) -> Response {
        self.router()
            .oneshot(request.body(Body::from(body.to_owned())).unwrap())
            .await
            .unwrap()
    }

    pub(super) async fn get(&self, path: &str, cookie: &str) -> Response {
        self.ask(Request::get(path).header(header::COOKIE, cookie), "")
            .await
    }

    pub(super) async fn post(&self, path: &str, cookie: &str, form: &str) -> Response {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request, form).await
    }

    /// Signs in through the pages, and gives the cookie.
    pub(super) async fn sign_in(&self, role: Role) -> String {
        let token = self.node.invite_staff(role, "Ada").await.unwrap();
        let opened = self.post(&format!("/sign-in/{token}"), "", "").await;
        assert_eq!(opened.status(), StatusCode::SEE_OTHER);
        let cookie = opened.headers()[header::SET_COOKIE].to_str().unwrap();
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
            "{cookie}"
        );
        cookie.split(';').next().unwrap().to_owned()
    }
}

pub(super) async fn text(response: Response) -> String {
    String::from_utf8(
        to_bytes(response.into_body(), usize::MAX)
            .await
            .unwrap()
            .to_vec(),
    )
    .unwrap()
}
