//! What came of all sequences, in the form in which programs read it.

use std::collections::BTreeMap;

use hearback::fault::Fault;
use serde::Serialize;

use super::plan::Sequence;

/// A sequence in which something was lost or came twice.
#[derive(Clone, Debug, Serialize)]
pub struct Failure {
    /// Plays it again.
    pub seed: u64,
    /// What was wrong.
    pub what: String,
    /// The plan.
    pub sequence: String,
}

/// What came of all of them.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Sequences that were played to their end.
    pub sequences: u64,
    /// How many faults of each sort were planned.
    pub faults: BTreeMap<&'static str, u64>,
    /// Things that people did, also a second time.
    pub interactions: u64,
    /// Of these, how many they had to do again because their client showed a failure.
    pub done_again: u64,
    /// Words that had to stand somewhere, each once.
    pub messages: u64,
    /// Sessions that were taken up again, and started anew.
    pub resumes: u64,
    /// See `resumes`.
    pub starts: u64,
    /// What was lost or came twice.
    pub failures: Vec<Failure>,
}

impl Failure {
    pub(super) fn of(sequence: &Sequence, fault: &Fault) -> Self {
        Self {
            seed: sequence.seed,
            what: fault.to_string(),
            sequence: format!("{sequence:?}"),
        }
    }
}

impl Report {
    /// Whether nothing was lost and nothing came twice.
    pub fn is_clean(&self) -> bool {
        self.sequences > 0 && self.failures.is_empty()
    }

    /// Counts the faults of a plan.
    pub(super) fn plan(&mut self, sequence: &Sequence) {
        for trouble in &sequence.troubles {
            *self.faults.entry(trouble.wrong.sort()).or_default() += 1;
        }
    }

    /// Adds what came of one world.
    pub(super) fn add(&mut self, other: Self) {
        self.sequences += other.sequences;
        self.interactions += other.interactions;
        self.done_again += other.done_again;
        self.messages += other.messages;
        self.resumes += other.resumes;
        self.starts += other.starts;
        for (sort, count) in other.faults {
            *self.faults.entry(sort).or_default() += count;
        }
        self.failures.extend(other.failures);
    }
}
