//! A small bot on serenity: registers two commands, shows a form, keeps to what the tests need.

use std::sync::{Arc, Mutex};

use hearback_rig::discord::{Discord, Id};
use serenity::all::{
    ChannelId, ClientBuilder, CommandInteraction, CommandType, ComponentInteraction, Context,
    CreateActionRow, CreateAllowedMentions, CreateAutocompleteResponse, CreateButton,
    CreateCommand, CreateCommandOption, CreateInputText, CreateInteractionResponse,
    CreateInteractionResponseMessage, CreateMessage, CreateModal, CreateThread,
    EditInteractionResponse, EventHandler, GatewayIntents, Http, HttpBuilder, InputTextStyle,
    Interaction, Message, ModalInteraction, RawEventHandler, Ready, ResumedEvent, ShardManager,
};
use serenity::all::{CommandOptionType, Event};
use serenity::async_trait;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;

/// A running bot. It ends with its test.
pub(crate) struct Bot {
    pub(crate) http: Arc<Http>,
    pub(crate) run: JoinHandle<Result<(), serenity::Error>>,
    shards: Arc<ShardManager>,
    /// The names of the events that it could not read.
    pub(crate) unknown: Arc<Mutex<Vec<String>>>,
}

impl Bot {
    /// Says goodbye to the gateway and ends.
    pub(crate) async fn stop(self) {
        self.shards.shutdown_all().await;
        // It ends with or without an error.
        let _end = self.run.await;
    }
}

/// Talks to the fake alone: its limiter would talk to Discord itself.
pub(crate) fn http(discord: &Discord) -> Http {
    HttpBuilder::new(discord.token())
        .proxy(discord.address())
        .ratelimiter_disabled(true)
        .application_id(discord.application().get().into())
        .default_allowed_mentions(CreateAllowedMentions::new())
        .build()
}

/// Starts a bot and waits until it has a session.
pub(crate) async fn start(discord: &Discord) -> Bot {
    let bot = start_at_once(discord).await;
    discord.gateway().connected().await.unwrap();
    bot
}

/// Starts a bot that does nothing but hand on what it is told, of everything that it may be told of.
pub(crate) async fn listen(discord: &Discord) -> (Bot, UnboundedReceiver<Event>) {
    let (tell, heard) = unbounded_channel();
    let http = http(discord);
    let client = ClientBuilder::new_with_http(http, GatewayIntents::non_privileged());
    let bot = run(discord, client.raw_event_handler(Tell(tell))).await;
    discord.gateway().connected().await.unwrap();
    (bot, heard)
}

/// Starts a bot.
pub(crate) async fn start_at_once(discord: &Discord) -> Bot {
    let unknown = Arc::new(Mutex::new(Vec::new()));
    let client = ClientBuilder::new_with_http(http(discord), GatewayIntents::GUILDS)
        .event_handler(Handler)
        .raw_event_handler(Raw(Arc::clone(&unknown)));
    let bot = run(discord, client).await;
    Bot { unknown, ..bot }
}

async fn run(discord: &Discord, client: ClientBuilder) -> Bot {
    let mut client = client.await.unwrap();
    let gateway = client.ws_url.lock().await.clone();
    assert!(gateway.starts_with(discord.gateway().url()), "{gateway}");
    let http = Arc::clone(&client.http);
    let shards = Arc::clone(&client.shard_manager);
    let run = tokio::spawn(async move { client.start().await });
    let unknown = Arc::default();
    Bot {
        http,
        run,
        shards,
        unknown,
    }
}

struct Tell(UnboundedSender<Event>);

#[async_trait]
impl RawEventHandler for Tell {
    async fn raw_event(&self, _: Context, event: Event) {
        // An error means that the test is over.
        let _over = self.0.send(event);
    }
}

struct Raw(Arc<Mutex<Vec<String>>>);

#[async_trait]
impl RawEventHandler for Raw {
    async fn raw_event(&self, _: Context, event: Event) {
        if let Event::Unknown(event) = event {
            self.0.lock().unwrap().push(event.kind);
        }
    }
}

struct Handler;

#[async_trait]
impl EventHandler for Handler {
    async fn ready(&self, ctx: Context, _: Ready) {
        let need = CreateCommand::new("need").description("Say what you need");
        let turn = CreateCommand::new("Turn into a need").kind(CommandType::Message);
        let reference = CreateCommandOption::new(CommandOptionType::String, "reference", "Which");
        let status = CreateCommand::new("need-status")
            .description("What became of it")
            .name_localized("fr", "besoin-statut")
            .add_option(reference.set_autocomplete(true).required(true));
        ctx.http
            .create_global_commands(&vec![need, turn, status])
            .await
            .unwrap();
    }

    async fn resume(&self, _: Context, _: ResumedEvent) {}

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        // A refusal is what some tests are about; they look at the fake.
        let _refused = match interaction {
            Interaction::Command(command) => commanded(&ctx, command).await,
            Interaction::Component(press) => pressed(&ctx, press).await,
            Interaction::Autocomplete(typed) => completed(&ctx, typed).await,
            Interaction::Modal(form) => submitted(&ctx, form).await,
            _ => Ok(()),
        };
    }
}

async fn commanded(ctx: &Context, command: CommandInteraction) -> serenity::Result<()> {
    let target = command.data.resolved.messages.values().next();
    let words = target
        .map(|message| message.content.clone())
        .unwrap_or_default();
    let what = CreateInputText::new(InputTextStyle::Paragraph, "What do you need?", "what");
    let why = CreateInputText::new(InputTextStyle::Short, "What for?", "why").required(false);
    let what = if words.is_empty() {
        what
    } else {
        what.value(words)
    };
    let rows = [what, why].map(CreateActionRow::InputText);
    let form = CreateModal::new("need", "A need").components(rows.into());
    command
        .create_response(&ctx.http, CreateInteractionResponse::Modal(form))
        .await
}

async fn completed(ctx: &Context, typed: CommandInteraction) -> serenity::Result<()> {
    let letters = typed
        .data
        .autocomplete()
        .map(|one| one.value.to_owned())
        .unwrap_or_default();
    let choices = CreateAutocompleteResponse::new().add_string_choice(&letters, &letters);
    typed
        .create_response(&ctx.http, CreateInteractionResponse::Autocomplete(choices))
        .await
}

async fn submitted(ctx: &Context, form: ModalInteraction) -> serenity::Result<()> {
    form.defer_ephemeral(&ctx.http).await?;
    let row = form.data.components[0].components[0].clone();
    let serenity::all::ActionRowComponent::InputText(input) = row else {
        panic!("a form has text inputs only");
    };
    let send = CreateButton::new("send").label("Send");
    let shown = EditInteractionResponse::new()
        .content(format!(
            "We would share: {}",
            input.value.unwrap_or_default()
        ))
        .components(vec![CreateActionRow::Buttons(vec![send])]);
    form.edit_response(&ctx.http, shown).await?;
    Ok(())
}

/// Sends the need: the private message says so, and a thread begins.
async fn pressed(ctx: &Context, press: ComponentInteraction) -> serenity::Result<()> {
    let done = CreateInteractionResponseMessage::new()
        .content("Thank you")
        .components(vec![]);
    press
        .create_response(&ctx.http, CreateInteractionResponse::UpdateMessage(done))
        .await?;
    let root = CreateMessage::new().content("A need was said here");
    let root = press.channel_id.send_message(&ctx.http, root).await?;
    let thread = CreateThread::new("HB-7K3Q-9M2X");
    let thread = press
        .channel_id
        .create_thread_from_message(&ctx.http, root.id, thread)
        .await?;
    let told = ping(press.user.id);
    thread.id.send_message(&ctx.http, told).await?;
    Ok(())
}

/// A message that pings one person, though it also names everybody.
pub(crate) fn ping(user: serenity::all::UserId) -> CreateMessage {
    let allowed = CreateAllowedMentions::new().users([user]);
    CreateMessage::new()
        .content(format!("<@{user}> @everyone your need is in"))
        .allowed_mentions(allowed)
}

/// Says something in a channel.
pub(crate) async fn say(http: &Http, channel: Id, words: &str) -> serenity::Result<Message> {
    let message = CreateMessage::new().content(words);
    ChannelId::new(channel.get())
        .send_message(http, message)
        .await
}
