//! Every way in which a connection ends, and what serenity makes of it. What it does badly is written
//! down here too: whoever builds on it has to know.

use std::time::Duration;

use hearback_rig::discord::{Discord, Order, Setup};
use serenity::gateway::GatewayError;

use crate::{Started, assert_honest, bot, discord, started};

/// A bot that lost its connection so takes its session up again, and is told what it missed.
async fn assert_resumes(order: Order) {
    let Started {
        discord,
        general,
        ada,
        bot: _bot,
    } = started("en-GB").await;

    discord.gateway().order(order);
    discord.gateway().resumed(1).await.unwrap();
    let asked = ada.run_command(&general, "need", &[]).unwrap();
    assert_eq!(asked.acknowledged().await.unwrap().kind, 9);
    assert_eq!(discord.gateway().starts(), 1);
    assert_honest(&discord);
}

#[tokio::test]
async fn asked_to_come_again_it_resumes() {
    assert_resumes(Order::Reconnect).await;
}

#[tokio::test]
async fn after_an_unknown_error_it_resumes() {
    assert_resumes(Order::Close(4000)).await;
}

#[tokio::test]
async fn after_a_reset_of_the_connection_it_resumes() {
    assert_resumes(Order::Reset).await;
}

#[tokio::test]
async fn after_an_end_without_a_word_it_resumes() {
    assert_resumes(Order::Hangup).await;
}

#[tokio::test]
async fn what_happens_while_it_is_away_is_told_when_it_is_back() {
    let Started {
        discord,
        general,
        ada,
        bot: _bot,
    } = started("en-GB").await;
    discord.gateway().order(Order::Hangup);
    discord.gateway().disconnected().await.unwrap();
    let asked = ada.run_command(&general, "need", &[]).unwrap();
    assert_eq!(asked.acknowledged().await.unwrap().kind, 9);
    assert_eq!(
        (discord.gateway().starts(), discord.gateway().resumes()),
        (1, 1)
    );
    assert_honest(&discord);
}

#[tokio::test]
async fn an_invalid_session_is_started_anew() {
    let discord = discord().await;
    let _bot = bot::start(&discord).await;
    discord.gateway().order(Order::Invalidate(false));
    discord.gateway().started(2).await.unwrap();
    assert_eq!(discord.gateway().resumes(), 0);
    assert_honest(&discord);
}

#[tokio::test]
async fn a_session_that_timed_out_is_started_anew() {
    let discord = discord().await;
    let _bot = bot::start(&discord).await;
    discord.gateway().order(Order::Close(4009));
    discord.gateway().started(2).await.unwrap();
    assert_honest(&discord);
}

#[tokio::test]
async fn an_invalid_session_that_may_be_resumed_is_resumed() {
    assert_resumes(Order::Invalidate(true)).await;
}

#[tokio::test]
async fn an_intent_that_is_not_allowed_ends_the_bot() {
    let discord = discord().await;
    let mut bot = bot::start(&discord).await;
    discord.gateway().order(Order::Close(4014));
    let end = (&mut bot.run).await.unwrap();
    let fatal = matches!(
        &end,
        Err(serenity::Error::Gateway(
            GatewayError::DisallowedGatewayIntents
        ))
    );
    assert!(fatal, "{end:?}");
    assert_eq!(discord.gateway().starts(), 1);
}

#[tokio::test]
async fn compressed_frames_are_read() {
    let discord = discord().await;
    discord.gateway().compress(true);
    let _bot = bot::start(&discord).await;
    discord.commands_reach(3).await.unwrap();
    assert_honest(&discord);
}

#[tokio::test]
async fn a_wrong_token_ends_the_bot_with_words() {
    let discord = discord().await;
    let mut bot = bot::start(&discord).await;
    discord.commands_reach(3).await.unwrap();
    discord.reset_token();
    let end = (&mut bot.run).await.unwrap();
    assert!(
        matches!(
            &end,
            Err(serenity::Error::Gateway(
                GatewayError::InvalidAuthentication
            ))
        ),
        "{end:?}"
    );
    let general = discord.add_server("Centre for X").add_channel("general");
    let refused = bot::say(&bot.http, general.id(), "hello")
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("401"), "{refused}");
    assert_eq!(discord.invalid_requests(), 1);
}

/// serenity notices at the second heartbeat and then starts anew instead of resuming, so that what
/// happened in between is lost.
#[tokio::test]
async fn a_dead_connection_is_noticed_but_the_session_is_lost() {
    let setup = Setup {
        heartbeat: Duration::from_millis(300),
        start_pace: Duration::ZERO,
        ..Setup::default()
    };
    let discord = Discord::start(setup).await.unwrap();
    let _bot = bot::start(&discord).await;
    discord.gateway().deafen(true);
    discord.gateway().started(2).await.unwrap();
    assert_eq!(discord.gateway().resumes(), 0);
    discord.gateway().deafen(false);
    assert_honest(&discord);
}

#[tokio::test]
async fn an_interaction_that_it_cannot_read_is_an_unknown_event_and_nothing_else() {
    let Started {
        discord,
        general,
        ada,
        bot,
    } = started("en-GB").await;
    discord.gateway().garble(1);
    let lost = ada.run_command(&general, "need", &[]).unwrap();
    let heard = ada.run_command(&general, "need", &[]).unwrap();
    heard.acknowledged().await.unwrap();
    assert_eq!(*bot.unknown.lock().unwrap(), ["INTERACTION_CREATE"]);
    assert_eq!(lost.answer(), None);
    discord.advance(Duration::from_secs(4));
    assert!(lost.has_failed() && !heard.has_failed());
}

#[tokio::test]
async fn an_event_told_twice_is_answered_once() {
    let Started {
        discord,
        general,
        ada,
        bot: _bot,
    } = started("en-GB").await;
    discord.gateway().double(1);
    ada.run_command(&general, "need", &[]).unwrap();
    let callback = |one: &hearback_rig::discord::Request| one.route.ends_with("/callback");
    let refused = discord.request("a second answer", |one| callback(one) && one.status == 400);
    refused.await.unwrap();
    let all = discord.requests();
    let done: Vec<u16> = all
        .iter()
        .filter(|one| callback(one))
        .map(|one| one.status)
        .collect();
    assert_eq!(done.len(), 2);
    assert!(done.contains(&204), "{done:?}");
}
