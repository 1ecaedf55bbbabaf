//! Opening WebSockets, and errors of the protocol. `examples/echo.rs` uses the same functions for the conformance suite.

use std::{cell::Cell, future::ready, io::ErrorKind, rc::Rc};

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev, error::PayloadError, web};
use actix_ws::{AggregatedMessage, ProtocolError};
use futures_util::{Stream, StreamExt};

use super::guard::Guard;
use crate::{gateway::close::Close, kernel::limits};

/// Performs the handshake: returns the response, the sender, and the stream of messages. No message may exceed `limit` at its
/// time.
///
/// # Errors
/// If the request is no handshake.
pub fn open(
    request: &HttpRequest,
    body: web::Payload,
    limit: Rc<Cell<usize>>,
) -> Result<
    (HttpResponse, actix_ws::Session, impl Stream<Item = Result<AggregatedMessage, ProtocolError>> + use<>),
    actix_web::Error,
> {
    let mut guarded: dev::Payload = dev::Payload::Stream { payload: Box::pin(Guard::new(body.into_inner(), limit)) };
    let body = web::Payload::from_request(request, &mut guarded).into_inner()?;
    let (response, socket, messages) = actix_ws::handle(request, body)?;
    let messages = messages
        .max_frame_size(limits::FRAME_BYTES)
        .aggregate_continuations()
        .max_continuation_size(limits::FRAME_BYTES)
        // After an error the codec is out of sync and would fail forever.
        .scan(false, |is_over, message| {
            let failed = message.is_err();
            ready((!std::mem::replace(is_over, failed)).then_some(message))
        });
    Ok((response, socket, messages))
}

/// Whether the connection broke, which is no error of the client.
pub fn is_broken(error: &ProtocolError) -> bool {
    matches!(cause(error), Some(PayloadError::Incomplete(_) | PayloadError::Io(_)))
}

fn cause(error: &ProtocolError) -> Option<&PayloadError> {
    let ProtocolError::Io(error) = error else { return None };
    error.get_ref()?.downcast_ref()
}

/// The client's error: a message that is too large, invalid text, or no WebSocket.
pub fn wrong(error: &ProtocolError) -> Close {
    match error {
        ProtocolError::Overflow => Close::Decode,
        // The crate reports it only as text.
        ProtocolError::Io(error) if error.kind() == ErrorKind::InvalidData && error.to_string().contains("utf-8") => {
            Close::NotText
        }
        ProtocolError::Io(error) if error.kind() == ErrorKind::InvalidData => Close::Protocol,
        ProtocolError::Io(_) => Close::Decode,
        _ => Close::Protocol,
    }
}

/// The close code for the client.
pub fn close_code(error: &ProtocolError) -> u16 {
    wrong(error).code()
}

#[cfg(test)]
mod tests {
    use std::io;

    use bytestring::ByteString;

    use super::*;

    #[test]
    fn text_that_is_none_is_told_from_what_is_no_websocket() {
        let bytes = bytes::Bytes::from_static(b"\xff");
        let error = ByteString::try_from(bytes).expect_err("it is no text");
        for error in [io::Error::new(ErrorKind::InvalidData, error.to_string()), io::Error::new(ErrorKind::InvalidData, error)] {
            assert_eq!(wrong(&ProtocolError::Io(error)), Close::NotText);
        }
        assert_eq!(wrong(&ProtocolError::InvalidOpcode(3)), Close::Protocol);
        assert_eq!(wrong(&ProtocolError::Io(io::Error::other(PayloadError::Overflow))), Close::Decode);
    }
}
