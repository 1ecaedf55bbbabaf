//! The end of a connection that others decide on: it hears nothing more, and is gone when the close frame is on its way.

use std::{
    pin::Pin,
    task::{Context as TaskContext, Poll},
};

use actix::{ActorContext, Context, fut::ActorFuture};

use super::Connection;

pub struct End;

impl ActorFuture<Connection> for End {
    type Output = ();

    fn poll(
        self: Pin<&mut Self>,
        connection: &mut Connection,
        context: &mut Context<Connection>,
        task: &mut TaskContext<'_>,
    ) -> Poll<()> {
        connection.link.listen_for_end(task.waker());
        if let Some(close) = connection.link.closing() {
            connection.close(close, context);
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
