//! Values that are stored and sent under a name of their own.

/// Gives each value of an enum the name that it is stored and sent under.
macro_rules! named {
    ($kind:ident { $($value:ident = $name:literal),+ $(,)? }) => {
        impl $kind {
            #[cfg(test)]
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$value),+];

            /// As it is stored and sent.
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
