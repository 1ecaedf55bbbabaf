//! How a WebSocket is opened, and what is wrong with bytes that break its rules. `examples/echo.rs` opens one by the very same
//! functions, for the suite of the standard.

use std::{cell::Cell, future::ready, io::ErrorKind, rc::Rc};

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev, error::PayloadError, web};
use actix_ws::{AggregatedMessage, ProtocolError};
use futures_util::{Stream, StreamExt};

use super::guard::Guard;
use crate::{gateway::close::Close, kernel::limits};

/// Makes a WebSocket of a request: the answer, where to send, and what comes in. No message is longer than `limit` at the time.
///
/// # Errors
/// When the request is no handshake.
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
        // After an error the codec is at no frame's beginning and would fail for ever.
        .scan(false, |is_over, message| {
            let failed = message.is_err();
            ready((!std::mem::replace(is_over, failed)).then_some(message))
        });
    Ok((response, socket, messages))
}

/// Whether the connection broke, so that the client has done nothing wrong.
pub fn is_broken(error: &ProtocolError) -> bool {
    matches!(cause(error), Some(PayloadError::Incomplete(_) | PayloadError::Io(_)))
}

fn cause(error: &ProtocolError) -> Option<&PayloadError> {
    let ProtocolError::Io(error) = error else { return None };
    error.get_ref()?.downcast_ref()
}

/// What the client did wrong: too much, no text, or no WebSocket.
pub fn wrong(error: &ProtocolError) -> Close {
    match error {
        ProtocolError::Overflow => Close::Decode,
        // The crate says it in words only.
        ProtocolError::Io(error) if error.kind() == ErrorKind::InvalidData && error.to_string().contains("utf-8") => {
            Close::NotText
        }
        ProtocolError::Io(error) if error.kind() == ErrorKind::InvalidData => Close::Protocol,
        ProtocolError::Io(_) => Close::Decode,
        _ => Close::Protocol,
    }
}

/// The code that the client is told.
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
