//! What fits while somebody types: their own references, needs that are known, topics.
//!
//! It only helps: whatever is typed in the end is read again. It must never keep anybody waiting.

use std::time::Duration;

use hearback_wire::vocabulary::Theme;
use serde_json::{Value, json};

use super::Discord;
use super::read::Call;
use crate::chat::Platform;
use crate::dialogue::State;
use crate::tongue::Tongue;

/// How long it may take, of the three seconds there are.
const PATIENCE: Duration = Duration::from_millis(1500);
/// What the platform shows at most.
const MOST: usize = 25;
/// Most characters of a line.
const LINE: usize = 100;

/// What fits; nothing when it cannot be looked up in time.
pub(super) async fn ways(discord: &Discord, call: &Call, command: &str, typed: &str) -> Vec<Value> {
    let found = async {
        match command {
            "who" => topics(discord.tongue(call.server.as_deref()).await),
            "need-withdraw" => own(discord, &call.by).await,
            _ => {
                let mut all = own(discord, &call.by).await;
                all.extend(known(discord, typed).await);
                all
            }
        }
    };
    let found = tokio::time::timeout(PATIENCE, found).await;
    let typed = typed.to_lowercase();
    let mut seen = std::collections::BTreeSet::new();
    found
        .unwrap_or_default()
        .into_iter()
        .filter(|(value, name)| {
            let hit = |text: &str| text.to_lowercase().contains(&typed);
            (hit(value) || hit(name)) && seen.insert(value.clone())
        })
        .take(MOST)
        .map(|(value, name)| {
            let name: String = name.chars().take(LINE).collect();
            json!({ "name": name, "value": value })
        })
        .collect()
}

/// What is looked for is the English name; each is shown in the language of the server.
fn topics(t: Tongue) -> Vec<(String, String)> {
    let all = Theme::ALL.iter();
    all.map(|theme| (theme.label().to_owned(), t.label("theme", theme.code())))
        .collect()
}

/// The person's own needs and voices that still stand.
async fn own(discord: &Discord, person: &str) -> Vec<(String, String)> {
    let vault = &discord.bots.vault;
    let placed = vault.of_person(Platform::Discord, person).await;
    let mut all = Vec::new();
    for placed in placed.unwrap_or_default().into_iter().take(MOST) {
        let Ok(Some(thread)) = vault.thread_by_id(&placed.thread).await else {
            continue;
        };
        let Some(reference) = thread
            .state
            .reference()
            .filter(|_| !thread.state.is_final())
        else {
            continue;
        };
        let name = match &thread.state {
            State::Sent(said)
            | State::Asked { said, .. }
            | State::Refused { said, .. }
            | State::Merged { said, .. } => {
                format!("{reference} {}", said.content.statement)
            }
            _ => format!("{reference} (your voice)"),
        };
        all.push((reference.to_string(), name));
    }
    all
}

/// Needs with these words that anybody may see.
async fn known(discord: &Discord, typed: &str) -> Vec<(String, String)> {
    let needs = discord.bots.node.needs(typed, 0).await.unwrap_or_default();
    let lines = needs.into_iter().map(|need| {
        let name = format!("{} {}", need.reference, need.statement);
        (need.reference.to_string(), name)
    });
    lines.collect()
}
