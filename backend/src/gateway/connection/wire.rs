//! Encoding of WebSocket frames (RFC 6455, section 5.2): from a server, so unmasked, and each a whole message. The parts are
//! written straight into the outgoing buffer, since every event is encoded once for each client.

use bytes::BufMut;

/// First bytes: the FIN bit and the opcode.
pub const TEXT: u8 = 0x81;
pub const BINARY: u8 = 0x82;
pub const CLOSE: u8 = 0x88;
pub const PONG: u8 = 0x8A;

/// Maximum size of a frame header.
const HEAD: usize = 10;

/// Appends a frame that consists of the parts.
pub fn put(out: &mut Vec<u8>, first: u8, parts: &[&[u8]]) {
    let length = parts.iter().map(|part| part.len()).sum::<usize>();
    out.reserve(HEAD + length);
    out.put_u8(first);
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(short @ 0..126), _) => out.put_u8(short),
        (_, Ok(length)) => {
            out.put_u8(126);
            out.put_u16(length);
        }
        _ => {
            out.put_u8(127);
            out.put_u64(u64::try_from(length).unwrap_or(u64::MAX));
        }
    }
    for part in parts {
        out.put_slice(part);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use tokio_tungstenite::tungstenite::{
        Message, WebSocket,
        protocol::{Role, frame::coding::CloseCode},
    };

    use super::*;

    fn read(bytes: &[u8]) -> Message {
        WebSocket::from_raw_socket(Cursor::new(bytes.to_vec()), Role::Client, None).read().expect("is a message")
    }

    #[test]
    fn a_client_reads_what_was_put_whatever_its_length() {
        for length in [0, 1, 125, 126, 127, 65_535, 65_536, 200_000] {
            let text = "x".repeat(length);
            let mut out = Vec::new();
            put(&mut out, TEXT, &[b"{", text.as_bytes(), b"}"]);
            assert_eq!(read(&out), Message::text(format!("{{{text}}}")), "{length}");
        }
    }

    #[test]
    fn each_kind_is_told_from_the_others() {
        let mut out = Vec::new();
        put(&mut out, BINARY, &[b"ab", b"c"]);
        assert_eq!(read(&out), Message::binary(&b"abc"[..]));
        out.clear();
        put(&mut out, PONG, &[b"ping"]);
        assert_eq!(read(&out), Message::Pong(b"ping"[..].into()));
        out.clear();
        put(&mut out, CLOSE, &[&4009_u16.to_be_bytes(), b"why"]);
        let Message::Close(Some(close)) = read(&out) else { panic!("a close frame") };
        assert_eq!((close.code, close.reason.as_str()), (CloseCode::from(4009), "why"));
    }
}
