//! The gateway through serenity. Nothing else in the program knows it.
//!
//! It must never connect to an address that was not set up: where the library cannot look up the
//! gateway, it would go to the real one.

use std::sync::Arc;

use serde_json::{Value, json};
use serenity::all::{
    Client, ClientBuilder, ConnectionStage, Context, Event, EventHandler, GatewayIntents,
    HttpBuilder, Interaction, RawEventHandler, ShardStageUpdateEvent,
};
use serenity::async_trait;
use serenity::gateway::GatewayError;
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use super::{Ended, Gateway, Listener, News, Shard};
use crate::discord::settings::DiscordSettings;

/// serenity, set up for one account.
pub(super) struct Serenity {
    api: String,
    gateway: String,
    token: Zeroizing<String>,
    http: reqwest::Client,
}

impl Serenity {
    pub(super) fn new(settings: &DiscordSettings, http: reqwest::Client) -> Self {
        Self {
            api: settings.api.trim_end_matches('/').to_owned(),
            gateway: settings.gateway.clone(),
            token: settings.token.clone(),
            http,
        }
    }

    /// A client that has not connected yet; `None` where it would go elsewhere.
    async fn client<L: Listener>(&self, listener: Arc<L>) -> Option<Client> {
        // Only the few calls by which it finds its gateway go through the library. Its own limiter
        // would ignore the address.
        let http = HttpBuilder::new(self.token.as_str())
            .client(self.http.clone())
            .proxy(&self.api)
            .ratelimiter_disabled(true)
            .build();
        let handler = Handler(listener);
        let client = ClientBuilder::new_with_http(http, GatewayIntents::GUILDS)
            .raw_event_handler(handler.clone())
            .event_handler(handler)
            .await
            .ok()?;
        let address = client.ws_url.lock().await.clone();
        if address.starts_with(&self.gateway) {
            return Some(client);
        }
        tracing::warn!("the address of the Discord gateway is not the one that was set up");
        None
    }
}

impl Gateway for Serenity {
    async fn listen<L: Listener>(&self, listener: Arc<L>, stop: CancellationToken) -> Ended {
        let Some(mut client) = self.client(listener).await else {
            return Ended::ForNow("no_gateway");
        };
        let shards = Arc::clone(&client.shard_manager);
        let started = Box::pin(client.start_autosharded());
        tokio::select! {
            () = stop.cancelled() => {
                shards.shutdown_all().await;
                Ended::Stopped
            }
            ended = started => match ended {
                Ok(()) => Ended::ForNow("closed"),
                Err(error) => why(&error),
            },
        }
    }
}

/// What the end of a connection means.
fn why(error: &serenity::Error) -> Ended {
    let serenity::Error::Gateway(error) = error else {
        return Ended::ForNow("not_reached");
    };
    match error {
        GatewayError::InvalidAuthentication | GatewayError::NoAuthentication => Ended::ForGood(
            "Discord does not take the bot’s token: please make a new one, put it into discord.token and start the program again",
        ),
        GatewayError::InvalidGatewayIntents | GatewayError::DisallowedGatewayIntents => {
            Ended::ForGood(
                "Discord does not let the bot hear what it asks for: please install a newer version",
            )
        }
        GatewayError::InvalidShardData | GatewayError::OverloadedShard => Ended::ForGood(
            "Discord wants the bot to divide its servers otherwise: please start the program again, and install a newer version if that does not help",
        ),
        _ => Ended::ForNow("lost"),
    }
}

struct Handler<L>(Arc<L>);

impl<L> Clone for Handler<L> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

#[async_trait]
impl<L: Listener> RawEventHandler for Handler<L> {
    async fn raw_event(&self, _: Context, event: Event) {
        if let Some(news) = news(event) {
            self.0.news(news).await;
        }
    }
}

#[async_trait]
impl<L: Listener> EventHandler for Handler<L> {
    async fn shard_stage_update(&self, _: Context, event: ShardStageUpdateEvent) {
        if event.old == ConnectionStage::Connected {
            self.0.news(News::Away).await;
        }
    }
}

fn news(event: Event) -> Option<News> {
    Some(match event {
        Event::Ready(event) => {
            let shard = event.ready.shard;
            let servers = event.ready.guilds.iter();
            News::Ready {
                servers: servers.map(|guild| guild.id.to_string()).collect(),
                shard: Shard {
                    id: shard.map_or(0, |shard| u64::from(shard.id.0)),
                    of: shard.map_or(1, |shard| u64::from(shard.total)),
                },
            }
        }
        Event::Resumed(_) => News::Resumed,
        Event::GuildCreate(event) => News::ServerThere {
            id: event.guild.id.to_string(),
            members: event.guild.member_count,
        },
        // A server that Discord cannot reach is not one that was left.
        Event::GuildDelete(event) if !event.guild.unavailable => {
            News::ServerLeft(event.guild.id.to_string())
        }
        Event::ChannelDelete(event) => News::RoomGone {
            room: event.channel.id.to_string(),
            server: event.channel.guild_id.to_string(),
        },
        Event::ThreadDelete(event) => News::RoomGone {
            room: event.thread.id.to_string(),
            server: event.thread.guild_id.to_string(),
        },
        Event::InteractionCreate(event) => News::Pressed {
            value: pressed(&event.interaction)?,
            readable: true,
        },
        Event::Unknown(event) if event.kind == "INTERACTION_CREATE" => News::Pressed {
            value: event.value,
            readable: false,
        },
        _ => return None,
    })
}

/// As Discord sent it, with the kind that the library's own form leaves out.
fn pressed(interaction: &Interaction) -> Option<Value> {
    let kind = match interaction {
        Interaction::Command(_) => 2,
        Interaction::Component(_) => 3,
        Interaction::Autocomplete(_) => 4,
        Interaction::Modal(_) => 5,
        _ => return None,
    };
    let mut value = serde_json::to_value(interaction).ok()?;
    value
        .as_object_mut()?
        .insert("type".to_owned(), json!(kind));
    Some(value)
}
