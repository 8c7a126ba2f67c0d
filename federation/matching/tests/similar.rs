//! What the index promises to those who show its suggestions.

use hearback_matching::{Facet, Index, Match, Relation};
use proptest::prelude::*;

const NEEDS: [(&str, &str); 6] = [
    ("buses", "How often do buses come in villages on Sundays?"),
    ("rents-leeds", "What private rents do people pay in Leeds?"),
    ("rents-wales", "What private rents do people pay in Wales?"),
    ("dentists", "How many people cannot find an NHS dentist?"),
    ("carers", "How many young carers miss school each week?"),
    (
        "ferries",
        "Number of cancelled ferries to the Western Isles each month",
    ),
];

fn index() -> Index {
    let mut index = Index::new();
    for (id, text) in NEEDS {
        index.add(id, text);
    }
    index
}

fn ids(found: &[Match]) -> Vec<&str> {
    found.iter().map(|hit| hit.id.as_str()).collect()
}

fn relation(found: &[Match], id: &str) -> Option<Relation> {
    found
        .iter()
        .find(|hit| hit.id == id)
        .map(|hit| hit.relation)
}

#[test]
fn the_same_need_is_found_in_other_words() {
    let found = index().search("no dentist will take me on", 3);
    assert_eq!(found[0].id, "dentists");
    assert_eq!(found[0].shared[0], "dentists");
}

#[test]
fn a_slip_of_the_finger_does_not_hide_a_match() {
    assert_eq!(ids(&index().search("cancelled feries", 1)), ["ferries"]);
}

#[test]
fn the_very_same_words_come_first_and_are_the_same() {
    let found = index().search("  what PRIVATE rents do people pay in wales", 2);
    assert_eq!(ids(&found), ["rents-wales", "rents-leeds"]);
    assert_eq!(found[0].relation, Relation::Same);
}

#[test]
fn another_area_is_never_the_same() {
    let found = index().search("What private rents do people pay in Cardiff?", 2);
    assert_eq!(relation(&found, "rents-leeds"), Some(Relation::Related));
    assert!(found.iter().all(|hit| hit.differs.contains(&Facet::Area)));
}

#[test]
fn the_best_wording_of_a_need_counts_once() {
    let mut index = index();
    index.add("buses", "Evening coach services for rural places");
    let found = index.search("evening coach", 6);
    assert_eq!(ids(&found).iter().filter(|id| **id == "buses").count(), 1);
    assert_eq!(index.len(), NEEDS.len());
}

#[test]
fn adding_the_same_wording_again_changes_nothing() {
    let once = index().search("rents people pay", 6);
    let mut twice = index();
    twice.add("rents-leeds", "What private rents do people pay in LEEDS");
    assert_eq!(twice.search("rents people pay", 6), once);
}

#[test]
fn a_removed_need_is_gone_and_the_rest_rank_as_before() {
    let before = index().search("rents in towns", 6);
    let mut changed = index();
    changed.add("extra", "rents in towns by the sea");
    changed.remove("extra");
    changed.remove("never there");
    let after = changed.search("rents in towns", 6);
    assert_eq!(ids(&after), ids(&before));
}

#[test]
fn nothing_in_common_gives_nothing() {
    assert!(index().search("zzz the of", 5).is_empty());
    assert!(Index::new().search("anything", 5).is_empty());
    assert!(index().search("rents", 0).is_empty());
}

#[test]
fn relations_are_written_in_snake_case() {
    assert_eq!(serde_json::to_string(&Relation::Same).unwrap(), "\"same\"");
}

/// Texts with at least one word that tells something.
fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "bus", "rents", "kids", "Leeds", "2021", "weekly", "dentist", "zebra", "in", "by", "ward",
    ]);
    prop::collection::vec(word, 1..7).prop_map(|words| format!("{} otter", words.join(" ")))
}

proptest! {
    #[test]
    fn any_text_can_be_added_and_searched(
        texts in prop::collection::vec("\\PC{0,60}", 0..8),
        query in "\\PC{0,60}",
        top in 0usize..6,
    ) {
        let mut index = Index::new();
        for (number, text) in texts.iter().enumerate() {
            index.add(&format!("{}", number % 3), text);
        }
        let found = index.search(&query, top);
        prop_assert!(found.len() <= top);
        prop_assert!(found.iter().all(|hit| hit.score.is_finite() && hit.score > 0.0));
        prop_assert!(found.is_sorted_by(|a, b| a.score >= b.score));
    }

    #[test]
    fn every_text_finds_itself_first(texts in prop::collection::btree_set(text(), 1..8)) {
        let mut index = Index::new();
        for text in &texts {
            index.add(text, text);
        }
        for text in &texts {
            let found = index.search(text, 1);
            prop_assert_eq!(&found[0].id, text);
            prop_assert_eq!(found[0].relation, Relation::Same);
        }
    }

    #[test]
    fn the_order_of_adding_does_not_matter(texts in prop::collection::btree_set(text(), 1..8)) {
        let (mut forth, mut back) = (Index::new(), Index::new());
        for (one, other) in texts.iter().zip(texts.iter().rev()) {
            forth.add(one, one);
            back.add(other, other);
        }
        let query = "weekly rents for kids";
        let (one, other) = (forth.search(query, 9), back.search(query, 9));
        prop_assert_eq!(ids(&one), ids(&other));
    }
}
