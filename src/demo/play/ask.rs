//! A need, everybody who waits for an answer to it, and what each of them must hear.

use crate::demo::patience::Patience;
use crate::demo::room::Seat;
use crate::demo::samples::Need;
use crate::demo::tally::Heard;
use crate::fault::Outcome;

/// Who must hear something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ears {
    /// Who asked.
    Asker,
    /// Who added a voice.
    Voices,
    /// Both.
    Everyone,
}

/// A need and everybody who waits for an answer to it.
pub(super) struct Ask {
    pub(super) need: Need,
    /// Index of the community that it is said in.
    pub(super) home: usize,
    pub(super) reference: String,
    /// Who asked.
    pub(super) asker: Seat,
    /// Who added a voice.
    pub(super) voices: Vec<Seat>,
    /// Whether the asker withdrew.
    pub(super) withdrawn: bool,
    /// What must be heard, each once.
    wanted: Vec<(String, Ears)>,
}

impl Ask {
    /// A need that was just said.
    pub(super) const fn new(need: Need, home: usize, asker: Seat) -> Self {
        Self {
            need,
            home,
            reference: String::new(),
            asker,
            voices: Vec::new(),
            withdrawn: false,
            wanted: Vec::new(),
        }
    }

    /// Reads the preview, approves it, and waits for the reference.
    pub(super) async fn approve_preview(&mut self, patience: Patience) -> Outcome {
        self.wait_for(patience, "preview").await?;
        self.asker.send().await?;
        let taken = async || Ok(self.asker.read().await?.reference);
        self.reference = patience.until("a reference", taken).await?;
        Ok(())
    }

    /// Waits until the asker's thread is in a state.
    pub(super) async fn wait_for(&mut self, patience: Patience, state: &str) -> Outcome {
        let there = async || Ok((self.asker.read().await?.state == state).then_some(()));
        patience
            .until(&format!("a thread to be {state}"), there)
            .await
    }

    /// These words must be heard once.
    pub(super) fn want(&mut self, words: impl Into<String>, ears: Ears) {
        self.wanted.push((words.into(), ears));
    }

    /// What everybody must hear.
    pub(super) fn wanted_by_all(&self) -> Vec<String> {
        let by_all = self.wanted.iter().filter(|(_, e)| *e == Ears::Everyone);
        by_all.map(|(words, _)| words.clone()).collect()
    }

    /// How it went in each thread: the asker's, then the voices'.
    pub(super) async fn heard(&mut self) -> Outcome<Vec<Heard>> {
        let asked = self.words_for(Ears::Asker);
        let thread = self.asker.read().await?;
        let mut counts: Vec<usize> = asked.iter().map(|words| thread.count(words)).collect();
        if self.withdrawn {
            counts.push(thread.since_withdrawal());
        }
        let mut all = vec![Heard::of(counts)];
        let voiced = self.words_for(Ears::Voices);
        for voice in &mut self.voices {
            let thread = voice.read().await?;
            all.push(Heard::of(voiced.iter().map(|words| thread.count(words))));
        }
        Ok(all)
    }

    /// How many messages must reach a thread.
    pub(super) fn messages(&self) -> usize {
        self.words_for(Ears::Asker).len() + self.words_for(Ears::Voices).len() * self.voices.len()
    }

    fn words_for(&self, ears: Ears) -> Vec<String> {
        let theirs = self.wanted.iter();
        theirs
            .filter(|(_, whose)| *whose == ears || *whose == Ears::Everyone)
            .map(|(words, _)| words.clone())
            .collect()
    }
}
