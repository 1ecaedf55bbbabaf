//! Validation of commands.

use serde_json::{Map, Value};
use unicode_normalization::char::is_combining_mark;

use super::{
    requests::DeclareCommand,
    store::{CommandRow, Revision},
};
use crate::{
    features::applications::rules,
    kernel::{ApiError, CommandId, FieldError, Form, limits, text},
};

/// The type of chat input commands.
const CHAT_INPUT: u8 = 1;

/// A validated declaration, with its text.
#[derive(Debug, Clone)]
pub struct Checked {
    pub declared: DeclareCommand,
    body: String,
}

impl Checked {
    /// Identifies the command in its scope.
    pub fn key(&self) -> (i64, &str) {
        (self.declared.kind().0.into(), &self.declared.name)
    }

    /// Whether a row stores the same declaration.
    pub fn is_stored_as(&self, row: &CommandRow) -> bool {
        self.key() == (row.kind, &row.name) && self.body == row.body
    }

    /// The row of the command; it keeps the id of the command it replaces.
    pub fn row(&self, id: Option<CommandId>, version: CommandId) -> CommandRow {
        let (kind, name) = self.key();
        let revision = Revision { id: id.unwrap_or(version), version };
        CommandRow { revision, kind, name: name.to_owned(), body: self.body.clone() }
    }
}

/// `path` precedes the names of invalid fields.
///
/// # Errors
/// 400 for bad fields and a command that is too large.
pub fn checked(mut body: DeclareCommand, path: &str) -> Result<Checked, ApiError> {
    let mut form = Form::new();
    if !(1..=3).contains(&body.kind().0) {
        form.note(&format!("{path}type"), &FieldError::range(1, 3));
    }
    body.name = form.check(&format!("{path}name"), name_of(&body)).unwrap_or_default();
    if body.kind().0 == CHAT_INPUT {
        for name in body.name_localizations.iter().flat_map(std::collections::BTreeMap::values) {
            form.check(&format!("{path}name_localizations"), word(name));
        }
    }
    for (at, option) in body.options.iter().flatten().enumerate() {
        check_option(&mut form, option, &format!("{path}options.{at}."));
    }
    let max = limits::COMMAND_DESCRIPTION_LENGTH;
    body.description = body.description.and_then(|text| form.check(&format!("{path}description"), text::prose(&text, max)));
    let text = serde_json::to_string(&body).expect("a declaration has string keys and no failing parts");
    if length(&body) > rules::COMMAND_LENGTH || text.len() > rules::COMMAND_BYTES {
        form.note(&format!("{path}options"), &FieldError::new("APPLICATION_COMMAND_TOO_LARGE", "The command is too large."));
    }
    form.finish()?;
    Ok(Checked { declared: body, body: text })
}

/// The name of a chat input command is one lowercase word; other commands have ordinary names.
fn name_of(body: &DeclareCommand) -> Result<String, FieldError> {
    if body.kind().0 == CHAT_INPUT { word(&body.name) } else { text::name(&body.name, 1, limits::NICK_LENGTH) }
}

/// A name of one lowercase word.
fn word(name: &str) -> Result<String, FieldError> {
    let name = text::name(name, 1, limits::NICK_LENGTH)?;
    let is_lowercase = |one: char| one.is_alphanumeric() && one.to_lowercase().eq([one]);
    if name.chars().all(|one| is_lowercase(one) || is_combining_mark(one) || "-_'".contains(one)) {
        return Ok(name);
    }
    Err(FieldError::new("APPLICATION_COMMAND_INVALID_NAME", "Use only lowercase letters, digits, - and _."))
}

/// The name of an option and of its sub-options.
fn check_option(form: &mut Form, option: &Map<String, Value>, path: &str) {
    let name = option.get("name").and_then(Value::as_str).ok_or(FieldError::required());
    form.check(&format!("{path}name"), name.and_then(word));
    let below = option.get("options").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    for (at, below) in below.enumerate() {
        check_option(form, below, &format!("{path}options.{at}."));
    }
}

/// Validates a list, in which each name and type may occur once.
///
/// # Errors
/// As [`checked`]; 400 / 30032 for too many.
pub fn all_checked(bodies: Vec<DeclareCommand>) -> Result<Vec<Checked>, ApiError> {
    if bodies.len() > rules::COMMANDS_PER_SCOPE {
        return Err(rules::too_many_commands());
    }
    let mut all: Vec<Checked> = Vec::with_capacity(bodies.len());
    for (at, body) in bodies.into_iter().enumerate() {
        let command = checked(body, &format!("{at}."))?;
        if all.iter().any(|other| other.key() == command.key()) {
            let twice = FieldError::new("APPLICATION_COMMANDS_DUPLICATE_NAME", "There is another one with this name.");
            return Err(Form::refuse(&format!("{at}.name"), &twice));
        }
        all.push(command);
    }
    Ok(all)
}

/// Code points of the name, the description, and all texts of the options. Of each set of translations only the longest counts.
fn length(body: &DeclareCommand) -> usize {
    let longest = |texts: &Option<std::collections::BTreeMap<String, String>>| {
        texts.iter().flat_map(|texts| texts.values()).map(|text| text.chars().count()).max().unwrap_or(0)
    };
    let name = body.name.chars().count().max(longest(&body.name_localizations));
    let description = body.description.as_deref().map_or(0, |text| text.chars().count());
    let options = body.options.iter().flatten().map(length_of_option).sum::<usize>();
    name + description.max(longest(&body.description_localizations)) + options
}

fn length_of_option(option: &Map<String, Value>) -> usize {
    option.iter().filter(|(key, _)| !key.ends_with("_localizations")).map(|(_, value)| length_of_value(value)).sum()
}

fn length_of_value(value: &Value) -> usize {
    match value {
        Value::String(text) => text.chars().count(),
        Value::Array(values) => values.iter().map(length_of_value).sum(),
        Value::Object(map) => length_of_option(map),
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}
