//! Enums that are stored and sent by name.

/// Assigns each value of an enum the name under which it is stored and sent.
macro_rules! named {
    ($kind:ident { $($value:ident = $name:literal),+ $(,)? }) => {
        impl $kind {
            #[cfg(test)]
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$value),+];

            /// The stored name.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$value => $name,)+
                }
            }

            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$value),)+
                    _ => None,
                }
            }
        }
    };
}

pub(crate) use named;
