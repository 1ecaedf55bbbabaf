//! `chatspace backup` and `chatspace restore`.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use clap::Args;
use tokio::runtime::{Builder, Runtime};

use super::signals::Signals;
use crate::{
    app,
    backup::{self, BackupOptions, Failed},
    config::Config,
    db::{self, DatabaseUrl},
};

/// A backup yields the processor to the server.
const NICENESS: i32 = 19;

#[derive(Args)]
pub struct BackupArguments {
    /// The file to create; `-` is standard output
    file: PathBuf,
    /// Includes the server's key, with which the file's owner can sign in as anyone
    #[arg(long)]
    with_key: bool,
    /// Omits the database
    #[arg(long)]
    media_only: bool,
}

#[derive(Args)]
pub struct RestoreArguments {
    /// The backup file; `-` is standard input
    file: PathBuf,
}

/// Runs the backup to its end, or until a signal; an unfinished backup is removed.
fn until_signal<T>(task: impl Future<Output = Result<T, Failed>>) -> Result<T, super::Failed> {
    let runtime: Runtime = Builder::new_current_thread().enable_all().build().map_err(super::Failed::Signals)?;
    let done = runtime.block_on(async {
        let mut signals = Signals::new().map_err(super::Failed::Signals)?;
        tokio::select! {
            done = task => done.map_err(super::Failed::from),
            () = signals.recv() => Err(super::Failed::Interrupted),
        }
    });
    // Threads that still write end with the program.
    runtime.shutdown_background();
    done
}

fn is_standard(file: &Path) -> bool {
    file == Path::new("-")
}

pub(super) fn take(arguments: BackupArguments) -> Result<(), super::Failed> {
    let config = Config::for_an_empty_folder()?;
    // A wrong folder must not become an instance.
    let known = match &config.database {
        DatabaseUrl::Sqlite(path) => path,
        DatabaseUrl::Postgres(_) => &config.data_dir,
    };
    if !known.exists() {
        return Err(Failed::NoInstance(known.display().to_string()).into());
    }
    app::refuse_half_restored(&config)?;
    let config = Config::from_environment()?;
    // Without it the server is only a little slower.
    let _ = rustix::process::nice(NICENESS);
    let BackupArguments { file, with_key, media_only } = arguments;
    let shown = file.display().to_string();
    let options = BackupOptions { file: (!is_standard(&file)).then_some(file), with_key, media_only };
    let taken = until_signal(backup::take(&config, &options))?;
    eprintln!("{shown}: {} files, {} bytes", taken.files, taken.bytes);
    Ok(())
}

pub(super) fn restore(arguments: &RestoreArguments) -> Result<(), super::Failed> {
    let config = Config::for_an_empty_folder()?;
    let place = &arguments.file;
    let unreadable = |source| Failed::Io { place: place.display().to_string(), source };
    let from: Box<dyn Read + Send> =
        if is_standard(place) { Box::new(io::stdin()) } else { Box::new(File::open(place).map_err(unreadable)?) };
    let _lock = app::lock(&config)?;
    // The database may belong to another server even if the folder is free.
    let _held = match &config.database {
        DatabaseUrl::Sqlite(path) => Some(db::hold(path).map_err(Failed::from)?),
        DatabaseUrl::Postgres(_) => None,
    };
    let restored = until_signal(backup::restore(&config, from))?;
    let label = restored.label;
    println!("Restored {} files; the backup was created at {} by version {}.", restored.files, label.taken_at, label.version);
    if restored.signed_out {
        println!("The server's key is a new one: all users must sign in again and set up their second factors again.");
    }
    Ok(())
}
