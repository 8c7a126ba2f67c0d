//! The published description against the code: routes both ways, and real bodies against its schemas.

use std::collections::BTreeSet;

use hearback_wire::chance::SeededChance;
use hearback_wire::content::Content;
use hearback_wire::id::{Handle, Hash, PersonKey, RecId};
use hearback_wire::intake::*;
use hearback_wire::reason::{Reason, ReasonCode};
use hearback_wire::reference::NeedRef;
use hearback_wire::status::Status;
use hearback_wire::text::Lang;
use hearback_wire::vocabulary::{
    Band, NeedKind, Population, Relation, Removed, Theme, Verdict, Voice, Waived, Wording,
};
use serde_json::{Value, json};

use super::{OPENAPI, routes};

fn document() -> Value {
    serde_json::from_str(OPENAPI).unwrap()
}

#[test]
fn every_route_is_described_and_nothing_else() {
    let served: BTreeSet<(String, String)> = routes()
        .iter()
        .map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()))
        .collect();
    let document = document();
    let paths = document["paths"].as_object().unwrap();
    let described = paths.iter().flat_map(|(path, methods)| {
        methods
            .as_object()
            .unwrap()
            .keys()
            .map(move |method| (method.clone(), path.clone()))
    });
    assert_eq!(served, described.collect());
}

fn check(schema: &str, value: &impl serde::Serialize) {
    let mut root = document();
    root["$ref"] = json!(format!("#/components/schemas/{schema}"));
    let validator = jsonschema::draft202012::new(&root).unwrap();
    let value = serde_json::to_value(value).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(&value)
        .map(|e| e.to_string())
        .collect();
    assert!(faults.is_empty(), "{schema}: {faults:?} in {value}");
}

fn content() -> Content {
    let statement = "Waiting times for autism assessment in each region"
        .parse()
        .unwrap();
    Content {
        population: [Population::Children].into(),
        ..Content::plain(statement, Some("plan support".parse().unwrap()))
    }
}

#[test]
fn what_bots_send_fits_the_description() {
    let chance = SeededChance::new(1);
    let handle = Handle::draw(&chance);
    check(
        "PutNeed",
        &PutNeed {
            handle,
            approved: content().hash(),
            content: content(),
            removed: Removed::ALL.to_vec(),
            author: Some(PersonKey::draw(&chance)),
            wording: Some(Wording::Own),
        },
    );
    check(
        "PutVoice",
        &PutVoice {
            handle,
            voice: Voice::UsesIt,
        },
    );
    check(
        "FindSimilar",
        &FindSimilar {
            statement: content().statement,
            top: 3,
        },
    );
    for keep_released in [false, true] {
        let put = Withdraw {
            handle,
            keep_released,
        };
        check("Withdraw", &put);
    }
    check(
        "Approve",
        &Approve {
            handle,
            content: Hash::ZERO,
            yes: true,
        },
    );
    check(
        "PutVerdict",
        &PutVerdict {
            handle,
            verdict: Verdict::Partly,
            felt_heard: Some(4),
        },
    );
    check(
        "PutOutcome",
        &PutOutcome {
            outcome: Outcome::Elsewhere,
        },
    );
}

#[test]
fn replies_to_each_question_fit_the_description() {
    let chance = SeededChance::new(4);
    let handle = Handle::draw(&chance);
    let question = RecId::draw(&chance);
    for to in [
        ReplyTo::Moderator {},
        ReplyTo::Question { question },
        ReplyTo::Refusal {},
    ] {
        let words = "We mean figures for each region.".parse().unwrap();
        check("PutReply", &PutReply { handle, to, words });
    }
}

#[test]
fn what_the_node_sends_fits_the_description() {
    let chance = SeededChance::new(2);
    let reference = NeedRef::draw(&chance);
    let summary = NeedSummary {
        reference,
        statement: content().statement.to_string(),
        status: Status::Waiting,
        voices: Band::Under10,
        latest: Some("It is on the list.".into()),
    };
    check(
        "Similar",
        &Similar {
            need: summary,
            relation: Relation::Related,
            shared: vec!["autism".into()],
        },
    );
    check(
        "NeedPut",
        &NeedPut {
            reference,
            status: Status::Logged,
            read_by: "2026-12-02".parse().unwrap(),
        },
    );
    let who = Who {
        body: "b".into(),
        name: "A body".into(),
        because: "It says so.".into(),
        connected: true,
    };
    check("Who", &who);
    let updates = every_kind(&chance).into_iter().map(|what| Update {
        id: Hash::ZERO,
        cause: Hash::ZERO,
        handle: Handle::draw(&chance),
        reference,
        what,
    });
    check(
        "Updates",
        &Updates {
            updates: updates.collect(),
            cursor: 7,
        },
    );
}

#[test]
fn what_bots_that_moderate_send_fits_the_description() {
    let (hash, words) = (Hash::ZERO, "Some words to the people.");
    let words: hearback_wire::text::Words = words.parse().unwrap();
    check("ApproveHeld", &ApproveHeld::of(hash));
    let moderator = Some(PersonKey::draw(&SeededChance::new(7)));
    let waives = Waives {
        rules: Waived::ALL.iter().copied().collect(),
        names: [Hash::ZERO].into(),
    };
    let approve = ApproveHeld {
        waives: waives.clone(),
        moderator,
        audience: hearback_wire::vocabulary::Audience::Named,
        hash,
    };
    check("ApproveHeld", &approve);
    let edit = EditHeld {
        hash,
        content: content(),
        words: words.clone(),
        waives,
        moderator,
    };
    check("EditHeld", &edit);
    let ask = AskHeld {
        hash,
        words: words.clone(),
    };
    check("AskHeld", &ask);
    let refuse = RefuseHeld {
        hash,
        reason: Refusal::Unclear,
        words,
    };
    check("RefuseHeld", &refuse);
    check("UndoHeld", &UndoHeld { hash });
    let merge = MergeHeld {
        hash,
        into: NeedRef::draw(&SeededChance::new(6)),
        words: "Both ask for the same.".parse().unwrap(),
    };
    check("MergeHeld", &merge);
    check("AloneHeld", &AloneHeld { hash });
}

#[test]
fn what_bots_that_moderate_hear_fits_the_description() {
    let reference = NeedRef::draw(&SeededChance::new(6));
    let hash = Hash::ZERO;
    let plain = Held {
        reference,
        content: content(),
        hash,
        status: Status::Logged,
        before: None,
        said: None,
        appealed: false,
        read_by: "2026-12-02".parse().unwrap(),
        said_on: "2026-11-25".parse().unwrap(),
        waits: true,
        removed: Removed::ALL.to_vec(),
        similar: Vec::new(),
        leaves: None,
        unmet: Vec::new(),
        second: Vec::new(),
        public: Vec::new(),
        first: false,
    };
    let two = Held {
        unmet: vec![Unmet {
            rule: Waived::Names,
            words: "“Wibble” is on no list of ours.".into(),
            name: Some(Hash::ZERO),
        }],
        second: vec!["More than one thing in it could point at somebody.".into()],
        public: vec!["Few people have this.".into()],
        first: true,
        ..plain.clone()
    };
    check("Held", &two);
    let leaving = Held {
        leaves: Some(Leaves {
            on: "2026-12-01".parse().unwrap(),
            words: "leaves Tuesday 1 December, from 09:30".into(),
            needs_missing: 2,
            authors_missing: 1,
            waited: 0,
            overdue: false,
        }),
        ..plain.clone()
    };
    let edited = Held {
        before: Some(content()),
        said: Some("We mean each region.".into()),
        ..plain.clone()
    };
    check("Held", &plain);
    check("Held", &edited);
    check("Held", &leaving);
    let did = Did::ALL.iter().map(|&did| Change {
        reference,
        did,
        by: By::Chat,
        reason: (did == Did::Refused).then_some(Refusal::Unclear),
    });
    let changes = did.collect();
    check("Changes", &Changes { changes, cursor: 8 });
}

fn every_kind(chance: &SeededChance) -> Vec<What> {
    let mut all = by_moderators(chance);
    all.extend(by_producers(chance));
    all
}

fn by_moderators(chance: &SeededChance) -> Vec<What> {
    let words: hearback_wire::text::Words = "Some words to the people.".parse().unwrap();
    vec![
        What::Released {},
        What::Accepted {
            leaves: "2026-12-01".parse().unwrap(),
        },
        What::Named {
            leaves: Some("2026-12-01".parse().unwrap()),
        },
        What::Named { leaves: None },
        What::HeldBack {},
        What::Edited {
            before: Box::new(content()),
            after: Box::new(content()),
            words: words.clone(),
        },
        What::ModeratorAsks {
            words: words.clone(),
        },
        What::Refused {
            reason: Refusal::Unclear,
            words: words.clone(),
            appeal: true,
        },
        What::Merged {
            into: NeedRef::draw(chance),
            statement: "Rents in each council area".into(),
            words: words.clone(),
            appeal: true,
        },
        What::Retracted { words },
        What::Withdrawn { joined: true },
    ]
}

fn by_producers(chance: &SeededChance) -> Vec<What> {
    let words: hearback_wire::text::Words = "Some words to the people.".parse().unwrap();
    let reasons = vec![Reason::new(ReasonCode::NotCollected, None).unwrap()];
    vec![
        What::Answered {
            producer: "An office".into(),
            status: Status::NotAdopted,
            words: words.clone(),
            reasons,
            link: None,
            would_change: Some("More people who need it".into()),
            when: Some("March 2027".into()),
            lang: Lang::english(),
        },
        What::PassedOn {
            producer: "An office".into(),
            to: "Another office".into(),
            words: words.clone(),
            reasons: vec![Reason::new(ReasonCode::NotStatistics, None).unwrap()],
            lang: Lang::english(),
        },
        What::Joined {
            producer: "An office".into(),
            into: Some(NeedRef::draw(chance)),
            words: words.clone(),
            lang: Lang::english(),
        },
        What::Question {
            question: RecId::draw(chance),
            producer: "An office".into(),
            words,
            lang: Lang::english(),
        },
    ]
}

#[test]
fn closed_lists_are_those_of_the_code() {
    let document = document();
    let described = |name: &str| -> Vec<String> {
        serde_json::from_value(document["components"]["schemas"][name]["enum"].clone()).unwrap()
    };
    macro_rules! same {
        ($($list:ident),+) => {
            $(assert_eq!(described(stringify!($list)), $list::ALL.iter().map(|c| c.code().to_owned()).collect::<Vec<_>>());)+
        };
    }
    same!(
        NeedKind, Theme, Population, Status, Band, Voice, Relation, Verdict, Refusal, Outcome,
        ReasonCode, Removed, Did, By, Waived, Wording
    );
}

#[test]
fn a_body_with_a_field_for_a_person_is_refused() {
    let mut body = serde_json::to_value(Withdraw::of(Handle::draw(&SeededChance::new(3)))).unwrap();
    body["user"] = json!("somebody");
    let mut root = document();
    root["$ref"] = json!("#/components/schemas/Withdraw");
    assert!(!jsonschema::draft202012::new(&root).unwrap().is_valid(&body));
    assert!(serde_json::from_value::<Withdraw>(body).is_err());
}
