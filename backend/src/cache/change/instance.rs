//! Changes of the settings of the instance.

use serde::{Deserialize, Serialize};

use super::subject::Subject;
use crate::{cache::model::Model, config::Registration};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(proptest_derive::Arbitrary))]
pub enum InstanceChange {
    /// Who may register now.
    RegistrationSet(Registration),
}

impl Subject for InstanceChange {
    fn apply(&self, model: &mut Model) {
        let Self::RegistrationSet(registration) = self;
        model.registration = *registration;
    }
}
