//! Which needs everybody may read, and which only the organisations that this node is connected with.
//!
//! Those are known by name and bound by agreement, and everybody is not: so the rules for everybody are
//! stricter. Must never make public what was approved for named organisations.

use hearback_wire::content::Content;
use hearback_wire::vocabulary::Audience;

use crate::error::NodeError;
use crate::node::Node;
use crate::rows::HeldRow;

/// When everybody may read a need.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Publish {
    /// With one moderator, if nothing in its words could point at somebody and nobody had to answer
    /// for a rule; with two otherwise.
    #[default]
    Clear,
    /// With two moderators.
    TwoModerators,
    /// Never.
    Never,
}

impl Node {
    /// Why one moderator is not enough for everybody to read these words; nothing where one is, or
    /// where this node publishes nothing.
    /// `answered` says whether somebody answers for a rule of the gate.
    pub(crate) fn public_reasons(&self, content: &Content, answered: bool) -> Vec<String> {
        match self.0.settings.publish {
            Publish::Never => Vec::new(),
            Publish::TwoModerators => {
                vec!["On this node two moderators must approve what everybody may read.".to_owned()]
            }
            Publish::Clear => {
                let mut reasons: Vec<String> = Vec::new();
                for concern in self.concerns(content) {
                    if !reasons.contains(&concern.words) {
                        reasons.push(concern.words);
                    }
                }
                if answered {
                    reasons
                        .push("Somebody answers for a rule that the words do not meet.".to_owned());
                }
                reasons
            }
        }
    }

    /// Who may read a need when it leaves: everybody only where those who approved it meant that, and
    /// were enough for it by the rules as they are now.
    pub(crate) fn audience_of(
        &self,
        held: &HeldRow,
        content: &Content,
    ) -> Result<Audience, NodeError> {
        let enough = held.two
            || self
                .public_reasons(content, !held.waives()?.is_empty())
                .is_empty();
        let publishes = self.0.settings.publish != Publish::Never;
        Ok(if publishes && enough {
            held.audience()?
        } else {
            Audience::Named
        })
    }
}
