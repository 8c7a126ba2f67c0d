//! From the first word to the answer, through the room and the delivery.

use super::*;

#[tokio::test]
async fn a_need_goes_out_once_and_the_answer_comes_back_once() {
    let house = house("http://127.0.0.1:8080").await;
    let thread = house.say().await;
    assert!(house.get(&thread).await.text.contains(NEED));
    assert!(
        house.puts("/intake/v1/needs").is_empty(),
        "nothing leaves before the person says so"
    );
    for _ in 0..2 {
        house.post(&format!("{thread}/send"), &[]).await.location();
    }
    house.node.touch(|seen| seen.fail_once = true);
    house.deliver();
    let put: PutNeed = serde_json::from_str(&house.first_put("/intake/v1/needs").await).unwrap();
    assert_eq!(put.approved, put.content.hash());
    house.pass_the_wait().await;
    house
        .wait_for(&thread, |seen| kinds(seen).contains(&"taken"))
        .await;
    let keys = house.puts("/intake/v1/needs");
    assert_eq!(keys.len(), 2, "once refused by an outage, once taken");
    assert_eq!(
        keys[0].0, keys[1].0,
        "a repeat has the same idempotency key"
    );

    let outcomes = [
        house.bring(put.handle, What::Released {}),
        house.bring(put.handle, answered()),
    ];
    for path in &outcomes {
        assert_eq!(house.first_put(path).await, r#"{"outcome":"thread"}"#);
    }
    let seen = house.json(&thread).await;
    assert_eq!(kinds(&seen), ["sent", "taken", "released", "answered"]);
    assert_eq!(seen["ref"], reference().to_string());
    let text = seen["messages"][3]["text"].as_str().unwrap();
    assert!(text.contains("It is there now, for every hospital."));
    let page = house.get(&thread).await.text;
    assert!(page.contains(r#"href="https://example.org/times""#));
}

#[tokio::test]
async fn the_same_verdict_is_given_once_for_an_answer() {
    let house = house("http://127.0.0.1:8080").await;
    house.deliver();
    let thread = house.say().await;
    house.post(&format!("{thread}/send"), &[]).await.location();
    let put: PutNeed = serde_json::from_str(&house.first_put("/intake/v1/needs").await).unwrap();
    house.bring(put.handle, answered());
    house
        .wait_for(&thread, |seen| kinds(seen).contains(&"answered"))
        .await;
    let path = format!("{thread}/verdict");
    let wrong = house
        .post(&path, &[("verdict", "met"), ("felt_heard", "6")])
        .await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    house
        .post(&path, &[("verdict", "partly"), ("felt_heard", "5")])
        .await
        .location();
    let sent: Value = serde_json::from_str(&house.first_put("/intake/v1/verdicts").await).unwrap();
    assert_eq!(
        (&sent["verdict"], &sent["felt_heard"]),
        (&"partly".into(), &5.into())
    );
    let again = house
        .post(&path, &[("verdict", "partly"), ("felt_heard", "")])
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn questions_and_edits_are_shown_and_the_reply_is_masked() {
    let house = house("http://127.0.0.1:8080").await;
    house.deliver();
    let thread = house.say().await;
    house.post(&format!("{thread}/send"), &[]).await.location();
    let put: PutNeed = serde_json::from_str(&house.first_put("/intake/v1/needs").await).unwrap();
    let why = || "Which hospitals do you mean?".parse().unwrap();
    house.bring(put.handle, What::ModeratorAsks { words: why() });
    house
        .wait_for(&thread, |seen| seen["state"] == "asked")
        .await;
    let reply = format!("{thread}/reply");
    let short = house.post(&reply, &[("words", "All")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        short.text.contains("All</textarea>"),
        "the typed words are kept"
    );
    house
        .post(
            &reply,
            &[("words", "Those that Zebedee went to, all of them")],
        )
        .await
        .location();
    let sent = house.first_put("/intake/v1/replies").await;
    assert!(
        sent.contains("went to") && !sent.contains("Zebedee"),
        "{sent}"
    );

    let mut after = put.content.clone();
    after.statement = "We need waiting times for every hospital in England"
        .parse()
        .unwrap();
    let after = Box::new(after);
    let before = Box::new(put.content);
    house.bring(
        put.handle,
        What::Edited {
            before,
            after: after.clone(),
            words: why(),
        },
    );
    house
        .wait_for(&thread, |seen| seen["state"] == "asked")
        .await;
    assert!(
        house
            .get(&thread)
            .await
            .text
            .contains("every hospital in England")
    );
    house
        .post(&format!("{thread}/approve"), &[("yes", "true")])
        .await
        .location();
    let sent = house.first_put("/intake/v1/approvals").await;
    assert!(sent.contains(&after.hash().to_string()) && sent.contains(r#""yes":true"#));
}

#[tokio::test]
async fn an_update_for_nobody_is_told_as_gone() {
    let house = house("http://127.0.0.1:8080").await;
    let outcome = house.bring(Handle::draw(&SeededChance::new(77)), answered());
    house.deliver();
    assert_eq!(house.first_put(&outcome).await, r#"{"outcome":"gone"}"#);
}

#[tokio::test]
async fn a_refused_need_comes_back_to_be_changed() {
    let house = house("http://127.0.0.1:8080").await;
    house.node.touch(|seen| seen.refuse_needs = true);
    house.deliver();
    let thread = house.say().await;
    house.post(&format!("{thread}/send"), &[]).await.location();
    let seen = house
        .wait_for(&thread, |seen| seen["state"] == "preview")
        .await;
    let text = seen["messages"][1]["text"].as_str().unwrap();
    assert!(text.contains("Please make it about statistics."));
}

#[tokio::test]
async fn what_points_at_few_people_is_marked_and_one_press_takes_wider_words() {
    let house = house("http://127.0.0.1:8080").await;
    house.deliver();
    let typed = "How many people in Oakham fell ill on 3 March 2026, and how many were seen?";
    let fields = [("need", typed), ("use", "I am the only carer here")];
    let thread = house.post("/room", &fields).await.location();
    let page = house.get(&thread).await.text;
    for part in [
        "How many people in <mark>[place]</mark> fell ill <mark>on [date]</mark>, and how many were seen?",
        "I am <mark>the only carer here</mark>",
        "few people live there. Say “the East Midlands” instead of “[place]”?",
        "Say “in March 2026” instead of “on [date]”?",
        "“the only carer here”: This may fit one person only.",
        "reads it first",
        "theirs stays, with nothing about you in it",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    for _ in 0..2 {
        house.post(&format!("{thread}/wider"), &[]).await.location();
    }
    let page = house.get(&thread).await.text;
    let wider =
        "How many people in the East Midlands fell ill in March 2026, and how many were seen?";
    assert!(
        page.contains(&format!("<blockquote>{wider}</blockquote>")),
        "{page}"
    );
    assert!(!page.contains("/wider") && page.contains("<mark>the only carer here</mark>"));
    assert!(house.puts("/intake/v1/needs").is_empty());
    house.post(&format!("{thread}/send"), &[]).await.location();
    let put: PutNeed = serde_json::from_str(&house.first_put("/intake/v1/needs").await).unwrap();
    assert_eq!(put.content.statement.as_str(), wider);
}

#[tokio::test]
async fn whoever_keeps_their_own_words_sends_those() {
    let house = house("http://127.0.0.1:8080").await;
    house.deliver();
    let fields = [
        ("need", "How many people in Oakham wait for a dentist?"),
        ("use", ""),
    ];
    let thread = house.post("/room", &fields).await.location();
    house.post(&format!("{thread}/send"), &[]).await.location();
    let put: PutNeed = serde_json::from_str(&house.first_put("/intake/v1/needs").await).unwrap();
    assert_eq!(
        put.content.statement.as_str(),
        "How many people in [place] wait for a dentist?"
    );
}

#[tokio::test]
async fn a_need_says_where_it_comes_from_as_the_operator_chose_and_its_person_saw() {
    for hides in [false, true] {
        let house = house_with("http://127.0.0.1:8080", |settings| {
            settings.room_hides_origin = hides;
        })
        .await;
        let (line, origin) = if hides {
            ("It will say nothing of where it comes from.", "unspecified")
        } else {
            ("It will say that it comes from: charity, England.", ORIGIN)
        };
        let thread = house.say().await;
        assert!(house.get(&thread).await.text.contains(line));
        let other = [("need", "We need bus times that are true in each town")];
        house.post(&format!("{thread}/edit"), &other).await;
        assert!(house.get(&thread).await.text.contains(line));
        house.post(&format!("{thread}/send"), &[]).await.location();
        house.deliver();
        let put = house.first_put("/intake/v1/needs").await;
        let put: PutNeed = serde_json::from_str(&put).unwrap();
        assert_eq!(put.content.origin.to_string(), origin);
        assert_eq!(put.approved, put.content.hash());
    }
}
