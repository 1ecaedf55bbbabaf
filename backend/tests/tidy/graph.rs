//! Which file uses which: every path of every file, resolved to the file that defines what it names.
//!
//! `crate::`, `self::`, `super::` and paths that begin with a child module are followed, in code, in `use`, in attributes and in macros.
//! A re-export is followed to the definition, so passing a name on ties nobody to the file that passes it on.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fmt::Write as _,
};

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Attribute, Item, ItemMod, UseTree,
    visit::{self, Visit},
};

/// A file as the graph needs it: its module path below the crate, joined with `/`, and what it says.
pub struct File<'f> {
    pub name: &'f str,
    pub syntax: &'f syn::File,
}

type Path = Vec<String>;

/// What a name of a module stands for, if it is not defined there.
#[derive(Default)]
struct Names {
    reexports: HashMap<String, Path>,
    globs: Vec<Path>,
    defined: HashSet<String>,
}

/// The files and their uses of each other.
pub struct Graph {
    /// Each file with the files that it uses, and one path by which it does.
    uses: BTreeMap<String, BTreeMap<String, String>>,
}

impl Graph {
    pub fn of(files: &[File<'_>]) -> Self {
        let modules: BTreeMap<&str, Names> = files.iter().map(|file| (file.name, names(file))).collect();
        let uses = files.iter().map(|file| {
            let mut found = Mentions::default();
            found.visit_file(file.syntax);
            let paths = found.paths.into_iter().filter_map(|path| Some((resolve(&modules, file.name, &path)?, path.join("::"))));
            let others = paths.filter(|(used, _)| used != file.name);
            (file.name.to_owned(), others.collect::<BTreeMap<_, _>>())
        });
        Self { uses: uses.collect() }
    }

    /// All pairs of a file and one that it uses, with the path by which it does.
    pub fn edges(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.uses
            .iter()
            .flat_map(|(user, used)| used.iter().map(move |(used, path)| (user.as_str(), used.as_str(), path.as_str())))
    }

    /// The same with files gathered into larger things; files without a group are left out, and so are uses within one.
    pub fn gathered(&self, group: impl Fn(&str) -> Option<String>) -> Self {
        let mut uses: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for (user, used, path) in self.edges() {
            if let (Some(from), Some(to)) = (group(user), group(used))
                && from != to
            {
                uses.entry(from).or_default().entry(to).or_insert_with(|| format!("{user}: {path}"));
            }
        }
        Self { uses }
    }

    /// The circles: groups in which each reaches each other, as a text for people. Tarjan's algorithm.
    pub fn circles(&self) -> Vec<String> {
        let mut search = Search { graph: self, index: HashMap::new(), low: HashMap::new(), stack: Vec::new(), found: Vec::new() };
        for node in self.uses.keys() {
            if !search.index.contains_key(node.as_str()) {
                search.visit(node);
            }
        }
        let circles = search.found.into_iter().filter(|circle| circle.len() > 1);
        circles.map(|circle| self.described(&circle)).collect()
    }

    fn described(&self, circle: &BTreeSet<&str>) -> String {
        let mut text = format!("a circle of {}:\n", circle.len());
        for (user, used, path) in self.edges() {
            if circle.contains(user) && circle.contains(used) {
                writeln!(text, "  {user} -> {used} ({path})").expect("a text takes all");
            }
        }
        text
    }
}

struct Search<'g> {
    graph: &'g Graph,
    index: HashMap<&'g str, usize>,
    low: HashMap<&'g str, usize>,
    stack: Vec<&'g str>,
    found: Vec<BTreeSet<&'g str>>,
}

impl<'g> Search<'g> {
    fn visit(&mut self, node: &'g str) {
        let index = self.index.len();
        self.index.insert(node, index);
        self.low.insert(node, index);
        self.stack.push(node);
        let graph = self.graph;
        for next in graph.uses.get(node).into_iter().flat_map(BTreeMap::keys) {
            if !self.index.contains_key(next.as_str()) {
                self.visit(next);
                self.low.insert(node, self.low[node].min(self.low[next.as_str()]));
            } else if self.stack.contains(&next.as_str()) {
                self.low.insert(node, self.low[node].min(self.index[next.as_str()]));
            }
        }
        if self.low[node] == index {
            let start = self.stack.iter().position(|other| *other == node).expect("it is on the stack");
            self.found.push(self.stack.split_off(start).into_iter().collect());
        }
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string().contains("test"),
        _ => false,
    })
}

fn names(file: &File<'_>) -> Names {
    let mut names = Names::default();
    for item in &file.syntax.items {
        match item {
            Item::Use(item) if !is_test(&item.attrs) => {
                flatten(&item.tree, &mut Vec::new(), &mut |path, name| match name {
                    Some(name) => {
                        names.reexports.insert(name, path);
                    }
                    None => names.globs.push(path),
                });
            }
            item => names.defined.extend(defined(item)),
        }
    }
    names
}

/// The name that an item gives to the module it stands in.
fn defined(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        _ => return None,
    };
    Some(name.to_string())
}

fn flatten(tree: &UseTree, before: &mut Path, found: &mut impl FnMut(Path, Option<String>)) {
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, found);
            before.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, before, found)),
        UseTree::Name(name) if name.ident == "self" => found(before.clone(), before.last().cloned()),
        UseTree::Name(name) => found([before.as_slice(), &[name.ident.to_string()]].concat(), Some(name.ident.to_string())),
        UseTree::Rename(name) if name.ident == "self" => found(before.clone(), Some(name.rename.to_string())),
        UseTree::Rename(name) => found([before.as_slice(), &[name.ident.to_string()]].concat(), Some(name.rename.to_string())),
        UseTree::Glob(_) => found(before.clone(), None),
    }
}

/// The file that defines what a path names, as it is read in a module; nothing for what is not of this crate.
fn resolve(modules: &BTreeMap<&str, Names>, from: &str, path: &[String]) -> Option<String> {
    resolve_within(modules, from, path, &mut HashSet::new())
}

fn resolve_within(
    modules: &BTreeMap<&str, Names>,
    from: &str,
    path: &[String],
    seen: &mut HashSet<(String, Path)>,
) -> Option<String> {
    if !seen.insert((from.to_owned(), path.to_vec())) {
        return None;
    }
    let (mut module, mut rest) = match path.first()?.as_str() {
        "crate" => (String::new(), &path[1..]),
        "self" => (from.to_owned(), &path[1..]),
        "super" => (parent(from)?, &path[1..]),
        _ => (from.to_owned(), path),
    };
    let is_relative = !matches!(path[0].as_str(), "crate" | "self" | "super");
    while let Some(step) = rest.first() {
        if step == "super" {
            module = parent(&module)?;
            rest = &rest[1..];
            continue;
        }
        let child = if module.is_empty() { step.clone() } else { format!("{module}/{step}") };
        if modules.contains_key(child.as_str()) {
            (module, rest) = (child, &rest[1..]);
            continue;
        }
        let names = modules.get(module.as_str());
        if let Some(target) = names.and_then(|names| names.reexports.get(step))
            && target.first() != Some(step)
        {
            let through = [target.as_slice(), &rest[1..]].concat();
            return resolve_within(modules, &module, &through, seen);
        }
        if names.is_some_and(|names| names.defined.contains(step)) {
            return Some(module);
        }
        let globs = names.into_iter().flat_map(|names| &names.globs);
        for glob in globs.filter(|glob| matches!(glob[0].as_str(), "crate" | "self" | "super")) {
            let through = [glob.as_slice(), rest].concat();
            if let Some(found) = resolve_within(modules, &module, &through, seen) {
                return Some(found);
            }
        }
        // Neither a module nor a name of it: a crate of others, a local name, or one that a macro makes.
        return (!is_relative && !module.is_empty()).then_some(module);
    }
    (!module.is_empty()).then_some(module)
}

fn parent(module: &str) -> Option<String> {
    match module.rsplit_once('/') {
        Some((parent, _)) => Some(parent.to_owned()),
        None => (!module.is_empty()).then(String::new),
    }
}

/// All paths that a file mentions outside of its tests.
#[derive(Default)]
struct Mentions {
    /// Modules inside the file that stand around the place that is read.
    depth: usize,
    paths: Vec<Path>,
}

impl Mentions {
    fn found(&mut self, mut path: Path) {
        // Out of a module inside the file, the first `super` leads no further than the file.
        for _ in 0..self.depth {
            if path.first().is_some_and(|first| first == "super") {
                "self".clone_into(&mut path[0]);
                if path.get(1).is_some_and(|second| second == "super") {
                    path.remove(0);
                }
            }
        }
        self.paths.push(path);
    }

    fn scan(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            if let TokenTree::Group(group) = &tokens[at] {
                self.scan(group.stream());
            }
            let path = path_at(&tokens[at..]);
            at += (path.len() * 3).saturating_sub(2).max(1);
            if path.len() > 1 {
                self.found(path);
            }
        }
    }
}

/// The path with which tokens begin.
fn path_at(tokens: &[TokenTree]) -> Path {
    let mut path = Path::new();
    let mut rest = tokens;
    while let [TokenTree::Ident(ident), more @ ..] = rest {
        path.push(ident.to_string());
        match more {
            [TokenTree::Punct(one), TokenTree::Punct(two), after @ ..] if one.as_char() == ':' && two.as_char() == ':' => {
                rest = after;
            }
            _ => break,
        }
    }
    path
}

impl<'s> Visit<'s> for Mentions {
    fn visit_item(&mut self, item: &'s Item) {
        let attributes = match item {
            Item::Use(item) => &item.attrs,
            Item::Fn(item) => &item.attrs,
            Item::Impl(item) => &item.attrs,
            Item::Mod(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !is_test(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, module: &'s ItemMod) {
        self.depth += 1;
        visit::visit_item_mod(self, module);
        self.depth -= 1;
    }

    fn visit_item_use(&mut self, item: &'s syn::ItemUse) {
        let mut paths = Vec::new();
        flatten(&item.tree, &mut Vec::new(), &mut |path, _| paths.push(path));
        for path in paths {
            self.found(path);
        }
    }

    fn visit_path(&mut self, path: &'s syn::Path) {
        let segments: Path = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if segments.len() > 1 {
            self.found(segments);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'s syn::Macro) {
        self.visit_path(&call.path);
        self.scan(call.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'s Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.scan(list.tokens.clone());
        }
    }

    fn visit_visibility(&mut self, _: &'s syn::Visibility) {}
}
