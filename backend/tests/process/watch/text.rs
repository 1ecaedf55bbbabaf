//! A strict reader of the text format of Prometheus, 0.0.4.

use std::collections::{BTreeMap, HashSet};

/// Values by series, as they are written: `name{label="value"}`.
#[derive(Debug)]
pub struct Scrape(pub BTreeMap<String, f64>);

impl Scrape {
    /// The value of one series.
    #[track_caller]
    pub fn of(&self, series: &str) -> f64 {
        *self.0.get(series).unwrap_or_else(|| panic!("there is no {series}"))
    }
}

/// Reads a text; every way in which it is not as the format demands, and as `promtool check metrics` would have it, is an error.
pub fn read(text: &str) -> Result<Scrape, String> {
    let (mut values, mut families) = (BTreeMap::new(), HashSet::new());
    let mut family: Option<(String, String)> = None;
    let mut help = String::new();
    if !text.ends_with('\n') {
        return Err("the last line does not end".to_owned());
    }
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, said) = rest.split_once(' ').ok_or(format!("no help: {line}"))?;
            if said.trim().is_empty() || !families.insert(name.to_owned()) {
                return Err(format!("help that is empty or there twice: {line}"));
            }
            name.clone_into(&mut help);
        } else if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, kind) = rest.split_once(' ').ok_or(format!("no type: {line}"))?;
            let ends_well = (kind == "counter") == name.ends_with("_total");
            if name != help || !["counter", "gauge", "histogram"].contains(&kind) || !ends_well || !is_name(name) {
                return Err(format!("a type without help, or a bad one: {line}"));
            }
            family = Some((name.to_owned(), kind.to_owned()));
        } else {
            let (name, kind) = family.as_ref().ok_or(format!("a value without a type: {line}"))?;
            let (series, value) = sample(line, name, kind)?;
            if values.insert(series, value).is_some() {
                return Err(format!("a series that is there twice: {line}"));
            }
        }
    }
    histograms_add_up(&values)?;
    Ok(Scrape(values))
}

fn is_name(name: &str) -> bool {
    name.starts_with("chatspace_") && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn sample(line: &str, family: &str, kind: &str) -> Result<(String, f64), String> {
    let bad = |why: &str| format!("{why}: {line}");
    let (series, value) = line.rsplit_once(' ').ok_or(bad("no value"))?;
    let value: f64 = value.parse().map_err(|_| bad("no number"))?;
    let (name, labels) = match series.split_once('{') {
        None => (series, ""),
        Some((name, labels)) => (name, labels.strip_suffix('}').ok_or(bad("labels without an end"))?),
    };
    for label in labels.split(',').filter(|label| !label.is_empty()) {
        let (key, value) = label.split_once('=').ok_or(bad("no label"))?;
        let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).ok_or(bad("a label without quotes"))?;
        if key.is_empty() || value.contains(['"', '\\', '\n']) || ["user", "guild", "channel", "route"].contains(&key) {
            return Err(bad("a label that should not be"));
        }
    }
    let ending = name.strip_prefix(family).ok_or(bad("a value of another family"))?;
    match (kind, ending) {
        ("histogram", "_bucket" | "_sum" | "_count") | ("counter" | "gauge", "") => {}
        _ => return Err(bad("a value that its type has not")),
    }
    if kind != "gauge" && (value < 0.0 || !value.is_finite()) {
        return Err(bad("a count that cannot be"));
    }
    Ok((series.to_owned(), value))
}

/// The buckets of a histogram hold all that is below them, and the last one all.
fn histograms_add_up(values: &BTreeMap<String, f64>) -> Result<(), String> {
    for (series, count) in values.iter().filter(|(series, _)| series.ends_with("_count")) {
        let name = series.trim_end_matches("_count");
        let begin = format!("{name}_bucket{{le=\"");
        let mut buckets: Vec<(f64, f64)> = values
            .iter()
            .filter_map(|(series, value)| Some((series.strip_prefix(&begin)?.trim_end_matches("\"}").parse().ok()?, *value)))
            .collect();
        buckets.sort_by(|one, other| one.0.total_cmp(&other.0));
        let rises = buckets.windows(2).all(|pair| pair[0].1 <= pair[1].1);
        let last = buckets.last().filter(|(bound, _)| bound.is_infinite());
        if !rises || last.map(|(_, value)| value) != Some(count) || !values.contains_key(&format!("{name}_sum")) {
            return Err(format!("{name} does not add up: {buckets:?} of {count}"));
        }
    }
    Ok(())
}

#[test]
fn what_is_wrong_with_a_text_is_seen() {
    let good = "# HELP chatspace_a_total A.\n# TYPE chatspace_a_total counter\nchatspace_a_total{b=\"c\"} 1\n";
    assert_eq!(read(good).expect("is right").of("chatspace_a_total{b=\"c\"}"), 1.0);
    for (right, wrong) in [
        ("} 1\n", "} 1"),
        ("} 1\n", "} one\n"),
        ("} 1\n", "} -1\n"),
        ("{b=", "{user="),
        ("{b=\"c\"}", "{b=c}"),
        ("{b=\"c\"}", "{b=\"c\""),
        ("# HELP chatspace_a_total A.\n", ""),
        ("# TYPE chatspace_a_total counter\n", ""),
        (" counter", " gauge"),
        ("} 1\n", "} 1\nchatspace_a_total{b=\"c\"} 1\n"),
        ("} 1\n", "} 1\nchatspace_other_total 1\n"),
    ] {
        assert!(read(&good.replacen(right, wrong, 1)).is_err(), "{wrong}");
    }
    let histogram = "# HELP chatspace_h H.\n# TYPE chatspace_h histogram\nchatspace_h_bucket{le=\"1\"} 2\n\
                     chatspace_h_bucket{le=\"+Inf\"} 3\nchatspace_h_sum 4\nchatspace_h_count 3\n";
    assert!(read(histogram).is_ok());
    assert!(read(&histogram.replace("count 3", "count 4")).is_err());
}
