//! Measures matching and routing on labelled files, to see whether a change helps people or only
//! one sentence.
//!
//! `cargo run --release -p hearback-matching --example measure_matching -- MATCH.jsonl GAPS.csv NEEDS.jsonl
//! LABELS.csv [--misses]` prints one JSON object; `--misses` lists what was not found on stderr.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;

use hearback_matching::{Index, Relation, who};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Pair {
    set: String,
    query_id: String,
    doc_id: String,
    query: String,
    doc: String,
    label: String,
    also_ok_doc_ids: Vec<String>,
}

#[derive(Deserialize)]
struct Need {
    id: String,
    text: String,
    source_type: String,
    should_route_to: Option<Vec<String>>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let misses = paths.iter().any(|path| path == "--misses");
    paths.retain(|path| path != "--misses");
    let [pairs, gaps, needs, labels] = paths.as_slice() else {
        return Err("Give four files: MATCH.jsonl GAPS.csv NEEDS.jsonl LABELS.csv".into());
    };
    let pairs: Vec<Pair> = json_lines(pairs)?;
    let needs: Vec<Need> = json_lines(needs)?;
    let labels = body_ids(&fs::read_to_string(labels)?);
    let (register, rest): (Vec<&Need>, Vec<&Need>) = needs
        .iter()
        .partition(|need| need.source_type == "rss_data_gap_register");
    let figures = json!({
        "register": register_ranking(&pairs, &fs::read_to_string(gaps)?, misses),
        "pilot": pilot_ranking(&pairs, misses),
        "pilot_relations": relations(&pairs),
        "routing": routing(&needs.iter().collect::<Vec<_>>(), &labels, false),
        "routing_register": routing(&register, &labels, misses),
        "routing_other": routing(&rest, &labels, misses),
    });
    println!("{}", serde_json::to_string_pretty(&figures)?);
    Ok(())
}

fn json_lines<T: for<'de> Deserialize<'de>>(path: &str) -> Result<Vec<T>, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    text.lines()
        .map(|line| serde_json::from_str(line).map_err(Into::into))
        .collect()
}

/// Question to "Name. Headline": the pool is every row of the register.
fn register_ranking(pairs: &[Pair], gaps: &str, misses: bool) -> Value {
    let mut index = Index::new();
    let rows = csv(gaps);
    let column = |name| {
        rows.first()
            .and_then(|head| head.iter().position(|cell| cell == name))
    };
    for row in rows.iter().skip(1) {
        let cell = |name| {
            column(name)
                .and_then(|at| row.get(at))
                .map_or("", String::as_str)
        };
        let text = format!("{}. {}", cell("Name").trim(), cell("Headline").trim());
        index.add(
            &text.split_whitespace().collect::<Vec<_>>().join(" "),
            &text,
        );
    }
    let texts: BTreeMap<&str, String> = pairs
        .iter()
        .map(|pair| {
            let words = pair.doc.split_whitespace().collect::<Vec<_>>();
            (pair.doc_id.as_str(), words.join(" "))
        })
        .collect();
    let ranks: Vec<Option<usize>> = pairs
        .iter()
        .filter(|pair| pair.set == "rss")
        .map(|pair| {
            let wanted: BTreeSet<&String> = std::iter::once(&pair.doc_id)
                .chain(&pair.also_ok_doc_ids)
                .filter_map(|id| texts.get(id.as_str()))
                .collect();
            let found = index.search(&pair.query, index.len());
            let rank = found.iter().position(|hit| wanted.contains(&hit.id));
            if misses && rank.is_none_or(|rank| rank >= 5) {
                eprintln!("register miss {rank:?}: {} -> {}", pair.query, pair.doc);
            }
            rank
        })
        .collect();
    ranking(&ranks)
}

fn ranking(ranks: &[Option<usize>]) -> Value {
    let within = |top| ranks.iter().flatten().filter(|rank| **rank < top).count();
    let reciprocal: f64 = ranks
        .iter()
        .flatten()
        .map(|rank| 1.0 / (real(*rank) + 1.0))
        .sum();
    json!({
        "queries": ranks.len(),
        "p_at_1": share(within(1), ranks.len()),
        "r_at_5": share(within(5), ranks.len()),
        "r_at_10": share(within(10), ranks.len()),
        "mrr": reciprocal / real(ranks.len().max(1)),
    })
}

/// Each wording looks for the other wordings of its need among all texts of the pilot.
fn pilot_ranking(pairs: &[Pair], misses: bool) -> Value {
    let texts = pilot_texts(pairs);
    let mut index = Index::new();
    for (id, text) in &texts {
        index.add(id, text);
    }
    let mut recalls = Vec::new();
    for (id, text) in texts.iter().filter(|(id, _)| id.contains("-n")) {
        let same = |other: &str| other != *id && cluster(other) == cluster(id);
        let wanted = texts.keys().filter(|other| same(other)).count();
        let hits = index.search(text, 6);
        let found = hits
            .iter()
            .filter(|hit| hit.id != *id)
            .take(5)
            .filter(|hit| same(&hit.id));
        let recall = share(found.count(), wanted);
        if misses && recall < 0.5 {
            eprintln!("pilot miss {recall:.2}: {id} {text}");
        }
        recalls.push(recall);
    }
    let mean = recalls.iter().sum::<f64>() / real(recalls.len().max(1));
    json!({"queries": recalls.len(), "pool": texts.len(), "r_at_5": mean})
}

fn pilot_texts(pairs: &[Pair]) -> BTreeMap<&str, &str> {
    pairs
        .iter()
        .filter(|pair| pair.set == "pilot")
        .flat_map(|pair| [(&*pair.query_id, &*pair.query), (&*pair.doc_id, &*pair.doc)])
        .collect()
}

fn cluster(id: &str) -> &str {
    id.rsplit_once('_').map_or(id, |(cluster, _)| cluster)
}

/// What is suggested for each labelled pair: `label -> suggestion -> pairs`.
fn relations(pairs: &[Pair]) -> BTreeMap<&str, BTreeMap<&'static str, usize>> {
    let texts = pilot_texts(pairs);
    let mut index = Index::new();
    for (id, text) in &texts {
        index.add(id, text);
    }
    let mut counts: BTreeMap<&str, BTreeMap<&'static str, usize>> = BTreeMap::new();
    for pair in pairs.iter().filter(|pair| pair.set == "pilot") {
        let hits = index.search(&pair.query, index.len());
        let hit = hits.iter().find(|hit| hit.id == pair.doc_id);
        let suggested = match hit.map(|hit| hit.relation) {
            Some(Relation::Same) => "same",
            Some(Relation::Related) => "related",
            Some(Relation::Different) => "different",
            None => "not found",
        };
        *counts
            .entry(&pair.label)
            .or_default()
            .entry(suggested)
            .or_default() += 1;
    }
    counts
}

fn body_ids(csv_text: &str) -> BTreeMap<String, String> {
    csv(csv_text)
        .into_iter()
        .skip(1)
        .filter_map(|row| Some((row.first()?.clone(), row.get(1)?.clone())))
        .filter(|(_, id)| !id.is_empty())
        .collect()
}

fn routing(needs: &[&Need], labels: &BTreeMap<String, String>, misses: bool) -> Value {
    let (mut asked, mut hits, mut recall, mut none) = (0, 0, 0.0, 0);
    for need in needs {
        let right: BTreeSet<&str> = need
            .should_route_to
            .iter()
            .flatten()
            .filter_map(|label| labels.get(label).map(String::as_str))
            .collect();
        if right.is_empty() {
            continue;
        }
        let routes = who(&need.text, &[], 5);
        let found: Vec<&str> = routes.iter().map(|route| route.body.id).collect();
        let hit = found.iter().take(3).any(|id| right.contains(id));
        asked += 1;
        hits += usize::from(hit);
        none += usize::from(found.is_empty());
        recall += share(
            found.iter().filter(|id| right.contains(*id)).count(),
            right.len(),
        );
        if misses && !hit {
            let reasons: Vec<&str> = routes.iter().map(|route| route.because.as_str()).collect();
            eprintln!(
                "route miss {} {right:?} {}\n    {reasons:#?}",
                need.id, need.text
            );
        }
    }
    json!({
        "needs": asked,
        "hit_at_3": share(hits, asked),
        "recall_at_5": recall / real(asked.max(1)),
        "no_route": none,
    })
}

/// Rows of a CSV text whose quoted cells may hold line breaks and doubled quotes.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(letter),
        }
    }
    if !row.is_empty() || !cell.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

fn share(part: usize, whole: usize) -> f64 {
    real(part) / real(whole.max(1))
}

#[expect(clippy::cast_precision_loss, reason = "counts of a labelled file")]
fn real(count: usize) -> f64 {
    count as f64
}
