//! Random values from one cryptographically secure generator, seeded by the operating system.

use rand::{Rng, RngCore};

/// Returns random bytes suitable for a secret.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    generator().fill_bytes(&mut bytes);
    bytes
}

/// Returns a text of `length` characters, each drawn uniformly from `alphabet`; suitable for a secret.
///
/// # Panics
/// If `alphabet` is empty and `length` is not 0.
#[must_use]
pub fn text(alphabet: &[u8], length: usize) -> String {
    let mut generator = generator();
    (0..length).map(|_| char::from(alphabet[generator.random_range(0..alphabet.len())])).collect()
}

#[expect(clippy::disallowed_methods, reason = "this is the one generator")]
fn generator() -> impl Rng {
    rand::rng()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_are_the_same() {
        let drawn: HashSet<[u8; 16]> = (0..1000).map(|_| bytes()).collect();
        assert_eq!(drawn.len(), 1000);
    }

    #[test]
    fn a_text_has_every_character_of_its_alphabet_and_no_other() {
        let drawn: HashSet<char> = text(b"abc", 1000).chars().collect();
        assert_eq!(drawn, HashSet::from(['a', 'b', 'c']));
    }
}
