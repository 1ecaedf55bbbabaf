//! Sends the emails that wait, a few at a time, outside of any write turn.
//!
//! An email is tried until a mail server takes it or it is given up; when that is, `mail` decides. A server that is slow, refuses or is not
//! there delays emails and nothing else. Where none is set, the log says so, and an operator reveals the links.

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
    state::State,
    writer::{WorkerSignal, WorkerSignals},
};

/// How often somebody looks whether an email is due again. New ones ring.
const EVERY: Duration = Duration::from_secs(1);
/// Emails that are sent at once, and connections to the mail server.
const AT_ONCE: u8 = 4;
/// For each step of the DM channel with a mail server.
const STEP_TIMEOUT: Duration = Duration::from_secs(15);
/// For an email as a whole. The next batch waits for it.
const LETTER_TIMEOUT: Duration = Duration::from_secs(45);

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// The way to a mail server.
#[derive(Debug)]
pub struct MailTransport {
    smtp: Smtp,
    transport: Transport,
}

impl MailTransport {
    /// The way to the mail server of the settings, if there is one. Does not connect.
    ///
    /// # Errors
    /// When no TLS can be had, such as for want of any root certificate.
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
        match tokio::time::timeout(LETTER_TIMEOUT, self.transport.send(message)).await {
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

/// What a mail server answers often holds the address, which no log may; its code says enough.
fn reason(error: &SmtpError) -> String {
    error.status().map_or_else(|| error.to_string(), |code| format!("it answered {code}"))
}

/// Sends emails until it is told to stop or the server's state is gone, which it does not keep.
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
            // What is under way stays due; it may come twice.
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

/// Tells the operator that there is a link to hand on. The link itself is a secret, which no log may have.
fn log_unsent(email: &DueEmail) -> Outcome {
    if email.url.is_some() {
        let (id, kind, user) = (email.id, email.kind.name(), email.user.map(|user| user.get()));
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
