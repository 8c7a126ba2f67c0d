//! What a person does in a thread: each form is one event of the dialogue.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use hearback_wire::vocabulary::Verdict;
use http::StatusCode;
use serde::Deserialize;

use super::PAGES;
use super::begin::{Typed, asked_again, draft};
use super::page;
use super::thread::{self, Again};
use super::token::Token;
use super::trouble::Trouble;
use crate::bots::Bots;
use crate::dialogue::Event;
use crate::draft::Masker;

type Sent<T> = Result<Form<T>, FormRejection>;

/// A moderator's edit: yes or no.
#[derive(Deserialize)]
pub(super) struct YesNo {
    yes: bool,
}

/// Free words. Dropped at the end of the request; only the masked form goes on.
#[derive(Deserialize)]
pub(super) struct FreeWords {
    words: String,
}

/// How an answer was.
#[derive(Deserialize)]
pub(super) struct Judgement {
    verdict: Verdict,
    #[serde(default)]
    felt_heard: String,
}

/// `POST /t/{token}/send`
pub(super) async fn send(State(bots): State<Bots>, Path(name): Path<String>) -> Act {
    pressed(&bots, &name, Event::Approved).await
}

/// `POST /t/{token}/wider`
pub(super) async fn wider(State(bots): State<Bots>, Path(name): Path<String>) -> Act {
    pressed(&bots, &name, Event::Coarsened).await
}

/// `POST /t/{token}/cancel`
pub(super) async fn cancel(State(bots): State<Bots>, Path(name): Path<String>) -> Act {
    pressed(&bots, &name, Event::Stopped).await
}

/// `POST /t/{token}/withdraw`
pub(super) async fn withdraw(State(bots): State<Bots>, Path(name): Path<String>) -> Act {
    pressed(&bots, &name, Event::TookBack).await
}

/// `POST /t/{token}/edit`
pub(super) async fn edit(
    State(bots): State<Bots>,
    Path(name): Path<String>,
    typed: Sent<Typed>,
) -> Act {
    let Form(typed) = typed.map_err(|_| Trouble::Form)?;
    match draft(&bots, &typed).await {
        Ok(draft) => pressed(&bots, &name, Event::Revised(Box::new(draft)))
            .await
            .map_err(|trouble| trouble.keeping(format!("/t/{name}/edit"), typed.given_back())),
        Err(error) => {
            let ask = Some(asked_again(typed, error));
            not_like_this(
                &bots,
                &name,
                Again {
                    ask,
                    ..Again::default()
                },
            )
            .await
        }
    }
}

/// `POST /t/{token}/approve`
pub(super) async fn approve(
    State(bots): State<Bots>,
    Path(name): Path<String>,
    sent: Sent<YesNo>,
) -> Act {
    let Form(YesNo { yes }) = sent.map_err(|_| Trouble::Form)?;
    said(&bots, &name, Event::Decided { yes }).await
}

/// `POST /t/{token}/reply`
pub(super) async fn reply(
    State(bots): State<Bots>,
    Path(name): Path<String>,
    sent: Sent<FreeWords>,
) -> Act {
    in_words(&bots, (&name, "reply"), sent, Event::Replied).await
}

/// `POST /t/{token}/appeal`
pub(super) async fn appeal(
    State(bots): State<Bots>,
    Path(name): Path<String>,
    sent: Sent<FreeWords>,
) -> Act {
    in_words(&bots, (&name, "appeal"), sent, Event::Appealed).await
}

/// `POST /t/{token}/verdict`
pub(super) async fn verdict(
    State(bots): State<Bots>,
    Path(name): Path<String>,
    sent: Sent<Judgement>,
) -> Act {
    let Form(Judgement {
        verdict,
        felt_heard,
    }) = sent.map_err(|_| Trouble::Form)?;
    let felt_heard = match felt_heard.as_str() {
        "" => None,
        marks => Some(
            marks
                .parse()
                .ok()
                .filter(|m| (1..=5).contains(m))
                .ok_or(Trouble::Form)?,
        ),
    };
    said(
        &bots,
        &name,
        Event::Judged {
            verdict,
            felt_heard,
        },
    )
    .await
}

type Act = Result<Response, Trouble>;

/// A button: pressing it twice is no mistake.
async fn pressed(bots: &Bots, name: &str, event: Event) -> Act {
    let token = Token::parse(name).ok_or(Trouble::NoThread)?;
    happen(bots, &token, event).await?;
    Ok(Redirect::to(&token.path()).into_response())
}

/// An answer: when nobody waits for it any more, the person must know that it went nowhere.
async fn said(bots: &Bots, name: &str, event: Event) -> Act {
    let token = Token::parse(name).ok_or(Trouble::NoThread)?;
    if happen(bots, &token, event).await? {
        Ok(Redirect::to(&token.path()).into_response())
    } else {
        Err(Trouble::Closed(token.path()))
    }
}

/// Free words for the form `/t/{name}/{form}`.
async fn in_words(
    bots: &Bots,
    (name, form): (&str, &str),
    sent: Sent<FreeWords>,
    event: fn(hearback_wire::text::Words) -> Event,
) -> Act {
    let Form(FreeWords { words: typed }) = sent.map_err(|_| Trouble::Form)?;
    let masker = Masker {
        anonymiser: &bots.anonymiser,
        roster: &bots.roster,
    };
    match masker.words(&typed) {
        Ok(words) => said(bots, name, event(words)).await.map_err(|trouble| {
            trouble.keeping(format!("/t/{name}/{form}"), page::Typed::Words(typed))
        }),
        Err(error) => {
            let error = Some(error.words(PAGES));
            not_like_this(
                bots,
                name,
                Again {
                    error,
                    typed,
                    ask: None,
                },
            )
            .await
        }
    }
}

async fn not_like_this(bots: &Bots, name: &str, again: Again) -> Act {
    let token = Token::parse(name).ok_or(Trouble::NoThread)?;
    let page = thread::page(bots, &token, again).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Applies an event in one transaction. False when it had no place in the thread.
async fn happen(bots: &Bots, token: &Token, event: Event) -> Result<bool, Trouble> {
    let mut tx = bots.vault.begin().await?;
    let thread = bots
        .vault
        .lock_by_token(&mut tx, token.hash(), bots.clock.now())
        .await?;
    let mut thread = thread.ok_or(Trouble::NoThread)?;
    let changed = bots.apply(&mut tx, &mut thread, event, None).await?;
    tx.commit().await?;
    if changed {
        bots.announce(&thread.id);
    }
    Ok(changed)
}
