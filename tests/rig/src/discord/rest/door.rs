//! What every request meets before and after it is done: who asks, how much, what goes wrong, and what
//! the witnesses say.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::serve::{Cut, Unsent};
use super::{BASE, Sent};
use crate::discord::fake::{self, Fake, held};
use crate::discord::faults::{Fault, Scope};
use crate::discord::limits::{Over, Told};
use crate::discord::refusal::Refusal;

/// More than any body of ours.
const LARGEST: usize = 8 << 20;

/// A request that was read.
struct Caller {
    method: String,
    route: String,
    path: String,
    body: Value,
}

pub(super) async fn door(State(fake): State<Arc<Fake>>, request: Request, next: Next) -> Response {
    let (caller, headers, mut request) = match read(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal.into_response(),
    };
    let (told, refused) = first_checks(&fake, &caller, &headers);
    let fault = held(&fake.faults).of_request(&caller.method, &caller.route);
    let mut done = false;
    let answer = match (refused, fault) {
        (Some(refused), _) => refused,
        (None, Some(Fault::Limited(scope, after))) => over(Over {
            scope,
            after_ms: ms(after),
        }),
        (None, Some(Fault::Broken(status))) => broken(status),
        (None, Some(Fault::Refused(status, code))) => refused_so(status, code),
        (None, Some(Fault::Reset)) => {
            request.extensions().get::<Cut>().inspect(|cut| cut.reset());
            unsent()
        }
        (None, fault) => {
            if let Some(Fault::Slow(after)) = fault {
                fake.clock.until(fake.clock.now_ms() + ms(after)).await;
            }
            done = true;
            request.extensions_mut().insert(Sent(caller.body.clone()));
            let answer = witnessed(&fake, &caller, next.run(request).await).await;
            if fault == Some(Fault::Lost) {
                unsent()
            } else {
                answer
            }
        }
    };
    closed(&fake, caller, answer, told.as_ref(), done)
}

async fn read(request: Request) -> Result<(Caller, HeaderMap, Request), Refusal> {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, LARGEST)
        .await
        .map_err(|_| Refusal::bad_json())?;
    let route = parts
        .extensions
        .get::<MatchedPath>()
        .map_or("", MatchedPath::as_str);
    let route = route.trim_start_matches(BASE).to_owned();
    let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
    let caller = Caller {
        method: parts.method.to_string(),
        path: path.trim_start_matches(BASE).to_owned(),
        route,
        body: parsed(&bytes)?,
    };
    let headers = parts.headers.clone();
    Ok((caller, headers, Request::from_parts(parts, Body::empty())))
}

fn parsed(bytes: &Bytes) -> Result<Value, Refusal> {
    if bytes.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(bytes).map_err(|_| Refusal::bad_json())
}

/// Everything that is refused before anything is done, and what the headers of the answer tell.
fn first_checks(
    fake: &Fake,
    caller: &Caller,
    headers: &HeaderMap,
) -> (Option<Told>, Option<Response>) {
    let now_ms = fake.clock.now_ms();
    if held(&fake.limits).banned(now_ms) {
        return (None, Some(banned()));
    }
    if let Err(refusal) = known(fake, caller, headers) {
        return (None, Some(refusal.into_response()));
    }
    let major = major(&caller.path);
    let counted = held(&fake.limits).count(&caller.method, &caller.route, &major, now_ms);
    let told = match counted {
        Ok(told) => told,
        Err((limit, told)) => return (told, Some(over(limit))),
    };
    let refused = checked(fake, caller).err().map(IntoResponse::into_response);
    (told, refused)
}

/// Everybody says who they are, and all but answers to interactions show the bot's token.
fn known(fake: &Fake, caller: &Caller, headers: &HeaderMap) -> Result<(), Refusal> {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    if !text(header::USER_AGENT).is_some_and(|agent| agent.starts_with("DiscordBot")) {
        return Err(Refusal::no_user_agent());
    }
    let open = ["/interactions/", "/webhooks/"];
    if open.iter().any(|one| caller.route.starts_with(one)) {
        return Ok(());
    }
    let shown = text(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bot "));
    let known = shown.is_some_and(|shown| fake.look(|world| world.token == shown));
    if known {
        Ok(())
    } else {
        Err(Refusal::unauthorized())
    }
}

/// Discord's document judges the body.
fn checked(fake: &Fake, caller: &Caller) -> Result<(), Refusal> {
    if caller.body.is_null() {
        return Ok(());
    }
    let found = fake
        .witness
        .saw_request(&caller.method, &caller.route, &caller.body);
    found.map_err(|words| Refusal::form("", "OPENAPI", &words))
}

/// The channel, server or webhook that a limit belongs to.
fn major(path: &str) -> String {
    let mut parts = path.split(['/', '?']).skip(1);
    match parts.next() {
        Some("channels" | "guilds") => parts.next().unwrap_or_default().to_owned(),
        Some("webhooks") => parts.take(2).collect::<Vec<_>>().join("/"),
        _ => String::new(),
    }
}

/// The answer as the witnesses saw it.
async fn witnessed(fake: &Fake, caller: &Caller, answer: Response) -> Response {
    let (parts, body) = answer.into_parts();
    let bytes = to_bytes(body, LARGEST).await.unwrap_or_default();
    let body = serde_json::from_slice(&bytes).ok();
    let status = parts.status.as_u16();
    fake.witness
        .saw_answer(&caller.method, &caller.route, status, body.as_ref());
    Response::from_parts(parts, Body::from(bytes))
}

fn over(limit: Over) -> Response {
    let global = limit.scope == Scope::Global;
    let after = seconds(limit.after_ms);
    let words = match limit.scope {
        Scope::Shared => "The resource is being rate limited.",
        Scope::User | Scope::Global => "You are being rate limited.",
    };
    let body = json!({
        "message": words, "retry_after": after, "global": global,
    });
    let mut answer = (StatusCode::TOO_MANY_REQUESTS, axum::Json(body)).into_response();
    let headers = answer.headers_mut();
    // The header is in whole seconds, so that it never says too little.
    let whole = limit.after_ms.max(0).unsigned_abs().div_ceil(1_000);
    put(headers, "retry-after", &whole.to_string());
    let scope = match limit.scope {
        Scope::User => "user",
        Scope::Shared => "shared",
        Scope::Global => "global",
    };
    put(headers, "x-ratelimit-scope", scope);
    if global {
        put(headers, "x-ratelimit-global", "true");
    }
    answer
}

/// As Cloudflare writes it, which is not how Discord writes it.
fn broken(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    let page = format!("<html><head><title>{status}</title></head></html>");
    (status, [(header::CONTENT_TYPE, "text/html")], page).into_response()
}

fn banned() -> Response {
    let mut answer = broken(429);
    put(answer.headers_mut(), "retry-after", "3600");
    answer
}

fn refused_so(status: u16, code: u64) -> Response {
    let body = json!({"message": "Refused by a fault of the test.", "code": code});
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    (status, axum::Json(body)).into_response()
}

fn unsent() -> Response {
    let mut answer = StatusCode::OK.into_response();
    answer.extensions_mut().insert(Unsent);
    answer
}

/// Counts and notes what came of it, and writes the headers.
fn closed(
    fake: &Fake,
    caller: Caller,
    mut answer: Response,
    told: Option<&Told>,
    done: bool,
) -> Response {
    let status = answer.status().as_u16();
    let unsent = answer.extensions().get::<Unsent>().is_some();
    let shared = answer
        .headers()
        .get("x-ratelimit-scope")
        .is_some_and(|scope| scope == "shared");
    let at_ms = fake.clock.now_ms();
    if matches!(status, 401 | 403 | 429) && !shared && !unsent {
        held(&fake.limits).refuse(at_ms);
    }
    if let Some(told) = told {
        write(answer.headers_mut(), told);
    }
    fake.note(fake::Request {
        method: caller.method,
        route: caller.route,
        path: caller.path,
        body: caller.body,
        status: if unsent { 0 } else { status },
        done,
        at_ms,
    });
    answer
}

fn write(headers: &mut HeaderMap, told: &Told) {
    put(headers, "x-ratelimit-limit", &told.most.to_string());
    put(headers, "x-ratelimit-remaining", &told.left.to_string());
    put(
        headers,
        "x-ratelimit-reset",
        &seconds(told.again_ms).to_string(),
    );
    put(
        headers,
        "x-ratelimit-reset-after",
        &seconds(told.after_ms).to_string(),
    );
    put(headers, "x-ratelimit-bucket", &told.bucket);
    put(headers, "via", "1.1 google");
}

fn put(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "times of the fake have far fewer than 52 bits"
)]
fn seconds(ms: i64) -> f64 {
    ms as f64 / 1_000.0
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
