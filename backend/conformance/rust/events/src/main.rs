//! Parses every event in a file, one frame per line, like twilight and serenity do: events FILE
//!
//! Prints one line for each kind of event that either rejects, and the figures. Neither may lose an event: serenity turns
//! unreadable ones into `Unknown`, which counts as a failure.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fs::File,
    io::{BufRead, BufReader},
    process::ExitCode,
};

use serde_json::Value;
use serenity::model::event::{Event, GatewayEvent};
use twilight_gateway::EventTypeFlags;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Events for which a library has no type. Its bots miss them and lose nothing else.
const UNTYPED: &[(&str, &str)] = &[("serenity", "MESSAGE_REACTION_REMOVE_EMOJI")];

/// A frame that must be rejected, so that a pass is meaningful.
const BROKEN: &str = r#"{"op":0,"s":1,"t":"MESSAGE_DELETE","d":{"id":null,"channel_id":"1538016506728808461"}}"#;

fn main() -> Outcome<ExitCode> {
    if twilight(BROKEN).is_ok() || serenity(BROKEN).is_ok() {
        return Err("a broken event was taken".into());
    }
    let file = env::args().nth(1).ok_or("events FILE")?;
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut faults: BTreeMap<String, String> = BTreeMap::new();
    for line in BufReader::new(File::open(file)?).lines() {
        let line = line?;
        let kind = serde_json::from_str::<Value>(&line)?["t"].as_str().unwrap_or("none").to_owned();
        for (library, taken) in [("twilight", twilight(&line)), ("serenity", serenity(&line))] {
            if let Err(error) = taken
                && !UNTYPED.contains(&(library, kind.as_str()))
            {
                faults.entry(format!("{library} {kind}")).or_insert_with(|| format!("{error}: {line}"));
            }
        }
        *kinds.entry(kind).or_default() += 1;
    }
    for (what, fault) in &faults {
        println!("{what}: {fault}");
    }
    let (events, ok) = (kinds.values().sum::<usize>(), faults.is_empty() && kinds.len() >= 10);
    let verdict = if ok { "pass" } else { "fail" };
    println!("events of {} kinds: {}", kinds.len(), kinds.keys().cloned().collect::<Vec<_>>().join(" "));
    println!(
        "proof | 4.f | kinds of events that twilight or serenity lose, of {events} events | {} | 0 | {verdict}",
        faults.len()
    );
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn twilight(line: &str) -> Outcome<()> {
    twilight_gateway::parse(line.to_owned(), EventTypeFlags::all())?.ok_or("left out")?;
    Ok(())
}

fn serenity(line: &str) -> Outcome<()> {
    match serde_json::from_str(line)? {
        GatewayEvent::Dispatch(_, Event::Unknown(_)) => Err("not understood".into()),
        _ => Ok(()),
    }
}
