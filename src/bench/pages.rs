//! How fast a node shows its pages, with few needs on the list and with many.

use std::time::{Duration, Instant};

use hearback_wire::intake::BASE;
use hearback_wire::vocabulary::NodeRole;
use serde::Serialize;

use super::figures::{millis, percentile};
use super::folder::Folder;
use super::running::{Running, Seat, release};
use crate::config::Batch;
use crate::fault::{Doing, Fault, Outcome};
use crate::http;

/// Needs between two lines that say how far it is.
const STRIDE: u32 = 1000;
/// How often each page is asked for.
const TIMES: usize = 50;

/// What was measured.
#[derive(Debug, Serialize)]
pub(super) struct Figures {
    /// One for each number of needs.
    lists: Vec<List>,
}

/// The pages of a node with so many needs.
#[derive(Debug, Serialize)]
struct List {
    needs: u32,
    pages: Vec<Page>,
}

/// One address, asked for one time after another.
#[derive(Debug, Serialize)]
struct Page {
    path: String,
    bytes: usize,
    p50_ms: f64,
    p99_ms: f64,
}

/// Has a node release needs up to each number of `sizes`, and times its pages each time.
pub(super) async fn measure(sizes: &[u32]) -> Outcome<Figures> {
    let folder = Folder::make()?;
    let seat = Seat::new(&folder, "first", NodeRole::Intermediary);
    let running = seat.start(Batch::default()).await?;
    let (mut there, mut lists) = (0, Vec::new());
    let mut some = String::new();
    for size in sizes {
        for number in there..*size {
            if number % STRIDE == 0 {
                eprintln!("pages: {number} of {size} needs released");
            }
            let released = release(&running.node, number as usize).await?;
            some = released.to_string();
        }
        there = there.max(*size);
        eprintln!("pages: asking for pages");
        lists.push(List {
            needs: there,
            pages: pages(&running, &some).await?,
        });
    }
    Ok(Figures { lists })
}

async fn pages(running: &Running, reference: &str) -> Outcome<Vec<Page>> {
    let paths = [
        "/".to_owned(),
        "/needs".to_owned(),
        "/needs?words=bus".to_owned(),
        "/needs?page=3".to_owned(),
        "/needs.json".to_owned(),
        format!("/needs/{reference}"),
        format!("{BASE}/needs?words=bus"),
    ];
    let mut pages = Vec::new();
    for path in paths {
        pages.push(time(running, path).await?);
    }
    Ok(pages)
}

async fn time(running: &Running, path: String) -> Outcome<Page> {
    let client = http::client()?;
    let (mut times, mut bytes) = (Vec::new(), 0);
    for _ in 0..TIMES {
        let started = Instant::now();
        let request = client.get(format!("{}{path}", running.url));
        let answer = request.bearer_auth(&running.token).send().await;
        let answer = answer.doing(&path)?;
        if !answer.status().is_success() {
            return Err(Fault::new(format!("{path} gave {}", answer.status())));
        }
        bytes = answer.bytes().await.doing(&path)?.len();
        times.push(started.elapsed());
    }
    times.sort_unstable();
    let at = |percent| -> Duration { percentile(&times, percent) };
    Ok(Page {
        bytes,
        p50_ms: millis(at(50)),
        p99_ms: millis(at(99)),
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_page_is_there_with_few_needs_and_with_more() {
        let figures = measure(&[1, 60]).await.unwrap();
        let needs: Vec<u32> = figures.lists.iter().map(|list| list.needs).collect();
        assert_eq!(needs, [1, 60]);
        for page in figures.lists.iter().flat_map(|list| &list.pages) {
            assert!(page.bytes > 0 && page.p50_ms > 0.0, "{page:?}");
        }
    }
}
