//! Limits, refusals of the token, and what the gateway does.

use hearback_rig::discord::{Fault, Order, Planned, Scope};
use hearback_wire::clock::Clock;

use super::*;
use crate::room::tests::answered;

/// The house's clock goes on, fast, until something has come: what waits for longer than a moment waits
/// for the clock.
async fn as_time_passes<T>(world: &World, coming: impl Future<Output = T>) -> T {
    let mut coming = std::pin::pin!(coming);
    let mut ticks = tokio::time::interval(Duration::from_millis(50));
    loop {
        tokio::select! {
            come = &mut coming => return come,
            _ = ticks.tick() => world.house.clock.advance_seconds(1),
        }
    }
}

#[tokio::test]
async fn every_kind_of_limit_is_kept_and_nothing_is_lost_or_said_twice() {
    let world = World::new().await;
    let handle = world.need(&world.ada, &world.general).await;
    let (thread, _) = world.home().await;
    for scope in [Scope::User, Scope::Shared, Scope::Global] {
        let limited = Fault::Limited(scope, Duration::from_millis(400));
        world.fake.fault(Planned::new("POST", POSTS, limited));
        let before = world.fake.requests().len();
        let outcome = world.house.bring(handle, answered());
        as_time_passes(&world, world.house.first_put(&outcome)).await;
        let refused: Vec<_> = world.fake.requests().split_off(before);
        let count = refused.iter().filter(|r| r.status == 429).count();
        assert_eq!(count, 1, "{scope:?}: the wait was kept to");
    }
    let answers = thread.messages();
    let answers = answers
        .iter()
        .filter(|m| m.content.contains("The Office answered"));
    assert_eq!(answers.count(), 3);
    world.is_clean();
}

#[tokio::test]
async fn a_token_that_is_refused_stops_everything_and_says_so() {
    let mut world = World::new().await;
    let handle = world.need(&world.ada, &world.general).await;
    world.home().await;
    let refused = Fault::Refused(401, 0);
    world
        .fake
        .fault(Planned::new("POST", POSTS, refused).times(50));
    world.house.bring(handle, answered());
    world
        .fake
        .request("the refusal", |r| r.status == 401)
        .await
        .unwrap();
    let problem = problem(&world).await;
    assert!(problem.contains("token"), "{problem}");
    let again = world.house.bring(handle, answered());
    world.house.clock.advance_seconds(3600);
    // In order: what could be sent is sent before it ends.
    world.stop().await;
    assert!(world.house.puts(&again).is_empty());
    let requests = world.fake.requests();
    assert_eq!(requests.iter().filter(|r| r.status == 401).count(), 1);
}

/// What the operator is told, once there is something.
async fn problem(world: &World) -> &'static str {
    let health = world.health.as_ref().unwrap();
    let told = async {
        loop {
            match health.problem(world.house.bots.clock.now()) {
                Some(problem) => return problem,
                None => tokio::task::yield_now().await,
            }
        }
    };
    tokio::time::timeout(PATIENCE, told).await.unwrap()
}

#[tokio::test]
async fn a_need_can_be_said_after_every_way_in_which_a_connection_ends() {
    let world = World::new().await;
    let gateway = world.fake.gateway();
    for order in [
        Order::Reconnect,
        Order::Close(4000),
        Order::Hangup,
        Order::Reset,
        Order::Invalidate(true),
    ] {
        let resumes = gateway.resumes();
        gateway.order(order);
        let asked = world
            .ada
            .run_command(&world.general, "need-help", &[])
            .unwrap();
        says(&asked, "I bring needs").await;
        assert!(gateway.resumes() > resumes, "{order:?} is resumed");
    }
    world.is_clean();
}

#[tokio::test]
async fn a_close_for_good_is_told_and_not_tried_again() {
    let mut world = World::new().await;
    let starts = world.fake.gateway().starts();
    world.fake.gateway().order(Order::Close(4014));
    let problem = problem(&world).await;
    assert!(problem.contains("newer version"), "{problem}");
    world.stop().await;
    assert_eq!(world.fake.gateway().starts(), starts);
}

#[tokio::test]
async fn what_the_library_cannot_decode_is_counted_and_answered() {
    let world = World::new().await;
    world.fake.gateway().garble(1);
    let asked = world
        .ada
        .run_command(&world.general, "need-help", &[])
        .unwrap();
    asked.acknowledged().await.unwrap();
    assert_eq!(world.health.as_ref().unwrap().unreadable(), 1);
    let next = world
        .ada
        .run_command(&world.general, "need-help", &[])
        .unwrap();
    says(&next, "I bring needs").await;
}

#[tokio::test]
async fn a_press_that_comes_twice_is_heard_once() {
    let world = World::new().await;
    world.fake.gateway().double(20);
    let handle = world.need(&world.ada, &world.general).await;
    assert_eq!(world.house.puts("/intake/v1/needs").len(), 1);
    let (thread, _) = world.home().await;
    world.house.bring(handle, answered());
    hears(&thread, "The Office answered").await;
    assert_eq!(world.general.threads().len(), 1);
}

#[tokio::test]
async fn a_thread_that_cannot_be_begun_at_once_is_begun_before_there_is_news() {
    let world = World::new().await;
    let begin = "/channels/{channel_id}/messages/{message_id}/threads";
    for fault in [
        Fault::Broken(502),
        Fault::Limited(Scope::Shared, Duration::from_millis(60)),
        Fault::Lost,
    ] {
        world.fake.fault(Planned::new("POST", begin, fault));
    }
    let handle = world.need(&world.ada, &world.general).await;
    let (thread, line) = as_time_passes(&world, world.home()).await;
    let lines = world.general.messages();
    let lines = lines.iter().filter(|m| m.content == line.content);
    assert_eq!(lines.count(), 1);
    world.house.bring(handle, answered());
    as_time_passes(&world, hears(&thread, "The Office answered")).await;
    world.is_clean();
}

#[tokio::test]
async fn what_is_pressed_under_news_before_the_bot_knows_that_it_stands_is_heard() {
    let world = World::new().await;
    let handle = world.need(&world.ada, &world.general).await;
    let (thread, _) = world.home().await;
    // It stands, and the bot learns so only when it looks again.
    let lost = Planned::new("POST", POSTS, Fault::Lost);
    world.fake.fault(lost);
    let unseen = Planned::new("GET", POSTS, Fault::Broken(502));
    world.fake.fault(unseen.times(2));
    let outcome = world.house.bring(handle, answered());
    let answer = hears(&thread, "The Office answered").await;
    let pressed = world.ada.press_labelled(&answer, "Not met").unwrap();
    let said = as_time_passes(&world, pressed.reply()).await.unwrap();
    assert!(said.content.contains("You said"), "{}", said.content);
    as_time_passes(&world, world.house.first_put(&outcome)).await;
    let answers = thread.messages().into_iter();
    let answers = answers.filter(|m| m.content.contains("The Office answered"));
    assert_eq!(answers.count(), 1);
    world.is_clean();
}

#[tokio::test]
async fn a_gateway_elsewhere_is_never_connected_to() {
    let mut world = World::new().await;
    world.stop().await;
    let starts = world.fake.gateway().starts();
    world.settings.gateway = super::super::GATEWAY.to_owned();
    let discord = Discord::open(world.house.bots.clone(), world.settings.clone(), client()).await;
    let health = discord.as_ref().unwrap().health();
    let stop = CancellationToken::new();
    let running = tokio::spawn(discord.unwrap().run(stop.clone()));
    world
        .fake
        .request("the gateway's address", |r| r.route.ends_with("/gateway"))
        .await
        .unwrap();
    stop.cancel();
    running.await.unwrap();
    assert_eq!(world.fake.gateway().starts(), starts);
    assert!(health.problem(world.house.clock.now()).is_some());
}

#[tokio::test]
async fn a_connection_that_only_seems_alive_is_given_up_and_made_anew() {
    let world = World::on(Setup {
        start_pace: Duration::ZERO,
        heartbeat: Duration::from_millis(500),
        ..Setup::default()
    })
    .await;
    world.set_up(&world.general, &[]).await;
    let gateway = world.fake.gateway();
    let before = gateway.starts();
    gateway.deafen(true);
    gateway.started(before + 1).await.unwrap();
    gateway.deafen(false);
    gateway.connected().await.unwrap();
    let asked = world
        .ada
        .run_command(&world.general, "need-help", &[])
        .unwrap();
    says(&asked, "I bring needs").await;
}

#[tokio::test]
async fn a_session_that_cannot_go_on_is_begun_anew() {
    let world = World::new().await;
    let starts = world.fake.gateway().starts();
    world.fake.gateway().order(Order::Invalidate(false));
    world.fake.gateway().started(starts + 1).await.unwrap();
    world.fake.gateway().connected().await.unwrap();
    let asked = world
        .ada
        .run_command(&world.general, "need-help", &[])
        .unwrap();
    says(&asked, "I bring needs").await;
}
