//! Where a referral and a need stand, computed from what was said. Pure; nothing of it is stored.

use std::collections::BTreeMap;

use hearback_wire::id::NodeId;
use hearback_wire::response::Answer;
use hearback_wire::status::Status;

/// Most producers a need may pass through on one referral before people must settle who leads.
pub(crate) const MAX_HOLDERS: usize = 3;

/// One producer's answers on one referral, oldest first.
pub(crate) type ByProducer<T> = BTreeMap<NodeId, Vec<Said<T>>>;

/// An answer, with whatever the caller wants to know it by.
#[derive(Debug, Clone)]
pub(crate) struct Said<T> {
    pub(crate) answer: Answer,
    pub(crate) tag: T,
}

/// Where a referral stands.
#[derive(Debug, Clone)]
pub(crate) struct Standing<T> {
    /// Who holds it.
    pub(crate) holder: NodeId,
    /// Everyone who has held it, in order.
    pub(crate) chain: Vec<NodeId>,
    /// To whom it was passed and who has not answered.
    pub(crate) offered_to: Option<NodeId>,
    /// The producer that handed it back, with its answer.
    pub(crate) handed_back: Option<(NodeId, Said<T>)>,
    /// Its status.
    pub(crate) status: Status,
    /// Every answer by somebody who held it when they gave it.
    pub(crate) said: Vec<(NodeId, Said<T>)>,
}

/// Follows a referral from its first producer along the pass-ons that were accepted. Answers of
/// anyone else are as if never given.
pub(crate) fn standing<T: Clone>(first: &NodeId, answers: &ByProducer<T>) -> Standing<T> {
    let mut standing = Standing {
        holder: first.clone(),
        chain: vec![first.clone()],
        offered_to: None,
        handed_back: None,
        status: Status::Referred,
        said: Vec::new(),
    };
    loop {
        let holder = standing.holder.clone();
        let said = answers.get(&holder).map(Vec::as_slice).unwrap_or_default();
        standing
            .said
            .extend(said.iter().map(|s| (holder.clone(), s.clone())));
        let Some(last) = said.last() else {
            return standing;
        };
        standing.status = last.answer.status();
        let Answer::PassedOn { to, .. } = &last.answer else {
            return standing;
        };
        if standing.chain.contains(to) || standing.chain.len() >= MAX_HOLDERS {
            return standing;
        }
        match answers.get(to).and_then(|said| said.last()) {
            None => {
                standing.offered_to = Some(to.clone());
                return standing;
            }
            Some(said) if matches!(said.answer, Answer::PassDeclined { .. }) => {
                standing.handed_back = Some((to.clone(), said.clone()));
                return standing;
            }
            Some(_) => {
                standing.chain.push(to.clone());
                standing.holder = to.clone();
            }
        }
    }
}

/// A need's status from its referrals: the lead's, else the first's; confirmed while there is none.
pub(crate) fn need_status(withdrawn: bool, referrals: &[(bool, Status)]) -> Status {
    if withdrawn {
        return Status::Withdrawn;
    }
    let lead = referrals
        .iter()
        .find(|(lead, _)| *lead)
        .or_else(|| referrals.first());
    lead.map_or(Status::Confirmed, |(_, status)| *status)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(n: u8) -> NodeId {
        NodeId::of_identity(&[n; 32])
    }

    fn words() -> hearback_wire::text::Words {
        "This is for you to read.".parse().unwrap()
    }

    fn pass(to: &NodeId) -> Said<()> {
        let json = serde_json::json!({
            "status": "passed_on", "to": to, "words": words(),
            "reasons": [{"code": "other_producer", "names": "the next"}],
        });
        Said {
            answer: serde_json::from_value(json).unwrap(),
            tag: (),
        }
    }

    fn considering() -> Said<()> {
        Said {
            answer: Answer::UnderConsideration { reply_by: None },
            tag: (),
        }
    }

    #[test]
    fn a_pass_on_moves_only_when_it_is_accepted_and_never_in_a_circle() {
        let (a, b) = (node(1), node(2));
        let mut answers = ByProducer::from([(a.clone(), vec![pass(&b)])]);
        let offered = standing(&a, &answers);
        assert_eq!((&offered.holder, offered.offered_to), (&a, Some(b.clone())));
        answers.insert(b.clone(), vec![considering()]);
        let accepted = standing(&a, &answers);
        assert_eq!(
            (&accepted.holder, accepted.status),
            (&b, Status::UnderConsideration)
        );
        answers.insert(b.clone(), vec![considering(), pass(&a)]);
        assert_eq!(
            standing(&a, &answers).holder,
            b,
            "a circle leaves it where it is"
        );
    }

    #[test]
    fn answers_of_a_stranger_are_as_if_never_given() {
        let (a, stranger) = (node(1), node(9));
        let answers = ByProducer::from([(stranger, vec![considering()])]);
        let standing = standing(&a, &answers);
        assert_eq!(standing.status, Status::Referred);
        assert!(standing.said.is_empty());
    }

    #[test]
    fn the_lead_speaks_for_the_need() {
        let both = [(false, Status::Delivered), (true, Status::Waiting)];
        assert_eq!(need_status(false, &both), Status::Waiting);
        assert_eq!(need_status(false, &[]), Status::Confirmed);
        assert_eq!(need_status(true, &both), Status::Withdrawn);
    }
}
