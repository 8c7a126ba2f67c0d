//! Putting a need, adding a voice, and taking either back.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use hearback_wire::intake::{NeedPut, NeedSummary, PutNeed, PutVoice, Withdraw};

use super::body::Told;
use super::caller::{Bot, Key};
use crate::node::Node;
use crate::web::fields::reference;
use crate::web::trouble::Trouble;

/// `POST /needs`.
pub(super) async fn put(
    State(node): State<Node>,
    Bot(bot): Bot,
    Key(key): Key,
    Told(need): Told<PutNeed>,
) -> Result<(StatusCode, Json<NeedPut>), Trouble> {
    let put = node.put_need(&bot, need, &key).await?;
    Ok((StatusCode::CREATED, Json(put)))
}

/// `POST /needs/{ref}/voices`.
pub(super) async fn voice(
    State(node): State<Node>,
    Bot(bot): Bot,
    Key(key): Key,
    Path(text): Path<String>,
    Told(voice): Told<PutVoice>,
) -> Result<Json<NeedSummary>, Trouble> {
    Ok(Json(
        node.put_voice(&bot, reference(&text)?, voice, &key).await?,
    ))
}

/// `POST /withdraw`.
pub(super) async fn withdraw(
    State(node): State<Node>,
    Bot(bot): Bot,
    Key(key): Key,
    Told(withdraw): Told<Withdraw>,
) -> Result<StatusCode, Trouble> {
    node.withdraw(&bot, withdraw, &key).await?;
    Ok(StatusCode::NO_CONTENT)
}
