//! Signatures: the published vectors of DSSE and Wycheproof, and our own envelope over exact bytes.

use data_encoding::BASE64;
use hearback_wire::chance::SeededChance;
use hearback_wire::dsse::{DsseError, Envelope, pae, verify};
use hearback_wire::keys::{PublicKey, SecretKey};
use hearback_wire::sync::{BodySignature, sign};
use wycheproof::eddsa::{TestName, TestSet};

#[test]
fn the_encoding_is_the_one_the_dsse_protocol_publishes() {
    let encoded = pae("http://example.com/HelloWorld", b"hello world");
    assert_eq!(
        encoded,
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    );
}

#[test]
fn wycheproof_signatures_are_taken_and_refused_as_published() {
    let mut tried = 0;
    for group in TestSet::load(TestName::Ed25519).unwrap().test_groups {
        let key: PublicKey = BASE64.encode(&group.key.pk).parse().unwrap();
        for test in group.tests {
            let taken = verify(&test.msg, &BASE64.encode(&test.sig), key.verifying()).is_ok();
            assert_eq!(
                taken,
                !test.result.must_fail(),
                "test {}: {}",
                test.tc_id,
                test.comment
            );
            tried += 1;
        }
    }
    assert!(tried > 100, "the vectors were not there: {tried}");
}

fn key(seed: u64) -> SecretKey {
    SecretKey::draw(&SeededChance::new(seed))
}

#[test]
fn an_envelope_holds_for_its_bytes_its_type_and_its_key_alone() {
    let signer = key(1);
    let envelope = Envelope::seal("text/plain", b"exact bytes", &signer);
    let public = signer.public();
    assert_eq!(
        envelope.open("text/plain", public.verifying()).unwrap(),
        b"exact bytes"
    );
    assert_eq!(
        envelope.open("text/html", public.verifying()),
        Err(DsseError::Type)
    );
    let other = key(2).public();
    assert_eq!(
        envelope.open("text/plain", other.verifying()),
        Err(DsseError::Signature)
    );

    let mut changed = envelope.clone();
    changed.payload = BASE64.encode(b"other bytes");
    assert_eq!(
        changed.open("text/plain", public.verifying()),
        Err(DsseError::Signature)
    );
    let mut retyped = envelope.clone();
    retyped.payload_type = "text/html".to_owned();
    assert_eq!(
        retyped.open("text/html", public.verifying()),
        Err(DsseError::Signature)
    );
    let mut cut = envelope;
    cut.signatures[0].sig.truncate(40);
    assert_eq!(
        cut.open("text/plain", public.verifying()),
        Err(DsseError::Malformed)
    );
}

#[test]
fn a_sync_body_is_bound_to_its_signature_header() {
    let signer = key(3);
    let header = sign(b"{}", &signer);
    let signature = BodySignature::parse(&header).unwrap();
    assert_eq!(signature.kid, signer.kid());
    assert_eq!(signature.verify(b"{}", &signer.public()), Ok(()));
    assert_eq!(
        signature.verify(b"{ }", &signer.public()),
        Err(DsseError::Signature)
    );
    assert_eq!(BodySignature::parse("sig=abc"), Err(DsseError::Malformed));
}

#[test]
fn weak_public_keys_are_no_keys() {
    let zero = BASE64.encode(&[0; 32]);
    assert!(zero.parse::<PublicKey>().is_err());
}
