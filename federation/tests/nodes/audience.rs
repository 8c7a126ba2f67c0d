//! What everybody may read, and what only connected organisations may: the first asks for more, and the
//! second is shown on no page and to no bot.

use hearback_federation::{Choice, Desk, NodeError, Publish};
use hearback_wire::body::Need;
use hearback_wire::id::Handle;
use hearback_wire::intake::{ApproveHeld, Held, NeedSummary, PutVoice, Similar, UndoHeld, What};
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::{Approver, Audience, NodeRole, ReferralRole, Voice};
use reqwest::StatusCode;
use serde_json::json;

use crate::common::{BOT, Engine, Running, WHOLE, http, on_both_engines, say, settle};
use crate::gate::latest_need;
use crate::hands::{Chat, body, press, sign_in};
use crate::steps::{three, told};

on_both_engines!(
    clear_words_are_for_everybody_with_one_moderator,
    words_that_could_point_at_somebody_are_for_everybody_with_two,
    words_in_another_language_are_read_by_two_and_lose_what_looks_like_a_name,
    what_is_for_connected_organisations_stands_on_no_page_and_with_no_bot,
    a_first_moderator_who_meant_organisations_is_not_overruled,
    a_node_can_ask_for_two_moderators_or_publish_nothing,
    the_console_offers_both_ways_and_does_what_was_pressed,
);

const CLEAR: &str = "Rough sleeping counts for each district, every three months";
/// A rare condition: one thing that could point at somebody.
const RARE: &str = "Waiting times of people with cystic fibrosis in each region, every year";

async fn community(engine: &Engine) -> Running {
    engine
        .start("Riverside Advice", &[NodeRole::Intermediary], 1)
        .await
}

async fn held(at: &Running, reference: NeedRef) -> Held {
    at.node.held(reference).await.unwrap().unwrap()
}

async fn approve(
    at: &Running,
    reference: NeedRef,
    by: &str,
    audience: Audience,
) -> Result<(), NodeError> {
    let approve = ApproveHeld {
        audience,
        ..ApproveHeld::of(held(at, reference).await.hash)
    };
    at.node
        .moderate(reference, approve, Desk::Console(by))
        .await
}

async fn left(at: &Running) -> Need {
    latest_need(at).await
}

async fn listed(at: &Running) -> Vec<NeedRef> {
    let list = at.node.list(&Choice::default(), WHOLE).await.unwrap();
    list.rows.iter().map(|need| need.reference).collect()
}

async fn clear_words_are_for_everybody_with_one_moderator(engine: &Engine) {
    let a = community(engine).await;
    let (reference, _) = say(&a, CLEAR).await;
    assert!(held(&a, reference).await.public.is_empty());
    approve(&a, reference, "Ada", Audience::Public)
        .await
        .unwrap();
    assert_eq!(left(&a).await.audience, Audience::Public);
    assert_eq!(listed(&a).await, [reference]);
}

async fn words_that_could_point_at_somebody_are_for_everybody_with_two(engine: &Engine) {
    let a = community(engine).await;
    let (reference, _) = say(&a, RARE).await;
    let waits = held(&a, reference).await;
    assert!(
        waits.second.is_empty() && !waits.public.is_empty(),
        "{waits:?}"
    );
    approve(&a, reference, "Ada", Audience::Public)
        .await
        .unwrap();
    assert!(held(&a, reference).await.first, "it waits for a second one");
    let again = approve(&a, reference, "Ada", Audience::Public).await;
    assert!(again.unwrap_err().to_string().contains("another moderator"));
    approve(&a, reference, "Grace", Audience::Public)
        .await
        .unwrap();
    let need = left(&a).await;
    assert_eq!(need.audience, Audience::Public);
    assert!(need.checks.approved_by.contains(&Approver::SecondModerator));
    assert_eq!(listed(&a).await, [reference]);
}

async fn words_in_another_language_are_read_by_two_and_lose_what_looks_like_a_name(
    engine: &Engine,
) {
    let a = community(engine).await;
    let (named, _) = say(
        &a,
        "Mae angen amseroedd aros yng Nghymru, yn ôl Rhian Quillfeather o Wynedd",
    )
    .await;
    let refused = approve(&a, named, "Ada", Audience::Public).await;
    let refused = refused.unwrap_err().to_string();
    assert!(
        refused.contains("Quillfeather") && !refused.contains("angen"),
        "{refused}"
    );
    let (reference, _) = say(
        &a,
        "Mae angen amseroedd aros ar gyfer pob ysbyty yng Nghymru",
    )
    .await;
    assert!(!held(&a, reference).await.second.is_empty());
    approve(&a, reference, "Ada", Audience::Public)
        .await
        .unwrap();
    assert!(listed(&a).await.is_empty());
    approve(&a, reference, "Grace", Audience::Public)
        .await
        .unwrap();
    assert_eq!(listed(&a).await, [reference]);
}

async fn stands_on_no_page(at: &Running, reference: NeedRef) {
    let name = at.node.name();
    assert!(listed(at).await.is_empty(), "{name}");
    assert_eq!(at.node.counts().await.unwrap().asked, 0, "{name}");
    let get = |path: &str| http().get(format!("{}{path}", at.url)).send();
    for path in [
        format!("/needs/{reference}"),
        format!("/needs/{reference}.json"),
    ] {
        let page = get(&path).await.unwrap();
        assert_eq!(page.status(), StatusCode::NOT_FOUND, "{name} {path}");
    }
    for path in ["/", "/needs", "/needs?words=fibrosis", "/needs.json"] {
        let text = get(path).await.unwrap().text().await.unwrap();
        assert!(!text.contains("fibrosis in"), "{name} {path}");
    }
}

async fn is_with_no_bot(at: &Running, reference: NeedRef) {
    let name = at.node.name();
    let chat = Chat::new(at);
    let one = chat.get(&format!("/needs/{reference}")).await;
    assert_eq!(one.status(), StatusCode::NOT_FOUND, "{name}");
    let all: Vec<NeedSummary> = chat.read("/needs").await;
    assert!(all.is_empty(), "{name}");
    let find = json!({"statement": RARE, "top": 10});
    let alike: Vec<Similar> = body(chat.post("/similar", "like", &find).await).await;
    assert!(alike.is_empty(), "{name}");
    let voice = PutVoice {
        handle: Handle::draw(&*at.chance),
        voice: Voice::UsesIt,
    };
    let refused = at.node.put_voice(BOT, reference, voice, "voice").await;
    assert!(matches!(refused, Err(NodeError::NotFound(_))), "{name}");
}

async fn what_is_for_connected_organisations_stands_on_no_page_and_with_no_bot(engine: &Engine) {
    let (a, b, p) = three(engine).await;
    let (reference, asker) = say(&a, RARE).await;
    approve(&a, reference, "Ada", Audience::Named)
        .await
        .unwrap();
    let heard = told(&a, asker).await;
    assert!(
        matches!(heard.as_slice(), [What::Named { leaves: None }]),
        "{heard:?}"
    );
    let to = p.node.id().clone();
    a.node
        .refer(reference, to, ReferralRole::Lead, None)
        .await
        .unwrap();
    settle(&a, &b).await;
    settle(&a, &p).await;
    for at in [&a, &b, &p] {
        assert!(at.node.need(reference).await.unwrap().is_some());
        stands_on_no_page(at, reference).await;
        is_with_no_bot(at, reference).await;
    }
    let inbox = p.node.inbox(WHOLE).await.unwrap().rows;
    let (need, _) = inbox.first().unwrap();
    assert!(need.content.is_some(), "whoever answers reads it");
    assert_eq!(need.audience, Audience::Named);
    // Moderators of both communities see it, and that one like it is there.
    let (like, _) = say(
        &b,
        "Waiting times for people with cystic fibrosis in every region",
    )
    .await;
    let similar = held(&b, like).await.similar;
    assert_eq!(similar.first().unwrap().need.reference, reference);
}

async fn a_first_moderator_who_meant_organisations_is_not_overruled(engine: &Engine) {
    let a = community(engine).await;
    let (reference, _) = say(
        &a,
        "My son is autistic and I need figures on how long children wait to be seen",
    )
    .await;
    assert!(!held(&a, reference).await.second.is_empty());
    approve(&a, reference, "Ada", Audience::Named)
        .await
        .unwrap();
    approve(&a, reference, "Grace", Audience::Public)
        .await
        .unwrap();
    assert_eq!(left(&a).await.audience, Audience::Named);
}

async fn a_node_can_ask_for_two_moderators_or_publish_nothing(engine: &Engine) {
    let two = engine.start_publishing(Publish::TwoModerators, 1).await;
    let (reference, _) = say(&two, CLEAR).await;
    assert!(!held(&two, reference).await.public.is_empty());
    approve(&two, reference, "Ada", Audience::Public)
        .await
        .unwrap();
    assert!(listed(&two).await.is_empty());
    approve(&two, reference, "Grace", Audience::Public)
        .await
        .unwrap();
    assert_eq!(listed(&two).await, [reference]);

    let never = engine.start_publishing(Publish::Never, 2).await;
    let (reference, _) = say(&never, CLEAR).await;
    approve(&never, reference, "Ada", Audience::Public)
        .await
        .unwrap();
    assert!(never.node.need(reference).await.unwrap().is_some());
    assert!(listed(&never).await.is_empty());
    assert_eq!(left(&never).await.audience, Audience::Named);
}

async fn the_console_offers_both_ways_and_does_what_was_pressed(engine: &Engine) {
    let a = community(engine).await;
    let cookie = sign_in(&a).await;
    let (reference, _) = say(&a, RARE).await;
    let path = format!("/console/queue/{reference}");
    let page = http()
        .get(format!("{}{path}", a.url))
        .header("cookie", &cookie);
    let text = page.send().await.unwrap().text().await.unwrap();
    assert!(text.contains("Only for connected organisations"), "{text}");
    let hash = held(&a, reference).await.hash;
    let form = format!("hash={hash}&audience=named");
    let done = press(&a, &format!("{path}/approve"), &cookie, form).await;
    assert_eq!(done.status(), StatusCode::SEE_OTHER);
    assert_eq!(left(&a).await.audience, Audience::Named);
    let page = http()
        .get(format!("{}/console/needs/{reference}", a.url))
        .header("cookie", &cookie);
    let text = page.send().await.unwrap().text().await.unwrap();
    assert!(text.contains("Only the organisations"), "{text}");
    let undo = UndoHeld { hash };
    let late = a.node.moderate(reference, undo, Desk::Console("Ada")).await;
    assert!(late.is_err(), "it has left");
}
