//! The rounds of [probes](super::probe).

use super::{
    close::Close,
    hub::Hub,
    probe::{EVERY, Probe},
};
use crate::{events::Audience, writer::Publisher};

/// A round, after the hub has checked its timers.
pub fn round(hub: &Hub, publisher: &Publisher, number: u64) {
    let connections = hub.identified_links();
    for handle in connections.iter().filter(|handle| handle.watch.is_late()) {
        tracing::warn!(connection = handle.number, "a connection does not receive events");
        handle.close(Close::NotReached);
    }
    if number.is_multiple_of(u64::from(EVERY)) && !connections.is_empty() {
        for handle in &connections {
            handle.watch.begin();
        }
        if publisher.probe(Audience::Probed(hub.await_probe()), &Probe {}) {
            hub.end_missed();
        }
    }
}
