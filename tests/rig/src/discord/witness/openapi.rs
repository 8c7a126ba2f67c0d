//! Discord's own OpenAPI document as a judge. It is read from a file that is not part of this project:
//! the one that `DISCORD_OPENAPI` names, or `../shared/data/discord-openapi.json` beside the workspace.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jsonschema::{Registry, Validator};
use serde_json::Value;

/// The name under which the document's parts find each other.
const URN: &str = "urn:discord";
/// Fields that the document calls integers and Discord takes and sends as texts of digits.
const TEXTS: [&str; 4] = ["default_member_permissions", "permissions", "allow", "deny"];

/// The document, and what was built from it.
pub(super) struct Document {
    spec: Value,
    registry: Registry<'static>,
    built: Mutex<HashMap<String, Option<Arc<Validator>>>>,
}

impl Document {
    /// The document of this machine, read once. Without one, whoever runs the tests is told.
    pub(super) fn known() -> Option<&'static Self> {
        static KNOWN: OnceLock<Option<Document>> = OnceLock::new();
        KNOWN.get_or_init(Self::looked_for).as_ref()
    }

    fn looked_for() -> Option<Self> {
        let path = place();
        let read = std::fs::read_to_string(&path).map_err(|error| error.to_string());
        match read.and_then(|text| Self::read(&text)) {
            Ok(document) => Some(document),
            Err(error) => {
                eprintln!(
                    "\n*** The fake Discord runs WITHOUT Discord's OpenAPI document: {}: {error}.\n\
                     *** Nothing checks that requests and answers have Discord's shapes. Please set\n\
                     *** DISCORD_OPENAPI to specs/openapi.json of github.com/discord/discord-api-spec.\n",
                    path.display()
                );
                None
            }
        }
    }

    fn read(text: &str) -> Result<Self, String> {
        let spec: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let registry = Registry::new().add(URN, spec.clone());
        let registry = registry.and_then(jsonschema::RegistryBuilder::prepare);
        Ok(Self {
            registry: registry.map_err(|error| error.to_string())?,
            spec,
            built: Mutex::default(),
        })
    }

    /// Whether this is a body that the route takes. A route that takes none is content with any.
    pub(super) fn request(&self, method: &str, route: &str, body: &Value) -> Result<(), String> {
        let Some(operation) = self.operation(method, route) else {
            return Err("the document has no such operation".to_owned());
        };
        let schema = operation.pointer("/requestBody/content/application~1json/schema");
        let key = format!("{method} {route}");
        self.judge(&key, schema, &with_numbers(body))
    }

    /// Whether this is a body that the route answers with this status.
    pub(super) fn response(
        &self,
        method: &str,
        route: &str,
        status: u16,
        body: Option<&Value>,
    ) -> Result<(), String> {
        let Some(operation) = self.operation(method, route) else {
            return Err("the document has no such operation".to_owned());
        };
        let response = self.response_of(operation, status);
        let response = response.ok_or_else(|| format!("the document has no answer {status}"))?;
        let schema = response.pointer("/content/application~1json/schema");
        match (schema, body) {
            (None, None) => Ok(()),
            (None, Some(_)) => Err(format!("the answer {status} has no body")),
            (Some(_), None) => Err(format!("the answer {status} has a body")),
            (schema, Some(body)) => {
                let key = format!("{method} {route} {status}");
                self.judge(&key, schema, &with_error_numbers(body))
            }
        }
    }

    fn operation(&self, method: &str, route: &str) -> Option<&Value> {
        let path = self.spec.get("paths")?.get(route)?;
        path.get(method.to_lowercase())
    }

    fn response_of<'a>(&'a self, operation: &'a Value, status: u16) -> Option<&'a Value> {
        let all = operation.get("responses")?;
        let class = format!("{}XX", status / 100);
        let found = all.get(status.to_string()).or_else(|| all.get(class))?;
        let Some(to) = found.get("$ref").and_then(Value::as_str) else {
            return Some(found);
        };
        self.spec.pointer(to.trim_start_matches('#'))
    }

    fn judge(&self, key: &str, schema: Option<&Value>, body: &Value) -> Result<(), String> {
        let Some(schema) = schema else {
            return Ok(());
        };
        let Some(validator) = self.validator(key, schema) else {
            return Err("the document's schema could not be built".to_owned());
        };
        let mut errors = validator.iter_errors(body).take(3).peekable();
        if errors.peek().is_none() {
            return Ok(());
        }
        let words: Vec<String> = errors
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        Err(words.join("; "))
    }

    fn validator(&self, key: &str, schema: &Value) -> Option<Arc<Validator>> {
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = built.get(key) {
            return known.clone();
        }
        let mut schema = schema.clone();
        point_into_document(&mut schema);
        let validator = jsonschema::options()
            .with_registry(&self.registry)
            .build(&schema);
        let validator = validator.ok().map(Arc::new);
        built.insert(key.to_owned(), validator.clone());
        validator
    }
}

fn place() -> PathBuf {
    let beside = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/discord-openapi.json"
    );
    let named = std::env::var_os("DISCORD_OPENAPI");
    named.map_or_else(|| PathBuf::from(beside), PathBuf::from)
}

/// References inside the document become references into it.
fn point_into_document(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(to) if name == "$ref" && to.starts_with('#') => {
                        *to = format!("{URN}{to}");
                    }
                    other => point_into_document(other),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(point_into_document),
        _ => {}
    }
}

/// The body with numbers for the codes of what is wrong with a field: the document calls them integers,
/// Discord's documentation shows texts such as `BASE_TYPE_REQUIRED`, and where they differ the
/// documentation holds.
fn with_error_numbers(body: &Value) -> Value {
    let mut body = body.clone();
    body.get_mut("errors").map(number_codes);
    body
}

fn number_codes(errors: &mut Value) {
    match errors {
        Value::Object(fields) => {
            if let Some(code) = fields.get_mut("code").filter(|code| code.is_string()) {
                *code = Value::from(0);
            }
            fields.values_mut().for_each(number_codes);
        }
        Value::Array(list) => list.iter_mut().for_each(number_codes),
        _ => {}
    }
}

/// The body with numbers where the document says number and Discord takes texts too.
fn with_numbers(body: &Value) -> Value {
    match body {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| {
                let number = value.as_str().filter(|_| TEXTS.contains(&name.as_str()));
                let number = number.and_then(|text| text.parse::<u64>().ok());
                (
                    name.clone(),
                    number.map_or_else(|| with_numbers(value), Value::from),
                )
            })
            .collect(),
        Value::Array(list) => list.iter().map(with_numbers).collect(),
        other => other.clone(),
    }
}
