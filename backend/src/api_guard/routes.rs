//! All declared routes and their registration: one resource for each path, which answers 405 to unsupported methods.

use std::{cmp::Ordering, rc::Rc};

use actix_web::{HttpRequest, Resource, Route, web};

use utoipa::openapi::{HttpMethod, RefOr, Schema, path::Operation};

use super::{Endpoint, admission};
use crate::http::policy::Policy;

/// Collects declarations.
#[derive(Default)]
pub struct Routes {
    prefix: &'static str,
    endpoints: Vec<Endpoint>,
}

impl Routes {
    /// Routes below `prefix`.
    pub fn below(prefix: &'static str) -> Self {
        Self { prefix, endpoints: Vec::new() }
    }

    /// Adds a route.
    pub fn add(&mut self, endpoint: Endpoint) -> &mut Self {
        self.endpoints.push(endpoint);
        self
    }

    /// Each with its whole path.
    pub fn finish(self) -> Vec<Endpoint> {
        let prefix = self.prefix;
        self.endpoints.into_iter().map(|endpoint| endpoint.below(prefix)).collect()
    }

    /// Registers all routes with the server. Paths are matched in the order in which the first route of each was added, so
    /// frequent ones come first; of overlapping paths, the one with the literal segment comes before the one with the variable.
    pub fn register(self, config: &mut web::ServiceConfig) {
        let prefix = self.prefix;
        let mut resources: Vec<(String, Vec<Endpoint>)> = Vec::new();
        for endpoint in self.endpoints {
            let pattern = &endpoint.policy.pattern;
            match resources.iter().position(|(known, _)| known == pattern) {
                Some(index) => resources[index].1.push(endpoint),
                None => {
                    let index = resources.iter().position(|(known, _)| overlap(pattern, known) == Some(Ordering::Less));
                    resources.insert(index.unwrap_or(resources.len()), (pattern.clone(), vec![endpoint]));
                }
            }
        }
        for (pattern, endpoints) in resources {
            config.service(resource(&pattern, prefix, endpoints));
        }
    }
}

impl Endpoint {
    fn below(mut self, prefix: &str) -> Self {
        self.policy.pattern.insert_str(0, prefix);
        self
    }

    /// The declaration.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The description in the API document, without the parts that follow from the declaration.
    pub fn operation(&self) -> (HttpMethod, Operation) {
        (self.method.clone(), (self.operation)())
    }

    /// Adds the schemas that the description refers to.
    pub fn schemas(&self, all: &mut Vec<(String, RefOr<Schema>)>) {
        (self.schemas)(all);
    }
}

fn resource(pattern: &str, prefix: &str, endpoints: Vec<Endpoint>) -> Resource {
    let mut methods: Vec<&str> = endpoints.iter().map(|endpoint| endpoint.method().as_str()).collect();
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    methods.sort_unstable();
    let methods: Rc<str> = methods.join(", ").into();
    let refuse = move |request: HttpRequest| {
        let methods = Rc::clone(&methods);
        async move { admission::wrong_method(&request, &methods) }
    };
    let routes = endpoints.into_iter().map(|endpoint| route(endpoint.below(prefix)));
    routes.fold(web::resource(pattern), Resource::route).default_service(web::to(refuse))
}

fn route(endpoint: Endpoint) -> Route {
    let method = endpoint.method().clone();
    (endpoint.serve)(Rc::new(endpoint.policy)).method(method)
}

/// Compares two overlapping patterns: one with a literal segment where the other has a variable is the lesser. `None` if no path
/// matches both.
fn overlap(one: &str, other: &str) -> Option<Ordering> {
    let is_variable = |segment: &str| segment.starts_with('{');
    let mut order = Ordering::Equal;
    let (mut one, mut other) = (one.split('/'), other.split('/'));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return Some(order),
            (Some(a), Some(b)) if a == b || is_variable(a) || is_variable(b) => {
                order = order.then(is_variable(a).cmp(&is_variable(b)));
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_before_a_variable() {
        assert_eq!(overlap("/users/@me", "/users/{user_id}"), Some(Ordering::Less));
        assert_eq!(overlap("/users/{user_id}/profile", "/users/@me/{what}"), Some(Ordering::Greater));
        assert_eq!(overlap("/users/{user_id}", "/users/@me/guilds"), None);
        assert_eq!(overlap("/guilds/{guild_id}", "/channels/{channel_id}"), None);
    }
}
