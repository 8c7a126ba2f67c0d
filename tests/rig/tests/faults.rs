//! A few hundred of the sequences of `hearback-rig bench discord-faults`: the gateway and the requests go
//! wrong, the bot falls, and nothing is lost or comes twice.

use hearback_rig::faults;

/// The first seed. To play what failed again: `hearback-rig bench discord-faults --sequences 1 --seed N`.
const SEED: u64 = 20_000;
const SEQUENCES: u64 = 300;

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_wrong_nothing_is_lost_and_nothing_comes_twice() {
    let report = faults::play(SEQUENCES, SEED).await.unwrap();
    assert!(report.is_clean(), "{:#?}", report.failures);
    assert_eq!(report.sequences, SEQUENCES);
    assert!(report.resumes > SEQUENCES / 10, "{report:?}");
    assert!(report.faults.contains_key("bot killed"), "{report:?}");
}
