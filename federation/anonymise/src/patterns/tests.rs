use super::*;

fn kinds(text: &str) -> Vec<(Kind, String)> {
    crate::span::settle(Patterns::new().find(text))
        .into_iter()
        .map(|one| (one.kind, text[one.range].to_owned()))
        .collect()
}

#[test]
fn every_expression_compiles() {
    assert!(!Patterns::new().0.is_empty());
}

#[test]
fn years_and_large_counts_pass() {
    assert_eq!(
        kinds("between 2011 and 2021-22, 12,500 people or 4.5% of 56 million"),
        []
    );
}
