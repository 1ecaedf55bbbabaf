//! The pump: sends what waits, as long as the socket takes it.
//!
//! It asks for room first and takes a frame then, so whatever waits, waits in the session, where it is bounded. All that
//! is ready goes into the framework's channel at once and leaves in one write.

use std::{
    pin::Pin,
    task::{Context as TaskContext, Poll},
};

use actix::{ActorContext, Context, fut::ActorFuture};
use actix_ws::Message;
use futures_util::Sink;

use super::Connection;

pub struct Pump;

impl ActorFuture<Connection> for Pump {
    type Output = ();

    fn poll(
        self: Pin<&mut Self>,
        connection: &mut Connection,
        context: &mut Context<Connection>,
        task: &mut TaskContext<'_>,
    ) -> Poll<()> {
        // Whoever rings from here on wakes this task again.
        let orders = connection.link.listen(task.waker());
        connection.obey_orders(orders, context);
        loop {
            match Pin::new(&mut connection.socket).poll_ready(task) {
                Poll::Pending => {
                    connection.link.stalled(Some(connection.state.clock.now()));
                    return Poll::Pending;
                }
                Poll::Ready(Ok(())) => connection.link.stalled(None),
                Poll::Ready(Err(_)) => return stop(context),
            }
            let Some(message) = connection.next_message() else { return Poll::Pending };
            let is_close = matches!(message, Message::Close(_));
            if Pin::new(&mut connection.socket).start_send(message).is_err() {
                return stop(context);
            }
            if is_close {
                connection.close_sent(context);
                return Poll::Ready(());
            }
        }
    }
}

fn stop(context: &mut Context<Connection>) -> Poll<()> {
    context.stop();
    Poll::Ready(())
}
