//! The commands and their exit codes.

mod admin;
mod backup;
mod console;
mod failed;
mod repair;
mod signals;

use std::{io::Write, process::ExitCode, sync::mpsc, thread, time::Duration};

use clap::{Parser, Subcommand};
use failed::Failed;

use self::signals::Signals;
use crate::{
    app::{self, StartError},
    config::{Config, LogFormat},
    db::{self, Db, DbError},
    kernel::{Clock, Secret},
    openapi, telemetry,
};

/// Desired limit of open files and connections, within the machine's hard limit.
const DESCRIPTORS: u64 = 65_536;
/// Time limit for a graceful stop.
const STOP_LIMIT: Duration = Duration::from_secs(9);
/// Time limit to write to standard error.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// Time limit to answer running requests after a disk failure.
const ABANDON_LIMIT: Duration = Duration::from_secs(2);

#[derive(Parser)]
#[command(name = "chatspace", about = "A self-hosted, light community chat server")]
struct Arguments {
    /// Prints the version
    #[arg(short = 'V', long)]
    version: bool,
    /// With --version, also the version of SQLite
    #[arg(long, requires = "version")]
    verbose: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the server until it is stopped (the default)
    Serve,
    /// Creates or migrates the tables
    InitDb,
    /// Gives current ids to messages that a wrong clock dated ahead; the server must be stopped
    RepairIds,
    /// Prints the API document
    Openapi,
    /// Backs up the database and all images to one file; the server may run
    Backup(backup::BackupArguments),
    /// Restores a backup into an empty data folder
    Restore(backup::RestoreArguments),
    /// Administers the instance; the server may run or not
    Admin(admin::Arguments),
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    // All files created from here on (databases, logs, images, backups) are private to this user.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    if arguments.version {
        say_version(arguments.verbose);
        return ExitCode::SUCCESS;
    }
    let result = match arguments.command.unwrap_or(Command::Serve) {
        Command::Serve => serve(),
        Command::InitDb => init_db(),
        Command::RepairIds => repair::ids(),
        Command::Admin(arguments) => admin::run(&arguments),
        Command::Backup(arguments) => backup::take(arguments),
        Command::Restore(arguments) => backup::restore(&arguments),
        Command::Openapi => {
            print!("{}", openapi::text(&openapi::document(app::routes())));
            Ok(())
        }
    };
    telemetry::finish();
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => {
            complain(format!("chatspace: {failed}\n"));
            ExitCode::from(failed.code())
        }
    }
}

/// Prints the error on standard error, with a time limit: a blocked reader must not keep the program running.
fn complain(text: String) {
    let (done, written) = mpsc::sync_channel(1);
    let writing = thread::Builder::new().spawn(move || {
        let _ = std::io::stderr().write_all(text.as_bytes());
        let _ = done.send(());
    });
    if writing.is_ok() {
        let _ = written.recv_timeout(LAST_WORDS);
    }
}

fn say_version(verbose: bool) {
    println!("chatspace {}", env!("CARGO_PKG_VERSION"));
    if verbose {
        println!("SQLite {}", actix_web::rt::System::new().block_on(db::sqlite_version()));
    }
}

fn serve() -> Result<(), Failed> {
    let config = Config::from_environment()?;
    telemetry::start(&config).map_err(Failed::Log)?;
    telemetry::note_settings(&config);
    // A core dump would contain all secrets in memory.
    if let Err(error) = rlimit::setrlimit(rlimit::Resource::CORE, 0, 0) {
        tracing::warn!(%error, "core dumps cannot be turned off; a crash may write the memory to disk");
    }
    if config.rate_limits == crate::config::RateLimits::Off {
        tracing::warn!("RATE_LIMITS=off: any client can exhaust this server");
    }
    // A connection needs two descriptors; the usual soft limit of 1024 would be reached at five hundred users.
    if let Err(error) = rlimit::increase_nofile_limit(DESCRIPTORS) {
        tracing::warn!(%error, "cannot raise the limit of open files");
    }
    actix_web::rt::System::new().block_on(serve_until_stopped(config))
}

async fn serve_until_stopped(mut config: Config) -> Result<(), Failed> {
    let mut signals = Signals::new().map_err(Failed::Signals)?;
    loop {
        let mut running = app::start(config.clone(), Clock::System).await?;
        show_setup_token(&config, &running).await;
        // With JSON logs, the address is in the line that reports readiness.
        if config.log_format == LogFormat::Text {
            telemetry::say(&format!("ChatSpace is running at http://{}", shown(running.address)));
        }
        config.port = running.address.port();
        let becomes_writable = running.becomes_writable();
        let is_signal = tokio::select! {
            () = signals.recv() => true,
            () = becomes_writable => {
                tracing::info!("the file system is writable again: restarting");
                false
            }
            error = running.fails() => match error {
                DbError::Unknown => {
                    tracing::error!("the outcome of the last commit is unknown: restarting");
                    false
                }
                error => {
                    let _ = tokio::time::timeout(ABANDON_LIMIT, running.abandon()).await;
                    return Err(if matches!(error, DbError::TakenOver) { Failed::TakenOver } else { Failed::Disk(error) });
                }
            },
        };
        tracing::info!("stopping");
        tokio::select! {
            () = running.stop() => {}
            () = tokio::time::sleep(STOP_LIMIT) => tracing::warn!("stopping took too long"),
            () = signals.recv() => tracing::warn!("second signal: stopping at once"),
        }
        if is_signal {
            return Ok(());
        }
    }
}

/// Prints the setup token while there is not an operator. On this machine it is not needed.
async fn show_setup_token(config: &Config, running: &app::Running) {
    let Some(token) = running.setup_token().await.map(Secret::expose) else { return };
    match config.log_format {
        LogFormat::Text => {
            telemetry::say("This instance has no operator yet. The first account registered on this machine becomes one.");
            telemetry::say(&format!("From another machine, use the setup token {token}"));
        }
        LogFormat::Json => tracing::warn!(setup_token = token, "the instance has no operator yet"),
    }
}

/// A URL that a browser on this machine can open.
fn shown(address: std::net::SocketAddr) -> String {
    if address.ip().is_unspecified() { format!("localhost:{}", address.port()) } else { address.to_string() }
}

fn init_db() -> Result<(), Failed> {
    let config = Config::from_environment()?;
    telemetry::start(&config).map_err(Failed::Log)?;
    actix_web::rt::System::new().block_on(async {
        let folder = config.data_dir.display().to_string();
        std::fs::create_dir_all(&config.data_dir).map_err(|source| StartError::Folder { folder, source })?;
        app::refuse_half_restored(&config)?;
        let db = Db::open(&config.database, Duration::ZERO).await.map_err(StartError::from)?;
        db.close().await;
        println!("The database is up to date.");
        Ok(())
    })
}
