//! Whose device rings: what a text mentions, less what the sender did not allow. Pure.

use serde_json::Value;

use crate::discord::id::Id;
use crate::discord::refusal::Refusal;

/// Who is mentioned.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Mentions {
    pub(super) users: Vec<Id>,
    pub(super) roles: Vec<Id>,
    pub(super) everyone: bool,
}

/// What the sender allows. Without a word of theirs, everything.
#[derive(Clone, Debug, Default)]
pub(super) struct Allowed {
    stated: bool,
    parse: Vec<String>,
    users: Vec<Id>,
    roles: Vec<Id>,
    pub(super) replied_user: bool,
}

impl Allowed {
    /// Reads `allowed_mentions`.
    pub(super) fn read(body: &Value) -> Result<Self, Refusal> {
        let Some(stated) = body.get("allowed_mentions").filter(|one| !one.is_null()) else {
            return Ok(Self {
                replied_user: true,
                ..Self::default()
            });
        };
        let allowed = Self {
            stated: true,
            parse: texts(stated, "parse").map(str::to_owned).collect(),
            users: ids(stated, "users"),
            roles: ids(stated, "roles"),
            replied_user: stated.get("replied_user").and_then(Value::as_bool) == Some(true),
        };
        allowed.check()?;
        Ok(allowed)
    }

    fn check(&self) -> Result<(), Refusal> {
        for (word, named) in [("users", &self.users), ("roles", &self.roles)] {
            if self.has(word) && !named.is_empty() {
                let words =
                    format!("parse:[\"{word}\"] and {word}: [ids...] are mutually exclusive.");
                let code = "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE";
                return Err(Refusal::form("allowed_mentions", code, &words));
            }
        }
        Ok(())
    }

    fn has(&self, word: &str) -> bool {
        self.parse.iter().any(|one| one == word)
    }

    /// Of what a text mentions, what the sender allows.
    pub(super) fn of(&self, content: &str) -> Mentions {
        let mut found = mentioned(content);
        if self.stated {
            let (users, roles) = (self.has("users"), self.has("roles"));
            found.users.retain(|id| users || self.users.contains(id));
            found.roles.retain(|id| roles || self.roles.contains(id));
            found.everyone &= self.has("everyone");
        }
        found
    }
}

/// Everything that a text mentions.
fn mentioned(content: &str) -> Mentions {
    let mut found = Mentions {
        everyone: content.contains("@everyone") || content.contains("@here"),
        ..Mentions::default()
    };
    for part in content.split('<').skip(1) {
        let Some((inside, _)) = part.split_once('>') else {
            continue;
        };
        let (list, digits) = match inside.strip_prefix("@&") {
            Some(digits) => (&mut found.roles, digits),
            None => match inside.strip_prefix('@') {
                Some(digits) => (&mut found.users, digits.trim_start_matches('!')),
                None => continue,
            },
        };
        if let Ok(id) = digits.parse::<Id>()
            && !list.contains(&id)
        {
            list.push(id);
        }
    }
    found
}

fn texts<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a str> {
    let list = value.get(name).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str)
}

fn ids(value: &Value, name: &str) -> Vec<Id> {
    texts(value, name)
        .filter_map(|text| text.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TEXT: &str = "hey @everyone <@12> and <@!13>, <@&14>: 3 < 4 > 2 <@x> <#15>";

    #[test]
    fn without_a_word_of_the_sender_everything_rings() {
        let all = Allowed::read(&json!({})).unwrap().of(TEXT);
        assert!(all.everyone);
        assert_eq!(all.users, [Id::from(12), Id::from(13)]);
        assert_eq!(all.roles, [Id::from(14)]);
    }

    #[test]
    fn an_empty_list_silences_all_and_a_named_person_rings_alone() {
        let none = json!({"allowed_mentions": {"parse": []}});
        assert_eq!(Allowed::read(&none).unwrap().of(TEXT), Mentions::default());
        let one = json!({"allowed_mentions": {"parse": [], "users": ["13", "99"]}});
        let found = Allowed::read(&one).unwrap().of(TEXT);
        assert_eq!(found.users, [Id::from(13)]);
        assert!(!found.everyone && found.roles.is_empty());
    }

    #[test]
    fn naming_people_and_allowing_all_people_is_refused() {
        let both = json!({"allowed_mentions": {"parse": ["users"], "users": ["13"]}});
        assert_eq!(Allowed::read(&both).unwrap_err().code, 50035);
    }
}
