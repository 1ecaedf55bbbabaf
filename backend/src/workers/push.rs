//! Sends due pushes, a bounded number at once, outside of write jobs.
//!
//! Invariants: a push service that is slow, refuses or is unreachable delays its own pushes and nothing else; redirects are not
//! followed, and only the status and `Retry-After` of a response are read. Endpoints are secrets of the browsers and are not
//! logged.

use std::{
    cell::OnceCell,
    sync::{Arc, Weak},
    time::{Duration, SystemTime},
};

use actix_web::http::header::{self, HttpDate};
use awc::{Client, Connector, error::SendRequestError};
use futures_util::{StreamExt, future::LocalBoxFuture, stream::FuturesUnordered};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use tokio::sync::oneshot;

use crate::{
    db::DbError,
    features::push::{
        actions::{self, DuePush, Outcome, Tried},
        request::{self, Request},
        vapid::Vapid,
    },
    state::State,
    writer::{WorkerSignal, WorkerSignals},
};

/// Interval of checks for due retries. New pushes send a signal.
const EVERY: Duration = Duration::from_secs(1);
/// Number of pushes sent concurrently.
const AT_ONCE: usize = 16;
/// Time limit to connect, including TLS.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Time limit of a push.
const TIMEOUT: Duration = Duration::from_secs(10);
/// A connection is reused only after a response up to this size.
const ANSWER_BYTES: usize = 4 * 1024;
/// Longer delays demanded by a push service are cut to the lifetime of a push.
const LONGEST_WAIT: Duration = Duration::from_hours(24);

/// The pushes being sent.
type UnderWay = FuturesUnordered<LocalBoxFuture<'static, Tried>>;

/// The HTTP client for push services.
struct PushTransport {
    vapid: Arc<Vapid>,
    /// Created for the first push, since it reads the root certificates.
    client: OnceCell<Client>,
}

impl PushTransport {
    fn client(&self) -> &Client {
        self.client.get_or_init(|| {
            let connector =
                Connector::new().rustls_0_23(Arc::new(tls())).timeout(CONNECT_TIMEOUT).handshake_timeout(CONNECT_TIMEOUT);
            let named = Client::builder().add_default_header((header::USER_AGENT, "ChatSpace"));
            named.connector(connector).timeout(TIMEOUT).disable_redirects().finish()
        })
    }

    /// Starts to send a push.
    fn send(&self, push: &DuePush, state: &State) -> LocalBoxFuture<'static, Tried> {
        let trying = push.trying;
        let id = push.subscription;
        match request::compose(push, &self.vapid, &state.config, state.clock.now()) {
            Ok(request) => {
                let (client, now_ms) = (self.client().clone(), state.clock.now().as_ms());
                Box::pin(async move { (trying, exchange(&client, request, now_ms).await) })
            }
            Err(error) => {
                tracing::warn!(target: "chatspace::push", %id, %error, "a push notification cannot be sent");
                Box::pin(async move { (trying, Outcome::Refused) })
            }
        }
    }
}

/// Trusts the machine's root certificates.
fn tls() -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        tracing::error!(target: "chatspace::push", "no root certificates found: no push service is trusted");
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider())).with_safe_default_protocol_versions();
    config.expect("the provider knows the protocols").with_root_certificates(roots).with_no_client_auth()
}

async fn exchange(client: &Client, request: Request, now_ms: i64) -> Outcome {
    let host = request.url.host_str().unwrap_or_default().to_owned();
    match tokio::time::timeout(TIMEOUT, answer(client, request, now_ms)).await {
        Ok(Ok((status, outcome))) => {
            match outcome {
                Outcome::Taken => tracing::debug!(target: "chatspace::push", host, status, "push notification sent"),
                Outcome::Gone => tracing::info!(target: "chatspace::push", host, status, "push subscription expired"),
                Outcome::Later(_) | Outcome::Refused => {
                    tracing::warn!(target: "chatspace::push", host, status, "push notification not accepted");
                }
            }
            outcome
        }
        Ok(Err(error)) => {
            tracing::warn!(target: "chatspace::push", host, reason = reason(&error), "push service unreachable");
            Outcome::Later(None)
        }
        Err(_) => {
            tracing::warn!(target: "chatspace::push", host, "push service timed out");
            Outcome::Later(None)
        }
    }
}

async fn answer(client: &Client, request: Request, now_ms: i64) -> Result<(u16, Outcome), SendRequestError> {
    let mut sent = client.post(request.url.as_str());
    for header in request.headers {
        sent = sent.insert_header(header);
    }
    let mut answer = sent.send_body(request.body).await?;
    let wait =
        answer.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()).and_then(|text| wait(text, now_ms));
    let status = answer.status().as_u16();
    // The content is ignored: a connection with an unread response is closed.
    let _ = answer.body().limit(ANSWER_BYTES).await;
    Ok((status, Outcome::of(status, wait)))
}

/// The value of `Retry-After`: seconds, or a time.
fn wait(text: &str, now_ms: i64) -> Option<Duration> {
    let wait = text.trim().parse().ok().map(Duration::from_secs).or_else(|| {
        let time = SystemTime::from(text.parse::<HttpDate>().ok()?);
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(now_ms).ok()?);
        time.duration_since(now).ok()
    });
    wait.map(|wait| wait.min(LONGEST_WAIT))
}

/// The error text may contain the endpoint; its kind is enough.
const fn reason(error: &SendRequestError) -> &'static str {
    match error {
        SendRequestError::Connect(_) => "cannot connect",
        SendRequestError::Timeout => "it takes too long",
        _ => "the connection broke",
    }
}

/// Sends pushes until it is stopped or the server's state is dropped, to which it has a weak reference.
pub async fn send(state: Weak<State>, vapid: Arc<Vapid>, signals: Arc<WorkerSignals>, mut stop: oneshot::Receiver<()>) {
    let transport = PushTransport { vapid, client: OnceCell::new() };
    let mut under_way = UnderWay::new();
    loop {
        let tried = tokio::select! {
            Some(tried) = under_way.next() => Some(tried),
            () = signals.received(WorkerSignal::Pushes, EVERY) => None,
            // Unfinished pushes remain due and may be sent twice.
            _ = &mut stop => return,
        };
        let Some(state) = state.upgrade() else { return };
        if let Err(error) = go_on(&state, &transport, tried, &mut under_way).await {
            tracing::warn!(target: "chatspace::push", %error, "cannot read pending push notifications");
        }
    }
}

/// Records the result of an attempt, and starts as many as there are permits for.
async fn go_on(
    state: &Arc<State>,
    transport: &PushTransport,
    tried: Option<Tried>,
    under_way: &mut UnderWay,
) -> Result<(), DbError> {
    if let Some(tried) = tried {
        state.writer.run_write(move |uow| Box::pin(actions::settle(uow, tried))).await?;
    }
    let room = AT_ONCE.saturating_sub(under_way.len());
    let due = if room == 0 { Vec::new() } else { actions::due(state, i64::try_from(room).unwrap_or(1)).await? };
    under_way.extend(due.iter().map(|push| transport.send(push, state)));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_a_push_service_asks_to_wait() {
        // Sun, 06 Nov 1994 08:49:37 GMT
        let now_ms = 784_111_777_000;
        assert_eq!(wait("120", now_ms), Some(Duration::from_mins(2)));
        assert_eq!(wait("Sun, 06 Nov 1994 08:50:37 GMT", now_ms), Some(Duration::from_mins(1)));
        assert_eq!(wait("99999999999", now_ms), Some(LONGEST_WAIT));
        for none in ["", "-1", "tea", "Sun, 06 Nov 1994 08:48:37 GMT"] {
            assert_eq!(wait(none, now_ms), None, "{none}");
        }
    }
}
