//! Text whose `Debug` output is a placeholder.

use std::fmt;

use serde::{Deserialize, Deserializer};
use utoipa::{PartialSchema, ToSchema, openapi};

/// A password, key or token.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret text.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("[secret]")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        String::deserialize(input).map(Self)
    }
}

impl PartialSchema for Secret {
    fn schema() -> openapi::RefOr<openapi::schema::Schema> {
        String::schema()
    }
}

impl ToSchema for Secret {}
