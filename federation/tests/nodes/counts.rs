//! Counts of people: nothing is said when somebody adds a voice, a band once a quarter at the most,
//! and no more in a year than the budget allows.

use hearback_federation::release::{Schedule, Windows};
use hearback_store::with_pool;
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::Band;

use crate::common::{Engine, Running, approve, on_both_engines, say};
use crate::steps::add_voice;

on_both_engines!(
    a_band_is_said_once_a_quarter_and_never_when_a_voice_is_added,
    what_is_spent_in_a_year_has_an_end,
);

const WEEK: i64 = 7 * 24 * 3600;

/// A community whose needs leave each Tuesday, however few.
async fn community(engine: &Engine) -> (Running, NeedRef) {
    let windows = Windows {
        needs: 1,
        authors: 1,
        spread_minutes: 0,
        ..Windows::default()
    };
    let a = engine.start_scheduled(Schedule::Windows(windows), 1).await;
    let (reference, _) = say(&a, "Counts of empty homes in every region, each year").await;
    approve(&a, reference).await;
    week(&a).await;
    (a, reference)
}

async fn week(at: &Running) {
    at.clock.advance_seconds(WEEK);
    at.node.release_due().await.unwrap();
}

async fn events(at: &Running) -> i64 {
    const SQL: &str = "SELECT COUNT(*) FROM event WHERE kind = 'need'";
    with_pool!(at.node.pool(), |p| sqlx::query_scalar(SQL)
        .fetch_one(p)
        .await)
    .unwrap()
}

async fn band(at: &Running, reference: NeedRef) -> Band {
    at.node.need(reference).await.unwrap().unwrap().voices
}

async fn a_band_is_said_once_a_quarter_and_never_when_a_voice_is_added(engine: &Engine) {
    let (a, reference) = community(engine).await;
    assert_eq!(events(&a).await, 1);
    for _ in 0..40 {
        add_voice(&a, reference).await;
    }
    assert_eq!(events(&a).await, 1, "a voice says nothing");
    week(&a).await;
    assert_eq!(
        (events(&a).await, band(&a, reference).await),
        (2, Band::From25)
    );
    for _ in 0..30 {
        add_voice(&a, reference).await;
    }
    for _ in 0..3 {
        week(&a).await;
    }
    assert_eq!(events(&a).await, 2, "this quarter has had its turn");
    week(&a).await;
    assert_eq!(
        (events(&a).await, band(&a, reference).await),
        (3, Band::From50)
    );
}

async fn what_is_spent_in_a_year_has_an_end(engine: &Engine) {
    const SQL: &str = "SELECT COUNT(*) FROM count_ledger";
    let (a, _) = community(engine).await;
    let looks = async || -> i64 {
        with_pool!(a.node.pool(), |p| sqlx::query_scalar(SQL)
            .fetch_one(p)
            .await)
        .unwrap()
    };
    assert_eq!(
        looks().await,
        0,
        "nothing is spent on the week in which it leaves"
    );
    for _ in 0..52 {
        week(&a).await;
    }
    assert_eq!(
        looks().await,
        4,
        "one for each quarter, and four in any year"
    );
}
