//! The setup token: it proves that its holder has started the server, so that the first operator can register from another
//! machine. It is generated at each start, kept in memory only, and void once there is an operator.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use subtle::ConstantTimeEq;

use crate::kernel::{Secret, random};

const BYTES: usize = 24;

/// The token of this start.
#[derive(Debug)]
pub struct SetupToken(Secret);

impl SetupToken {
    pub fn new() -> Self {
        Self(Secret::new(URL_SAFE_NO_PAD.encode(random::bytes::<BYTES>())))
    }

    /// Compares in constant time.
    pub fn is(&self, shown: &Secret) -> bool {
        bool::from(self.0.expose().as_bytes().ct_eq(shown.expose().trim().as_bytes()))
    }

    /// The token itself, to be printed once.
    pub fn secret(&self) -> &Secret {
        &self.0
    }
}

impl Default for SetupToken {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_itself_and_no_other() {
        let (token, other) = (SetupToken::new(), SetupToken::new());
        assert_eq!(token.secret().expose().len(), 32);
        assert!(token.is(token.secret()) && !token.is(other.secret()));
        let shown = token.secret().expose();
        assert!(token.is(&Secret::new(format!(" {shown}\n"))), "as it is copied");
        for wrong in ["", &shown[..31], &format!("{shown}A"), &shown.to_lowercase()] {
            assert!(!token.is(&Secret::new(wrong)) || wrong == shown, "{wrong}");
        }
    }
}
