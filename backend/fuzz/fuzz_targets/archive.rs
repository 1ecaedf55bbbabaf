//! Restoring of backups.
#![no_main]

libfuzzer_sys::fuzz_target!(|archive: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    chatspace::backup::fuzzing::archive(archive, folder.path());
});
