//! Formatting of log lines.
//!
//! Invariants: an event is one line of at most 4 KiB, whatever its values contain; control characters are escaped. A line written
//! for a request contains its id.

use std::fmt::{self, Debug, Write};

use serde_json::Value;
use time::OffsetDateTime;
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    fmt::{FmtContext, FormatEvent, FormatFields, format::Writer},
    registry::LookupSpan,
};

use crate::{config::LogFormat, observe::request};

/// Without the end of the line.
const BYTES: usize = 4095;
/// Values of a line that is too long are truncated to this length, and further if necessary.
const CUT: usize = 512;

/// The formatter of events.
pub struct Lines(pub LogFormat);

impl<S, N> FormatEvent<S, N> for Lines
where
    S: Subscriber + for<'s> LookupSpan<'s>,
    N: for<'w> FormatFields<'w> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut out: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let metadata = event.metadata();
        let mut line = Line::new(metadata.level().as_str(), metadata.target(), OffsetDateTime::now_utc());
        event.record(&mut line);
        line.name_request();
        writeln!(out, "{}", line.rendered(self.0))
    }
}

/// The content of a line.
struct Line {
    time: String,
    level: &'static str,
    target: String,
    message: String,
    fields: Vec<(&'static str, Value)>,
}

impl Line {
    fn new(level: &'static str, target: &str, now: OffsetDateTime) -> Self {
        let (hour, minute, second, ms) = now.to_hms_milli();
        let time = format!("{}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z", now.date());
        Self { time, level, target: target.to_owned(), message: String::new(), fields: Vec::new() }
    }

    fn name_request(&mut self) {
        if let Some(id) = request::current()
            && self.fields.iter().all(|(name, _)| *name != "request_id")
        {
            self.fields.push(("request_id", Value::from(&*id)));
        }
    }

    fn add(&mut self, field: &Field, value: Value) {
        match (field.name(), value) {
            ("message", Value::String(text)) => self.message = text,
            // Lines of other crates include their source location.
            ("log.target", Value::String(target)) => self.target = target,
            (name, _) if name.starts_with("log.") => {}
            (name, value) => self.fields.push((name, value)),
        }
    }

    /// Formatted, and truncated until it fits.
    fn rendered(mut self, format: LogFormat) -> String {
        let render = match format {
            LogFormat::Json => Self::json,
            LogFormat::Text => Self::text,
        };
        let mut rendered = render(&self);
        let mut length = CUT;
        while rendered.len() > BYTES && length > 0 {
            self.cut(length);
            rendered = render(&self);
            length /= 2;
        }
        rendered
    }

    fn cut(&mut self, length: usize) {
        let cut = |text: &mut String| {
            if let Some((end, _)) = text.char_indices().nth(length) {
                text.truncate(end);
            }
        };
        cut(&mut self.message);
        self.fields.iter_mut().for_each(|(_, value)| {
            if let Value::String(text) = value {
                cut(text);
            }
        });
        if self.fields.iter().all(|(name, _)| *name != "truncated") {
            self.fields.push(("truncated", Value::Bool(true)));
        }
    }

    fn json(&self) -> String {
        let mut out = String::with_capacity(256);
        let _ = write!(out, r#"{{"time":"{}","level":"{}","target":"#, self.time, self.level);
        quote(&mut out, &self.target);
        out.push_str(r#","message":"#);
        quote(&mut out, &self.message);
        for (name, value) in &self.fields {
            out.push(',');
            quote(&mut out, name);
            out.push(':');
            show(&mut out, value);
        }
        out.push('}');
        out
    }

    fn text(&self) -> String {
        let mut out = String::with_capacity(256);
        let _ = write!(out, "{} {:>5} ", self.time, self.level);
        escape(&mut out, &self.target);
        out.push_str(": ");
        escape(&mut out, &self.message);
        for (name, value) in &self.fields {
            let _ = write!(out, " {name}=");
            match value {
                Value::String(text) if text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"') => out.push_str(text),
                value => show(&mut out, value),
            }
        }
        out
    }
}

fn show(out: &mut String, value: &Value) {
    match value {
        Value::String(text) => quote(out, text),
        value => {
            let _ = write!(out, "{value}");
        }
    }
}

fn quote(out: &mut String, text: &str) {
    out.push('"');
    escape(out, text);
    out.push('"');
}

/// As in JSON; line ends and terminal controls are escaped even where JSON would allow them.
fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            control if control.is_control() || matches!(control, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}') => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            character => out.push(character),
        }
    }
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.add(field, Value::String(format!("{value:?}")));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, Value::from(value));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, Value::from(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, Value::from(value));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, Value::from(value));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.add(field, Value::from(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(message: &str, fields: &[(&'static str, &str)]) -> Line {
        let mut line = Line::new("INFO", "chatspace::test", OffsetDateTime::UNIX_EPOCH);
        message.clone_into(&mut line.message);
        line.fields = fields.iter().map(|(name, value)| (*name, Value::from(*value))).collect();
        line
    }

    #[test]
    fn whatever_is_in_a_value_it_is_one_line_that_says_the_same() {
        for odd in [
            "a\nb\r\n",
            "\u{1b}[31mred\u{9b}2J",
            "{}{0} %s \\",
            "\"},{\"level\":\"ERROR\"",
            "\0\u{7f}\u{2028}\u{202e}evil",
            "їжак 🦔",
        ] {
            for format in [LogFormat::Json, LogFormat::Text] {
                let rendered = line(odd, &[("name", odd)]).rendered(format);
                assert!(!rendered.contains(|character: char| character.is_control()), "{rendered}");
            }
            let read: Value = serde_json::from_str(&line(odd, &[("name", odd)]).rendered(LogFormat::Json)).expect("is JSON");
            assert_eq!((&read["message"], &read["name"]), (&Value::from(odd), &Value::from(odd)));
            assert_eq!(read["time"], "1970-01-01T00:00:00.000Z");
        }
    }

    #[test]
    fn a_line_has_at_most_four_kibibytes_and_stays_whole() {
        for long in ["x".repeat(100_000), "\u{1b}".repeat(10_000), "🦔".repeat(5_000), "\"".repeat(4_090)] {
            let fields = [("a", &*long), ("b", &*long), ("c", "short")];
            for format in [LogFormat::Json, LogFormat::Text] {
                assert!(line(&long, &fields).rendered(format).len() < 4096);
            }
            let read: Value = serde_json::from_str(&line(&long, &fields).rendered(LogFormat::Json)).expect("is JSON");
            assert_eq!((&read["c"], &read["truncated"]), (&Value::from("short"), &Value::Bool(true)));
        }
    }
}
