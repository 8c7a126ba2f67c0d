//! `hearback match`: which of a set of documents are like each query of a stream.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use hearback_matching::{Index, answer};
use serde::Deserialize;

use crate::fault::{Doing, Outcome};
use crate::lines;

#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
}

/// Reads the documents from the file `docs` and queries from `input`; writes at most `top` matches
/// for each query.
pub(crate) fn run(
    docs: &Path,
    top: usize,
    input: impl BufRead,
    output: &mut impl Write,
) -> Outcome {
    let file = File::open(docs).doing(docs.display())?;
    let index = index(BufReader::new(file))?;
    for query in lines::read::<Text>(input) {
        let query = query?;
        lines::write(output, &answer(&index, &query.id, &query.text, top))?;
    }
    Ok(())
}

fn index(docs: impl BufRead) -> Outcome<Index> {
    let mut index = Index::new();
    for doc in lines::read::<Text>(docs) {
        let doc = doc?;
        index.add(&doc.id, &doc.text);
    }
    Ok(index)
}
