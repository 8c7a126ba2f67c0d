//! A moderator joins a need at the door with one that has left: its person speaks for that one and
//! hears its answers, until they say that theirs is another.

use hearback_federation::{Desk, NodeError};
use hearback_wire::id::Handle;
use hearback_wire::intake::{ApproveHeld, Did, Held, MergeHeld, PutReply, ReplyTo, What, Withdraw};
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;
use hearback_wire::vocabulary::Audience;
use reqwest::StatusCode;
use serde_json::json;

use crate::common::{BOT, Engine, Running, on_both_engines, release, say, settle};
use crate::hands::{Chat, press, sign_in};
use crate::steps::{NEED, considering, planned, refer, respond, three, told};

on_both_engines!(
    whoever_is_joined_hears_so_and_then_every_answer_once,
    whoever_says_that_theirs_is_another_is_read_again_and_hears_no_more_of_the_other,
    whoever_takes_it_back_hears_no_more_and_leaves_nothing_at_the_door,
    nothing_is_joined_with_what_its_person_may_not_read,
    the_console_joins_too_and_of_two_moderators_one_wins,
);

const LIKE: &str = "How many people sleep rough, for each district and each season";
const WHY: &str = "Both ask for the same counts.";

async fn merge(at: &Running, from: NeedRef, into: NeedRef) -> Result<(), NodeError> {
    let put = MergeHeld {
        hash: at.node.held(from).await.unwrap().unwrap().hash,
        into,
        words: WHY.parse().unwrap(),
    };
    at.node.moderate(from, put, Desk::Console("Ada")).await
}

/// How many threads of this node speak for a need.
async fn speak_for(at: &Running, reference: NeedRef) -> i64 {
    const SQL: &str = "SELECT COUNT(*) FROM listener WHERE need = $1";
    let need = at.node.need(reference).await.unwrap().unwrap().key;
    hearback_store::with_pool!(at.node.pool(), |p| sqlx::query_scalar(SQL)
        .bind(need.to_string())
        .fetch_one(p)
        .await)
    .unwrap()
}

async fn reply(at: &Running, handle: Handle) -> Result<(), NodeError> {
    let put = PutReply {
        handle,
        to: ReplyTo::Refusal {},
        words: "I need them for each season, not for each year."
            .parse()
            .unwrap(),
    };
    at.node.put_reply(BOT, put, "another").await
}

async fn whoever_is_joined_hears_so_and_then_every_answer_once(engine: &Engine) {
    let (a, _, p) = three(engine).await;
    let (goes_on, asker) = release(&a, NEED).await;
    let (like, joined) = say(&a, LIKE).await;
    merge(&a, like, goes_on).await.unwrap();
    assert!(a.node.held(like).await.unwrap().is_none(), "it is decided");
    assert_eq!(speak_for(&a, goes_on).await, 2);
    let key = refer(&a, goes_on, &p).await;
    settle(&a, &p).await;
    respond(&p, &key, considering()).await.unwrap();
    respond(&p, &key, planned()).await.unwrap();
    settle(&p, &a).await;
    let heard = told(&a, joined).await;
    let [
        What::Merged {
            into,
            statement,
            appeal,
            ..
        },
        What::Answered { .. },
    ] = heard.as_slice()
    else {
        panic!("{heard:?}")
    };
    assert_eq!((*into, statement.as_str(), *appeal), (goes_on, NEED, true));
    let answers = told(&a, asker).await.into_iter();
    let answers = answers.filter(|what| matches!(what, What::Answered { .. }));
    assert_eq!(answers.count(), 1);
}

async fn whoever_says_that_theirs_is_another_is_read_again_and_hears_no_more_of_the_other(
    engine: &Engine,
) {
    let (a, _, p) = three(engine).await;
    let (goes_on, _) = release(&a, NEED).await;
    let (like, joined) = say(&a, LIKE).await;
    merge(&a, like, goes_on).await.unwrap();
    reply(&a, joined).await.unwrap();
    assert_eq!(speak_for(&a, goes_on).await, 1);
    let back: Held = a.node.held(like).await.unwrap().unwrap();
    assert!(back.waits && back.appealed && back.said.unwrap().contains("each season"));
    let key = refer(&a, goes_on, &p).await;
    settle(&a, &p).await;
    respond(&p, &key, considering()).await.unwrap();
    respond(&p, &key, planned()).await.unwrap();
    settle(&p, &a).await;
    assert_eq!(told(&a, joined).await.len(), 1, "no answer to the other");
    // A second time there is no second look, and the door does not open by it.
    merge(&a, like, goes_on).await.unwrap();
    let heard = told(&a, joined).await;
    // And what was answered meanwhile is news.
    let [_, What::Merged { appeal: false, .. }, What::Answered { .. }] = heard.as_slice() else {
        panic!("{heard:?}")
    };
    let put = PutReply {
        handle: joined,
        to: ReplyTo::Refusal {},
        words: "It is still another need.".parse().unwrap(),
    };
    let again = a.node.put_reply(BOT, put, "once more").await.unwrap_err();
    assert!(matches!(again, NodeError::Conflict(_)), "{again}");
    assert_eq!(speak_for(&a, goes_on).await, 2);
}

async fn whoever_takes_it_back_hears_no_more_and_leaves_nothing_at_the_door(engine: &Engine) {
    let (a, _, _) = three(engine).await;
    let (goes_on, _) = release(&a, NEED).await;
    let (like, handle) = say(&a, LIKE).await;
    merge(&a, like, goes_on).await.unwrap();
    a.node
        .withdraw(BOT, Withdraw::of(handle), "back")
        .await
        .unwrap();
    assert_eq!(speak_for(&a, goes_on).await, 1);
    assert!(reply(&a, handle).await.is_err(), "it is over");
    let changes = a.node.changes(0, 0).await.unwrap().changes;
    let of_like = changes.iter().filter(|change| change.reference == like);
    let did: Vec<Did> = of_like.map(|change| change.did).collect();
    assert_eq!(did, [Did::Arrived, Did::Merged, Did::Withdrawn]);
    let need = a.node.need(goes_on).await.unwrap().unwrap();
    assert_eq!(need.status, Status::Confirmed, "the other one stays");
}

async fn nothing_is_joined_with_what_its_person_may_not_read(engine: &Engine) {
    let (a, _, _) = three(engine).await;
    let (like, _) = say(&a, LIKE).await;
    let nowhere = NeedRef::draw(&*a.chance);
    let (waits, _) = say(&a, "Counts of empty homes in every region, every year").await;
    let (named, _) = say(&a, "Rents in each region, every month").await;
    let approve = ApproveHeld {
        audience: Audience::Named,
        ..ApproveHeld::of(a.node.held(named).await.unwrap().unwrap().hash)
    };
    let desk = Desk::Console("Ada");
    a.node.moderate(named, approve, desk).await.unwrap();
    for into in [nowhere, waits, named, like] {
        let refused = merge(&a, like, into).await.unwrap_err();
        assert!(matches!(refused, NodeError::NotFound(_)), "{refused}");
    }
    let (gone, handle) = release(&a, "Bus use in each region, every year").await;
    let back = Withdraw::of(handle);
    a.node.withdraw(BOT, back, "back").await.unwrap();
    let refused = merge(&a, like, gone).await.unwrap_err();
    assert!(refused.to_string().contains("taken back"), "{refused}");
    assert!(a.node.held(like).await.unwrap().unwrap().waits);
}

async fn the_console_joins_too_and_of_two_moderators_one_wins(engine: &Engine) {
    let (a, _, _) = three(engine).await;
    let (goes_on, _) = release(&a, NEED).await;
    let (like, joined) = say(&a, LIKE).await;
    let hash = a.node.held(like).await.unwrap().unwrap().hash;
    let cookie = sign_in(&a).await;
    let path = format!("/console/queue/{like}/merge");
    let form = format!("hash={hash}&into={goes_on}&words=Both+ask+for+the+same+counts.");
    let chat = Chat::new(&a);
    let put = json!({"hash": hash, "into": goes_on, "words": WHY});
    let (console, bot) = tokio::join!(
        press(&a, &path, &cookie, form),
        chat.decide(like, "merge", &put)
    );
    let won = [
        console.status() == StatusCode::SEE_OTHER,
        bot.status() == StatusCode::NO_CONTENT,
    ];
    assert_eq!(won.iter().filter(|won| **won).count(), 1, "{won:?}");
    assert_eq!(told(&a, joined).await.len(), 1);
    assert_eq!(speak_for(&a, goes_on).await, 2);
}
