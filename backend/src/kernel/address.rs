//! Parsing of IP addresses, shared by forwarding headers, settings and hosts of URLs.
//!
//! Invariant: an address has one form. IPv4-mapped IPv6 addresses become IPv4, and zones, which are local to a machine, are
//! dropped.

use std::net::{IpAddr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// The prefix of IPv4-mapped IPv6 addresses, `::ffff:0:0/96`.
const MAPPED_BITS: u8 = 96;

/// Parses an address with or without a port, brackets or a zone: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[fe80::1%eth0]:80`.
/// `None` for everything else, such as the identifiers `unknown` and `_hidden` of RFC 7239.
pub fn parse(text: &str) -> Option<IpAddr> {
    let text = text.trim_matches([' ', '\t']);
    if let Some(rest) = text.strip_prefix('[') {
        let (inner, port) = rest.split_once(']')?;
        return (port.is_empty() || is_port(port.strip_prefix(':')?)).then(|| v6(inner)).flatten();
    }
    if let Some(address) = v6(text) {
        return Some(address);
    }
    let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
    if port.is_some_and(|port| !is_port(port)) { None } else { host.parse().ok().map(IpAddr::V4) }
}

fn v6(text: &str) -> Option<IpAddr> {
    let (address, zone) = text.split_once('%').map_or((text, None), |(address, zone)| (address, Some(zone)));
    if zone == Some("") { None } else { address.parse::<Ipv6Addr>().ok().map(|address| address.to_canonical()) }
}

/// A number, or an obfuscated port of RFC 7239.
fn is_port(text: &str) -> bool {
    match text.strip_prefix('_') {
        Some(name) => !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte)),
        None => text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok(),
    }
}

/// Parses a network such as `10.0.0.0/8`, or an address, which is a network of one.
pub fn parse_network(text: &str) -> Option<IpNet> {
    let text = text.trim();
    text.parse().ok().map(canonical).or_else(|| parse(text).map(IpNet::from))
}

/// The IPv4 network, if all addresses of a network are IPv4-mapped.
fn canonical(network: IpNet) -> IpNet {
    let IpNet::V6(six) = network else { return network };
    let IpAddr::V4(four) = six.addr().to_canonical() else { return network };
    let bits = six.prefix_len().checked_sub(MAPPED_BITS);
    bits.and_then(|bits| Ipv4Net::new(four, bits).ok()).map_or(network, IpNet::V4)
}

/// The group in which an address is counted: an IPv4 address, or the /64 of an IPv6 address.
pub fn network(address: IpAddr) -> IpNet {
    match address {
        IpAddr::V4(_) => IpNet::from(address),
        IpAddr::V6(six) => Ipv6Net::new(six, 64).map_or(IpNet::from(address), |net| IpNet::V6(net.trunc())),
    }
}

/// Whether an address is in one of the networks.
pub fn is_in(networks: &[IpNet], address: IpAddr) -> bool {
    networks.iter().any(|network| network.contains(&address))
}

/// The client behind proxies: the first of `hops`, nearest first, that is no trusted proxy.
///
/// Only a trusted proxy is believed, and each hop is reported by the one before it. So the search ends at the first unreadable
/// hop, and the peer counts as the client then, as it does without further hops.
pub fn client(peer: IpAddr, trusted: &[IpNet], mut hops: impl Iterator<Item = Option<IpAddr>>) -> IpAddr {
    if !is_in(trusted, peer) {
        return peer;
    }
    hops.find(|hop| hop.is_none_or(|hop| !is_in(trusted, hop))).flatten().unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("is an address")
    }

    #[test]
    fn an_address_is_read_however_a_proxy_writes_it() {
        for (text, address) in [
            ("192.0.2.1", "192.0.2.1"),
            (" \t192.0.2.1 ", "192.0.2.1"),
            ("192.0.2.1:65535", "192.0.2.1"),
            ("192.0.2.1:_x-1.y", "192.0.2.1"),
            ("2001:DB8::1", "2001:db8::1"),
            ("2001:db8:0:0:0:0:0:1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:443", "2001:db8::1"),
            ("fe80::1%eth0", "fe80::1"),
            ("[fe80::1%25eth0]:443", "fe80::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("[::ffff:c000:201]:80", "192.0.2.1"),
        ] {
            assert_eq!(parse(text), Some(ip(address)), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_none() {
        for text in [
            "",
            "unknown",
            "_hidden",
            "_hidden:80",
            "localhost",
            "192.0.2",
            "192.0.2.256",
            "192.0.2.01",
            "192.0.2.1:",
            "192.0.2.1:65536",
            "192.0.2.1:80:80",
            "192.0.2.1:_",
            "192.0.2.1 192.0.2.2",
            "192.0.2.1%eth0",
            "[192.0.2.1]",
            "[2001:db8::1",
            "2001:db8::1]",
            "[2001:db8::1]x",
            "[2001:db8::1]:",
            "[2001:db8::1]:+1",
            "fe80::1%",
            "\"192.0.2.1\"",
            "unix:",
            "0x7f000001",
            "١٩٢.0.2.1",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_network_has_one_form() {
        for (text, network) in [
            ("10.0.0.0/8", "10.0.0.0/8"),
            ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
            ("::ffff:10.0.0.1", "10.0.0.1/32"),
            ("[::1]", "::1/128"),
            ("2001:db8::/32", "2001:db8::/32"),
        ] {
            assert_eq!(parse_network(text), Some(network.parse().expect("is a network")), "{text}");
        }
        assert_eq!(parse_network("proxy"), None);
    }

    /// The definition: go from the nearest hop outwards as long as each is trusted.
    fn reference(peer: IpAddr, trusted: &[IpNet], hops: &[Option<IpAddr>]) -> IpAddr {
        let mut said_by = peer;
        for hop in hops {
            if !is_in(trusted, said_by) {
                return said_by;
            }
            match hop {
                Some(address) => said_by = *address,
                None => return peer,
            }
        }
        if is_in(trusted, said_by) { peer } else { said_by }
    }

    proptest! {
        #[test]
        fn the_client_is_the_nearest_hop_that_is_not_trusted(
            peer in 0..4_u8,
            hops in prop::collection::vec(prop::option::weighted(0.9, 0..8_u8), 0..6),
        ) {
            let address = |last: u8| IpAddr::from([10, 0, 0, last]);
            let trusted = ["10.0.0.0/31".parse().expect("is a network"), "10.0.0.2/32".parse().expect("is a network")];
            let hops: Vec<_> = hops.into_iter().map(|hop| hop.map(address)).collect();
            let client = client(address(peer), &trusted, hops.iter().copied());
            prop_assert_eq!(client, reference(address(peer), &trusted, &hops));
        }

        #[test]
        fn no_text_panics(text in ".{0,40}") {
            let _ = (parse(&text), parse_network(&text));
        }
    }
}
