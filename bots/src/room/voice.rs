//! Adding a voice to a need that is there: from the list, or instead of sending one's own words.

use axum::Form;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use hearback_wire::intake::NEEDS_AT_ONCE;
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::Voice;
use http::HeaderMap;
use serde::Deserialize;

use super::PAGES;
use super::page::{NeedLine, NeedsPage, render};
use super::person::Person;
use super::token::Token;
use super::trouble::Trouble;
use crate::bots::Bots;
use crate::dialogue::{self, Event};

/// Which need, and how the person stands to it.
#[derive(Deserialize)]
pub(super) struct VoiceForm {
    #[serde(rename = "ref")]
    reference: NeedRef,
    voice: Voice,
}

type Sent = Result<Form<VoiceForm>, FormRejection>;

/// Which needs somebody looks for: those with these words, from this page on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sought {
    words: String,
    page: usize,
}

/// `GET /room/needs?words=&page=`
pub(super) async fn needs(
    State(bots): State<Bots>,
    headers: HeaderMap,
    sought: Result<Query<Sought>, QueryRejection>,
) -> Result<Response, Trouble> {
    // A page that is none is the first.
    let sought = sought.map(|Query(sought)| sought).unwrap_or_default();
    let needs = bots.node.needs(&sought.words, sought.page).await;
    let needs = needs.map_err(|_| Trouble::Node)?;
    let mut page = render(&NeedsPage {
        room: &bots.settings.room,
        earlier: sought.page.checked_sub(1),
        later: (needs.len() == NEEDS_AT_ONCE).then(|| sought.page.saturating_add(1)),
        words: sought.words,
        needs: needs.iter().map(NeedLine::from).collect(),
        voices: Voice::ALL,
    });
    Person::of(&bots, &headers).remember(&bots, page.headers_mut());
    Ok(page)
}

/// `POST /room/voice`
pub(super) async fn add(
    State(bots): State<Bots>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Trouble> {
    let Form(VoiceForm { reference, voice }) = sent.map_err(|_| Trouble::Form)?;
    let person = Person::of(&bots, &headers);
    let token = Token::draw(bots.chance.as_ref());
    let (state, effects) = dialogue::add_voice(PAGES, reference, voice);
    let mut tx = bots.vault.begin().await?;
    let (room, now) = (&bots.settings.room, bots.clock.now());
    let mut thread = bots
        .vault
        .add_thread(&mut tx, token.hash(), room, state.clone(), now)
        .await?;
    bots.vault
        .keep_author(&mut tx, &thread.id, person.cookie())
        .await?;
    let mark = bots.vault.mark(person.cookie(), reference);
    if !bots
        .vault
        .add_voice(&mut tx, &mark, reference, &thread.id)
        .await?
    {
        return Err(Trouble::VoiceAgain(reference));
    }
    bots.carry_out(&mut tx, &mut thread, state, effects, None)
        .await?;
    tx.commit().await?;
    bots.announce(&thread.id);
    Ok(thread_of(&bots, &token, &person))
}

/// `POST /t/{token}/voice`: the need that is there says it already.
pub(super) async fn instead(
    State(bots): State<Bots>,
    Path(name): Path<String>,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Trouble> {
    let Form(VoiceForm { reference, voice }) = sent.map_err(|_| Trouble::Form)?;
    let token = Token::parse(&name).ok_or(Trouble::NoThread)?;
    let person = Person::of(&bots, &headers);
    let mut tx = bots.vault.begin().await?;
    let thread = bots
        .vault
        .lock_by_token(&mut tx, token.hash(), bots.clock.now())
        .await?;
    let mut thread = thread.ok_or(Trouble::NoThread)?;
    if !bots
        .apply(
            &mut tx,
            &mut thread,
            Event::AddedVoice { reference, voice },
            None,
        )
        .await?
    {
        return Err(Trouble::Closed(token.path()));
    }
    let mark = bots.vault.mark(person.cookie(), reference);
    if !bots
        .vault
        .add_voice(&mut tx, &mark, reference, &thread.id)
        .await?
    {
        return Err(Trouble::VoiceAgain(reference));
    }
    tx.commit().await?;
    bots.announce(&thread.id);
    Ok(thread_of(&bots, &token, &person))
}

fn thread_of(bots: &Bots, token: &Token, person: &Person) -> Response {
    let mut response = Redirect::to(&token.path()).into_response();
    person.remember(bots, response.headers_mut());
    response
}
