//! Starting, refusing to start, stopping.

use std::{fs, os::unix::fs::PermissionsExt, time::Duration};

use crate::program::Program;

#[test]
fn every_wrong_setting_is_listed_and_the_exit_code_is_78() {
    let program = Program::on_sqlite().with("ALGORITHM", "none").with("SECRET_KEY", "your_secret_key").with("PORT", "x");
    let output = program.runs(&["serve"]);
    assert_eq!(output.status.code(), Some(78));
    let said = String::from_utf8(output.stderr).expect("text");
    for name in ["ALGORITHM", "SECRET_KEY", "PORT"] {
        assert!(said.contains(name), "{said}");
    }
    assert!(!program.folder().join("data").exists(), "nothing is made");
}

#[test]
fn settings_are_read_from_a_file_and_the_environment_wins() {
    let program = Program::on_sqlite();
    fs::write(program.folder().join(".env"), "DB_NAME=talk.db\nPORT=nonsense\n").expect("written");
    assert!(program.runs(&["init-db"]).status.success());
    assert!(program.folder().join("data/talk.db").exists());
}

#[test]
fn the_tables_are_made_once_and_again_without_harm() {
    let program = Program::on_sqlite();
    for _ in 0..2 {
        assert!(program.runs(&["init-db"]).status.success());
    }
    let key = fs::metadata(program.folder().join("data/secret.key")).expect("a key is kept");
    assert_eq!(key.permissions().mode() & 0o777, 0o600, "for its owner only");
}

#[test]
fn the_document_it_prints_is_the_one_in_the_repository() {
    let printed = Program::on_sqlite().runs(&["openapi"]).stdout;
    let kept = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/openapi.json")).expect("the kept document");
    assert!(printed == kept, "openapi/openapi.json is not what the routes say; run: just generate");
}

#[test]
fn it_says_its_version() {
    let output = Program::on_sqlite().runs(&["--version"]);
    assert_eq!(String::from_utf8(output.stdout).expect("text").trim(), concat!("chatspace ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_second_process_on_the_same_folder_is_refused_with_75() {
    let mut program = Program::on_sqlite();
    program.starts();
    assert_eq!(program.runs(&["serve"]).status.code(), Some(75));
}

#[test]
fn a_file_that_is_no_database_of_ours_is_refused_with_65_and_left_as_it_is() {
    for bytes in [b"hello, I am a text file and no database at all".to_vec(), vec![0xAB; 8192]] {
        let program = Program::on_sqlite();
        let path = program.folder().join("data/data.db");
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, &bytes).expect("written");
        assert_eq!(program.runs(&["serve"]).status.code(), Some(65));
        assert_eq!(fs::read(&path).expect("read"), bytes);
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_refused_with_73() {
    let program = Program::on_sqlite().with("DATA_DIR", "file/data").with("SECRET_KEY", "3f8a1c5e9b7d2046a8c1e3f57b9d0246");
    fs::write(program.folder().join("file"), "in the way").expect("written");
    assert_eq!(program.runs(&["serve"]).status.code(), Some(73));
}

#[actix_web::test]
async fn the_setup_token_is_printed_at_each_start_until_somebody_operates_the_instance() {
    let mut program = Program::on_sqlite();
    let printed = |program: &mut Program| {
        let before = program.logged().len();
        program.starts();
        let said = program.logged().split_off(before);
        said.split("setup token ").nth(1).and_then(|rest| rest.split_whitespace().next()).map(str::to_owned)
    };
    let first = printed(&mut program).expect("nobody operates it");
    assert_eq!(first.len(), 32);
    program.is_told_to_stop();
    let second = printed(&mut program).expect("nobody operates it yet");
    assert_ne!(first, second);
    program.owner(&reqwest::Client::new()).await;
    program.is_told_to_stop();
    assert_eq!(printed(&mut program), None);
}

#[test]
fn a_signal_stops_it_gracefully() {
    let mut program = Program::on_sqlite();
    program.starts();
    let (status, took) = program.is_told_to_stop();
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert!(!program.folder().join("data/data.db-wal").exists(), "its log is folded into its file");
}
