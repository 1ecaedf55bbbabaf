//! The end of a connection, whoever has decided on it: it hears nothing more, and is gone when the close frame is on its way.

use std::{
    pin::Pin,
    task::{Context as TaskContext, Poll},
};

use actix::{ActorContext, Context, fut::ActorFuture};

use super::Connection;

#[derive(Default)]
pub struct End {
    has_begun: bool,
}

impl ActorFuture<Connection> for End {
    type Output = ();

    fn poll(
        mut self: Pin<&mut Self>,
        connection: &mut Connection,
        context: &mut Context<Connection>,
        task: &mut TaskContext<'_>,
    ) -> Poll<()> {
        connection.link.listen_for_end(task.waker());
        if let Some(close) = connection.link.closing().filter(|_| !self.has_begun) {
            self.has_begun = true;
            connection.end_soon(close, context);
        }
        if !connection.outbox.borrow().is_close_sent {
            return Poll::Pending;
        }
        if connection.is_inbound_over {
            context.stop();
        }
        Poll::Ready(())
    }
}
