//! The shape of the house: which module may use which, and how large a thing may grow.

use std::{
    fs,
    path::{Path, PathBuf},
};

use syn::{
    ImplItemFn, ItemFn, ItemMod, Signature, UseTree,
    spanned::Spanned,
    visit::{self, Visit},
};

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
    "work",
    "state",
    "entry",
    "telemetry",
    "front",
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
    "work",
    "gateway/replay",
    "gateway/session",
    "gateway/link",
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

/// What a file of a slice may import of the crate, beside the files of its own slice that stand before it here.
const SLICE_FILES: &[(&str, &[&str])] = &[
    ("rules", &["kernel", "media", "cache", "access"]),
    ("store", &["kernel", "db", "cache"]),
    ("view", &["kernel", "db", "cache", "access", "features"]),
    ("events", &["kernel", "events", "features"]),
    (
        "actions",
        &[
            "kernel", "observe", "db", "config", "media", "cache", "access", "http", "work", "state", "events", "features",
            "entry",
        ],
    ),
    ("http", &["kernel", "observe", "config", "media", "cache", "access", "http", "state", "work", "entry", "features"]),
];

/// The files through which slices may meet.
const DOORS: &[&str] = &["actions", "view", "routes"];

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

/// Whether a file is a module or stands in it.
fn is_part(file: &str, module: &str) -> bool {
    file.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[test]
fn the_core_knows_no_web_framework() {
    for source in sources() {
        let slice_core = source.name.starts_with("features/")
            && ["rules", "store", "view", "events", "actions"].iter().any(|file| source.name.ends_with(file));
        if slice_core || WITHOUT_FRAMEWORK.iter().any(|module| is_part(&source.name, module)) {
            assert!(!source.text.contains("actix"), "{} names the framework", source.name);
        }
    }
}

#[test]
fn files_of_a_slice_import_only_what_their_duty_needs() {
    for source in sources() {
        let Some((slice, file)) = source.name.strip_prefix("features/").and_then(|name| name.split_once('/')) else { continue };
        let Some((_, allowed)) = SLICE_FILES.iter().find(|(name, _)| *name == file) else { continue };
        for path in imports(&source) {
            let own = path[0] == "features" && path.get(1).is_some_and(|used| used == slice);
            assert!(own || allowed.contains(&path[0].as_str()), "{} uses {}", source.name, path.join("::"));
        }
    }
}

#[test]
fn slices_meet_through_their_doors() {
    for source in sources() {
        let Some(slice) = source.name.strip_prefix("features/").and_then(|name| name.split('/').next()) else { continue };
        for path in imports(&source) {
            if let [features, other, rest @ ..] = path.as_slice()
                && features == "features"
                && other != slice
            {
                let door = rest.first().is_none_or(|file| DOORS.contains(&file.as_str()) || file.starts_with(char::is_uppercase));
                assert!(door, "{} uses {}", source.name, path.join("::"));
            }
        }
    }
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
const REGISTRARS: &[&str] = &["entry/endpoint", "entry/routes", "app", "exporter", "gateway/address", "openapi/pages"];

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
