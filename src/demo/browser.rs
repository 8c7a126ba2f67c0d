//! What a person has in front of them: pages, forms and cookies, and nothing more.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::header::{COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use serde::de::DeserializeOwned;

use super::patience::Patience;
use crate::fault::{Doing, Fault, Outcome};

/// How long a site may be away before its visitor gives up.
const AWAY: Duration = Duration::from_mins(1);

/// Letters of a page that are shown when it is not the page that was expected.
const EXCERPT: usize = 400;

/// One person's browser, on one site.
#[derive(Debug)]
pub(super) struct Browser {
    http: reqwest::Client,
    base: String,
    cookies: BTreeMap<String, String>,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Page {
    /// The HTTP status.
    pub(super) status: u16,
    /// Whether it was asked for more than once, because the site fell.
    pub(super) again: bool,
    asked: String,
    location: Option<String>,
    body: String,
}

impl Browser {
    /// A browser without cookies.
    pub(super) fn new(http: &reqwest::Client, base: &str) -> Self {
        Self {
            http: http.clone(),
            base: base.to_owned(),
            cookies: BTreeMap::new(),
        }
    }

    /// Opens a page.
    pub(super) async fn get(&mut self, path: &str) -> Outcome<Page> {
        let request = self.http.get(self.url(path));
        self.send(format!("GET {path}"), request).await
    }

    /// Sends a form.
    pub(super) async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Outcome<Page> {
        let request = self
            .http
            .post(self.url(path))
            .header("sec-fetch-site", "same-origin");
        self.send(format!("POST {path}"), request.form(form)).await
    }

    /// Sends a form that must be taken, and returns the path that it leads to.
    pub(super) async fn submit(&mut self, path: &str, form: &[(&str, &str)]) -> Outcome<String> {
        let page = self.post(path, form).await?;
        self.followed(page)
    }

    /// Sends a form for what it does, wherever it leads. If the site fell while it was sent, what
    /// was sent may have been done without an answer; then the site says that it is done already.
    pub(super) async fn act(&mut self, path: &str, form: &[(&str, &str)]) -> Outcome {
        let page = self.post(path, form).await?;
        if page.again && matches!(page.status, 409 | 422) {
            return Ok(());
        }
        self.followed(page).map(drop)
    }

    /// The path that a page leads to.
    pub(super) fn followed(&self, page: Page) -> Outcome<String> {
        match page.location {
            Some(to) if page.status == 303 => {
                Ok(to.strip_prefix(&self.base).unwrap_or(&to).to_owned())
            }
            _ => Err(page.unexpected()),
        }
    }

    /// Opens a page in its JSON form.
    pub(super) async fn json<T: DeserializeOwned>(&mut self, path: &str) -> Outcome<T> {
        let page = self.get(path).await?;
        if page.status != 200 {
            return Err(page.unexpected());
        }
        serde_json::from_str(&page.body).doing(page.asked)
    }

    /// Whether a page holds these words or this address.
    pub(super) async fn shows(&mut self, path: &str, words: &str) -> Outcome<bool> {
        let page = self.get(path).await?;
        if page.status != 200 {
            return Err(page.unexpected());
        }
        Ok(page.body.contains(words))
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Sends a request, and again while the site does not answer, as a person would press reload.
    async fn send(&mut self, asked: String, request: reqwest::RequestBuilder) -> Outcome<Page> {
        let request = request
            .header(COOKIE, self.cookie())
            .build()
            .doing(&asked)?;
        let (http, mut again) = (self.http.clone(), false);
        let (response, body) = Patience::of(AWAY)
            .until("a site to answer", async || {
                let copy = request
                    .try_clone()
                    .ok_or_else(|| Fault::new("a form cannot be sent twice"))?;
                let answer = http.execute(copy).await;
                let whole = match answer {
                    Ok(response) => whole(response).await,
                    Err(_) => None,
                };
                again |= whole.is_none();
                Ok(whole)
            })
            .await?;
        for cookie in response.get_all(SET_COOKIE) {
            self.keep(cookie.to_str().unwrap_or_default());
        }
        let location = response.get(LOCATION).and_then(|to| to.to_str().ok());
        Ok(Page {
            status: body.0,
            again,
            location: location.map(str::to_owned),
            body: body.1,
            asked,
        })
    }

    fn cookie(&self) -> String {
        let pairs: Vec<_> = self
            .cookies
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        pairs.join("; ")
    }

    fn keep(&mut self, cookie: &str) {
        let mut parts = cookie.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        if parts.any(|part| part.eq_ignore_ascii_case("max-age=0")) {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// A response that came whole: its headers, status and text.
async fn whole(response: reqwest::Response) -> Option<(HeaderMap, (u16, String))> {
    let (headers, status) = (response.headers().clone(), response.status().as_u16());
    let text = response.text().await.ok()?;
    Some((headers, (status, text)))
}

impl Page {
    /// Says that this is not what was expected, with the beginning of the page's words.
    pub(super) fn unexpected(&self) -> Fault {
        let words: Vec<String> = words(&self.body);
        let excerpt: String = words.join(" ").chars().take(EXCERPT).collect();
        Fault::new(format!(
            "{} answered {}: {excerpt}",
            self.asked, self.status
        ))
    }
}

/// The words of a page's main part, without its tags.
fn words(page: &str) -> Vec<String> {
    let main = page.split_once("<main").map_or(page, |(_, main)| main);
    let pieces = main
        .split('<')
        .filter_map(|piece| piece.split('>').next_back());
    pieces
        .flat_map(str::split_whitespace)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_told_by_its_words() {
        let page =
            "<title>No</title><main id=a><h1>Not found</h1>\n<p>Go <a href=b>back</a>.</main>";
        assert_eq!(words(page).join(" "), "Not found Go back .");
    }

    #[test]
    fn cookies_are_kept_sent_and_dropped() {
        crate::http::install_tls();
        let mut browser = Browser::new(&crate::http::client().unwrap(), "http://127.0.0.1:1");
        browser.keep("a=1; Path=/; HttpOnly");
        browser.keep("b=2");
        assert_eq!(browser.cookie(), "a=1; b=2");
        browser.keep("a=; Max-Age=0");
        assert_eq!(browser.cookie(), "b=2");
    }
}
