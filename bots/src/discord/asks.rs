//! From what was pressed to what is asked of the bot. Pure.

use std::collections::BTreeMap;

use super::read::{Call, Chosen, Target, What};
use super::settings::DiscordSettings;
use super::{commands, rights};
use crate::chat::{Ask, Control, Decision, Limits, Order, SetUp};

/// Whether the operator serves the server where it was pressed.
pub(super) fn is_served(settings: &DiscordSettings, call: &Call) -> bool {
    let server = call.server.as_deref();
    server.is_some_and(|id| settings.serves(id))
}

/// What is asked; none if nothing is known by that name.
pub(super) fn ask(settings: &DiscordSettings, call: &Call) -> Option<Ask> {
    match &call.what {
        What::Command {
            name,
            part,
            options,
            target,
        } => command(
            settings,
            call,
            (name, part.as_deref()),
            options,
            target.as_ref(),
        ),
        What::Control {
            control,
            chosen,
            under,
        } => Some(pressed(control.clone()?, chosen, &under.id)),
        What::Form { form, answers } => {
            let answer = |name: &str| answers.get(name).cloned().unwrap_or_default();
            form.clone().map(|form| form.filled(answer))
        }
        What::Typing { .. } => None,
    }
}

fn pressed(control: Control, chosen: &[String], message: &str) -> Ask {
    if let Control::Topic { thread } = control {
        let theme = chosen.first().and_then(|code| code.parse().ok());
        return Ask::Topic { thread, theme };
    }
    Ask::Press {
        control,
        message: Some(message.to_owned()),
    }
}

fn command(
    settings: &DiscordSettings,
    call: &Call,
    (name, part): (&str, Option<&str>),
    options: &BTreeMap<String, Chosen>,
    target: Option<&Target>,
) -> Option<Ask> {
    let text = |name: &str| options.get(name).map(|chosen| chosen.text.clone());
    // What was typed may be anything: the list that the platform shows binds nobody.
    let reference = || text("reference").and_then(|text| text.trim().parse().ok());
    let order = match (name, part) {
        (commands::TURN, _) => {
            let target = target?;
            return Some(Ask::Suggest {
                message: target.id.clone(),
                author: target.author.clone(),
                text: target.text.clone(),
            });
        }
        ("need-status", _) if text("reference").is_some() && reference().is_none() => {
            return Some(Ask::BadReference);
        }
        ("need-status", _) => Order::Status(reference()),
        ("need-withdraw", _) => match reference() {
            Some(reference) => Order::Withdraw(Some(reference)),
            None => return Some(Ask::BadReference),
        },
        ("need-mine", _) => Order::Mine,
        ("need-export", _) => Order::Export,
        ("need-erase", _) => Order::Erase,
        ("need-help", _) => Order::Help,
        ("need-privacy", _) => Order::Privacy,
        ("who", _) => Order::Who(text("about")?),
        ("queue", _) => {
            return Some(Ask::Decide {
                decision: Decision::Queue,
                seen: None,
            });
        }
        ("hearback", Some("setup")) => return set_up(settings, call, options),
        ("hearback", Some("check")) => return Some(Ask::Check(limits(call))),
        _ => return None,
    };
    Some(Ask::Order(order))
}

fn set_up(
    settings: &DiscordSettings,
    call: &Call,
    options: &BTreeMap<String, Chosen>,
) -> Option<Ask> {
    const FORUM: u8 = 15;
    let room = options.get("channel")?;
    let here = limits(call);
    let named = [Some(room), options.get("moderators")];
    let mut named = named.into_iter().flatten();
    let shown = named.any(|chosen| chosen.text == here.room).then_some(here);
    Some(Ask::SetUp(SetUp {
        room: room.text.clone(),
        writable: room.room_kind != Some(FORUM),
        desk: options.get("moderators").map(|chosen| chosen.text.clone()),
        may_moderate: settings.moderators_server == call.server,
        lang: options.get("language").map(|chosen| chosen.text.clone()),
        origin: options.get("origin").and_then(|chosen| shows(&chosen.text)),
        limits: shown.into_iter().collect(),
    }))
}

/// Whether needs are to say where they come from.
fn shows(chosen: &str) -> Option<bool> {
    match chosen {
        "show" => Some(true),
        "hide" => Some(false),
        _ => None,
    }
}

/// The platform says only of the room where the command was used what the bot may do there.
fn limits(call: &Call) -> Limits {
    Limits {
        room: call.channel.clone(),
        missing: rights::missing(call.may),
    }
}
