//! The remits: topic by topic, who produces the figures in each nation.

use std::sync::OnceLock;

use crate::nation::Nation;
use crate::phrases::PhraseBook;
use crate::table::{list, rows};

/// One topic and its producers.
#[derive(Debug)]
pub(super) struct Remit {
    pub(super) theme: &'static str,
    /// Follows "figures on": "births", "council tax".
    pub(super) label: &'static str,
    /// 1; less for topics that often only say how another topic is split or made ("by religion",
    /// "small samples").
    pub(super) weight: f64,
    /// Ids of bodies for each nation in the order of [`Nation::ALL`], the lead first.
    producers: [Vec<&'static str>; 4],
}

impl Remit {
    /// The ids of those who produce figures on this topic in a nation, the lead first.
    pub(super) fn producers(&self, nation: Nation) -> &[&'static str] {
        let [england, wales, scotland, northern_ireland] = &self.producers;
        match nation {
            Nation::England => england,
            Nation::Wales => wales,
            Nation::Scotland => scotland,
            Nation::NorthernIreland => northern_ireland,
        }
    }

    fn names(&self, body: &str) -> bool {
        self.producers.iter().flatten().any(|id| *id == body)
    }
}

const TABLE: &str = include_str!("../../data/remits.tsv");

/// Every remit, in the order of the table.
pub(super) fn remits() -> &'static [Remit] {
    static REMITS: OnceLock<Vec<Remit>> = OnceLock::new();
    REMITS.get_or_init(|| {
        rows::<8>(TABLE)
            .map(|[theme, label, weight, nations @ .., _]| Remit {
                theme,
                label,
                weight: weight.parse().unwrap_or_default(),
                producers: nations.map(|cell| list(cell).collect()),
            })
            .collect()
    })
}

/// The phrases of all remits; each stands for the position of its remit in [`remits`].
pub(super) fn phrases() -> &'static PhraseBook<usize> {
    static PHRASES: OnceLock<PhraseBook<usize>> = OnceLock::new();
    PHRASES.get_or_init(|| {
        PhraseBook::new(
            rows::<8>(TABLE)
                .enumerate()
                .flat_map(|(position, [.., phrases])| {
                    list(phrases).map(move |phrase| (phrase, position))
                }),
        )
    })
}

/// The labels of the topics a body answers for.
pub(super) fn labels_of(body: &str) -> Vec<&'static str> {
    remits()
        .iter()
        .filter(|remit| remit.names(body))
        .map(|remit| remit.label)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::{body, themes};

    #[test]
    fn every_row_is_read_and_names_known_bodies_and_themes() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(remits().len(), lines);
        for remit in remits() {
            assert!(
                themes().iter().any(|theme| theme.id == remit.theme),
                "{}",
                remit.label
            );
            assert!(remit.weight > 0.0 && remit.weight <= 1.0, "{}", remit.label);
            for nation in Nation::ALL {
                assert!(
                    !remit.producers(nation).is_empty(),
                    "{} {nation:?}",
                    remit.label
                );
                for id in remit.producers(nation) {
                    assert!(body(id).is_some(), "{id}");
                }
            }
        }
    }

    #[test]
    fn every_theme_has_remits() {
        for theme in themes() {
            assert!(
                remits().iter().any(|remit| remit.theme == theme.id),
                "{}",
                theme.id
            );
        }
    }
}
