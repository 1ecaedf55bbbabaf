//! Documents match the repository: every promise has a test, and every path exists.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

const PROMISES: &str = "docs/promises.md";

const ARCHITECTURE: &str = "ARCHITECTURE.md";

/// Documents whose paths must exist.
const WITH_PATHS: &[&str] =
    &[ARCHITECTURE, "CONTRIBUTING.md", "README.md", "SECURITY.md", "docs/costs.md", "docs/observability.md"];

/// Folders that a path in a document may begin in, with the endings that may be left out.
const BEGINNINGS: &[(&str, &[&str])] = &[("", &[""]), ("backend/src/", &["", ".rs"]), ("web-client/src/", &["", ".ts", ".tsx"])];

/// Paths of a running server begin with these.
const OF_AN_INSTANCE: &[&str] = &["DATA_DIR", "target"];

/// Letters of ids, such as `R-42`.
const LETTERS: &str = "FLOPRS";

/// Folders that hold no text of ours.
const FOREIGN: &[&str] =
    &[".git", "data", "dist", "gen", "node_modules", "playwright-report", "public", "target", "test-results"];

const TEXT: &[&str] = &["css", "html", "json", "md", "mjs", "rs", "sql", "toml", "ts", "tsx", "yml"];

/// A row of `docs/promises.md`.
#[derive(Debug, PartialEq)]
struct Promise {
    id: String,
    tests: Vec<String>,
    /// The row says `not tested`.
    is_untested: bool,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The texts of the repository with their paths.
fn texts() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            let name = entry.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if entry.is_dir() && !FOREIGN.contains(&name.as_str()) {
                walk(&entry, found);
            } else if name == "justfile" || entry.extension().is_some_and(|ending| TEXT.iter().any(|known| ending == *known)) {
                found.push(entry);
            }
        }
    }
    let mut files = Vec::new();
    walk(&root(), &mut files);
    let named = files.into_iter().filter_map(|file| {
        let path = file.strip_prefix(root()).expect("below the root").display().to_string();
        Some((path, fs::read_to_string(&file).ok()?))
    });
    named.filter(|(path, _)| path != PROMISES && !path.ends_with("package-lock.json")).collect()
}

/// The ids that a text refers to: a letter, a hyphen and at most two digits, as a word.
fn ids(text: &str) -> BTreeSet<String> {
    let is_part = |character: char| character.is_alphanumeric() || character == '-' || character == '_';
    let words = text.split(|character: char| !is_part(character));
    let is_id = |word: &&str| {
        let Some((letter, number)) = word.split_once('-') else { return false };
        letter.len() == 1 && LETTERS.contains(letter) && (1..=2).contains(&number.len()) && number.parse::<u8>().is_ok()
    };
    words.filter(is_id).map(str::to_owned).collect()
}

/// What stands in backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The rows of the tables: `| id | promise | tests |`.
fn promises(text: &str) -> Vec<Promise> {
    let rows = text.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
        let [id, _, tests] = cells.as_slice() else { return None };
        let is_untested = *tests == "not tested";
        ids(id).contains(*id).then(|| Promise { id: (*id).to_owned(), tests: quoted(tests), is_untested })
    });
    rows.collect()
}

/// The sources in which a test with such a path may stand: `api::gateway::replay::name` is in `backend/tests/api/gateway/replay.rs`, and
/// `lib::kernel::id::name` in `backend/src/kernel/id.rs`.
fn candidates(test: &str) -> Option<(Vec<String>, &str)> {
    let (path, name) = test.rsplit_once("::")?;
    let folder = match path.split_once("::") {
        Some(("lib", inner)) => format!("backend/src/{}", inner.replace("::", "/")),
        _ => format!("backend/tests/{}", path.replace("::", "/")),
    };
    Some((["", "/main", "/mod"].map(|ending| format!("{folder}{ending}.rs")).to_vec(), name))
}

fn exists(test: &str) -> bool {
    match candidates(test) {
        Some((files, name)) => {
            let sources = files.iter().filter_map(|file| fs::read_to_string(root().join(file)).ok());
            sources.into_iter().any(|source| source.contains(&format!("fn {name}(")))
        }
        None => root().join(test).is_file(),
    }
}

/// The text outside of fenced code.
fn prose(text: &str) -> String {
    let fences = text.split("\n```");
    fences.step_by(2).collect::<Vec<_>>().join("\n")
}

/// What stands in backticks or is linked to, and is a path in the repository.
fn paths(document: &str) -> BTreeSet<String> {
    let text = prose(document);
    let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let all = quoted(&text).into_iter().filter(|quote| quote.contains('/')).chain(links.map(str::to_owned));
    let is_plain = |path: &str| path.chars().all(|character| character.is_alphanumeric() || "/._-@".contains(character));
    let named = all.filter_map(|path| path.split('#').next().map(|path| path.trim_end_matches('/').to_owned()));
    named
        .filter(|path| {
            let first = path.split('/').next().unwrap_or_default();
            !first.is_empty() && first != "." && !OF_AN_INSTANCE.contains(&first) && is_plain(path)
        })
        .collect()
}

/// Whether a path exists in the repository or beside the document that names it.
fn leads_somewhere(document: &str, path: &str) -> bool {
    let beside = root().join(document).with_file_name(path);
    let mut begun =
        BEGINNINGS.iter().flat_map(|(folder, endings)| endings.iter().map(move |ending| format!("{folder}{path}{ending}")));
    beside.exists() || begun.any(|path| root().join(path).exists())
}

#[test]
fn every_path_in_a_document_exists() {
    let mut dead = Vec::new();
    for document in WITH_PATHS {
        let found = paths(&read(document));
        dead.extend(found.into_iter().filter(|path| !leads_somewhere(document, path)).map(|path| format!("{document}: {path}")));
    }
    assert!(dead.is_empty(), "{dead:#?}");
}

/// Vocabulary of the protocol, which is there with or without the feature.
const OF_THE_PROTOCOL: &[&str] = &["backend/src/kernel/intents.rs", "backend/src/kernel/permissions.rs"];

#[test]
fn the_example_of_a_feature_is_in_the_files_that_the_architecture_lists() {
    let text = read(ARCHITECTURE);
    let table =
        text.split("Reactions are the example.").nth(1).and_then(|rest| rest.split("| step |").next()).expect("the table");
    let listed: BTreeSet<String> = quoted(table).into_iter().filter(|path| !path.ends_with('/') && path.contains('.')).collect();
    let is_server = |path: &str| path.starts_with("backend/src/") || path.starts_with("migrations/");
    let is_test = |path: &str| path.ends_with("tests.rs") || path.contains("/tests/");
    let found: BTreeSet<String> = texts()
        .into_iter()
        .filter(|(path, text)| is_server(path) && !is_test(path) && text.to_lowercase().contains("reaction"))
        .map(|(path, _)| path)
        .filter(|path| !OF_THE_PROTOCOL.contains(&path.as_str()))
        .collect();
    assert_eq!(found, listed);
    assert!(listed.len() <= 11, "a feature of a message costs few files");
}

#[test]
fn every_module_is_in_the_architecture() {
    let text = read(ARCHITECTURE);
    let known = quoted(&prose(&text));
    let entries = fs::read_dir(root().join("backend/src")).expect("a folder").map(|entry| entry.expect("an entry").path());
    let modules = entries.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()));
    let missing: BTreeSet<String> =
        modules.filter(|name| !["lib", "main"].contains(&name.as_str()) && !known.contains(name)).collect();
    assert!(missing.is_empty(), "{missing:?} are not in {ARCHITECTURE}");
}

#[test]
fn a_path_is_told_from_other_words_and_a_dead_one_is_noticed() {
    let text = "`backend/src/lib.rs`, [costs](docs/costs.md#x), `features/none`; not `/auth`, `DATA_DIR/media`, `a b/c` or\n```\nno/path\n```\n";
    let found = paths(text);
    assert_eq!(found, ["backend/src/lib.rs", "docs/costs.md", "features/none"].map(str::to_owned).into());
    let dead: Vec<&String> = found.iter().filter(|path| !leads_somewhere("README.md", path)).collect();
    assert_eq!(dead, ["features/none"]);
}

#[test]
fn every_id_that_is_used_is_defined_in_the_list_of_promises() {
    let known: BTreeSet<String> = promises(&read(PROMISES)).into_iter().map(|promise| promise.id).collect();
    let mut unknown = Vec::new();
    for (path, text) in texts() {
        unknown.extend(ids(&text).difference(&known).map(|id| format!("{path}: {id}")));
    }
    assert!(unknown.is_empty(), "{PROMISES} does not define {unknown:#?}");
}

#[test]
fn every_promise_is_made_once() {
    let mut seen = BTreeSet::new();
    let again: Vec<String> =
        promises(&read(PROMISES)).into_iter().map(|one| one.id).filter(|id| !seen.insert(id.clone())).collect();
    assert!(again.is_empty(), "{again:?} are there twice");
    assert!(seen.len() > 50, "the tables are read");
}

#[test]
fn every_promise_names_tests_that_exist_or_says_that_there_is_none() {
    let promises = promises(&read(PROMISES));
    let silent: Vec<&String> = promises.iter().filter(|one| one.tests.is_empty() != one.is_untested).map(|one| &one.id).collect();
    assert!(silent.is_empty(), "{silent:?} neither name a test nor say `not tested`");
    let missing: Vec<String> = promises
        .iter()
        .flat_map(|one| one.tests.iter().filter(|test| !exists(test)).map(|test| format!("{}: {test}", one.id)))
        .collect();
    assert!(missing.is_empty(), "there is no {missing:#?}");
}

#[test]
fn an_id_is_a_whole_word() {
    let text = "R-42: F-5 and (S-3, L-1); not P-256, OFL-1, MIT-0, UTF-8, x-R-1 or R-";
    assert_eq!(ids(text), ["F-5", "L-1", "R-42", "S-3"].map(str::to_owned).into());
}

#[test]
fn a_row_is_read_and_a_test_that_is_not_there_is_noticed() {
    let row = "| R-1 | Nothing is lost. | `tidy::every_promise_is_made_once`, `docs/none.md` |";
    let tests = vec!["tidy::every_promise_is_made_once".to_owned(), "docs/none.md".to_owned()];
    assert_eq!(promises(row), [Promise { id: "R-1".to_owned(), tests, is_untested: false }]);
    assert!(exists("tidy::documents::every_promise_is_made_once") && exists("docs/costs.md"));
    assert!(!exists("tidy::documents::nothing_of_this_name") && !exists("docs/none.md"));
}
