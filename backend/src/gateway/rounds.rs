//! The rounds of [probes](super::probe).

use super::{
    close::Close,
    hub::Hub,
    probe::{EVERY, Probe},
};
use crate::{events::Audience, work::Publisher};

/// One round, after the hub has looked at the clock.
pub fn round(hub: &Hub, publisher: &Publisher, number: u64) {
    let links = hub.identified_links();
    for link in links.iter().filter(|link| link.watch.is_late()) {
        tracing::warn!(connection = link.number, "a connection does not receive events");
        link.close(Close::NotReached);
    }
    if number.is_multiple_of(u64::from(EVERY)) && !links.is_empty() {
        links.iter().for_each(|link| link.watch.begin());
        if publisher.probe(Audience::Probed(hub.await_probe()), &Probe {}) {
            hub.end_missed();
        }
    }
}
