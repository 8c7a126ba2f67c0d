//! The commands that people find in Discord: one list, put in the place of the one before at every
//! start.
//!
//! Discord knows no Welsh. Where it knows a language, people find a command by its name in theirs; the
//! bot itself speaks what the server chose.

use serde_json::{Value, json};

use super::rights;

/// The command of a message's menu.
pub(super) const TURN: &str = "Turn into a need";

/// One command, with its name and purpose in other languages: Polish, Romanian, French.
struct Command {
    name: &'static str,
    purpose: &'static str,
    others: [(&'static str, &'static str); 3],
}

const LOCALES: [&str; 3] = ["pl", "ro", "fr"];

const NEED: Command = Command {
    name: "need",
    purpose: "Tell statistics producers what you need, without your name",
    others: [
        (
            "potrzeba",
            "Powiedz, jakich statystyk potrzebujesz, bez podawania nazwiska (po angielsku)",
        ),
        (
            "nevoie",
            "Spune ce statistici îți trebuie, fără numele tău (în engleză)",
        ),
        (
            "besoin",
            "Dites de quelles statistiques vous avez besoin, sans votre nom (en anglais)",
        ),
    ],
};
const STATUS: Command = Command {
    name: "need-status",
    purpose: "How a need stands",
    others: [
        (
            "potrzeba-stan",
            "Jak stoi sprawa danej potrzeby (po angielsku)",
        ),
        ("nevoie-stare", "Cum stă o nevoie (în engleză)"),
        ("besoin-suivi", "Où en est un besoin (en anglais)"),
    ],
};
const MINE: Command = Command {
    name: "need-mine",
    purpose: "Your needs and voices, seen by you alone",
    others: [
        (
            "potrzeba-moje",
            "Twoje potrzeby i głosy, widoczne tylko dla ciebie (po angielsku)",
        ),
        (
            "nevoie-ale-mele",
            "Nevoile și vocile tale, văzute doar de tine (în engleză)",
        ),
        (
            "besoin-les-miens",
            "Vos besoins et vos voix, visibles par vous seul (en anglais)",
        ),
    ],
};
const WITHDRAW: Command = Command {
    name: "need-withdraw",
    purpose: "Take a need or a voice of yours back",
    others: [
        (
            "potrzeba-wycofaj",
            "Wycofaj swoją potrzebę lub głos (po angielsku)",
        ),
        (
            "nevoie-retrage",
            "Retrage o nevoie sau o voce a ta (în engleză)",
        ),
        (
            "besoin-retirer",
            "Retirez un besoin ou une voix (en anglais)",
        ),
    ],
};
const WHO: Command = Command {
    name: "who",
    purpose: "Which body answers for a subject",
    others: [
        ("kto", "Kto odpowiada za dany temat (po angielsku)"),
        ("cine", "Cine răspunde de un subiect (în engleză)"),
        ("qui", "Quel organisme répond d’un sujet (en anglais)"),
    ],
};
const HELP: Command = Command {
    name: "need-help",
    purpose: "What I can do",
    others: [
        ("potrzeba-pomoc", "Co potrafię (po angielsku)"),
        ("nevoie-ajutor", "Ce pot face (în engleză)"),
        ("besoin-aide", "Ce que je sais faire (en anglais)"),
    ],
};
const PRIVACY: Command = Command {
    name: "need-privacy",
    purpose: "What is kept of you, and for how long",
    others: [
        (
            "potrzeba-dane",
            "Co o tobie przechowujemy i jak długo (po angielsku)",
        ),
        (
            "nevoie-date",
            "Ce păstrăm despre tine și cât timp (în engleză)",
        ),
        (
            "besoin-donnees",
            "Ce qui est gardé sur vous, et combien de temps (en anglais)",
        ),
    ],
};

const EXPORT: Command = Command {
    name: "need-export",
    purpose: "All that is kept of you, seen by you alone",
    others: [
        (
            "potrzeba-moje-dane",
            "Wszystko, co o tobie przechowujemy, widoczne tylko dla ciebie (po angielsku)",
        ),
        (
            "nevoie-datele-mele",
            "Tot ce păstrăm despre tine, văzut doar de tine (în engleză)",
        ),
        (
            "besoin-mes-donnees",
            "Tout ce qui est gardé sur vous, visible par vous seul (en anglais)",
        ),
    ],
};
const ERASE: Command = Command {
    name: "need-erase",
    purpose: "Have all that is kept of you deleted; you are asked first",
    others: [
        (
            "potrzeba-usun-dane",
            "Usuń wszystko, co o tobie przechowujemy; najpierw zapytam (po angielsku)",
        ),
        (
            "nevoie-sterge-date",
            "Șterge tot ce păstrăm despre tine; întâi te întreb (în engleză)",
        ),
        (
            "besoin-effacer",
            "Effacer tout ce qui est gardé sur vous; je demande d’abord (en anglais)",
        ),
    ],
};

/// The whole list, as Discord wants it.
pub(super) fn all() -> Value {
    let reference = |required| {
        json!({
            "type": 3, "name": "reference", "description": "Such as HB-7K3Q-9M2X",
            "required": required, "autocomplete": true, "max_length": 40,
        })
    };
    let about = json!({
        "type": 3, "name": "about", "description": "A subject, such as hospital waiting times",
        "required": true, "autocomplete": true, "max_length": 100,
    });
    json!([
        slash(&NEED, &[]),
        slash(&STATUS, &[reference(false)]),
        slash(&MINE, &[]),
        slash(&WITHDRAW, &[reference(true)]),
        slash(&EXPORT, &[]),
        slash(&ERASE, &[]),
        slash(&WHO, &[about]),
        slash(&HELP, &[]),
        slash(&PRIVACY, &[]),
        turn(),
        queue(),
        hearback(),
    ])
}

fn slash(command: &Command, options: &[Value]) -> Value {
    let localized = |pick: fn(&(&'static str, &'static str)) -> &'static str| {
        let all = LOCALES.iter().zip(&command.others);
        let all = all.map(|(locale, texts)| ((*locale).to_owned(), pick(texts).into()));
        Value::Object(all.collect())
    };
    json!({
        "type": 1,
        "name": command.name,
        "name_localizations": localized(|texts| texts.0),
        "description": command.purpose,
        "description_localizations": localized(|texts| texts.1),
        "options": options,
        "contexts": [0],
        "integration_types": [0],
    })
}

fn turn() -> Value {
    json!({
        "type": 3,
        "name": TURN,
        "name_localizations": {
            "pl": "Zamień w potrzebę",
            "ro": "Transformă în nevoie",
            "fr": "En faire un besoin",
        },
        "contexts": [0],
        "integration_types": [0],
    })
}

fn queue() -> Value {
    json!({
        "type": 1,
        "name": "queue",
        "description": "For moderators: what waits",
        "default_member_permissions": rights::MODERATORS.to_string(),
        "contexts": [0],
        "integration_types": [0],
    })
}

fn hearback() -> Value {
    const TEXT: u8 = 0;
    const NEWS: u8 = 5;
    const FORUM: u8 = 15;
    json!({
        "type": 1,
        "name": "hearback",
        "description": "For admins: set me up, or see what I lack",
        "default_member_permissions": rights::ADMINS.to_string(),
        "contexts": [0],
        "integration_types": [0],
        "options": [
            {
                "type": 1, "name": "setup", "description": "Where people find me, and where moderators decide",
                "options": [
                    {
                        "type": 7, "name": "channel", "description": "Where people find me",
                        "required": true, "channel_types": [TEXT, NEWS, FORUM],
                    },
                    {
                        "type": 7, "name": "moderators",
                        "description": "A private channel where moderators decide",
                        "channel_types": [TEXT],
                    },
                    {
                        "type": 3, "name": "language", "description": "The language I speak here",
                        "choices": [
                            { "name": "English", "value": "en" },
                            { "name": "Cymraeg", "value": "cy" },
                        ],
                    },
                    {
                        "type": 3, "name": "origin",
                        "description": "Whether needs say what kind of community they come from",
                        "choices": [
                            { "name": "Say it, once 20 people are here", "value": "show" },
                            { "name": "Say nothing of it", "value": "hide" },
                        ],
                    },
                ],
            },
            {
                "type": 1, "name": "check",
                "description": "What I may not do in this channel, in words",
            },
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Discord allows in a name.
    fn fits(name: &str) -> bool {
        let chars = name.chars().count();
        let plain = name.chars().all(|c| c.is_alphanumeric() || c == '-');
        (1..=32).contains(&chars) && plain && name == name.to_lowercase()
    }

    #[test]
    fn every_name_and_purpose_fits_the_platform_in_every_language() {
        for command in [
            NEED, STATUS, MINE, WITHDRAW, EXPORT, ERASE, WHO, HELP, PRIVACY,
        ] {
            assert!(fits(command.name), "{}", command.name);
            for (name, purpose) in command.others {
                assert!(fits(name), "{name}");
                assert!((1..=100).contains(&purpose.chars().count()), "{purpose}");
            }
        }
    }

    #[test]
    fn no_two_commands_have_one_name_in_any_language() {
        let all = all();
        let all = all.as_array().unwrap();
        for locale in LOCALES {
            let mut names: Vec<&str> = all
                .iter()
                .map(|c| c["name_localizations"][locale].as_str())
                .map(|name| name.unwrap_or("-"))
                .filter(|name| *name != "-")
                .collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{locale}");
        }
    }
}
