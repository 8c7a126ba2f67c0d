//! Statuses and the only ways from one to another.

use crate::macros::closed_list;

closed_list! {
    /// Where a need or one of its referrals stands. A need's own status after release is derived.
    Status ("status") {
        Logged = "logged" => "Logged",
        Clarifying = "clarifying" => "More detail needed",
        Confirmed = "confirmed" => "Confirmed",
        Referred = "referred" => "With the producer",
        UnderConsideration = "under_consideration" => "Being considered",
        AlreadyAvailable = "already_available" => "Already available",
        Waiting = "waiting" => "On the waiting list",
        Planned = "planned" => "Planned",
        InDevelopment = "in_development" => "In development",
        Delivered = "delivered" => "Delivered",
        PartlyMet = "partly_met" => "Partly met",
        NotAdopted = "not_adopted" => "Not adopted",
        OutOfScope = "out_of_scope" => "Not a need for official statistics",
        Merged = "merged" => "Joined with another need",
        Withdrawn = "withdrawn" => "Withdrawn",
    }
}

closed_list! {
    /// Who may make a change of status.
    Actor ("actor") {
        Intermediary = "intermediary" => "the intermediary",
        Producer = "producer" => "the producer",
    }
}

/// A change of status that the rules do not allow; the message names those they do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{actor} may not move this from “{from}” to “{to}”; allowed from here: {allowed}",
    actor = .actor.label(), from = .from.label(), to = .to.label())]
pub struct Forbidden {
    /// Who tried.
    pub actor: Actor,
    /// Where it stands.
    pub from: Status,
    /// What was asked for.
    pub to: Status,
    /// Codes that are allowed from here, separated by commas.
    pub allowed: String,
}

impl Status {
    /// Where a need at the door or a referral may go next, for whoever acts.
    pub const fn next(self, actor: Actor) -> &'static [Self] {
        match actor {
            Actor::Intermediary => self.next_by_intermediary(),
            Actor::Producer => self.next_by_producer(),
        }
    }

    const fn next_by_intermediary(self) -> &'static [Self] {
        use Status::{
            Clarifying, Confirmed, Delivered, Logged, Merged, OutOfScope, Referred, Withdrawn,
        };
        match self {
            Logged => &[Clarifying, Confirmed, Merged, OutOfScope, Withdrawn],
            Clarifying => &[Logged, Confirmed, Merged, OutOfScope, Withdrawn],
            Confirmed => &[Referred, Merged, Withdrawn],
            Merged | OutOfScope => &[Confirmed, Withdrawn],
            Delivered | Withdrawn => &[],
            _ => &[Withdrawn],
        }
    }

    const fn next_by_producer(self) -> &'static [Self] {
        use Status::{
            AlreadyAvailable, Clarifying, Delivered, InDevelopment, Merged, NotAdopted, OutOfScope,
            PartlyMet, Planned, Referred, UnderConsideration, Waiting,
        };
        match self {
            Referred => &[
                UnderConsideration,
                AlreadyAvailable,
                Clarifying,
                Referred,
                OutOfScope,
            ],
            Clarifying => &[UnderConsideration, Referred, Merged, OutOfScope],
            UnderConsideration => &[
                AlreadyAvailable,
                Waiting,
                Planned,
                PartlyMet,
                NotAdopted,
                Clarifying,
                Referred,
                Merged,
            ],
            AlreadyAvailable => &[UnderConsideration, Delivered],
            Waiting => &[
                Planned,
                InDevelopment,
                UnderConsideration,
                NotAdopted,
                Merged,
                Delivered,
            ],
            Planned => &[InDevelopment, Delivered, PartlyMet, Waiting, NotAdopted],
            InDevelopment => &[Delivered, PartlyMet, Planned, Waiting, NotAdopted],
            PartlyMet => &[Delivered, Planned, Waiting, UnderConsideration],
            Delivered | NotAdopted => &[UnderConsideration],
            _ => &[],
        }
    }

    /// Checks one change.
    ///
    /// # Errors
    /// [`Forbidden`], naming the statuses that are allowed.
    pub fn check(self, to: Self, actor: Actor) -> Result<(), Forbidden> {
        let next = self.next(actor);
        if next.contains(&to) {
            return Ok(());
        }
        let codes: Vec<&str> = next.iter().map(|s| s.code()).collect();
        let allowed = if codes.is_empty() {
            "nothing; this is final".to_owned()
        } else {
            codes.join(", ")
        };
        Err(Forbidden {
            actor,
            from: self,
            to,
            allowed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn withdrawn_is_final_and_nothing_leads_back_to_draft_states() {
        for actor in Actor::ALL {
            assert!(Status::Withdrawn.next(*actor).is_empty());
        }
        for from in Status::ALL {
            assert!(!from.next(Actor::Producer).contains(&Status::Logged));
        }
    }

    #[test]
    fn a_refusal_names_what_is_allowed() {
        let error = Status::Referred
            .check(Status::NotAdopted, Actor::Producer)
            .unwrap_err();
        assert!(
            error
                .to_string()
                .contains("under_consideration, already_available")
        );
    }
}
