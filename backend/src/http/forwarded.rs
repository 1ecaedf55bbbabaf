//! The client behind proxies: `X-Forwarded-For`, `Forwarded` (RFC 7239) and `X-Forwarded-Proto`.
//!
//! A header counts only if a trusted proxy sends it, and is read from the right, where the nearest proxy has appended. A proxy
//! writes one of the two and passes the other on unchanged. So if both are present and disagree, neither counts, and the proxy's
//! address is used. `X-Real-IP` and others are ignored.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::{
    HttpRequest,
    http::header::{FORWARDED, HeaderName, X_FORWARDED_FOR, X_FORWARDED_PROTO},
};
use ipnet::IpNet;

use crate::kernel::address;

/// The client's address: the peer's or, behind trusted proxies, the right-most one that is not a trusted proxy.
pub fn address(request: &HttpRequest, trusted: &[IpNet]) -> IpAddr {
    let peer = peer(request);
    if !address::is_in(trusted, peer) {
        return peer;
    }
    let client = |hops: Vec<Option<IpAddr>>| (!hops.is_empty()).then(|| address::client(peer, trusted, hops.into_iter().rev()));
    let (simple, standard) = (lines(request, &X_FORWARDED_FOR), lines(request, &FORWARDED));
    let simple = simple.iter().flat_map(|line| line.split(',')).map(address::parse);
    let standard = standard.iter().flat_map(|line| elements(line)).map(hop);
    match (client(simple.collect()), client(standard.collect())) {
        (Some(one), Some(other)) if one != other => peer,
        (one, other) => one.or(other).unwrap_or(peer),
    }
}

/// Whether the client reached the outermost proxy over TLS, according to the request.
pub fn is_over_tls(request: &HttpRequest) -> bool {
    let outermost = lines(request, &X_FORWARDED_PROTO).first().and_then(|line| Some(line.split(',').next()?.trim().to_owned()));
    let outermost = outermost.or_else(|| {
        let lines = lines(request, &FORWARDED);
        value(elements(lines.first()?).next()?, "proto")
    });
    outermost.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"))
}

fn peer(request: &HttpRequest) -> IpAddr {
    request.peer_addr().map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.ip().to_canonical())
}

/// The lines of a header in order. Non-text bytes make only their own line unreadable.
fn lines(request: &HttpRequest, name: &HeaderName) -> Vec<String> {
    request.headers().get_all(name).map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned()).collect()
}

/// The elements of a `Forwarded` line, one for each hop.
fn elements(line: &str) -> impl Iterator<Item = &str> {
    outside_of_quotes(line, ',')
}

/// The client of an element; `None` if it is missing or malformed.
fn hop(element: &str) -> Option<IpAddr> {
    address::parse(&value(element, "for")?)
}

/// The value of a parameter of an element; `None` if it is missing or repeated, or if the element is malformed.
fn value(element: &str, name: &str) -> Option<String> {
    let mut found = None;
    for pair in outside_of_quotes(element, ';') {
        let (key, value) = pair.trim().split_once('=')?;
        let value = unquoted(value)?;
        if key.eq_ignore_ascii_case(name) && found.replace(value).is_some() {
            return None;
        }
    }
    found
}

/// The value of a token or a quoted string.
fn unquoted(text: &str) -> Option<String> {
    let Some(inner) = text.strip_prefix('"') else { return (!text.contains('"')).then(|| text.to_owned()) };
    let (mut meant, mut rest) = (String::new(), inner.chars());
    loop {
        match rest.next()? {
            '"' => return rest.next().is_none().then_some(meant),
            '\\' => meant.push(rest.next()?),
            other => meant.push(other),
        }
    }
}

/// Splits at separators outside of quoted strings.
fn outside_of_quotes(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(move |char| {
        let was_escaped = is_escaped;
        is_escaped = is_quoted && !was_escaped && char == '\\';
        is_quoted ^= char == '"' && !was_escaped;
        char == separator && !is_quoted
    })
}

#[cfg(test)]
mod tests;
