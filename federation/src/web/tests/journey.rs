//! The loop as staff go through it: read, change, let leave, answer; every step by its page.

use hearback_wire::body::{Body as Event, Referral};
use hearback_wire::content::Content;
use hearback_wire::event::LogName;
use hearback_wire::id::{Handle, RecId, RecordKey};
use hearback_wire::intake::PutNeed;
use hearback_wire::vocabulary::{ReferralRole, Removed, Wording};
use serde_json::Value;

use axum::http::{Request, StatusCode, header};

use super::house::{House, house, text};
use crate::audit::{Act, Via};
use crate::staff::Role;

const WORDS: &str = "We need waiting times for hospital care in each region";

impl House {
    /// A bot puts a need; gives its reference.
    async fn put_need(&self, words: &str) -> String {
        let content = Content::plain(words.parse().unwrap(), None);
        self.put_content(words, content).await
    }

    async fn put_content(&self, key: &str, content: Content) -> String {
        let handle = Handle::draw(self.node.chance());
        let put = PutNeed {
            handle,
            approved: content.hash(),
            content,
            removed: vec![Removed::Phone, Removed::Place],
            author: None,
            wording: Some(Wording::Own),
        };
        let request = Request::post("/intake/v1/needs")
            .header(header::AUTHORIZATION, "Bearer bot-token")
            .header("idempotency-key", key);
        let response = self
            .ask(request, &serde_json::to_string(&put).unwrap())
            .await;
        assert_eq!(response.status(), StatusCode::CREATED);
        let answer: Value = serde_json::from_str(&text(response).await).unwrap();
        answer["ref"].as_str().unwrap().to_owned()
    }

    async fn json(&self, path: &str, cookie: &str) -> Value {
        serde_json::from_str(&text(self.get(path, cookie).await).await).unwrap()
    }

    /// A released need, sent to this node itself as the producer.
    async fn referred(&self, cookie: &str) -> (String, RecordKey) {
        let reference = self.put_need(WORDS).await;
        let hash = self.json("/console/queue.json", cookie).await[0]["hash"]
            .as_str()
            .unwrap()
            .to_owned();
        let approve = format!("/console/queue/{reference}/approve");
        let approved = self.post(&approve, cookie, &format!("hash={hash}")).await;
        assert_eq!(approved.status(), StatusCode::SEE_OTHER);
        let need = self
            .node
            .need(reference.parse().unwrap())
            .await
            .unwrap()
            .unwrap()
            .key;
        let producer = self.node.id().clone();
        let rec = RecId::draw(self.node.chance());
        let body = Event::Referral(Referral {
            need,
            producer: producer.clone(),
            role: ReferralRole::Lead,
            because: None,
        });
        let mut tx = self.node.pool().begin().await.unwrap();
        self.node
            .append(&mut tx, LogName::Shared, rec, &body)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        (
            reference,
            RecordKey {
                node: producer,
                rec,
            },
        )
    }
}

#[tokio::test]
async fn a_moderator_decides_only_about_the_words_that_were_read() {
    let house = house().await;
    let cookie = house.sign_in(Role::Moderator).await;
    let reference = house.put_need(WORDS).await;
    let page = text(
        house
            .get(&format!("/console/queue/{reference}"), &cookie)
            .await,
    )
    .await;
    assert!(page.contains(WORDS));
    let queue = text(house.get("/console/queue", &cookie).await).await;
    for page in [page, queue] {
        assert!(page.contains("Taken out before it came: a phone number, a small place"));
    }
    let stale = "0".repeat(64);
    let approve = format!("/console/queue/{reference}/approve");
    let refused = house
        .post(&approve, &cookie, &format!("hash={stale}"))
        .await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    assert!(
        text(refused)
            .await
            .contains("Somebody changed or decided this before you")
    );
    let no_words = house
        .post(
            &format!("/console/queue/{reference}/ask"),
            &cookie,
            &format!("hash={stale}"),
        )
        .await;
    assert_eq!(no_words.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        text(no_words)
            .await
            .contains("Your question: please fill this in")
    );
}

#[tokio::test]
async fn a_changed_need_waits_for_the_person_to_agree() {
    let house = house().await;
    let cookie = house.sign_in(Role::Moderator).await;
    let reference = house.put_need(WORDS).await;
    let before = house.json("/console/queue.json", &cookie).await;
    let form = format!(
        "hash={}&statement=We+need+waiting+times+for+hospital+care+in+each+area&words=Area+is+the+usual+word.",
        before[0]["hash"].as_str().unwrap()
    );
    let edited = house
        .post(&format!("/console/queue/{reference}/edit"), &cookie, &form)
        .await;
    assert_eq!(edited.status(), StatusCode::SEE_OTHER);
    let after = house.json("/console/queue.json", &cookie).await;
    assert_eq!(after[0]["status"], "clarifying");
    let form = format!("hash={}", after[0]["hash"].as_str().unwrap());
    let early = house
        .post(
            &format!("/console/queue/{reference}/approve"),
            &cookie,
            &form,
        )
        .await;
    assert_eq!(early.status(), StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_released_need_stands_on_the_public_list_and_can_be_searched() {
    let house = house().await;
    let cookie = house.sign_in(Role::Admin).await;
    let (reference, _) = house.referred(&cookie).await;
    for path in [
        "/".to_owned(),
        "/needs?words=hospital".to_owned(),
        format!("/needs/{reference}"),
    ] {
        let page = text(house.get(&path, "").await).await;
        assert!(
            page.contains(WORDS) && page.contains("fewer than 10"),
            "{path}: {page}"
        );
    }
    assert!(
        !text(house.get("/needs?words=fishing", "").await)
            .await
            .contains(WORDS)
    );
    assert_eq!(
        house.json(&format!("/needs/{reference}.json"), "").await["status"],
        "referred"
    );
    let console = text(
        house
            .get(&format!("/console/needs/{reference}"), &cookie)
            .await,
    )
    .await;
    assert!(
        console.contains("How updates reached your own threads")
            && console.contains("Send it to a producer")
    );
}

#[tokio::test]
async fn an_answer_is_seen_before_it_is_sent_and_then_public() {
    let house = house().await;
    let cookie = house.sign_in(Role::Admin).await;
    let (reference, key) = house.referred(&cookie).await;
    assert_eq!(
        house.json("/console/inbox.json", &cookie).await[0]["referral"],
        key.to_string()
    );
    let page = text(
        house
            .get(
                &format!("/console/referrals/{key}?status=already_available"),
                &cookie,
            )
            .await,
    )
    .await;
    assert!(
        page.contains("Already available") && !page.contains("Not adopted"),
        "{page}"
    );
    assert!(page.contains("name=\"reasons\"") && !page.contains("name=\"review\""));
    let whole = format!(
        "referral={key}&status=already_available&reasons=existing_output&lang=en\
         &words=The+monthly+tables+show+this.&link=https://example.org/tables"
    );
    let preview = house
        .post(
            "/console/referrals/respond",
            &cookie,
            &format!("{whole}&preview=yes"),
        )
        .await;
    let preview = text(preview).await;
    assert!(
        preview.contains("Look before you send") && preview.contains("It is already published")
    );
    assert_eq!(
        house.json(&format!("/needs/{reference}.json"), "").await["status"],
        "referred"
    );
    let back = text(
        house
            .post(
                "/console/referrals/respond",
                &cookie,
                &format!("{whole}&change=yes"),
            )
            .await,
    )
    .await;
    assert!(back.contains("The monthly tables show this."));
    let sent = house
        .post("/console/referrals/respond", &cookie, &whole)
        .await;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER);
    let public = text(house.get(&format!("/needs/{reference}"), "").await).await;
    assert!(
        public.contains("The monthly tables show this.")
            && public.contains("https://example.org/tables")
    );
}

#[tokio::test]
async fn a_form_with_a_gap_comes_back_with_its_values() {
    let house = house().await;
    let cookie = house.sign_in(Role::Responder).await;
    let admin = house.sign_in(Role::Admin).await;
    let (_, key) = house.referred(&admin).await;
    let form =
        format!("referral={key}&status=already_available&words=The+monthly+tables+show+this.");
    let page = house
        .post("/console/referrals/respond", &cookie, &form)
        .await;
    assert_eq!(page.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(page).await;
    assert!(
        page.contains("Please give at least one reason.")
            && page.contains("The monthly tables show this.")
    );
}

#[tokio::test]
async fn words_are_never_markup() {
    let house = house().await;
    let cookie = house.sign_in(Role::Moderator).await;
    house
        .put_need("We need figures on <b>prices</b> & \"wages\" each month")
        .await;
    let page = text(house.get("/console/queue", &cookie).await).await;
    assert!(!page.contains("<b>prices") && page.contains("prices"));
}

#[tokio::test]
async fn decisions_are_listed_by_day_and_role_page_by_page_and_without_names() {
    let house = house().await;
    let cookie = house.sign_in(Role::Moderator).await;
    let (reference, _) = house.referred(&cookie).await;
    let page = text(house.get("/console/audit", &cookie).await).await;
    assert!(page.contains("Let the words leave") && page.contains(&reference));
    assert!(page.contains("moderator") && page.contains(&house.node.today().in_words()));
    assert!(page.contains("<a href=\"/console/audit\">Decisions</a>"));
    let listed = page.split("<main").nth(1).unwrap();
    assert!(!listed.contains("Ada"), "nobody is named: {listed}");
    assert!(!page.contains("rel=\"next\""));
    for _ in 0..60 {
        let mut tx = house.node.pool().begin().await.unwrap();
        house
            .node
            .audit(&mut tx, Act::Ask, Via::Chat, None)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
    let first = text(house.get("/console/audit", &cookie).await).await;
    assert!(first.contains("rel=\"next\"") && !first.contains("Let the words leave"));
    let second = text(house.get("/console/audit?page=2", &cookie).await).await;
    assert!(second.contains("rel=\"prev\"") && second.contains("Let the words leave"));
}

#[tokio::test]
async fn a_moderator_sees_where_a_need_says_that_it_comes_from() {
    let house = house().await;
    let cookie = house.sign_in(Role::Moderator).await;
    let plain = Content::plain(WORDS.parse().unwrap(), None);
    let content = Content {
        origin: "class:charity, England".parse().unwrap(),
        ..plain.clone()
    };
    let reference = house.put_content("said", content).await;
    let queue = text(house.get("/console/queue", &cookie).await).await;
    assert!(queue.contains("comes from: charity, England"), "{queue}");
    let page = format!("/console/queue/{reference}");
    let page = text(house.get(&page, &cookie).await).await;
    assert!(
        page.contains("<dt>Comes from</dt><dd>charity, England</dd>"),
        "{page}"
    );

    let silent = house.put_content("hidden", plain).await;
    let page = format!("/console/queue/{silent}");
    let page = text(house.get(&page, &cookie).await).await;
    assert!(!page.contains("Comes from"), "{page}");
}
