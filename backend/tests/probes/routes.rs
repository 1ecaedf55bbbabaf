//! The routes, from the document that the server shows.

use std::collections::BTreeMap;

use serde_json::Value;

pub struct Operation {
    pub id: String,
    pub method: String,
    /// Below `/api/v10`.
    pub path: String,
    /// Whether it asks for a token.
    pub is_guarded: bool,
}

pub fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(include_str!("../../../openapi/openapi.json")).expect("the document is JSON");
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        let Some(path) = path.strip_prefix("/api/v10") else { continue };
        for (method, operation) in item.as_object().expect("operations") {
            let Some(id) = operation["operationId"].as_str() else { continue };
            let is_guarded = operation["security"].as_array().is_some_and(|list| !list.is_empty());
            all.push(Operation { id: id.to_owned(), method: method.to_uppercase(), path: path.to_owned(), is_guarded });
        }
    }
    all
}

/// The path with ids in it, if there is one for each of its parameters.
pub fn placed(path: &str, ids: &BTreeMap<&str, String>) -> Option<String> {
    let filled = ids.iter().fold(path.to_owned(), |path, (name, id)| path.replace(&format!("{{{name}}}"), id));
    (!filled.contains('{')).then_some(filled)
}
