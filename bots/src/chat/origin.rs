//! What needs from a chat room say of where they come from: as much as the operator chose, unless an admin
//! hides it.
//!
//! It must never say anything where so few people are that it would point at one of them, or where nobody
//! knows how many there are.

use hearback_wire::content::Origin;

use super::heard::Ear;
use super::scene::Scene;
use super::words;
use crate::bots::Bots;
use crate::tongue::Tongue;

/// The fewest people, beside the bot, of a place that says where its needs come from.
const FEWEST: usize = 20;

/// What a need that is said here says of where it comes from.
pub(super) async fn of(scene: &Scene<'_>, ear: &impl Ear) -> Origin {
    let chosen = &scene.bots.settings.origin;
    let hidden = scene.origin_hidden || *chosen == Origin::Unspecified;
    if hidden || !is_of_many(scene, ear).await {
        return Origin::Unspecified;
    }
    chosen.clone()
}

async fn is_of_many(scene: &Scene<'_>, ear: &impl Ear) -> bool {
    let people = ear.people(scene.heard).await;
    people.is_some_and(|people| people >= FEWEST)
}

/// What comes of an admin's choice, in words.
pub(super) async fn told(scene: &Scene<'_>, ear: &impl Ear, t: Tongue, show: bool) -> String {
    match scene.bots.settings.origin.name() {
        _ if !show => words::origin_hidden(t),
        None => words::origin_of_nobody(t),
        Some(name) if is_of_many(scene, ear).await => words::origin_shown(t, name),
        Some(_) => words::origin_of_few(t),
    }
}

impl Bots {
    /// What other words of a person say of where they come from: the same as those before. What the
    /// operator does not say any more would not be let out.
    pub(super) fn still(&self, before: &Origin) -> Origin {
        if *before == self.settings.origin {
            before.clone()
        } else {
            Origin::Unspecified
        }
    }
}
