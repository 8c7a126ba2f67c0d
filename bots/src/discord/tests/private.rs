//! Names, ids, tokens and words stay locked in the vault, and reach no thread that others read.

use hearback_wire::intake::What;

use super::*;
use crate::room::tests::answered;

#[tokio::test]
async fn no_id_no_token_and_no_typed_word_stands_in_the_clear() {
    let world = World::new().await;
    let ada = &world.ada;
    let typed = "Zebedee needs waiting times for each hospital in the country";
    let written = world
        .write(ada, &world.general, typed, "to plan a picnic")
        .await;
    let preview = says(&written, "exactly what would be shared").await;
    let sent = ada.press_labelled(&preview, "Send it").unwrap();
    says(&sent, "It has the reference").await;
    let (thread, line) = world.home().await;
    let put: PutNeed =
        serde_json::from_str(&world.house.first_put("/intake/v1/needs").await).unwrap();
    world.house.bring(put.handle, What::Released {});
    let outcome = world.house.bring(put.handle, answered());
    world.house.first_put(&outcome).await;

    let kept = world.house.vault_bytes();
    let kept = String::from_utf8_lossy(&kept);
    let needles = [
        ada.id().to_string(),
        world.server.id().to_string(),
        world.general.id().to_string(),
        thread.id().to_string(),
        line.id.to_string(),
        written.token(),
        sent.token(),
        world.fake.token(),
        "Zebedee".to_owned(),
        "picnic".to_owned(),
    ];
    for needle in &needles {
        assert!(
            !kept.contains(needle.as_str()),
            "{needle} stands in the vault"
        );
    }
    let puts = world.house.node.seen.lock().unwrap();
    let sent: Vec<&str> = puts
        .puts
        .iter()
        .flat_map(|(path, _, body)| [path.as_str(), body.as_str()])
        .collect();
    let sent = sent.concat();
    for needle in needles.iter().filter(|needle| *needle != "picnic") {
        assert!(!sent.contains(needle.as_str()), "{needle} went to the node");
    }
    let public: String = [&world.general, &thread]
        .into_iter()
        .flat_map(Channel::messages)
        .map(|message| message.content)
        .collect();
    assert!(!public.contains("Zebedee"), "{public}");
}
