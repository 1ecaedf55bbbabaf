//! The answer when no route answers: 404, or 405 when the path is known with other methods.

use std::{collections::BTreeMap, sync::OnceLock};

use actix_web::{HttpRequest, HttpResponse, dev::ServiceRequest, http::Method, web};
use serde::{Deserialize, de::IgnoredAny};

use super::{error, routes::matches};
use crate::kernel::Refusal;

/// The methods of each path pattern.
pub struct KnownPaths {
    document: &'static str,
    /// Each with its methods.
    read: OnceLock<Vec<(String, String)>>,
}

impl KnownPaths {
    /// From the text of the API document, which is not read before somebody asks for what no route answers: many never do.
    pub const fn of(document: &'static str) -> Self {
        Self { document, read: OnceLock::new() }
    }

    fn each(&self) -> impl Iterator<Item = &(String, String)> {
        self.read.get_or_init(|| read(self.document)).iter()
    }
}

fn read(document: &str) -> Vec<(String, String)> {
    #[derive(Deserialize)]
    struct Document {
        paths: BTreeMap<String, BTreeMap<String, IgnoredAny>>,
    }
    let document: Document = serde_json::from_str(document).expect("the document is JSON and has paths");
    let methods = |item: BTreeMap<String, IgnoredAny>| item.into_keys().map(|method| method.to_uppercase());
    document.paths.into_iter().map(|(path, item)| (path, methods(item).collect::<Vec<_>>().join(", "))).collect()
}

/// Answers what no route answered.
pub async fn refuse(request: HttpRequest, known: web::Data<KnownPaths>) -> HttpResponse {
    error::respond(refusal_of(&known, request.path()))
}

fn refusal_of(known: &KnownPaths, path: &str) -> Refusal {
    let known = known.each().find(|(pattern, _)| matches(pattern, path));
    known.map_or(Refusal::unknown_route(), |(_, methods)| Refusal::wrong_method(methods))
}

/// The refusal of a method that no route has, before anything else is looked at.
pub fn refuse_odd_method(request: &ServiceRequest) -> Option<Refusal> {
    const KNOWN: [Method; 7] =
        [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];
    if KNOWN.contains(request.method()) {
        return None;
    }
    let known = request.app_data::<web::Data<KnownPaths>>().expect("the paths are set where the app is made");
    Some(refusal_of(known, request.path()))
}

/// The refusal for a path that is known to the letter, such as `…/members/search`, when a route with an id in that place
/// was asked for only because its own knows no such method.
pub fn refuse_word(request: &HttpRequest) -> Option<Refusal> {
    let last = |path: &str| path.rsplit('/').next().map(str::to_owned);
    let is_it = |pattern: &str| last(pattern) == last(request.path()) && matches(pattern, request.path());
    let known = request.app_data::<web::Data<KnownPaths>>()?;
    let knows = |methods: &str| methods.split(", ").any(|method| method == request.method().as_str());
    let found = known.each().find(|(pattern, methods)| is_it(pattern) && !knows(methods));
    found.map(|(_, methods)| Refusal::wrong_method(methods))
}
