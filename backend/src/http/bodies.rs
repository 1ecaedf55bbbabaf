//! The memory budget for request bodies: one for the process, and a share for each caller.
//!
//! Invariant: reserved memory never exceeds [`TOTAL_BYTES`], nor that of one caller [`CALLER_BYTES`]. A reservation counts
//! allocated memory, and lasts as long as its request.

use std::{collections::HashMap, sync::Arc};

use actix_web::{HttpMessage, HttpRequest, web};
use parking_lot::Mutex;

use super::policy::{Matched, Payer};
use crate::kernel::ApiError;

const TOTAL_BYTES: usize = 64 * 1024 * 1024;
const CALLER_BYTES: usize = 16 * 1024 * 1024;
/// Bodies up to this size are not counted: a connection buffers as much anyway, and connections are limited.
const UNCOUNTED_BYTES: usize = 16 * 1024;

/// The budget of the process.
#[derive(Debug, Default)]
pub struct Bodies(Mutex<Ledger>);

#[derive(Debug, Default)]
struct Ledger {
    held: usize,
    by_payer: HashMap<Payer, usize>,
}

impl Bodies {
    fn reserve(&self, payer: Payer, bytes: usize) -> Result<(), ApiError> {
        let mut ledger = self.0.lock();
        let own = ledger.by_payer.get(&payer).copied().unwrap_or(0);
        if ledger.held + bytes > TOTAL_BYTES || own + bytes > CALLER_BYTES {
            return Err(ApiError::unavailable());
        }
        ledger.held += bytes;
        ledger.by_payer.insert(payer, own + bytes);
        Ok(())
    }

    fn release(&self, payer: Payer, bytes: usize) {
        let mut ledger = self.0.lock();
        ledger.held -= bytes;
        let own = ledger.by_payer.get_mut(&payer).expect("what is released was reserved");
        *own -= bytes;
        if *own == 0 {
            ledger.by_payer.remove(&payer);
        }
    }
}

/// The reservation of a request, released on drop.
struct Reservation {
    bodies: Arc<Bodies>,
    payer: Payer,
    bytes: usize,
}

impl Reservation {
    /// An empty reservation for this request.
    fn of(request: &HttpRequest) -> Result<Self, ApiError> {
        let payer = request.extensions().get::<Matched>().map(|matched| matched.payer);
        let bodies = request.app_data::<web::Data<Bodies>>().map(|bodies| Arc::clone(bodies));
        let (payer, bodies) = payer.zip(bodies).ok_or(ApiError::too_large())?;
        Ok(Self { bodies, payer, bytes: 0 })
    }

    fn grow(&mut self, bytes: usize) -> Result<(), ApiError> {
        self.bodies.reserve(self.payer, bytes)?;
        self.bytes += bytes;
        Ok(())
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        if self.bytes > 0 {
            self.bodies.release(self.payer, self.bytes);
        }
    }
}

/// A body while it is received.
pub(super) struct Incoming<'r> {
    request: &'r HttpRequest,
    bytes: Vec<u8>,
    /// Maximum size of the route's body.
    max: usize,
    reservation: Option<Reservation>,
}

impl<'r> Incoming<'r> {
    /// For the body of this request. Without a declaration, nothing is read.
    pub(super) fn of(request: &'r HttpRequest) -> Self {
        let max = request.extensions().get::<Matched>().map_or(0, |matched| matched.policy.body_bytes);
        Self { request, bytes: Vec::new(), max, reservation: None }
    }

    /// # Errors
    /// 413 beyond the route's maximum, 503 when the budget is used up.
    pub(super) fn push(&mut self, chunk: &[u8]) -> Result<(), ApiError> {
        let needed = self.bytes.len() + chunk.len();
        if needed > self.max {
            return Err(ApiError::too_large());
        }
        if needed > self.bytes.capacity() {
            self.make_room(needed)?;
        }
        self.bytes.extend_from_slice(chunk);
        Ok(())
    }

    /// Doubles the capacity like a vector, but reserves it first.
    fn make_room(&mut self, needed: usize) -> Result<(), ApiError> {
        let capacity = needed.max(self.bytes.capacity() * 2).min(self.max);
        if capacity > UNCOUNTED_BYTES {
            let reservation = self.reservation.get_or_insert(Reservation::of(self.request)?);
            reservation.grow(capacity - reservation.bytes)?;
        }
        self.bytes.reserve_exact(capacity - self.bytes.len());
        Ok(())
    }

    /// The whole body. Its reservation lasts until the request is answered.
    pub(super) fn finish(self) -> Vec<u8> {
        if let Some(reservation) = self.reservation {
            self.request.extensions_mut().insert(reservation);
        }
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::UserId;

    const MIB: usize = 1024 * 1024;

    #[test]
    fn one_caller_cannot_take_the_memory_of_all() {
        let bodies = Bodies::default();
        let user = |id| Payer::User(UserId::new(id));
        bodies.reserve(user(1), 16 * MIB).expect("is the share of one");
        assert_eq!(bodies.reserve(user(1), 1).expect_err("is more than a share").status, 503);
        for other in 2..5 {
            bodies.reserve(user(other), 16 * MIB).expect("there is room for others");
        }
        assert_eq!(bodies.reserve(user(5), 1).expect_err("is more than there is").status, 503);
    }

    #[test]
    fn what_is_released_can_be_had_again_and_nothing_is_kept_of_who_had_it() {
        let bodies = Arc::new(Bodies::default());
        let payer = Payer::User(UserId::new(1));
        for _ in 0..10 {
            let mut reservation = Reservation { bodies: bodies.clone(), payer, bytes: 0 };
            reservation.grow(8 * MIB).expect("there is room");
            reservation.grow(8 * MIB).expect("there is room");
            assert!(reservation.grow(1).is_err());
        }
        let ledger = bodies.0.lock();
        assert!(ledger.held == 0 && ledger.by_payer.is_empty());
    }
}
