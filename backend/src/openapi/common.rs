//! Common parts of all routes: authentication, and responses that any of them can give.

use serde_json::Value;
use utoipa::{
    Modify, PartialSchema, ToSchema,
    openapi::{
        Components, ContentBuilder, HttpMethod, OpenApi, Ref, RefOr, Required, ResponseBuilder,
        path::Operation,
        schema::Schema,
        security::{
            ApiKey, ApiKeyValue, Flow, HttpAuthScheme, HttpBuilder, OAuth2, Password, Scopes, SecurityRequirement, SecurityScheme,
        },
    },
};

use crate::{
    api_guard::{self, Endpoint},
    http::{ErrorBody, policy::Callers},
    kernel::limits::RateLimit,
};

/// Security schemes and the error body.
pub struct Common;

const BEARER: &str = "bearer";
const PASSWORD: &str = "password";
const BOT: &str = "bot";

impl Modify for Common {
    fn modify(&self, document: &mut OpenApi) {
        let components = document.components.get_or_insert_default();
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        components.add_security_scheme(BEARER, SecurityScheme::Http(bearer));
        let bot = ApiKeyValue::with_description("Authorization", "`Bot`, a space and the token of a bot.");
        components.add_security_scheme(BOT, SecurityScheme::ApiKey(ApiKey::Header(bot)));
        let flow = Flow::Password(Password::with_refresh_url(
            format!("{}/auth/token", api_guard::PREFIX),
            Scopes::new(),
            format!("{}/auth/token", api_guard::PREFIX),
        ));
        components.add_security_scheme(PASSWORD, SecurityScheme::OAuth2(OAuth2::new([flow])));
        components.schemas.insert(ErrorBody::name().into_owned(), ErrorBody::schema());
    }
}

/// Responses that a route need not list itself.
const ANSWERS: &[(&str, &str)] = &[
    ("400", "The request is invalid; see `code` and `errors`"),
    ("403", "The caller sees the object but lacks a permission"),
    ("404", "The object does not exist, or the caller may not see it"),
    ("405", "The method is not allowed"),
    ("413", "The request is too large"),
    ("415", "The body is compressed, or is not an image of a supported type"),
    ("429", "A rate limit was exceeded; retry after `retry_after` seconds"),
    ("500", "The server failed; its log has the request id"),
    ("503", "The server cannot handle the request now"),
    ("507", "The server is out of storage"),
];

/// The description of a route, with what follows from its declaration, and its possible errors.
pub fn describe(route: &Endpoint) -> (HttpMethod, Operation) {
    let (method, mut operation) = route.operation();
    let policy = route.policy();
    operation.security = security(policy.callers);
    if policy.fresh {
        let description = operation.description.get_or_insert_default();
        let gap = if description.is_empty() { "" } else { "\n\n" };
        *description = format!("{description}{gap}{FRESH}");
    }
    if let Some(rate) = policy.rate {
        let limit = serde_json::to_value(RateLimit::from(rate)).expect("a limit is plain text and numbers");
        operation.extensions.get_or_insert_default().insert("x-rate-limit".to_owned(), limit);
    }
    if policy.body_bytes > 0 {
        operation.extensions.get_or_insert_default().insert("x-max-body-bytes".to_owned(), policy.body_bytes.into());
    }
    allow_no_body(&mut operation);
    // On public routes, 401 still answers an invalid token.
    add(&mut operation, "401", "The access token is missing, invalid, expired or revoked");
    for (status, description) in ANSWERS {
        add(&mut operation, status, description);
    }
    (method, operation)
}

const FRESH: &str =
    "Requires a password check within the last five minutes (`POST /auth/reauthenticate`); otherwise 403 with code 200001.";

/// The security requirements of routes with authentication.
fn security(callers: Callers) -> Option<Vec<SecurityRequirement>> {
    let schemes: &[&str] = match callers {
        Callers::Users | Callers::Operators => &[BEARER, PASSWORD],
        Callers::UsersAndBots => &[BEARER, PASSWORD, BOT],
        Callers::Bots => &[BOT],
        Callers::Anybody | Callers::SigningIn | Callers::Public => return None,
    };
    Some(schemes.iter().map(|scheme| SecurityRequirement::new(*scheme, Vec::<String>::new())).collect())
}

/// An empty body may be omitted.
pub fn allow_empty_bodies(document: &mut OpenApi) {
    let components = document.components.take().unwrap_or_default();
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().filter_map(Option::as_mut) {
            allow_empty_body(operation, &components);
        }
    }
    document.components = Some(components);
}

/// A body that a handler declares as optional may be omitted; if present, it is an object and not null.
fn allow_no_body(operation: &mut Operation) {
    let Some(RefOr::T(body)) = &mut operation.request_body else { return };
    for content in body.content.values_mut() {
        let RefOr::T(content) = content else { continue };
        let Some(RefOr::T(Schema::OneOf(either))) = &content.schema else { continue };
        if let Some(object) = either.items.iter().find(|item| matches!(item, RefOr::Ref(_))).cloned() {
            content.schema = Some(object);
            body.required = Some(Required::False);
        }
    }
}

/// A body without required fields may be omitted, since an empty body is an empty object.
fn allow_empty_body(operation: &mut Operation, components: &Components) {
    let Some(RefOr::T(body)) = &mut operation.request_body else { return };
    let needs_nothing = |schema: &RefOr<Schema>| match schema {
        RefOr::Ref(to) => {
            let name = to.ref_location.rsplit('/').next().unwrap_or_default();
            matches!(components.schemas.get(name), Some(RefOr::T(Schema::Object(object))) if object.required.is_empty())
        }
        RefOr::T(_) => false,
    };
    let mut contents = body.content.values().filter_map(|content| match content {
        RefOr::T(content) => content.schema.as_ref(),
        RefOr::Ref(_) => None,
    });
    if contents.any(needs_nothing) {
        body.required = Some(Required::False);
    }
}

fn add(operation: &mut Operation, status: &str, description: &str) {
    let body = ContentBuilder::new().schema(Some(RefOr::Ref(Ref::from_schema_name("ErrorBody")))).build();
    let answer = ResponseBuilder::new().description(description).content("application/json", body).build();
    operation.responses.responses.entry(status.to_owned()).or_insert(RefOr::T(answer));
}

/// Client generators use `int64` for numbers beyond the range of a double. We have none: such values are strings.
pub fn forget_integer_formats(json: &mut Value) {
    match json {
        Value::Object(object) => {
            if object.get("format").and_then(Value::as_str).is_some_and(|format| format.starts_with("int")) {
                object.remove("format");
            }
            object.values_mut().for_each(forget_integer_formats);
        }
        Value::Array(list) => list.iter_mut().for_each(forget_integer_formats),
        _ => {}
    }
}
