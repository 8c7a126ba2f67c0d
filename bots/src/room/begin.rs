//! Where a person starts: two questions, and the thread that their words open.

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Redirect, Response};
use hearback_wire::content::Origin;
use hearback_wire::intake::FindSimilar;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::PAGES;
use super::page::{self, Questions, RoomPage, render};
use super::person::Person;
use super::token::Token;
use super::trouble::Trouble;
use crate::bots::Bots;
use crate::dialogue::{self, Draft};
use crate::draft::{DraftError, Field, Masker};
use crate::vault::VaultError;
use crate::words;

/// Similar needs that are offered.
const OFFERED: u8 = 3;

/// The two answers as typed. Dropped at the end of the request.
#[derive(Deserialize)]
pub(super) struct Typed {
    need: String,
    #[serde(rename = "use", default)]
    use_: String,
}

/// `GET /room`
pub(super) async fn ask(State(bots): State<Bots>, headers: HeaderMap) -> Response {
    let mut page = questions(&bots, Questions::default());
    Person::of(&bots, &headers).remember(&bots, page.headers_mut());
    page
}

/// `POST /room`
pub(super) async fn say(
    State(bots): State<Bots>,
    headers: HeaderMap,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Trouble> {
    let Form(typed) = typed.map_err(|_| Trouble::Form)?;
    let draft = match draft(&bots, &typed).await {
        Ok(draft) => draft,
        Err(error) => {
            let page = questions(&bots, asked_again(typed, error));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let person = Person::of(&bots, &headers);
    match open_thread(&bots, draft, &person).await {
        Ok(token) => {
            let mut response = Redirect::to(&token.path()).into_response();
            person.remember(&bots, response.headers_mut());
            Ok(response)
        }
        Err(error) => Err(Trouble::from(error).keeping("/room", typed.given_back())),
    }
}

async fn open_thread(bots: &Bots, draft: Draft, person: &Person) -> Result<Token, VaultError> {
    let token = Token::draw(bots.chance.as_ref());
    let state = dialogue::State::Preview(Box::new(draft));
    let mut tx = bots.vault.begin().await?;
    let room = &bots.settings.room;
    let thread = bots
        .vault
        .add_thread(&mut tx, token.hash(), room, state, bots.clock.now())
        .await?;
    bots.vault
        .keep_author(&mut tx, &thread.id, person.cookie())
        .await?;
    tx.commit().await?;
    Ok(token)
}

impl Typed {
    /// For the form of a page that could not keep it.
    pub(super) fn given_back(self) -> page::Typed {
        page::Typed::Answers(Box::new(Questions {
            need: self.need,
            use_: self.use_,
            ..Questions::default()
        }))
    }
}

/// The masked words, with similar needs where the node can name some.
pub(super) async fn draft(bots: &Bots, typed: &Typed) -> Result<Draft, DraftError> {
    let masker = Masker {
        anonymiser: &bots.anonymiser,
        roster: &bots.roster,
    };
    let mut draft = masker.draft(&typed.need, &typed.use_, origin(bots))?;
    let statement = draft.content.statement.clone();
    draft.similar = bots
        .node
        .similar(&FindSimilar {
            statement,
            top: OFFERED,
        })
        .await;
    Ok(draft)
}

/// What a need that is said here says of where it comes from.
fn origin(bots: &Bots) -> Origin {
    if bots.settings.room_hides_origin {
        Origin::Unspecified
    } else {
        bots.settings.origin.clone()
    }
}

/// The questions with what was typed, and what to do about it.
pub(super) fn asked_again(typed: Typed, error: DraftError) -> Questions {
    let said = Some(error.error.words(PAGES));
    let (need_error, use_error) = match error.field {
        Field::Need => (said, None),
        Field::Use => (None, said),
    };
    Questions {
        need: typed.need,
        use_: typed.use_,
        need_error,
        use_error,
    }
}

fn questions(bots: &Bots, ask: Questions) -> Response {
    let settings = &bots.settings;
    let notice = words::notice(PAGES, settings);
    render(&RoomPage {
        room: &settings.room,
        notice,
        ask,
    })
}
