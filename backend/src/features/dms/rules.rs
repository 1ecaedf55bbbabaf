//! Names of group DMs, and the recipients that a request names.

use std::collections::BTreeSet;

use crate::kernel::{
    ApiError, Form, Patch, UserId, errors,
    limits::{rates, sizes},
    text,
};

sizes! {
    GROUP_NAME_LENGTH: usize = "group_name_length", 100;
    /// People in a group, with the one who made it.
    GROUP_SIZE: usize = "group_size", 10;
}

rates! {
    /// Opening DM channels, and making groups.
    DM_OPEN = "conversation-open", 10 in 60 s, by Caller;
    GROUP_CHANGE = "group-change", 20 in 60 s, by Caller;
}

errors! {
    group_full = 400 / 30033, "Maximum number of people of this group reached.";
    invalid_recipients = 400 / 50033, "Invalid recipient(s).";
}

/// Validates a name. An empty name is none.
///
/// # Errors
/// 400 / 50035.
pub fn name(name: Patch<String>) -> Result<Patch<String>, ApiError> {
    match name {
        Patch::Value(name) if name.trim().is_empty() => Ok(Patch::Null),
        Patch::Value(name) => {
            let checked = text::name(&name, 1, GROUP_NAME_LENGTH);
            checked.map(Patch::Value).map_err(|error| Form::refuse("name", &error))
        }
        other => Ok(other),
    }
}

/// The recipients that a request names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum With {
    One(UserId),
    Group(BTreeSet<UserId>),
}

impl With {
    /// Duplicates and the caller are ignored.
    ///
    /// # Errors
    /// 400 / 50033 if nobody remains.
    pub fn read(by: UserId, one: Option<UserId>, list: Option<Vec<UserId>>) -> Result<Self, ApiError> {
        let others: BTreeSet<_> = match (one, list) {
            (Some(one), _) => BTreeSet::from([one]),
            (None, list) => list.into_iter().flatten().filter(|user| *user != by).collect(),
        };
        match others.first() {
            None => Err(invalid_recipients()),
            Some(one) if others.len() == 1 => Ok(Self::One(*one)),
            Some(_) => Ok(Self::Group(others)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_other_is_a_dm_and_more_are_a_group_dm() {
        let [ann, bob, cyd] = [1, 2, 3].map(UserId::new);
        assert_eq!(With::read(ann, Some(bob), Some(vec![cyd])), Ok(With::One(bob)));
        assert_eq!(With::read(ann, None, Some(vec![bob, ann, bob])), Ok(With::One(bob)));
        assert_eq!(With::read(ann, None, Some(vec![cyd, bob])), Ok(With::Group(BTreeSet::from([bob, cyd]))));
        assert_eq!(With::read(ann, None, Some(vec![ann])).expect_err("is nobody").code, 50033);
        assert_eq!(With::read(ann, None, None).expect_err("is nobody").code, 50033);
    }

    #[test]
    fn an_empty_name_is_none() {
        assert_eq!(name(Patch::Value(" ".to_owned())), Ok(Patch::Null));
        assert_eq!(name(Patch::Value(" Tea ".to_owned())), Ok(Patch::Value("Tea".to_owned())));
        assert_eq!(name(Patch::Value("x".repeat(101))).expect_err("is too long").code, 50035);
    }
}
