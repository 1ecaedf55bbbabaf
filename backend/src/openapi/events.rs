//! The gateway in the document: events under `webhooks`, each by its name with the schema of its `d`, and the numbers of frames.

use serde_json::{Map, Value, json};
use utoipa::{
    Modify, ToSchema,
    openapi::{
        ContentBuilder, HttpMethod, OpenApi, PathItem, PathsBuilder, RefOr, ResponseBuilder,
        extensions::{Extensions, ExtensionsBuilder},
        path::OperationBuilder,
        request_body::RequestBodyBuilder,
    },
};

use crate::{
    events::{EventKind, Schemas},
    features,
    gateway::{Close, member_lists, op, payloads},
    kernel::Intents,
    wire::guild::Emoji,
};

/// The events that the gateway itself declares.
const OF_THE_GATEWAY: &[&[EventKind]] = &[payloads::EVENTS, member_lists::payloads::EVENTS];

/// All events that clients receive.
fn all() -> impl Iterator<Item = &'static EventKind> {
    let of_features = features::SLICES.iter().map(|slice| slice.events);
    OF_THE_GATEWAY.iter().copied().chain(of_features).flatten()
}

/// Adds the events with their schemas, and the numbers of the gateway.
pub struct Gateway;

impl Modify for Gateway {
    fn modify(&self, document: &mut OpenApi) {
        let mut schemas = Schemas::new();
        let mut paths = PathsBuilder::new();
        let mut names = Vec::new();
        for event in all() {
            // An event has a second type where a part of its receivers need no intent for it.
            if !names.contains(&event.name) {
                names.push(event.name);
                paths = paths.path(event.name, described(event, &mut schemas));
            }
        }
        document.webhooks = Some(paths.build());
        let components = document.components.get_or_insert_default();
        Emoji::schemas(&mut schemas);
        for (name, schema) in schemas {
            components.schemas.entry(name).or_insert(schema);
        }
        document.extensions.get_or_insert_default().merge(numbers());
    }
}

fn described(event: &EventKind, schemas: &mut Schemas) -> PathItem {
    let body = ContentBuilder::new().schema(Some(RefOr::Ref(event.payload(schemas)))).build();
    let names = |names: Vec<&'static str>| Value::from(names);
    let extensions = ExtensionsBuilder::new()
        .add("x-audience", names(event.audience.iter_names().map(|(name, _)| name).collect()))
        .add("x-intents", names(event.intents.iter_names().map(|(name, _)| name).collect()))
        .add("x-extended", event.extended);
    let operation = OperationBuilder::new()
        .operation_id(Some(event.name))
        .description(Some(event.description))
        .request_body(Some(RequestBodyBuilder::new().content("application/json", body).build()))
        .response("200", ResponseBuilder::new().description("No response is expected").build())
        .extensions(Some(extensions.build()));
    PathItem::new(HttpMethod::Post, operation.build())
}

/// Op codes of frames, close codes and bits of intents, by name.
fn numbers() -> Extensions {
    let ops: Map<String, Value> = op::ALL.iter().map(|(name, code)| ((*name).to_owned(), json!(code))).collect();
    let intents: Map<String, Value> =
        Intents::all().iter_names().map(|(name, intent)| (name.to_owned(), json!(intent.bits()))).collect();
    let close_codes: Map<String, Value> =
        Close::NAMED.iter().map(|(name, close)| ((*name).to_owned(), json!(close.code()))).collect();
    ExtensionsBuilder::new().add("x-gateway", json!({ "ops": ops, "closeCodes": close_codes, "intents": intents })).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_event_has_one_description_and_an_audience() {
        let all: Vec<&EventKind> = all().collect();
        for event in &all {
            assert!(!event.description.is_empty() && !event.audience.is_empty(), "{}", event.name);
            assert_eq!(event.extended, event.name.starts_with("CHATSPACE_"), "{}", event.name);
            let needs_none = |other: &&&EventKind| other.name == event.name && other.intents.is_empty();
            let others = all.iter().filter(|other| other.name == event.name).count() - 1;
            assert!(others == 0 || (others == 1 && all.iter().filter(needs_none).count() == 1), "{} twice", event.name);
        }
    }
}
