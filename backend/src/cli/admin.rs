//! `chatspace admin`: administration from the server's own machine.

mod failed;

use actix_web::{
    http::{Method, StatusCode},
    rt::System,
};
use clap::{Args, Subcommand, ValueEnum};
pub use failed::Failed;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::console::{Console, ConsoleResponse};
use crate::{
    config::Config,
    db::DatabaseUrl,
    kernel::{limits, text},
};

#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Prints JSON
    #[arg(long, global = true)]
    json: bool,
}

/// `NAME` is a user name or an email address.
#[derive(Subcommand)]
enum Command {
    /// Lists accounts, or those whose names or address contain QUERY
    Users { query: Option<String> },
    /// Disables an account and ends its sessions at once
    Disable { name: String },
    /// Enables an account
    Enable { name: String },
    /// Grants operator rights to an account
    Promote { name: String },
    /// Revokes operator rights of an account
    Demote { name: String },
    /// Creates a one-time link that sets a new password
    ResetLink { name: String },
    /// Disables the second factor of an account whose owner has lost it
    ResetSecondFactor { name: String },
    /// Prints or sets who may register
    Registration { mode: Option<Mode> },
}

#[derive(Clone, Copy, ValueEnum)]
enum Mode {
    /// Everybody
    Open,
    /// Users with an invite
    Invite,
    /// Nobody
    Closed,
}

/// The output, for people and for programs.
struct Report {
    text: String,
    json: Value,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), super::Failed> {
    let config = Config::from_environment()?;
    // A wrong folder must not become an instance.
    if let DatabaseUrl::Sqlite(path) = &config.database
        && !path.exists()
    {
        return Err(Failed::NoInstance(path.display().to_string()).into());
    }
    let report = System::new().block_on(async {
        let console = Console::open(&config).await?;
        let report = arguments.command.run(&console).await;
        console.close().await;
        report.map_err(super::Failed::from)
    })?;
    if arguments.json {
        println!("{:#}", report.json);
    } else {
        println!("{}", report.text);
    }
    Ok(())
}

impl Command {
    async fn run(&self, console: &Console) -> Result<Report, Failed> {
        match self {
            Self::Users { query } => users(console, query.as_deref().unwrap_or_default()).await,
            Self::Disable { name } => change(console, name, json!({"disabled": true}), "is disabled").await,
            Self::Enable { name } => change(console, name, json!({"disabled": false}), "is enabled").await,
            Self::Promote { name } => change(console, name, json!({"operator": true}), "is an operator").await,
            Self::Demote { name } => change(console, name, json!({"operator": false}), "is not an operator").await,
            Self::ResetLink { name } => reset_link(console, name).await,
            Self::ResetSecondFactor { name } => reset_second_factor(console, name).await,
            Self::Registration { mode } => registration(console, *mode).await,
        }
    }
}

/// The body of a successful response.
async fn ask(console: &Console, method: Method, path: &str, body: Option<&Value>) -> Result<Value, Failed> {
    let ConsoleResponse { status, body } = console.ask(method, path, body).await?;
    match status {
        status if status.is_success() => Ok(body),
        StatusCode::UNAUTHORIZED => Err(Failed::Refused(
            "the server has another SECRET_KEY, ALGORITHM or clock than this command, or another database".to_owned(),
        )),
        status if status.is_client_error() => {
            Err(Failed::Refused(body["message"].as_str().unwrap_or("the server refused").to_owned()))
        }
        status => {
            Err(Failed::Unreachable(format!("the server failed: {status} {}", body["message"].as_str().unwrap_or_default())))
        }
    }
}

/// All matching accounts, page by page.
async fn accounts(console: &Console, query: &str) -> Result<Vec<Value>, Failed> {
    let (mut all, mut after) = (Vec::new(), "0".to_owned());
    loop {
        let mut path = format!("/chatspace/admin/users?limit={}", limits::ACCOUNTS_PAGE);
        let parameters = [("query", query), ("after", after.as_str())];
        for (name, value) in parameters.iter().filter(|(_, value)| !matches!(*value, "" | "0")) {
            path.push('&');
            path.push_str(&form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish());
        }
        let Value::Array(page) = ask(console, Method::GET, &path, None).await? else {
            return Err(Failed::Unreachable("the server's response contains no accounts".to_owned()));
        };
        let Some(last) = page.last() else { return Ok(all) };
        said(&last["user"]["id"]).clone_into(&mut after);
        all.extend(page);
    }
}

/// The account with this user name or address.
async fn account(console: &Console, name: &str) -> Result<Value, Failed> {
    let wanted = text::folded(name.trim());
    let is_it = |account: &Value| {
        [&account["user"]["username"], &account["email"]].into_iter().any(|found| text::folded(said(found)) == wanted)
    };
    accounts(console, &wanted).await?.into_iter().find(is_it).ok_or_else(|| Failed::NoUser(name.to_owned()))
}

fn said(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn path_of(account: &Value) -> String {
    format!("/chatspace/admin/users/{}", said(&account["user"]["id"]))
}

async fn users(console: &Console, query: &str) -> Result<Report, Failed> {
    let accounts = accounts(console, query).await?;
    let mut lines: Vec<String> = accounts.iter().map(line).collect();
    lines.push(format!("accounts: {}", accounts.len()));
    Ok(Report { text: lines.join("\n"), json: Value::Array(accounts) })
}

fn line(account: &Value) -> String {
    let mut notes = Vec::new();
    for (holds, note) in [
        (account["operator"] == true, "operator"),
        (account["disabled"] == true, "disabled"),
        (account["mfa_enabled"] == true, "second factor"),
        (account["verified"] == false, "address not confirmed"),
    ] {
        if holds {
            notes.push(note.to_owned());
        }
    }
    notes.push(match account["last_seen_at"].as_str() {
        Some(seen) => format!("seen {}", seen.split('T').next().unwrap_or_default()),
        None => "not seen recently".to_owned(),
    });
    let (user, email) = (&account["user"], said(&account["email"]));
    let shown = user["global_name"].as_str().map(|name| format!(" ({name})")).unwrap_or_default();
    format!("{}{shown}  {email}  {}", said(&user["username"]), notes.join(", "))
}

async fn change(console: &Console, name: &str, change: Value, done: &str) -> Result<Report, Failed> {
    let found = account(console, name).await?;
    let changed = ask(console, Method::PATCH, &path_of(&found), Some(&change)).await?;
    Ok(Report { text: format!("{} {done}.", said(&changed["user"]["username"])), json: changed })
}

async fn reset_link(console: &Console, name: &str) -> Result<Report, Failed> {
    let found = account(console, name).await?;
    let link = ask(console, Method::POST, &format!("{}/reset-link", path_of(&found)), None).await?;
    let (url, until) = (said(&link["url"]), said(&link["expires_at"]));
    let text = format!("{url}\nWorks once, until {until}, for {}.", said(&found["user"]["username"]));
    Ok(Report { text, json: link })
}

async fn reset_second_factor(console: &Console, name: &str) -> Result<Report, Failed> {
    let found = account(console, name).await?;
    ask(console, Method::DELETE, &format!("{}/second-factor", path_of(&found)), None).await?;
    let text = format!("The second factor of {} is disabled.", said(&found["user"]["username"]));
    Ok(Report { text, json: json!({}) })
}

async fn registration(console: &Console, mode: Option<Mode>) -> Result<Report, Failed> {
    const PATH: &str = "/chatspace/admin/settings";
    let settings = match mode.and_then(|mode| mode.to_possible_value()) {
        None => ask(console, Method::GET, PATH, None).await?,
        Some(mode) => ask(console, Method::PATCH, PATH, Some(&json!({"registration": mode.get_name()}))).await?,
    };
    let text = match said(&settings["registration"]) {
        "open" => "Everybody may register.",
        "invite" => "Users with an invite may register.",
        _ => "Nobody may register.",
    };
    Ok(Report { text: text.to_owned(), json: settings })
}
