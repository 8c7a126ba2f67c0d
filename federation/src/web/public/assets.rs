//! The stylesheet, inside the program: nothing to install beside it.

use axum::http::header;
use axum::response::IntoResponse;

/// `GET /hearback.css`.
pub(in crate::web) async fn css() -> impl IntoResponse {
    let head = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (head, include_str!("hearback.css"))
}
