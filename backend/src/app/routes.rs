//! The declared routes of the server.

use crate::{
    api_guard::{self, Endpoint, Routes},
    features, gateway,
};

/// The routes of the API.
pub(super) fn api() -> Routes {
    let mut routes = Routes::below(api_guard::PREFIX);
    // Without variables, these cost the others next to nothing.
    gateway::routes(&mut routes);
    for slice in features::SLICES {
        (slice.routes)(&mut routes);
    }
    routes
}

/// The routes at the root of the server.
pub(super) fn root() -> Routes {
    let mut routes = Routes::default();
    for slice in features::SLICES {
        (slice.root_routes)(&mut routes);
    }
    routes
}

/// All declared routes.
pub fn routes() -> Vec<Endpoint> {
    root().finish().into_iter().chain(api().finish()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::routes;
    use crate::{
        features,
        http::policy::{Callers, Policy, RouteScope},
        kernel::limits::By,
        openapi,
    };

    /// Each with its method and path, and whether it takes a body.
    fn declared() -> Vec<(String, Policy, bool)> {
        let described = routes().into_iter().map(|route| {
            let (method, operation) = route.operation();
            let method = serde_json::to_value(&method).expect("a method has a name");
            let name = format!("{} {}", method.as_str().expect("is text").to_uppercase(), route.policy().pattern);
            (name, route.policy().clone(), operation.request_body.is_some())
        });
        described.collect()
    }

    fn named(is_it: impl Fn(&Policy) -> bool) -> Vec<String> {
        let mut found: Vec<String> =
            declared().into_iter().filter(|(_, policy, _)| is_it(policy)).map(|(name, ..)| name).collect();
        found.sort();
        found
    }

    #[test]
    fn every_route_has_a_rate_but_for_those_that_must_always_answer() {
        let unlimited = named(|policy| policy.rate.is_none());
        assert_eq!(unlimited, ["GET /api/v10/gateway", "GET /api/v10/gateway/bot", "GET /health/live", "GET /health/ready"]);
        for (name, policy, _) in declared() {
            let by = policy.rate.map(|rate| rate.by);
            match by {
                None | Some(By::Caller | By::Address) => {}
                Some(By::CallerAndScope) => assert!(policy.scope.is_some(), "{name} counts by a place that it does not name"),
                Some(other) => panic!("{name} counts by {other:?}, which is not known yet"),
            }
        }
    }

    #[test]
    fn clients_are_told_of_each_rate_and_size_once() {
        let limits = features::limits();
        let rates: BTreeSet<&str> = limits.rates.iter().map(|rate| rate.name).collect();
        let sizes: BTreeSet<&str> = limits.sizes.iter().map(|size| size.name).collect();
        assert_eq!((rates.len(), sizes.len()), (limits.rates.len(), limits.sizes.len()), "a name is given twice");
        for (name, policy, _) in declared() {
            assert!(policy.rate.is_none_or(|rate| rates.contains(rate.name)), "no slice lists the rate of {name}");
        }
    }

    #[test]
    fn every_route_that_takes_a_body_says_how_large_and_no_other_does() {
        for (name, policy, has_body) in declared() {
            assert_eq!(policy.body_bytes > 0, has_body, "{name}");
        }
    }

    #[test]
    fn every_large_body_needs_a_permission_or_is_the_callers_own() {
        let large = named(|policy| policy.body_bytes > crate::kernel::limits::BODY_BYTES);
        let own = ["PATCH /api/v10/users/@me", "POST /api/v10/guilds", "PUT /api/v10/users/@me/avatar"];
        for name in large.iter().filter(|name| !own.contains(&name.as_str()) && !name.contains("/applications/")) {
            let found = declared().into_iter().find(|(known, ..)| known == name).expect("is declared");
            let permits = match found.1.scope {
                Some(RouteScope::Guild(needed) | RouteScope::Channel(needed)) => !needed.is_empty(),
                Some(RouteScope::DmChannel) => true,
                None => false,
            };
            assert!(permits, "{name}");
        }
    }

    #[test]
    fn whoever_may_call_without_a_token_is_decided_one_by_one() {
        let open = named(|policy| matches!(policy.callers, Callers::Anybody | Callers::SigningIn));
        let expected = [
            "GET /api/v10/chatspace/instance",
            "GET /api/v10/chatspace/limits",
            "GET /api/v10/chatspace/push",
            "GET /api/v10/gateway",
            "GET /api/v10/gateway/bot",
            "GET /api/v10/invites/{code}",
            "POST /api/v10/auth/email/confirm",
            "POST /api/v10/auth/email/revert",
            "POST /api/v10/auth/email/verify",
            "POST /api/v10/auth/forgot",
            "POST /api/v10/auth/login",
            "POST /api/v10/auth/logout",
            "POST /api/v10/auth/refresh",
            "POST /api/v10/auth/register",
            "POST /api/v10/auth/register/confirm",
            "POST /api/v10/auth/reset",
            "POST /api/v10/auth/token",
        ];
        assert_eq!(open, expected);
        let public = named(|policy| policy.callers == Callers::Public);
        assert!(public.iter().all(|name| name.starts_with("GET /cdn/") || name.starts_with("GET /health/")), "{public:?}");
    }

    #[test]
    fn operators_have_what_stands_below_their_path_and_nothing_else() {
        for (name, policy, _) in declared() {
            assert_eq!(policy.callers == Callers::Operators, name.contains("/chatspace/admin/"), "{name}");
        }
    }

    #[test]
    fn bots_never_reach_what_makes_or_holds_an_account() {
        for (name, policy, _) in declared() {
            let is_account =
                ["/auth/", "/chatspace/admin/", "/users/@me/export", "/users/@me/delete", "/users/@me/blocks", "/bots/"];
            if is_account.iter().any(|part| name.contains(part))
                || name == "POST /api/v10/guilds"
                || name == "POST /api/v10/applications"
            {
                assert!(!matches!(policy.callers, Callers::UsersAndBots | Callers::Bots | Callers::Anybody), "{name}");
            }
        }
    }

    #[test]
    fn a_route_that_names_a_guild_or_channel_asks_whether_the_caller_sees_it() {
        for (name, policy, _) in declared() {
            let names_one = name.contains("{guild_id}") || name.contains("{channel_id}");
            assert_eq!(policy.scope.is_some(), names_one && !name.contains("/cdn/"), "{name}");
        }
    }

    #[test]
    fn the_document_has_each_route_once() {
        let document: Value = serde_json::from_str(openapi::STORED).expect("the document is JSON");
        let paths = document["paths"].as_object().expect("has paths");
        let methods = |path: &str, item: &Value| {
            let methods: Vec<String> = item.as_object().expect("is an object").keys().map(|key| key.to_uppercase()).collect();
            methods.into_iter().map(|method| format!("{method} {path}")).collect::<Vec<_>>()
        };
        let shown: BTreeSet<String> = paths.iter().flat_map(|(path, item)| methods(path, item)).collect();
        let all: Vec<String> = declared().into_iter().map(|(name, ..)| name).collect();
        assert_eq!(all.len(), shown.len(), "no route is declared twice");
        assert_eq!(all.into_iter().collect::<BTreeSet<_>>(), shown);
    }
}
