//! What is kept about whoever uses a browser: a list, all of it to read or to take away, and its end.
//!
//! A person is known by the cookie of their browser, or, for one thread, by its secret address. It must
//! never erase on a mere visit, only on a form of these pages.

use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use hearback_wire::clock::Millis;
use hearback_wire::day::Day;
use http::HeaderMap;
use http::header::CONTENT_DISPOSITION;
use serde::Deserialize;

use super::PAGES;
use super::page::{ErasePage, KeptPage, MinePage, OwnThread, Plain, render};
use super::person::Person;
use super::thread::{line, receipts_in_words, standing};
use super::token::Token;
use super::trouble::Trouble;
use crate::bots::Bots;
use crate::mine::words::{after, before, nothing};
use crate::mine::{self, Own, Released, Toll, Who};
use crate::vault::VaultError;

/// What becomes of needs that have left.
#[derive(Deserialize)]
pub(super) struct Choice {
    released: Released,
}

type Sent = Result<Form<Choice>, FormRejection>;

/// `GET /room/mine`
pub(super) async fn list(
    State(bots): State<Bots>,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    Ok(render(&MinePage {
        room: &bots.settings.room,
        threads: threads(&bots, &headers).await?,
    }))
}

/// `GET /room/mine/kept`
pub(super) async fn read(
    State(bots): State<Bots>,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    Ok(render(&KeptPage {
        room: &bots.settings.room,
        intermediary: &bots.settings.intermediary,
        day: Day::of(bots.clock.now()).in_words(),
        threads: threads(&bots, &headers).await?,
    }))
}

/// `GET /room/mine/kept.json`
pub(super) async fn download(
    State(bots): State<Bots>,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let who = Who::Browser(Person::known(&bots, &headers).unwrap_or_default());
    let all = mine::whole(&bots, &who).await?;
    let name = (
        CONTENT_DISPOSITION,
        "attachment; filename=\"hearback-about-me.json\"",
    );
    Ok(([name], Json(all)).into_response())
}

/// `GET /room/mine/erase`
pub(super) async fn ask(State(bots): State<Bots>, headers: HeaderMap) -> Result<Response, Trouble> {
    let Some(who) = browser(&bots, &headers) else {
        return Ok(nothing_kept());
    };
    let toll = bots.toll(&who).await?;
    if toll == Toll::default() {
        return Ok(nothing_kept());
    }
    Ok(render(&ErasePage {
        room: &bots.settings.room,
        title: "Erase everything about you",
        before: before(PAGES, toll),
        action: "/room/mine/erase".to_owned(),
        back: "/room/mine".to_owned(),
    }))
}

/// `POST /room/mine/erase`: all of it, and the cookie.
pub(super) async fn erase(
    State(bots): State<Bots>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Trouble> {
    let Form(Choice { released }) = sent.map_err(|_| Trouble::Form)?;
    let Some(who) = browser(&bots, &headers) else {
        return Ok(nothing_kept());
    };
    let mut page = forget(&bots, &who, released).await?;
    Person::forget(&bots, page.headers_mut());
    Ok(page)
}

/// `POST /room/mine/leave`: the cookie goes, and nothing else.
pub(super) async fn leave(State(bots): State<Bots>) -> Response {
    let mut page = said(
        "This browser knows you no more",
        "Nothing was erased. Your threads are at the addresses that you kept.",
    );
    Person::forget(&bots, page.headers_mut());
    page
}

/// `GET /t/{token}/erase`
pub(super) async fn ask_thread(
    State(bots): State<Bots>,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    let (token, who) = of_address(&bots, &name).await?;
    Ok(render(&ErasePage {
        room: &bots.settings.room,
        title: "Erase this thread",
        before: before(PAGES, bots.toll(&who).await?),
        action: format!("{}/erase", token.path()),
        back: token.path(),
    }))
}

/// `POST /t/{token}/erase`: for whoever has the address and not the cookie any more.
pub(super) async fn erase_thread(
    State(bots): State<Bots>,
    Path(name): Path<String>,
    sent: Sent,
) -> Result<Response, Trouble> {
    let Form(Choice { released }) = sent.map_err(|_| Trouble::Form)?;
    let (_, who) = of_address(&bots, &name).await?;
    forget(&bots, &who, released).await
}

async fn forget(bots: &Bots, who: &Who, released: Released) -> Result<Response, Trouble> {
    let mut tx = bots.vault.begin().await?;
    let (threads, erased) = bots.erase(&mut tx, who, released).await?;
    tx.commit().await?;
    bots.announce_end(&threads);
    Ok(if threads.is_empty() {
        nothing_kept()
    } else {
        said("It is erased", &after(PAGES, erased))
    })
}

fn nothing_kept() -> Response {
    said("Nothing to erase", &nothing(PAGES))
}

fn said(title: &str, text: &str) -> Response {
    render(&Plain {
        title,
        text,
        back: "/room",
    })
}

fn browser(bots: &Bots, headers: &HeaderMap) -> Option<Who> {
    Person::known(bots, headers).map(Who::Browser)
}

async fn of_address(bots: &Bots, name: &str) -> Result<(Token, Who), Trouble> {
    let token = Token::parse(name).ok_or(Trouble::NoThread)?;
    let found: Result<_, VaultError> = bots.vault.read_thread(token.hash()).await;
    let thread = found?.ok_or(Trouble::NoThread)?;
    Ok((token, Who::Thread(thread.id)))
}

async fn threads(bots: &Bots, headers: &HeaderMap) -> Result<Vec<OwnThread>, Trouble> {
    let Some(who) = browser(bots, headers) else {
        return Ok(Vec::new());
    };
    let own = bots.own(&who).await?;
    Ok(own.into_iter().map(|own| shown(bots, own)).collect())
}

fn shown(bots: &Bots, own: Own) -> OwnThread {
    let state = &own.thread.state;
    let about = state.reference().map(|r| r.to_string());
    let ends = own.ends(bots.settings.kept);
    OwnThread {
        about: about.unwrap_or_else(|| "A thread without a reference".to_owned()),
        words: state.statement().map(ToString::to_string),
        standing: standing(state),
        day: Day::of(Millis(own.dates.created_at)).in_words(),
        ends: ends.in_words(),
        receipts: receipts_in_words(&own.receipts, state),
        lines: own
            .messages
            .into_iter()
            .map(|message| line(bots, message))
            .collect(),
    }
}
