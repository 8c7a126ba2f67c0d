//! What stands before every request from a browser.
//!
//! Must never let another site's page press our buttons.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::trouble::Trouble;
use crate::node::Node;

const CONTENT_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Refuses a change that was not asked for from a page of ours. `tower_http`'s layer lets pass what
/// says nothing of where it comes from; for forms behind a cookie that is too kind.
pub(super) async fn same_site(State(node): State<Node>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || comes_from_us(request.headers(), node.public_url()) {
        return next.run(request).await;
    }
    Trouble::new(
        StatusCode::FORBIDDEN,
        "cross-site",
        "This did not come from a page of this site, so nothing was changed. Please open the page here and use its buttons.",
    )
    .into_response()
}

/// By `Sec-Fetch-Site` where the browser sends it (HTTPS and localhost), else by `Origin`.
fn comes_from_us(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text("origin") else {
        return false;
    };
    let host = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"));
    let is_published = public_url.is_some_and(|url| url.trim_end_matches('/') == origin);
    is_published || (host.is_some() && host == text("host"))
}

/// Tells the browser to keep other sites and scripts out.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in fixed {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Keeps what staff see out of every cache.
pub(super) async fn no_store(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v)))
            .collect()
    }

    #[test]
    fn only_our_own_pages_may_change_things() {
        let ours = Some("https://needs.example.org/");
        let cases: [(&[(&str, &str)], bool); 8] = [
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "none")], true),
            (
                &[
                    ("sec-fetch-site", "cross-site"),
                    ("origin", "https://needs.example.org"),
                ],
                false,
            ),
            (&[("sec-fetch-site", "same-site")], false),
            (
                &[
                    ("origin", "https://needs.example.org"),
                    ("host", "inner:8080"),
                ],
                true,
            ),
            (
                &[
                    ("origin", "http://localhost:8080"),
                    ("host", "localhost:8080"),
                ],
                true,
            ),
            (&[("origin", "null"), ("host", "localhost:8080")], false),
            (&[("host", "localhost:8080")], false),
        ];
        for (headers, want) in cases {
            let headers: Vec<(&'static str, &'static str)> = headers.to_vec();
            assert_eq!(comes_from_us(&sent(&headers), ours), want, "{headers:?}");
        }
    }
}
