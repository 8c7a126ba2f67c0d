//! One file for each kind of event, never edited: parse → serialise → the same.

use hearback_wire::body::{Body, Kind};

fn fixture(kind: Kind) -> &'static str {
    match kind {
        Kind::Manifest => include_str!("../fixtures/v1/manifest.json"),
        Kind::Grant => include_str!("../fixtures/v1/grant.json"),
        Kind::Directory => include_str!("../fixtures/v1/directory.json"),
        Kind::Epoch => include_str!("../fixtures/v1/epoch.json"),
        Kind::Need => include_str!("../fixtures/v1/need.json"),
        Kind::Voices => include_str!("../fixtures/v1/voices.json"),
        Kind::Link => include_str!("../fixtures/v1/link.json"),
        Kind::Referral => include_str!("../fixtures/v1/referral.json"),
        Kind::Response => include_str!("../fixtures/v1/response.json"),
        Kind::Erase => include_str!("../fixtures/v1/erase.json"),
        Kind::Question => include_str!("../fixtures/v1/question.json"),
        Kind::Answered => include_str!("../fixtures/v1/answer.json"),
        Kind::Verdict => include_str!("../fixtures/v1/verdict.json"),
    }
}

#[test]
fn every_kind_reads_and_writes_its_fixture_unchanged() {
    for kind in Kind::ALL {
        let text = fixture(*kind);
        let body = Body::parse(*kind, text.as_bytes()).unwrap_or_else(|e| panic!("{kind}: {e}"));
        assert_eq!(body.kind(), *kind);
        let written: serde_json::Value = serde_json::from_slice(&body.to_bytes().unwrap()).unwrap();
        let read: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(written, read, "{kind}");
    }
}

#[test]
fn an_erasure_that_names_its_need_reads_and_writes_unchanged() {
    let text = include_str!("../fixtures/v1/erase_need.json");
    let body = Body::parse(Kind::Erase, text.as_bytes()).unwrap();
    let written: serde_json::Value = serde_json::from_slice(&body.to_bytes().unwrap()).unwrap();
    let read: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(written, read);
}

#[test]
fn an_unknown_field_is_refused_in_every_kind() {
    for kind in Kind::ALL {
        let mut value: serde_json::Value = serde_json::from_str(fixture(*kind)).unwrap();
        value
            .as_object_mut()
            .unwrap()
            .insert("room".to_owned(), "secret".into());
        let bytes = serde_json::to_vec(&value).unwrap();
        assert!(
            Body::parse(*kind, &bytes).is_err(),
            "{kind} took an unknown field"
        );
    }
}

#[test]
fn a_manifest_verifies_from_its_fixture() {
    let body = Body::parse(Kind::Manifest, fixture(Kind::Manifest).as_bytes()).unwrap();
    let Body::Manifest(envelope) = body else {
        panic!("not a manifest")
    };
    let today = "2026-11-25".parse().unwrap();
    let manifest = hearback_wire::manifest::Manifest::open(&envelope, today).unwrap();
    assert_eq!(manifest.name.as_str(), "Riverside Advice");
    let late = "2028-01-01".parse().unwrap();
    assert!(hearback_wire::manifest::Manifest::open(&envelope, late).is_err());
}
