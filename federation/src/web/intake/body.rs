//! JSON bodies, with every misfit answered as a problem that says where.

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::web::trouble::Trouble;

/// A body that fits its type.
pub(in crate::web) struct Told<T>(pub(in crate::web) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Told<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(IntoResponse::into_response)?;
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|why| refusal(&why).into_response())
    }
}

/// Not JSON at all: 400. JSON of another shape: 422.
fn refusal(why: &serde_json::Error) -> Trouble {
    let status = if why.is_data() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::BAD_REQUEST
    };
    Trouble::new(
        status,
        "body",
        format!("The JSON body does not fit: {why}. Please see /intake/v1/openapi.json."),
    )
}
