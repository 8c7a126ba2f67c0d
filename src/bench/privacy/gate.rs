//! How real needs fare: each is masked, put and approved as it would be, and what the gate says is
//! counted by rule. A gate that refuses real needs would end the product.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use hearback_anonymise::{Anonymiser, Roster};
use hearback_federation::release::Schedule;
use serde::{Deserialize, Serialize};

use super::house::House;
use crate::fault::{Doing, Outcome};
use crate::lines;

/// What became of them.
#[derive(Debug, Default, Serialize)]
pub(super) struct Gate {
    needs: usize,
    /// Refused when they were put, by the words of the rule.
    refused: BTreeMap<String, usize>,
    /// Held until somebody answers for a rule.
    unmet: BTreeMap<&'static str, usize>,
    /// Approved by one moderator, for everybody.
    one_key: usize,
    /// Approved by two, because one cannot let them leave at all, and why.
    two_keys: usize,
    reasons: BTreeMap<String, usize>,
    /// Approved by two so that everybody may read them, and why; one would do for organisations.
    two_for_everybody: usize,
    reasons_for_everybody: BTreeMap<String, usize>,
}

#[derive(Deserialize)]
struct Line {
    text: String,
}

/// Says every need of a file.
pub(super) async fn measure(file: &Path) -> Outcome<Gate> {
    eprintln!("privacy: needs of {} at the gate", file.display());
    let house = House::open(Schedule::AtOnce, 124).await?;
    let anonymiser = Anonymiser::new();
    let input = BufReader::new(File::open(file).doing(file.display())?);
    let mut gate = Gate::default();
    for line in lines::read::<Line>(input) {
        let text = line?.text;
        let masked = anonymiser.mask(&text, &Roster::default()).text;
        gate.needs += 1;
        gate.say(&house, &masked).await?;
    }
    Ok(gate)
}

impl Gate {
    async fn say(&mut self, house: &House, words: &str) -> Outcome {
        let put = match house.put(words, 0).await {
            Ok(put) => put,
            Err(refused) => {
                *self.refused.entry(refused.to_string()).or_default() += 1;
                return Ok(());
            }
        };
        let held = house.node.held(put.reference).await.doing("a need")?;
        let Some(held) = held else { return Ok(()) };
        for unmet in &held.unmet {
            *self.unmet.entry(unmet.rule.code()).or_default() += 1;
        }
        for reason in &held.second {
            *self.reasons.entry(reason.clone()).or_default() += 1;
        }
        for reason in &held.public {
            let reasons = &mut self.reasons_for_everybody;
            *reasons.entry(reason.clone()).or_default() += 1;
        }
        if held.unmet.is_empty() {
            house.approve(&put).await.doing("an approval")?;
            let keys = match (held.second.is_empty(), held.public.is_empty()) {
                (false, _) => &mut self.two_keys,
                (true, false) => &mut self.two_for_everybody,
                (true, true) => &mut self.one_key,
            };
            *keys += 1;
        }
        Ok(())
    }
}
