//! Reusable thread-local buffers for short-lived bytes.
//!
//! Invariants: a buffer has one borrower, is empty when it is borrowed, and stays with the thread that drops it; a thread retains
//! at most [`BUFFERS`] of them, each of at most [`RETAINED`] bytes.
//!
//! A buffer that grew from zero each time would leave freed memory of every size behind. Long-lived buffers of connections would
//! be allocated in it, so all its pages would stay resident.

use std::{
    cell::RefCell,
    ops::{Deref, DerefMut},
};

/// Number of buffers that a thread retains.
const BUFFERS: usize = 3;
/// Capacity of a retained buffer, in bytes. The initial state of a guild of 1,000 fits.
const RETAINED: usize = 256 * 1024;

thread_local! {
    static FREE: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// A borrowed buffer, returned on drop.
#[derive(Debug)]
pub struct Scratch(Vec<u8>);

impl Scratch {
    /// Borrows an empty buffer; allocates only if the thread has none.
    #[must_use]
    pub fn borrow() -> Self {
        Self(FREE.with_borrow_mut(Vec::pop).unwrap_or_default())
    }
}

impl Deref for Scratch {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.0
    }
}

impl DerefMut for Scratch {
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let mut buffer = std::mem::take(&mut self.0);
        buffer.clear();
        buffer.shrink_to(RETAINED);
        // While a thread ends, the buffer is freed.
        let _ = FREE.try_with(|free| {
            let mut free = free.borrow_mut();
            if free.len() < BUFFERS {
                free.push(buffer);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_is_empty_when_it_is_borrowed_again() {
        let mut scratch = Scratch::borrow();
        scratch.extend_from_slice(b"secret");
        let first = scratch.as_ptr();
        drop(scratch);
        let again = Scratch::borrow();
        assert_eq!((again.as_ptr(), &again[..]), (first, &b""[..]));
    }

    #[test]
    fn two_borrowers_never_share_a_buffer() {
        let mut one = Scratch::borrow();
        one.push(1);
        let mut other = Scratch::borrow();
        other.push(2);
        assert_eq!((&one[..], &other[..]), (&[1][..], &[2][..]));
    }

    #[test]
    fn a_thread_retains_few_buffers_of_bounded_size() {
        let mut many = (0..2 * BUFFERS).map(|_| Scratch::borrow()).collect::<Vec<_>>();
        for scratch in &mut many {
            scratch.resize(4 * RETAINED, 0);
        }
        drop(many);
        let retained = FREE.with_borrow(|free| free.iter().map(Vec::capacity).collect::<Vec<_>>());
        assert_eq!(retained.len(), BUFFERS);
        assert!(retained.iter().all(|capacity| *capacity <= RETAINED), "{retained:?}");
    }
}
