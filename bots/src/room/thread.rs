//! One thread as its person sees it: what was said, where it stands, and what is open.

use axum::Json;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Response};
use hearback_anonymise::Concern;
use hearback_wire::content::Content;
use hearback_wire::day::Day;
use hearback_wire::vocabulary::{Verdict, Voice};
use serde::Serialize;

use super::PAGES;
use super::page::{
    AskedView, EditView, Line, NeedLine, Piece, PreviewView, Questions, ThreadPage, render,
};
use super::token::Token;
use super::trouble::Trouble;
use crate::bots::Bots;
use crate::dialogue::{Draft, Question, State};
use crate::mine::words::receipt;
use crate::vault::{Receipt, StoredMessage, Thread, VaultError};
use crate::words;

/// What a form could not take, shown above the forms with what was typed.
#[derive(Default)]
pub(super) struct Again {
    pub(super) error: Option<String>,
    pub(super) typed: String,
    pub(super) ask: Option<Questions>,
}

/// The thread for programs.
#[derive(Serialize)]
struct ThreadJson {
    #[serde(rename = "ref")]
    reference: Option<String>,
    state: &'static str,
    messages: Vec<MessageJson>,
}

#[derive(Serialize)]
struct MessageJson {
    kind: String,
    text: String,
    update: Option<String>,
}

/// `GET /t/{token}` and `GET /t/{token}.json`
pub(super) async fn show(
    Shared(bots): Shared<Bots>,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    let (secret, as_json) = match name.strip_suffix(".json") {
        Some(secret) => (secret, true),
        None => (name.as_str(), false),
    };
    let token = Token::parse(secret).ok_or(Trouble::NoThread)?;
    if as_json {
        let (thread, messages) = read(&bots, &token).await?;
        return Ok(Json(json(&thread, messages)).into_response());
    }
    page(&bots, &token, Again::default()).await
}

/// The thread's page, with what a form could not take.
pub(super) async fn page(bots: &Bots, token: &Token, again: Again) -> Result<Response, Trouble> {
    let (thread, messages) = read(bots, token).await?;
    let receipts = bots.vault.receipts(&thread.id).await?;
    let mut page = view(bots, token, &thread.state, messages, again);
    page.receipts = receipts_in_words(&receipts, &thread.state);
    Ok(render(&page))
}

async fn read(bots: &Bots, token: &Token) -> Result<(Thread, Vec<StoredMessage>), Trouble> {
    let found: Result<_, VaultError> = bots.vault.read_thread(token.hash()).await;
    let thread = found?.ok_or(Trouble::NoThread)?;
    let messages = bots.vault.messages(&thread.id).await?;
    Ok((thread, messages))
}

fn json(thread: &Thread, messages: Vec<StoredMessage>) -> ThreadJson {
    let message = |m: StoredMessage| MessageJson {
        kind: m.kind,
        text: m.text,
        update: m.update,
    };
    ThreadJson {
        reference: thread.state.reference().map(|r| r.to_string()),
        state: thread.state.code(),
        messages: messages.into_iter().map(message).collect(),
    }
}

fn view<'a>(
    bots: &'a Bots,
    token: &Token,
    state: &State,
    messages: Vec<StoredMessage>,
    again: Again,
) -> ThreadPage<'a> {
    let open = match state {
        State::Asked { open, .. } => open.as_slice(),
        _ => &[],
    };
    let draft = match state {
        State::Preview(draft) => Some(draft.as_ref()),
        _ => None,
    };
    ThreadPage {
        room: &bots.settings.room,
        intermediary: &bots.settings.intermediary,
        path: token.path(),
        title: title(state),
        standing: standing(state),
        error: again.error,
        typed: again.typed,
        ask: again
            .ask
            .or_else(|| draft.map(editable))
            .unwrap_or_default(),
        preview: draft.map(preview),
        lines: messages
            .into_iter()
            .map(|message| line(bots, message))
            .collect(),
        edit: open.iter().find_map(edit),
        asked: open.iter().find_map(|question| asked(bots, question)),
        appeal: state.can_appeal(),
        verdict: state.wants_verdict(),
        withdraw: draft.is_none() && !state.is_final(),
        receipts: Vec::new(),
        voices: Voice::ALL,
        verdicts: Verdict::ALL,
    }
}

/// What was agreed to, two lines each.
pub(super) fn receipts_in_words(receipts: &[Receipt], state: &State) -> Vec<String> {
    let reference = state.reference().map(|r| r.to_string());
    let receipts = receipts.iter();
    receipts
        .map(|given| receipt(PAGES, given, reference.as_deref()))
        .collect()
}

fn title(state: &State) -> String {
    match (state, state.reference()) {
        (State::Preview(_), _) => "Check your words".to_owned(),
        (_, Some(reference)) => format!("Your thread about {reference}"),
        (_, None) => "Your thread".to_owned(),
    }
}

pub(super) const fn standing(state: &State) -> &'static str {
    match state {
        State::Preview(_) => "Nothing has been sent yet.",
        State::Sent(said) if said.reference.is_none() => "Your words are on their way.",
        State::Sent(_) => "Your need was sent. Nothing waits for you.",
        State::Asked { .. } => "Somebody waits for your reply.",
        State::Refused { appeal: true, .. } => {
            "A moderator did not pass this on. You can ask for a second look."
        }
        State::Refused { .. } => "A moderator did not pass this on.",
        State::Merged { .. } => "It was joined with a need that asks for the same.",
        State::Voiced { .. } => "You added your voice.",
        State::Withdrawn { .. } => "You withdrew this.",
        State::Cancelled => "This thread is closed.",
    }
}

fn editable(draft: &Draft) -> Questions {
    Questions {
        need: draft.content.statement.to_string(),
        use_: use_of(&draft.content).unwrap_or_default(),
        ..Questions::default()
    }
}

fn preview(draft: &Draft) -> PreviewView {
    PreviewView {
        statement: pieces(draft.content.statement.as_str(), &draft.concerns.statement),
        use_: use_of(&draft.content).map(|use_| pieces(&use_, &draft.concerns.use_)),
        origin: words::origin(PAGES, &draft.content),
        removed: words::removed_in_words(PAGES, &draft.removed),
        concerns: words::concerns(PAGES, draft),
        wider: draft.concerns.offer(),
        stays: words::stays(PAGES),
        similar: draft.similar.iter().map(NeedLine::from).collect(),
        own: words::own_words(PAGES, draft),
    }
}

/// The words with what points at few people set apart. Reasons may overlap; a mark stands once.
fn pieces(text: &str, concerns: &[Concern]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, letter) in text.chars().enumerate() {
        let marked = concerns
            .iter()
            .any(|one| (one.start..one.end).contains(&at));
        match pieces.last_mut() {
            Some(last) if last.marked == marked => last.text.push(letter),
            _ => pieces.push(Piece {
                text: letter.to_string(),
                marked,
            }),
        }
    }
    pieces
}

fn use_of(content: &Content) -> Option<String> {
    content.use_.as_ref().map(ToString::to_string)
}

fn edit(question: &Question) -> Option<EditView> {
    let Question::Edit {
        before,
        after,
        words,
    } = question
    else {
        return None;
    };
    Some(EditView {
        before: before.statement.to_string(),
        before_use: use_of(before),
        after: after.statement.to_string(),
        after_use: use_of(after),
        words: words.to_string(),
    })
}

fn asked(bots: &Bots, question: &Question) -> Option<AskedView> {
    let (who, words) = match question {
        Question::Edit { .. } => return None,
        Question::Moderator { words } => (bots.settings.intermediary.clone(), words),
        Question::Producer {
            producer, words, ..
        } => (producer.clone(), words),
    };
    Some(AskedView {
        who,
        words: words.to_string(),
    })
}

pub(super) fn line(bots: &Bots, message: StoredMessage) -> Line {
    let who = match message.from.as_str() {
        "person" => "You".to_owned(),
        "moderator" => bots.settings.intermediary.clone(),
        "producer" => "Statistics producer".to_owned(),
        _ => "hearback".to_owned(),
    };
    let link = message
        .text
        .lines()
        .find_map(|line| line.strip_prefix("More: "));
    let link = link
        .filter(|link| link.starts_with("https://"))
        .map(str::to_owned);
    let day = Day::of(message.at).in_words();
    Line {
        who,
        kind: message.kind,
        day,
        text: message.text,
        link,
    }
}
