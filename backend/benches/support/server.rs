//! The program in a folder of its own, and requests to it.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::process::Process;

pub const PASSWORD: &str = "correct horse battery";

pub struct Server {
    child: Child,
    folder: TempDir,
    /// Such as `http://127.0.0.1:8000`.
    pub address: String,
    pub client: Client,
}

impl Server {
    pub fn start() -> Self {
        Self::with_bcrypt_cost(4)
    }

    pub fn with_bcrypt_cost(cost: u32) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cost = cost.to_string();
        let settings = [("HOST", "127.0.0.1"), ("PORT", "0"), ("RATE_LIMITS", "off"), ("BCRYPT_COST", &*cost)];
        let mut command = Command::new(env!("CARGO_BIN_EXE_chatspace"));
        command.arg("serve").current_dir(folder.path()).env_clear().envs(settings).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        let mut lines = BufReader::new(child.stdout.take().expect("its output is read")).lines();
        let address = lines.find_map(|line| line.expect("text").strip_prefix("ChatSpace is running at ").map(str::to_owned));
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, folder, address: address.expect("it says where it answers"), client: Client::new() }
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("data/data.db")
    }

    pub async fn post(&self, path: &str, token: &str, body: &Value) -> (StatusCode, Value) {
        let url = format!("{}/api/v10{path}", self.address);
        let answer = self.client.post(url).bearer_auth(token).json(body).send().await.expect("an answer");
        let status = answer.status();
        (status, answer.json().await.unwrap_or(Value::Null))
    }

    /// Returns an access token.
    pub async fn register(&self, name: &str) -> String {
        let form = json!({"email": format!("{name}@example.org"), "username": name, "password": PASSWORD});
        let (status, body) = self.post("/auth/register", "", &form).await;
        assert!(status.is_success(), "{status} {body}");
        text(&body["access_token"])
    }

    pub async fn sign_in(&self, email: &str, password: &str) -> (StatusCode, Value) {
        self.post("/auth/login", "", &json!({"email": email, "password": password})).await
    }

    pub fn process(&self) -> Process {
        Process(self.child.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("text, not {value}")).to_owned()
}
