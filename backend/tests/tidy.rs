//! The shape of the house: which module may use which, and how large a thing may grow.

#[path = "tidy/graph.rs"]
mod graph;
#[path = "tidy/slices.rs"]
mod slices;
#[path = "tidy/words.rs"]
mod words;

use std::{
    fs,
    path::{Path, PathBuf},
};

use graph::{File, Graph};
use slices::{DUTIES, INTERFACE, SLICES, is_part};
use syn::{
    ImplItemFn, ItemFn, ItemMod, Signature, UseTree,
    spanned::Spanned,
    visit::{self, Visit},
};

#[path = "tidy/documents.rs"]
mod documents;

/// Bottom to top. A module may use itself and what stands before it.
const ORDER: &[&str] = &[
    "kernel",
    "observe",
    "db",
    "config",
    "media",
    "backup",
    "events",
    "http",
    "cache",
    "access",
    "wire",
    "writer",
    "state",
    "api_guard",
    "slice",
    "telemetry",
    "request_pipeline",
    "features",
    "gateway",
    "workers",
    "openapi",
    "exporter",
    "app",
    "cli",
];

/// Modules that know no web framework, so that they can be driven without one.
const WITHOUT_FRAMEWORK: &[&str] = &[
    "kernel",
    "observe",
    "db",
    "config",
    "media",
    "backup",
    "events",
    "cache",
    "access",
    "wire",
    "writer",
    "gateway/replay",
    "gateway/session",
    "gateway/connection_handle",
    "gateway/hub",
    "gateway/index",
    "gateway/audience",
    "gateway/member_lists",
    "gateway/members",
    "gateway/probe",
    "gateway/frames",
    "gateway/sign_in",
    "gateway/requests",
];

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 50;
const HANDLER_LINES: usize = 25;
const PARAMETERS: usize = 5;

struct Source {
    /// Below `src`, without `.rs` and `/mod`.
    name: String,
    text: String,
    syntax: syn::File,
}

fn sources() -> Vec<Source> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                walk(&entry, found);
            } else if entry.extension().is_some_and(|ending| ending == "rs") {
                found.push(entry);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    let named = files.into_iter().map(|file| {
        let text = fs::read_to_string(&file).expect("a source file");
        let name = file.strip_prefix(&root).expect("below src").with_extension("").display().to_string();
        let syntax = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        Source { name: name.trim_end_matches("/mod").to_owned(), text, syntax }
    });
    let is_test = |name: &str| name.split('/').any(|part| part == "tests");
    named.filter(|source| !is_test(&source.name) && !matches!(source.name.as_str(), "lib" | "main")).collect()
}

fn files(sources: &[Source]) -> Vec<File<'_>> {
    sources.iter().map(|source| File { name: &source.name, syntax: &source.syntax }).collect()
}

/// All `crate::…` paths that a file imports, tests left out.
#[derive(Default)]
struct Imports(Vec<String>);

impl<'s> Visit<'s> for Imports {
    fn visit_item_mod(&mut self, module: &'s ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_use(&mut self, item: &'s syn::ItemUse) {
        flatten(&item.tree, "", &mut self.0);
    }

    fn visit_path(&mut self, path: &'s syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.0.push(segments.join("::"));
        visit::visit_path(self, path);
    }
}

fn flatten(tree: &UseTree, before: &str, found: &mut Vec<String>) {
    match tree {
        UseTree::Path(path) => flatten(&path.tree, &format!("{before}{}::", path.ident), found),
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, before, found)),
        UseTree::Name(name) => found.push(format!("{before}{}", name.ident)),
        UseTree::Rename(name) => found.push(format!("{before}{}", name.ident)),
        UseTree::Glob(_) => found.push(format!("{before}*")),
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("cfg") && quote_tokens(attribute).contains("test"))
}

fn quote_tokens(attribute: &syn::Attribute) -> String {
    match &attribute.meta {
        syn::Meta::List(list) => list.tokens.to_string(),
        _ => String::new(),
    }
}

fn imports(source: &Source) -> Vec<Vec<String>> {
    let mut imports = Imports::default();
    imports.visit_file(&source.syntax);
    let crate_paths = imports.0.iter().filter_map(|path| path.strip_prefix("crate::"));
    crate_paths.map(|path| path.split("::").map(str::to_owned).collect()).collect()
}

fn rank(module: &str) -> usize {
    ORDER.iter().position(|known| *known == module).unwrap_or_else(|| panic!("{module} has no place in the order"))
}

#[test]
fn modules_use_only_what_stands_below_them() {
    for source in sources() {
        let own = source.name.split('/').next().expect("a module");
        for path in imports(&source) {
            let used = path[0].as_str();
            assert!(rank(used) <= rank(own), "{} uses {}", source.name, path.join("::"));
        }
    }
}

#[test]
fn the_core_knows_no_web_framework() {
    for source in sources() {
        let slice_core = source.name.starts_with("features/")
            && ["rules", "store", "view", "events", "requests", "actions"].iter().any(|file| source.name.ends_with(file));
        if slice_core || WITHOUT_FRAMEWORK.iter().any(|module| is_part(&source.name, module)) {
            assert!(!source.text.contains("actix"), "{} names the framework", source.name);
        }
    }
}

#[test]
fn files_of_a_slice_use_only_what_their_duty_needs() {
    let sources = sources();
    let graph = Graph::of(&files(&sources));
    for (user, used, path) in graph.edges() {
        let Some((slice, _, place)) = slices::place(user) else { continue };
        let module = used.split('/').next().expect("a module");
        if let Some((other, _, before)) = slices::place(used)
            && slice == other
        {
            assert!(before <= place, "{user} uses {used} ({path})");
        } else {
            assert!(DUTIES[place].1.contains(&module), "{user} uses {used} ({path})");
        }
    }
}

#[test]
fn files_do_not_use_each_other_in_a_circle() {
    let sources = sources();
    let circles = Graph::of(&files(&sources)).circles();
    assert!(circles.is_empty(), "{} circles: {}", circles.len(), circles.join("\n"));
}

/// The slice of a file, whatever it is called.
fn slice_of(file: &str) -> Option<String> {
    let slice = file.strip_prefix("features/")?.split('/').next()?;
    Some(slice.to_owned())
}

#[test]
fn slices_use_only_those_that_are_listed_and_stand_below_them() {
    let sources = sources();
    let meetings = Graph::of(&files(&sources)).gathered(slice_of);
    for (slice, other, path) in meetings.edges() {
        let (_, allowed) = SLICES.iter().find(|(name, _)| *name == slice).unwrap_or_else(|| panic!("{slice} is not listed"));
        assert!(allowed.contains(&other), "{slice} uses {other} ({path})");
    }
    let circles = meetings.circles();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
    for (slice, others) in SLICES {
        for other in *others {
            let is_used = meetings.edges().any(|(from, to, _)| (from, to) == (*slice, *other));
            assert!(is_used, "{slice} does not use {other} any more: take it from the list");
        }
    }
}

#[test]
fn slices_use_each_other_through_their_interfaces() {
    for source in sources() {
        let Some(slice) = slice_of(&source.name) else { continue };
        for path in imports(&source) {
            if let [features, other, rest @ ..] = path.as_slice()
                && features == "features"
                && *other != slice
            {
                let interface =
                    rest.first().is_none_or(|file| INTERFACE.contains(&file.as_str()) || file.starts_with(char::is_uppercase));
                assert!(interface, "{} uses {}", source.name, path.join("::"));
            }
        }
    }
}

#[test]
fn one_thing_has_one_name() {
    let found: Vec<String> = sources().iter().flat_map(|source| words::replaced(&source.name, &source.text)).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn files_stay_small() {
    for source in sources() {
        let lines = source.text.lines().count();
        assert!(lines <= FILE_LINES, "{} has {lines} lines", source.name);
    }
}

/// Measures each function that is no test.
struct Functions<'n> {
    file: &'n str,
    faults: Vec<String>,
}

impl Functions<'_> {
    fn measure(&mut self, signature: &Signature, span: proc_macro2::Span, is_handler: bool) {
        let lines = span.end().line - span.start().line + 1;
        let limit = if is_handler { HANDLER_LINES } else { FUNCTION_LINES };
        if lines > limit {
            self.faults.push(format!("{}: {} has {lines} lines", self.file, signature.ident));
        }
        let parameters = signature.inputs.iter().filter(|input| matches!(input, syn::FnArg::Typed(_))).count();
        if parameters > PARAMETERS {
            self.faults.push(format!("{}: {} has {parameters} parameters", self.file, signature.ident));
        }
    }
}

impl<'s> Visit<'s> for Functions<'_> {
    fn visit_item_mod(&mut self, module: &'s ItemMod) {
        if !is_test(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'s ItemFn) {
        let is_handler = function.attrs.iter().any(|attribute| {
            let path = attribute.path();
            path.segments.len() == 2 && path.segments[0].ident == "utoipa" && path.segments[1].ident == "path"
        });
        self.measure(&function.sig, function.sig.span().join(function.block.span()).unwrap_or(function.block.span()), is_handler);
    }

    fn visit_impl_item_fn(&mut self, function: &'s ImplItemFn) {
        self.measure(&function.sig, function.sig.span().join(function.block.span()).unwrap_or(function.block.span()), false);
    }
}

#[test]
fn functions_stay_small() {
    let mut faults = Vec::new();
    for source in sources() {
        let mut functions = Functions { file: &source.name, faults: Vec::new() };
        functions.visit_file(&source.syntax);
        faults.extend(functions.faults);
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Only these talk to the web framework's router: they register the declared routes, and what is no route of the API.
const REGISTRARS: &[&str] = &["api_guard/endpoint", "api_guard/routes", "app", "exporter", "gateway/address", "openapi/pages"];

#[test]
fn a_handler_is_registered_by_its_declaration_and_in_no_other_way() {
    for source in sources() {
        if REGISTRARS.contains(&source.name.as_str()) {
            continue;
        }
        let text = source.text.split("#[cfg(test)]").next().expect("a text has a beginning");
        for registering in
            ["ServiceConfig", "web::resource", "web::route", "web::scope", "web::get()", "web::post()", "Resource::new"]
        {
            assert!(!text.contains(registering), "{} registers a handler without a declaration", source.name);
        }
    }
}

/// A public action takes the state and opens the write job; so do all ways in, and only the functions of actions have a unit of work.
#[test]
fn only_actions_and_workers_open_a_write_job() {
    for source in sources() {
        let is_way_in = source.name.starts_with("features/")
            && slices::place(&source.name).is_some_and(|(_, _, duty)| DUTIES[duty].0 == "http");
        let is_op = source.name.starts_with("gateway/");
        let opens = ["writer.run_write(", "writer.store("].iter().any(|opening| source.text.contains(opening));
        assert!(!(opens && (is_way_in || is_op)), "{} opens a write job instead of calling an action", source.name);
    }
}

/// A probe goes the way of events and is never sent.
const NOT_SENT: &str = "Probe";

#[test]
fn every_event_is_in_the_api_document() {
    let sources = sources();
    for source in sources.iter().filter(|source| source.text.contains("pub const EVENTS: &[EventKind]")) {
        let module = source.name.rsplit_once('/').map_or(source.name.as_str(), |(_, module)| module);
        let listing = |other: &&Source| other.text.contains(&format!("{module}::EVENTS,"));
        let lists = sources.iter().filter(listing).map(|other| other.name.as_str());
        let is_listed = lists
            .into_iter()
            .any(|list| list == "openapi/events" || slice_of(list).is_some_and(|slice| list == format!("features/{slice}")));
        assert!(is_listed, "no slice lists the events of {}", source.name);
    }
    for source in &sources {
        let implemented = source.text.split("impl Event for ").skip(1).filter_map(|rest| rest.split(' ').next());
        for event in implemented.filter(|event| *event != NOT_SENT) {
            assert!(source.text.contains(&format!("EventKind::of::<{event}>()")), "{} does not list {event}", source.name);
        }
    }
}

#[test]
fn slices_have_no_files_of_other_kinds_in_common_folders() {
    for source in sources() {
        let forbidden = ["utils", "common_utils", "helpers", "manager", "service", "misc"];
        let name = source.name.rsplit('/').next().expect("a name");
        assert!(!forbidden.contains(&name), "{} says nothing", source.name);
    }
}

/// The allocator alone may take 60 KiB of a stack, and only once in thousands of starts, so a small one shows in no other test.
#[test]
fn threads_have_the_usual_stack() {
    for source in sources() {
        assert!(!source.text.contains("stack_size("), "{} makes a stack smaller or larger", source.name);
    }
}
