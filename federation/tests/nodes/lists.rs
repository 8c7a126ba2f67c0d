//! Lists and counts say what single needs say, in parts, and on a database from before they were kept.

use hearback_federation::{Choice, Part};
use hearback_store::with_pool;
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;
use hearback_wire::vocabulary::NodeRole;

use crate::common::{Engine, Running, WHOLE, on_both_engines, release};
use crate::steps::{considering, planned, refer, respond, three};

on_both_engines!(
    a_list_holds_what_fits_and_comes_in_parts,
    an_inbox_has_what_awaits_a_reply_on_top_and_the_late_are_counted,
    a_database_of_before_lists_the_same_once_it_is_opened,
);

const BUSES: [&str; 3] = [
    "How many buses run late in each town",
    "How many 100% electric buses there are in each town",
    "Late trains by hour of the day, for each line",
];

fn words(words: &str) -> Choice {
    Choice {
        words: words.to_owned(),
        ..Choice::default()
    }
}

async fn references(at: &Running, choice: &Choice, part: Part) -> (Vec<NeedRef>, bool) {
    let listed = at.node.list(choice, part).await.unwrap();
    let references = listed.rows.iter().map(|need| need.reference);
    (references.collect(), listed.more)
}

async fn a_list_holds_what_fits_and_comes_in_parts(engine: &Engine) {
    let (a, _b, p) = three(engine).await;
    let mut all = Vec::new();
    for text in BUSES {
        all.push(release(&a, text).await.0);
    }
    let key = refer(&a, all[0], &p).await;
    respond(&p, &key, considering()).await.unwrap();
    respond(&p, &key, planned()).await.unwrap();

    let found = async |at: &Running, choice: Choice| references(at, &choice, WHOLE).await.0;
    assert_eq!(found(&p, words("BUSES each late")).await, [all[0]]);
    assert_eq!(found(&p, words("100%")).await, [all[1]], "% is a letter");
    assert_eq!(found(&p, words("_")).await, [], "and so is _");
    assert_eq!(found(&p, words(&all[2].to_string())).await, [all[2]]);
    let planned = Choice {
        status: Some(Status::Planned),
        ..Choice::default()
    };
    assert_eq!(found(&p, planned).await, [all[0]]);

    let part = |number| Part { number, size: 2 };
    let any = Choice::default();
    let (mut first, more) = references(&p, &any, part(0)).await;
    assert_eq!((first.len(), more), (2, true));
    let (rest, more) = references(&p, &any, part(1)).await;
    assert_eq!((rest.len(), more), (1, false));
    first.extend(rest);
    first.sort();
    all.sort();
    assert_eq!(first, all, "each once");

    let counts = p.node.counts().await.unwrap();
    assert_eq!((counts.asked, counts.answered, counts.met), (3, 1, 0));
    assert_eq!(counts.unsent, 0, "they are not this node's to send");
    let summaries = p.node.summaries("late", WHOLE).await.unwrap().rows;
    let latest: Vec<_> = summaries.iter().map(|s| s.latest.as_deref()).collect();
    assert_eq!(summaries.len(), 2);
    assert!(latest.contains(&Some("Tables by district will come in May.")));
}

async fn an_inbox_has_what_awaits_a_reply_on_top_and_the_late_are_counted(engine: &Engine) {
    let (a, _b, p) = three(engine).await;
    let mut keys = Vec::new();
    for text in BUSES {
        let reference = release(&a, text).await.0;
        keys.push(refer(&a, reference, &p).await);
    }
    respond(&p, &keys[0], considering()).await.unwrap();
    respond(&p, &keys[0], planned()).await.unwrap();
    let inbox = p.node.inbox(WHOLE).await.unwrap().rows;
    assert_eq!(inbox.len(), 3);
    assert_eq!(inbox[2].1.key, keys[0], "what is answered comes last");
    let rows = p.node.inbox_list(WHOLE).await.unwrap().rows;
    let same = inbox.iter().zip(&rows);
    assert!(same.into_iter().all(|((need, referral), row)| {
        row.referral == referral.key
            && row.reference == need.reference
            && row.status == referral.status
    }));
    assert_eq!(p.node.inbox_counts().await.unwrap().late, 0);
    p.clock.advance_seconds(40 * 24 * 3600);
    let counts = p.node.inbox_counts().await.unwrap();
    assert_eq!((counts.all, counts.late), (3, 2));
    let late = p.node.inbox(WHOLE).await.unwrap().rows;
    assert_eq!(late.iter().filter(|(_, r)| r.overdue).count(), 2);
    assert!(a.node.inbox(WHOLE).await.unwrap().rows.is_empty());
    assert!(a.node.in_inbox(&keys[0]).await.unwrap().is_none());
}

async fn a_database_of_before_lists_the_same_once_it_is_opened(engine: &Engine) {
    const FORGET: [&str; 2] = [
        "UPDATE need SET status = NULL, words = '', themes = '', latest = NULL, sent = FALSE, \
         answered = FALSE",
        "UPDATE referral SET status = NULL, holder = NULL, offered_to = NULL",
    ];
    let (a, _b, p) = three(engine).await;
    let reference = release(&a, BUSES[0]).await.0;
    let key = refer(&a, reference, &p).await;
    respond(&p, &key, considering()).await.unwrap();
    for sql in FORGET {
        with_pool!(p.node.pool(), |pool| sqlx::query(sql)
            .execute(pool)
            .await
            .map(|_| ()))
        .unwrap();
    }
    assert!(p.node.inbox(WHOLE).await.unwrap().rows.is_empty());
    let opened = p.copy(&[NodeRole::Producer], 3).await;
    assert_eq!(opened.node.inbox(WHOLE).await.unwrap().rows.len(), 1);
    let (found, _) = references(&opened, &words("buses"), WHOLE).await;
    assert_eq!(found, [reference]);
}
