//! Creates a backup, with or without a running server.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use fs4::fs_std::FileExt;

use super::{
    DATABASE, Engine, FORMAT, Failed, KEY, LABEL, Label, MEDIA, archive::Writer, folder_of, last, leftovers, mark_of, pace::Pace,
    sync_folder,
};
use crate::{
    config::Config,
    db::{DatabaseUrl, copy},
    kernel::Clock,
    media::Held,
};

const ON_POSTGRES: &str = "the database is Postgres, which has its own tool. Dump it with
  pg_dump --format=custom --file=chatspace.dump \"$DATABASE_URL\"
and back up the images right after that with
  chatspace backup --media-only FILE";

/// Free space to leave for the server.
const RESERVE: u64 = 64 * MIB;
const MIB: u64 = 1024 * 1024;
/// Amount written before each sync: commits of the server wait behind it, so syncing everything at the end would delay them for
/// long.
const BURST: usize = 256 * 1024;

/// The source and the target of a backup.
#[derive(Debug, Clone)]
pub struct BackupOptions {
    /// `None` is standard output.
    pub file: Option<PathBuf>,
    pub with_key: bool,
    pub media_only: bool,
}

/// The result of a backup.
#[derive(Debug)]
pub struct Taken {
    pub files: u64,
    pub bytes: u64,
}

/// Names of unfinished files, which are removed on drop.
struct Unfinished {
    archive: Option<PathBuf>,
    copy: PathBuf,
    /// Locks held while the files are written; leftovers of a killed backup have none.
    _locks: Vec<File>,
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // A missing file has been renamed to its final name.
        for path in self.archive.iter().chain([&self.copy]) {
            let _ = fs::remove_file(path);
        }
    }
}

/// Creates a backup.
///
/// # Errors
/// If there is nothing to back up, the target exists or cannot be written, or the disk is full.
pub async fn take(config: &Config, options: &BackupOptions) -> Result<Taken, Failed> {
    let database = match &config.database {
        _ if options.media_only => None,
        DatabaseUrl::Sqlite(path) if path.exists() => Some(path),
        DatabaseUrl::Sqlite(path) => return Err(Failed::NoInstance(path.display().to_string())),
        DatabaseUrl::Postgres(_) => return Err(Failed::OtherEngine(ON_POSTGRES)),
    };
    leftovers::sweep(&config.data_dir);
    options.file.as_deref().map(folder_of).into_iter().for_each(leftovers::sweep);
    let (unfinished, archive) = begin(config, options.file.as_deref())?;
    let media = config.data_dir.join("media");
    // Held from before the database is copied until after the last image.
    let held = Held::all(&media).map_err(Failed::io(&media))?;
    has_room(&held, database.map(PathBuf::as_path), &unfinished)?;
    let mut schema = None;
    if let Some(from) = database {
        let mut pace = Pace::begins();
        copy::take(from, &unfinished.copy, move || pace.keep()).await?;
        schema = Some(copy::schema(&unfinished.copy).await?);
    }
    let label = Label {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        engine: Engine::from(&config.database),
        schema,
        taken_at: Clock::System.now().to_string(),
        key: mark_of(&config.secret_key),
    };
    let parts = Parts {
        label,
        copy: database.map(|_| unfinished.copy.clone()),
        key: options.with_key.then(|| config.secret_key.expose().to_owned()),
        held,
        spare: folder_of(&unfinished.copy).to_owned(),
    };
    let place = options.file.clone().unwrap_or_else(|| "standard output".into());
    // On its own thread, so that signals are handled meanwhile.
    let written = tokio::task::spawn_blocking(move || parts.write(archive)).await;
    let taken = written.map_err(io::Error::other).and_then(|written| written).map_err(Failed::io(&place))?;
    if let (Some(from), Some(to)) = (&unfinished.archive, &options.file) {
        // Unlike a rename, a link never replaces an existing file.
        fs::hard_link(from, to).map_err(Failed::create(to))?;
        sync_folder(folder_of(to))?;
    }
    // With Postgres, only the images are backed up.
    if database.is_some() || matches!(config.database, DatabaseUrl::Postgres(_)) {
        note_end(&config.data_dir);
    }
    Ok(taken)
}

/// Monitoring does not see this backup, but it is valid.
fn note_end(data_dir: &Path) {
    if let Err(error) = last::note(data_dir, Clock::System.now()) {
        eprintln!("{}: cannot record the backup here: {error}", data_dir.display());
    }
}

/// Opens the target, and claims the temporary names.
fn begin(config: &Config, file: Option<&Path>) -> Result<(Unfinished, Output), Failed> {
    let Some(file) = file else {
        let copy = beside(&config.data_dir.join("backup"), leftovers::COPY);
        let lock = locked(&copy)?;
        return Ok((Unfinished { archive: None, copy, _locks: vec![lock] }, Output::to(None)));
    };
    if file.symlink_metadata().is_ok() {
        return Err(Failed::Exists(file.display().to_string()));
    }
    let archive = beside(file, leftovers::ARCHIVE);
    let lock = locked(&archive)?;
    let written = lock.try_clone().map_err(Failed::io(&archive))?;
    let copy = beside(file, leftovers::COPY);
    let locks = vec![lock, locked(&copy)?];
    Ok((Unfinished { archive: Some(archive), copy, _locks: locks }, Output::to(Some(written))))
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    file.with_file_name(name)
}

/// Creates an empty file for its owner only, replacing leftovers of a killed backup.
fn locked(path: &Path) -> Result<File, Failed> {
    let options = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).to_owned();
    let file = options.open(path).map_err(Failed::create(path))?;
    match file.try_lock_exclusive() {
        // It was removed meanwhile as a leftover.
        Ok(true) if !is_still(&file, path) => Err(Failed::Locked(path.display().to_string())),
        Ok(true) => file.set_len(0).map(|()| file).map_err(Failed::io(path)),
        Ok(false) => Err(Failed::Locked(path.display().to_string())),
        Err(error) => Err(Failed::io(path)(error)),
    }
}

fn is_still(file: &File, path: &Path) -> bool {
    file.metadata().is_ok_and(|held| fs::metadata(path).is_ok_and(|there| (there.dev(), there.ino()) == (held.dev(), held.ino())))
}

/// The backup may be on the server's disk, so it must not fill it.
fn has_room(held: &Held, database: Option<&Path>, unfinished: &Unfinished) -> Result<(), Failed> {
    let folder = folder_of(&unfinished.copy);
    let (database, mut media) = (database.map_or(Ok(0), size).map_err(Failed::io(folder))?, 0);
    let counted = held.each(&mut |_, path| {
        media += size(path)?;
        Ok(())
    });
    counted.map_err(Failed::io(folder))?;
    // The copy of the database, and the archive it is added to.
    let archive = if unfinished.archive.is_some() { database + media } else { 0 };
    let needed = RESERVE + database + archive;
    let available = fs4::available_space(folder).map_err(Failed::io(folder))?;
    if available < needed {
        let place = folder.display().to_string();
        return Err(Failed::NoRoom { place, available: available / MIB, needed: needed / MIB });
    }
    Ok(())
}

fn size(path: &Path) -> io::Result<u64> {
    Ok(fs::metadata(path)?.len())
}

/// The contents of the archive.
struct Parts {
    label: Label,
    copy: Option<PathBuf>,
    key: Option<String>,
    held: Held,
    spare: PathBuf,
}

impl Parts {
    fn write(self, into: Output) -> io::Result<Taken> {
        let now = u64::try_from(Clock::System.now().as_ms() / 1000).unwrap_or(0);
        let mut writer = Writer::begin(BufWriter::with_capacity(BURST, into), &self.spare, now)?;
        writer.add_bytes(LABEL, &serde_json::to_vec_pretty(&self.label)?)?;
        if let Some(copy) = &self.copy {
            writer.add_file(DATABASE, copy)?;
            // Its space may be needed.
            fs::remove_file(copy)?;
        }
        if let Some(key) = &self.key {
            writer.add_bytes(KEY, key.as_bytes())?;
        }
        self.held.each(&mut |name, path| writer.add_file(&format!("{MEDIA}{name}"), path))?;
        let (buffer, files, bytes) = writer.finish()?;
        buffer.into_inner().map_err(io::IntoInnerError::into_error)?.finish()?;
        Ok(Taken { files, bytes })
    }
}

/// The target of the archive.
struct Output {
    /// `None` is standard output.
    file: Option<File>,
    pace: Pace,
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // On standard output the reader sets the pace.
        let Some(file) = &mut self.file else { return io::stdout().write(bytes) };
        let count = file.write(bytes)?;
        file.sync_data()?;
        self.pace.keep();
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or_else(|| io::stdout().flush(), File::flush)
    }
}

impl Output {
    fn to(file: Option<File>) -> Self {
        Self { file, pace: Pace::begins() }
    }

    fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        self.file.map_or(Ok(()), |file| file.sync_all())
    }
}
