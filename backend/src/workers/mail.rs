//! Sends due emails, a few at a time, outside of write jobs.
//!
//! The schedule of attempts is defined in `mail`. A mail server that is slow, refuses or is unreachable delays emails and nothing
//! else. Without one, the log reports that, and an operator reveals the links.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use futures_util::future::join_all;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    transport::smtp::{Error as SmtpError, PoolConfig},
};
use tokio::sync::oneshot;

use crate::{
    config::{Config, Smtp},
    db::DbError,
    features::mail::{
        actions::{self, DueEmail, Outcome},
        emails,
    },
    kernel::UserId,
    state::State,
    writer::{WorkerSignal, WorkerSignals},
};

/// Interval of checks for due retries. New emails send a signal.
const EVERY: Duration = Duration::from_secs(1);
/// Number of emails sent concurrently, and of connections to the mail server.
const AT_ONCE: u8 = 4;
/// Time limit of each step of the SMTP dialogue.
const STEP_TIMEOUT: Duration = Duration::from_secs(15);
/// Time limit of an email. The next batch waits for it.
const EMAIL_TIMEOUT: Duration = Duration::from_secs(45);

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// The connection pool of the mail server.
#[derive(Debug)]
pub struct MailTransport {
    smtp: Smtp,
    transport: Transport,
}

impl MailTransport {
    /// The pool of the configured mail server, if there is one. Does not connect.
    ///
    /// # Errors
    /// If TLS is unavailable, for example without root certificates.
    pub fn new(config: &Config) -> Result<Option<Self>, SmtpError> {
        let Some(smtp) = config.smtp.clone() else { return Ok(None) };
        let pool = PoolConfig::new().max_size(AT_ONCE.into());
        let builder = Transport::from_url(smtp.url.expose())?.timeout(Some(STEP_TIMEOUT)).pool_config(pool);
        Ok(Some(Self { smtp, transport: builder.build() }))
    }

    async fn send(&self, email: &DueEmail, config: &Config) -> Outcome {
        let id = email.id;
        let message = match emails::compose(email, &self.smtp, config) {
            Ok(message) => message,
            Err(error) => {
                tracing::error!(target: "chatspace::mail", %id, kind = email.kind.name(), %error, "an email cannot be sent");
                return Outcome::Impossible;
            }
        };
        let (tries, kind) = (email.tries, email.kind.name());
        match tokio::time::timeout(EMAIL_TIMEOUT, self.transport.send(message)).await {
            Ok(Ok(_)) => {
                tracing::info!(target: "chatspace::mail", %id, kind, tries, "email sent");
                Outcome::Sent
            }
            Ok(Err(error)) => {
                let reason = reason(&error);
                tracing::warn!(target: "chatspace::mail", %id, kind, tries, reason, "email not accepted");
                if error.is_permanent() { Outcome::Refused } else { Outcome::Delayed }
            }
            Err(_) => {
                tracing::warn!(target: "chatspace::mail", %id, kind, tries, "mail server timed out");
                Outcome::Delayed
            }
        }
    }
}

/// Responses of mail servers often contain the address, which must not be logged; the status code is enough.
fn reason(error: &SmtpError) -> String {
    error.status().map_or_else(|| error.to_string(), |code| format!("it responded with {code}"))
}

/// Sends emails until it is stopped or the server's state is dropped, to which it has a weak reference.
pub async fn send(
    state: Weak<State>,
    signals: Arc<WorkerSignals>,
    transport: Option<MailTransport>,
    mut stop: oneshot::Receiver<()>,
) {
    loop {
        tokio::select! {
            () = signals.received(WorkerSignal::Emails, EVERY) => {}
            _ = &mut stop => return,
        }
        let Some(state) = state.upgrade() else { return };
        tokio::select! {
            done = send_due(&state, transport.as_ref()) => if let Err(error) = done {
                tracing::warn!(target: "chatspace::mail", %error, "cannot read pending emails");
            },
            // Unfinished emails remain due and may be sent twice.
            _ = &mut stop => return,
        }
    }
}

async fn send_due(state: &Arc<State>, transport: Option<&MailTransport>) -> Result<(), DbError> {
    loop {
        let due = actions::due(state, AT_ONCE.into()).await?;
        if due.is_empty() {
            return Ok(());
        }
        let tried = due.iter().map(async |email| {
            let outcome = match transport {
                Some(transport) => transport.send(email, &state.config).await,
                None => log_unsent(email),
            };
            (email.id, email.tries, outcome)
        });
        let tried = join_all(tried).await;
        state.writer.run_write(move |uow| Box::pin(actions::settle(uow, tried))).await?;
    }
}

/// Logs that there is a link to pass on. The link itself is secret and must not be logged.
fn log_unsent(email: &DueEmail) -> Outcome {
    if email.url.is_some() {
        let (id, kind, user) = (email.id, email.kind.name(), email.user.map(UserId::get));
        tracing::warn!(
            target: "chatspace::mail",
            %id,
            kind,
            user,
            "no mail server (SMTP_URL): email not sent; an operator can reveal its link"
        );
    }
    Outcome::NoServer
}
