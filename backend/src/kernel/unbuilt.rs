//! Fields of the API for features that do not exist yet: accepted if they request nothing, rejected otherwise.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, schema::Schema},
};

use super::form::{FieldError, Form};

/// Such a field. Clients send it as null, false, zero, or an empty text, list or object if they do not use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unbuilt {
    asks: bool,
}

impl Unbuilt {
    /// Records an error if the field requests something.
    pub fn refuse(self, form: &mut Form, name: &str) {
        if self.asks {
            form.note(name, &FieldError::new("NOT_SUPPORTED", "This is not supported on this server yet."));
        }
    }
}

impl<'de> Deserialize<'de> for Unbuilt {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let asks = match Value::deserialize(input)? {
            Value::Null => false,
            Value::Bool(flag) => flag,
            Value::Number(number) => number.as_f64() != Some(0.0),
            Value::String(text) => !text.is_empty(),
            Value::Array(list) => !list.is_empty(),
            Value::Object(fields) => !fields.is_empty(),
        };
        Ok(Self { asks })
    }
}

impl PartialSchema for Unbuilt {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::SchemaType::AnyValue)
            .description(Some("Not supported yet: null, or an empty value."))
            .into()
    }
}

impl ToSchema for Unbuilt {
    fn name() -> Cow<'static, str> {
        "Unbuilt".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_for_nothing_is_taken_and_all_else_is_refused() {
        let refuses = |json: &str| {
            let mut form = Form::new();
            serde_json::from_str::<Unbuilt>(json).expect("is read").refuse(&mut form, "poll");
            form.finish().is_err()
        };
        for nothing in ["null", "false", "0", "0.0", r#""""#, "[]", "{}"] {
            assert!(!refuses(nothing), "{nothing}");
        }
        for something in ["true", "1", r#""x""#, "[{}]", r#"{"question":null}"#] {
            assert!(refuses(something), "{something}");
        }
    }
}
