//! Descriptions of events, for the API document.

use utoipa::{
    ToSchema,
    openapi::{Ref, RefOr, Schema},
};

use crate::{
    events::{AudienceKind, Event},
    kernel::Intents,
};

/// Schemas by name.
pub type Schemas = Vec<(String, RefOr<Schema>)>;

/// A kind of event, as declared at its type.
#[derive(Debug, Clone, Copy)]
pub struct EventKind {
    pub name: &'static str,
    pub description: &'static str,
    pub audience: AudienceKind,
    pub intents: Intents,
    pub extended: bool,
    payload: fn(&mut Schemas) -> Ref,
}

impl EventKind {
    pub const fn of<E: Event + ToSchema>() -> Self {
        Self {
            name: E::NAME,
            description: E::DESCRIPTION,
            audience: E::AUDIENCE,
            intents: E::INTENTS,
            extended: E::EXTENDED,
            payload: payload::<E>,
        }
    }

    /// Adds the schemas of the payload, and returns a reference.
    pub fn payload(&self, schemas: &mut Schemas) -> Ref {
        (self.payload)(schemas)
    }
}

/// An alias of another event's payload has no schema of its own.
fn payload<E: ToSchema>(schemas: &mut Schemas) -> Ref {
    E::schemas(schemas);
    match E::schema() {
        RefOr::Ref(other) => Ref::new(other.ref_location),
        schema @ RefOr::T(_) => {
            let name = E::name().into_owned();
            let reference = Ref::from_schema_name(&name);
            schemas.push((name, schema));
            reference
        }
    }
}
