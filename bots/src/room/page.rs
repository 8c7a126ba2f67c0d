//! The pages' templates and the two small files that go with them.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use hearback_wire::intake::{NeedSummary, Similar};
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::{Verdict, Voice};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};

/// A need that a person may add a voice to.
pub(super) struct NeedLine {
    pub(super) reference: NeedRef,
    pub(super) statement: String,
    pub(super) status: &'static str,
    pub(super) voices: &'static str,
    pub(super) latest: Option<String>,
}

impl From<&NeedSummary> for NeedLine {
    fn from(need: &NeedSummary) -> Self {
        Self {
            reference: need.reference,
            statement: need.statement.clone(),
            status: need.status.label(),
            voices: need.voices.label(),
            latest: need.latest.clone(),
        }
    }
}

impl From<&Similar> for NeedLine {
    fn from(similar: &Similar) -> Self {
        Self::from(&similar.need)
    }
}

/// The two questions, with what was typed and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct Questions {
    pub(super) need: String,
    pub(super) use_: String,
    pub(super) need_error: Option<String>,
    pub(super) use_error: Option<String>,
}

#[derive(Template)]
#[template(path = "room.html")]
pub(super) struct RoomPage<'a> {
    pub(super) room: &'a str,
    pub(super) notice: String,
    pub(super) ask: Questions,
}

#[derive(Template)]
#[template(path = "needs.html")]
pub(super) struct NeedsPage<'a> {
    pub(super) room: &'a str,
    pub(super) words: String,
    pub(super) needs: Vec<NeedLine>,
    pub(super) voices: &'a [Voice],
    pub(super) earlier: Option<usize>,
    pub(super) later: Option<usize>,
}

/// One message, ready to read.
pub(super) struct Line {
    pub(super) who: String,
    pub(super) kind: String,
    pub(super) day: String,
    pub(super) text: String,
    pub(super) link: Option<String>,
}

/// A stretch of words, marked where it points at few people.
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) marked: bool,
}

/// The words that would leave.
pub(super) struct PreviewView {
    pub(super) statement: Vec<Piece>,
    pub(super) use_: Option<Vec<Piece>>,
    /// Where it will say that it comes from.
    pub(super) origin: String,
    pub(super) removed: Vec<String>,
    /// What still points at few people.
    pub(super) concerns: Vec<String>,
    /// Whether there are coarser words for any of it.
    pub(super) wider: bool,
    /// What remains of a need that is taken back.
    pub(super) stays: String,
    pub(super) similar: Vec<NeedLine>,
    /// What to know about words that are one's own.
    pub(super) own: Option<String>,
}

/// A moderator's edit.
pub(super) struct EditView {
    pub(super) before: String,
    pub(super) before_use: Option<String>,
    pub(super) after: String,
    pub(super) after_use: Option<String>,
    pub(super) words: String,
}

/// A question to reply to.
pub(super) struct AskedView {
    pub(super) who: String,
    pub(super) words: String,
}

/// Everything that one thread shows.
#[derive(Template)]
#[template(path = "thread.html")]
pub(super) struct ThreadPage<'a> {
    pub(super) room: &'a str,
    pub(super) intermediary: &'a str,
    pub(super) path: String,
    pub(super) title: String,
    pub(super) standing: &'static str,
    pub(super) error: Option<String>,
    pub(super) typed: String,
    pub(super) ask: Questions,
    pub(super) preview: Option<PreviewView>,
    pub(super) lines: Vec<Line>,
    pub(super) edit: Option<EditView>,
    pub(super) asked: Option<AskedView>,
    pub(super) appeal: bool,
    pub(super) verdict: bool,
    pub(super) withdraw: bool,
    /// What was agreed to, in words.
    pub(super) receipts: Vec<String>,
    pub(super) voices: &'a [Voice],
    pub(super) verdicts: &'a [Verdict],
}

/// One of a person's threads, on a page about all of them.
pub(super) struct OwnThread {
    pub(super) about: String,
    pub(super) words: Option<String>,
    pub(super) standing: &'static str,
    pub(super) day: String,
    pub(super) ends: String,
    pub(super) receipts: Vec<String>,
    pub(super) lines: Vec<Line>,
}

/// The threads of whoever uses a browser.
#[derive(Template)]
#[template(path = "mine.html")]
pub(super) struct MinePage<'a> {
    pub(super) room: &'a str,
    pub(super) threads: Vec<OwnThread>,
}

/// All that is kept about whoever uses a browser.
#[derive(Template)]
#[template(path = "kept_about.html")]
pub(super) struct KeptPage<'a> {
    pub(super) room: &'a str,
    pub(super) intermediary: &'a str,
    pub(super) day: String,
    pub(super) threads: Vec<OwnThread>,
}

/// What erasing does, and the form that has it done.
#[derive(Template)]
#[template(path = "erase.html")]
pub(super) struct ErasePage<'a> {
    pub(super) room: &'a str,
    pub(super) title: &'static str,
    pub(super) before: Vec<String>,
    pub(super) action: String,
    pub(super) back: String,
}

/// A page of a few words.
#[derive(Template)]
#[template(path = "plain.html")]
pub(super) struct Plain<'a> {
    pub(super) title: &'a str,
    pub(super) text: &'a str,
    pub(super) back: &'a str,
}

/// What a person typed into a form that could not be kept. Lives as long as the request.
#[derive(Debug)]
pub(super) enum Typed {
    /// The two questions.
    Answers(Box<Questions>),
    /// Free words.
    Words(String),
}

/// A form that gives back what was typed. Needs nothing from the vault, which may be gone.
#[derive(Template)]
#[template(path = "kept.html")]
pub(super) struct Kept<'a> {
    pub(super) title: &'a str,
    pub(super) text: &'a str,
    pub(super) action: String,
    pub(super) typed: Typed,
}

/// Turns a template into a page.
pub(super) fn render(page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => Html(text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

const KEEP: (http::HeaderName, &str) = (CACHE_CONTROL, "public, max-age=3600");

/// `GET /room/room.css`
pub(super) async fn style() -> impl IntoResponse {
    let kind = (CONTENT_TYPE, "text/css; charset=utf-8");
    ([kind, KEEP], include_str!("../../assets/room.css"))
}

/// `GET /room/live.js`
pub(super) async fn script() -> impl IntoResponse {
    let kind = (CONTENT_TYPE, "text/javascript; charset=utf-8");
    ([kind, KEEP], include_str!("../../assets/live.js"))
}
