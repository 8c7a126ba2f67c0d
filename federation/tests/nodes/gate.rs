//! The gate on real nodes: what nobody can lift, what people can answer for, and what comes out.

use hearback_anonymise::{Anonymiser, Roster};
use hearback_federation::{Desk, NodeError};
use hearback_store::with_pool;
use hearback_wire::body::{Body, Checks, Kind, Need};
use hearback_wire::content::Content;
use hearback_wire::id::Handle;
use hearback_wire::intake::{ApproveHeld, EditHeld, Held, PutNeed, Waives};
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::{Audience, NodeRole, Waived, Wording};

use crate::common::{BOT, Engine, Running, approve, on_both_engines, say};
use crate::hands::{press, sign_in};
use crate::steps::{refer, respond, three};

on_both_engines!(
    an_unlisted_word_leaves_only_if_somebody_answers_for_it,
    an_exact_age_is_a_group_or_is_answered_for,
    own_words_that_nobody_was_warned_of_are_answered_for_by_a_moderator,
    identifiers_never_pass_whoever_writes_them,
    the_console_names_what_is_unmet_and_takes_the_answer,
    an_answer_that_could_name_somebody_is_answered_for_by_whoever_sends_it,
    whatever_is_written_every_word_that_leaves_is_on_a_list_or_was_answered_for,
);

const UNLISTED: &str = "Counts from the Wibblethorpe survey for each region, every year";

async fn community(engine: &Engine) -> Running {
    engine
        .start("Riverside Advice", &[NodeRole::Intermediary], 1)
        .await
}

/// Content with nothing but these words.
pub(crate) fn own(words: &str) -> Content {
    Content::plain(words.parse().unwrap(), None)
}

/// How the need that was appended last was checked.
pub(crate) async fn latest_checks(at: &Running) -> Checks {
    latest_need(at).await.checks
}

/// The need that was appended last.
pub(crate) async fn latest_need(at: &Running) -> Need {
    const SQL: &str = "SELECT body FROM event WHERE kind = 'need' ORDER BY seq DESC LIMIT 1";
    let body: String = with_pool!(at.node.pool(), |p| sqlx::query_scalar(SQL)
        .fetch_one(p)
        .await)
    .unwrap();
    let bytes = data_encoding::BASE64.decode(body.as_bytes()).unwrap();
    let Body::Need(need) = Body::parse(Kind::Need, &bytes).unwrap() else {
        panic!("it is no need")
    };
    *need
}

async fn held(at: &Running, reference: NeedRef) -> Held {
    at.node.held(reference).await.unwrap().unwrap()
}

async fn try_approve(at: &Running, reference: NeedRef, waives: Waives) -> Result<(), NodeError> {
    // Whoever answers for a rule is enough for connected organisations, and not for everybody.
    let approve = ApproveHeld {
        waives,
        audience: Audience::Named,
        ..ApproveHeld::of(held(at, reference).await.hash)
    };
    at.node
        .moderate(reference, approve, Desk::Console("Ada"))
        .await
}

async fn an_unlisted_word_leaves_only_if_somebody_answers_for_it(engine: &Engine) {
    let a = community(engine).await;
    let (reference, _) = say(&a, UNLISTED).await;
    let unmet = held(&a, reference).await.unmet;
    assert_eq!(unmet.len(), 1, "{unmet:?}");
    let refused = try_approve(&a, reference, Waives::default())
        .await
        .unwrap_err();
    let words = refused.to_string();
    assert!(
        words.contains("“Wibblethorpe” is on no list") && words.contains("take it out"),
        "{words}"
    );
    let another = Waives {
        names: [hearback_wire::id::Hash::ZERO].into(),
        ..Waives::default()
    };
    assert!(
        try_approve(&a, reference, another).await.is_err(),
        "it is for that very word"
    );
    let waives = Waives {
        names: unmet.iter().filter_map(|found| found.name).collect(),
        ..Waives::default()
    };
    try_approve(&a, reference, waives).await.unwrap();
    assert!(a.node.need(reference).await.unwrap().is_some());
    assert_eq!(
        latest_checks(&a).await.waived,
        [Waived::OwnWords, Waived::Names]
    );
}

async fn an_exact_age_is_a_group_or_is_answered_for(engine: &Engine) {
    let a = community(engine).await;
    let (band, _) = say(
        &a,
        "Jobs of people aged 18 to 24 in each region, every year",
    )
    .await;
    approve(&a, band).await;
    let (exact, _) = say(
        &a,
        "There are no figures for a carer aged 71 in each region",
    )
    .await;
    let refused = try_approve(&a, exact, Waives::default()).await.unwrap_err();
    assert!(refused.to_string().contains("16 to 24"), "{refused}");
    let waives = Waives {
        rules: [Waived::ExactAge].into(),
        ..Waives::default()
    };
    try_approve(&a, exact, waives).await.unwrap();
    assert!(latest_checks(&a).await.waived.contains(&Waived::ExactAge));
}

async fn own_words_that_nobody_was_warned_of_are_answered_for_by_a_moderator(engine: &Engine) {
    let a = community(engine).await;
    for (wording, waived) in [
        (Some(Wording::Changed), vec![]),
        (Some(Wording::Own), vec![Waived::OwnWords]),
    ] {
        let reference = put(&a, wording).await;
        approve(&a, reference).await;
        assert_eq!(latest_checks(&a).await.waived, waived);
    }
    let reference = put(&a, None).await;
    let refused = try_approve(&a, reference, Waives::default())
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("own words"), "{refused}");
    let waives = Waives {
        rules: [Waived::OwnWords].into(),
        ..Waives::default()
    };
    try_approve(&a, reference, waives).await.unwrap();
}

async fn put(at: &Running, wording: Option<Wording>) -> NeedRef {
    let content = own("Counts of empty homes in every region, every year");
    let handle = Handle::draw(&*at.chance);
    let put = PutNeed {
        handle,
        approved: content.hash(),
        content,
        removed: Vec::new(),
        author: None,
        wording,
    };
    at.node
        .put_need(BOT, put, &handle.to_string())
        .await
        .unwrap()
        .reference
}

async fn identifiers_never_pass_whoever_writes_them(engine: &Engine) {
    const LEAK: &str = "Please write to jane.smith@example.org about it, each year.";
    let (a, _, p) = three(engine).await;
    let content = own(LEAK);
    let handle = Handle::draw(&*a.chance);
    let put = PutNeed {
        handle,
        approved: content.hash(),
        content,
        removed: Vec::new(),
        author: None,
        wording: Some(Wording::Changed),
    };
    let at_put = a.node.put_need(BOT, put, "leak").await.unwrap_err();
    let (reference, _) = say(&a, "Counts of empty homes in every region, each year").await;
    let edit = EditHeld {
        hash: held(&a, reference).await.hash,
        content: own(LEAK),
        words: "Is this better?".parse().unwrap(),
        waives: Waives {
            rules: Waived::ALL.iter().copied().collect(),
            names: [].into(),
        },
        moderator: None,
    };
    let desk = Desk::Console("Ada");
    let at_edit = a.node.moderate(reference, edit, desk).await.unwrap_err();
    approve(&a, reference).await;
    let key = refer(&a, reference, &p).await;
    let answer = crate::steps::answer(serde_json::json!({
        "status": "already_available", "words": LEAK, "reasons": [{"code": "existing_output"}],
    }));
    let at_reply = respond(&p, &key, answer).await.unwrap_err();
    for error in [at_put, at_edit, at_reply] {
        assert!(error.to_string().contains("an e-mail address"), "{error}");
    }
}

async fn the_console_names_what_is_unmet_and_takes_the_answer(engine: &Engine) {
    let a = community(engine).await;
    let (reference, _) = say(&a, UNLISTED).await;
    let found = held(&a, reference).await;
    let cookie = sign_in(&a).await;
    let page = crate::common::http()
        .get(format!("{}/console/queue/{reference}", a.url))
        .header("cookie", &cookie);
    let page = page.send().await.unwrap().text().await.unwrap();
    let name = found.unmet[0].name.unwrap();
    assert!(
        page.contains("Wibblethorpe") && page.contains(&name.to_string()),
        "{page}"
    );
    let path = format!("/console/queue/{reference}/approve");
    let without = press(&a, &path, &cookie, format!("hash={}", found.hash)).await;
    assert_eq!(without.status(), 422);
    let form = format!("hash={}&answer_name={name}&audience=named", found.hash);
    let with = press(&a, &path, &cookie, form).await;
    assert_eq!(with.status(), 303);
    assert!(a.node.need(reference).await.unwrap().is_some());
}

/// Words of every sort: listed, names of bodies, of places large and small, of people, and of nobody.
const SORTS: [&str; 16] = [
    "rents",
    "waiting",
    "households",
    "the ONS",
    "Ofsted",
    "in Leeds",
    "in Rutland",
    "near Wibblethorpe",
    "Tamsin",
    "with Dafydd",
    "aged 71",
    "aged 16 to 24",
    "on 14 March 2026",
    "jane",
    "Zorblat",
    "by county",
];

async fn whatever_is_written_every_word_that_leaves_is_on_a_list_or_was_answered_for(
    engine: &Engine,
) {
    let a = community(engine).await;
    let anonymiser = Anonymiser::new();
    let draw = |many: u64| -> usize {
        let drawn = u64::from_be_bytes(hearback_wire::chance::draw(&*a.chance)) % many;
        usize::try_from(drawn).unwrap()
    };
    let (mut left, mut kept) = (0, 0);
    for number in 0..60 {
        let words: Vec<&str> = (0..4).map(|_| SORTS[draw(16)]).collect();
        let (reference, _) = say(&a, &format!("Figures {number} on {}", words.join(" "))).await;
        let found = held(&a, reference).await;
        // A moderator answers for every other finding, and approves as far as the gate lets them.
        let answered = found.unmet.iter().filter(|_| draw(2) == 0);
        let names = answered.clone().filter_map(|unmet| unmet.name).collect();
        let rules = answered
            .filter(|u| u.name.is_none())
            .map(|u| u.rule)
            .collect();
        let waives = Waives { rules, names };
        for by in ["Ada", "Grace"] {
            let approve = ApproveHeld {
                waives: waives.clone(),
                ..ApproveHeld::of(found.hash)
            };
            drop(a.node.moderate(reference, approve, Desk::Console(by)).await);
        }
        let Some(need) = a.node.need(reference).await.unwrap() else {
            kept += 1;
            continue;
        };
        left += 1;
        let statement = need.content.unwrap().statement.to_string();
        for span in anonymiser.mask(&statement, &Roster::default()).spans {
            let word: String = statement
                .chars()
                .skip(span.start)
                .take(span.end - span.start)
                .collect();
            let asked = found
                .unmet
                .iter()
                .find(|unmet| unmet.words.contains(&format!("“{word}”")));
            let answered = asked.is_none_or(|unmet| waives.cover(unmet));
            let is_body = asked.is_none()
                && hearback_matching::bodies()
                    .iter()
                    .any(|b| b.name.contains(&word));
            assert!(
                asked.is_some() && answered || is_body,
                "“{word}” left in “{statement}”"
            );
        }
    }
    assert!(left > 5 && kept > 5, "{left} left and {kept} stayed");
}

async fn an_answer_that_could_name_somebody_is_answered_for_by_whoever_sends_it(engine: &Engine) {
    let (a, _, p) = three(engine).await;
    let (reference, _) = crate::common::release(&a, "Counts of empty homes in every region").await;
    let key = refer(&a, reference, &p).await;
    let words = "Please see the Wibblethorpe tables, published on 14 March 2026.";
    let given = serde_json::json!({
        "status": "already_available", "words": words, "reasons": [{"code": "existing_output"}],
    });
    let given = || crate::steps::answer(given.clone());
    let refused = respond(&p, &key, given()).await.unwrap_err();
    assert!(refused.to_string().contains("Wibblethorpe"), "{refused}");
    let lang = hearback_wire::text::Lang::english();
    let name = hearback_wire::id::Hash::of(&[b"name", b"wibblethorpe"]);
    let names = [name].into();
    let sent = p.node.respond(key, given(), None, lang, &names);
    sent.await.unwrap();
}
