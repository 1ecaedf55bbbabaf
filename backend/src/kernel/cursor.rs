//! A position in a list sorted by id: any unsigned 64-bit number, whether or not it is the id of an object.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, de};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, schema::Schema, schema::Type},
};

/// A position. No id exceeds the greatest signed number, so greater values mean that one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor(i64);

impl Cursor {
    /// After everything.
    pub const END: Self = Self(i64::MAX);

    /// The id at that position.
    pub const fn get(self) -> i64 {
        self.0
    }
}

struct CursorVisitor;

impl de::Visitor<'_> for CursorVisitor {
    type Value = Cursor;

    fn expecting(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        out.write_str("an unsigned 64-bit number, as a decimal string or a number")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Cursor, E> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse() {
            Ok(number) if digits => self.visit_u64(number),
            _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
        }
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Cursor, E> {
        Ok(Cursor(i64::try_from(number).unwrap_or(i64::MAX)))
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(CursorVisitor)
    }
}

impl PartialSchema for Cursor {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("An unsigned 64-bit number as a decimal string. It need not be the id of an object."))
            .pattern(Some("^[0-9]{1,20}$"))
            .examples([serde_json::json!("1538016506728808461")])
            .into()
    }
}

impl ToSchema for Cursor {
    fn name() -> Cow<'static, str> {
        "Cursor".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_unsigned_number_is_a_place_and_nothing_else() {
        for (json, place) in [
            ("0", 0),
            (r#""0""#, 0),
            (r#""007""#, 7),
            (r#""9223372036854775807""#, i64::MAX),
            (r#""9223372036854775808""#, i64::MAX),
            ("18446744073709551615", i64::MAX),
        ] {
            assert_eq!(serde_json::from_str::<Cursor>(json).expect("is a place").get(), place, "{json}");
        }
        for json in ["-1", r#""-1""#, r#""+1""#, r#""""#, r#""18446744073709551616""#, "1.5", r#""x""#, "null", "[]"] {
            assert!(serde_json::from_str::<Cursor>(json).is_err(), "{json}");
        }
    }
}
