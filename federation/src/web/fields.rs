//! A form as it was sent: names and values, repeated names kept.

use std::fmt::Display;
use std::str::FromStr;

use axum::extract::{Form, FromRequest, Request};
use axum::http::StatusCode;
use hearback_wire::reference::NeedRef;

use super::trouble::Trouble;
use crate::node::Node;

/// The fields of a form, in the order they were sent.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl FromRequest<Node> for Fields {
    type Rejection = Trouble;

    async fn from_request(request: Request, node: &Node) -> Result<Self, Trouble> {
        let sent = Form::<Vec<(String, String)>>::from_request(request, node).await;
        sent.map(|Form(pairs)| Self(pairs)).map_err(|_| {
            Trouble::new(
                StatusCode::BAD_REQUEST,
                "form",
                "This form did not arrive whole. Please go back and send it again.",
            )
        })
    }
}

impl Fields {
    /// The first value under a name, without the white space around it; empty if there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// Every value under a name, values with commas taken apart.
    pub(super) fn each(&self, name: &str) -> Vec<&str> {
        let values = self.0.iter().filter(|(n, _)| n == name);
        values
            .flat_map(|(_, value)| value.split(','))
            .map(str::trim)
            .filter(|v| !v.is_empty())
            .collect()
    }

    /// Every name and value but those under `names`.
    pub(super) fn without(&self, names: &[&str]) -> Vec<(String, String)> {
        self.0
            .iter()
            .filter(|(n, _)| !names.contains(&n.as_str()))
            .cloned()
            .collect()
    }

    /// A field that must be there, read as `T`; `label` is what the page calls it.
    pub(super) fn read<T>(&self, name: &str, label: &str) -> Result<T, Trouble>
    where
        T: FromStr,
        T::Err: Display,
    {
        let value = self.get(name);
        if value.is_empty() {
            return Err(Trouble::field(format!(
                "{label}: please fill this in. Go back to do so."
            )));
        }
        value
            .parse()
            .map_err(|why| Trouble::field(format!("{label}: {why}. Go back to change it.")))
    }

    /// A field that may be left empty.
    pub(super) fn read_if_any<T>(&self, name: &str, label: &str) -> Result<Option<T>, Trouble>
    where
        T: FromStr,
        T::Err: Display,
    {
        if self.get(name).is_empty() {
            Ok(None)
        } else {
            self.read(name, label).map(Some)
        }
    }
}

#[cfg(test)]
impl From<&[(&str, &str)]> for Fields {
    fn from(pairs: &[(&str, &str)]) -> Self {
        Self(
            pairs
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                .collect(),
        )
    }
}

/// An error as a sentence: a capital first, a full stop last.
pub(super) fn sentence(why: &impl Display) -> String {
    let text = why.to_string();
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|c| c.to_uppercase().to_string())
        .unwrap_or_default();
    let stop = if text.ends_with(['.', '?', '!']) {
        ""
    } else {
        "."
    };
    format!("{first}{}{stop}", letters.as_str())
}

/// A need's reference in an address.
pub(super) fn reference(text: &str) -> Result<NeedRef, Trouble> {
    text.parse()
        .map_err(|why| Trouble::not_found(format!("There is no need at this address: {why}.")))
}

/// Part of an address that only our own pages make.
pub(super) fn part<T: FromStr>(text: &str) -> Result<T, Trouble> {
    text.parse().map_err(|_| {
        Trouble::not_found("Please start again from the console: this address is not whole.")
    })
}
