//! Runs the program in a folder of its own.

use std::{
    env,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use reqwest::Client;
use serde_json::{Value, json};
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

/// A folder, settings, and perhaps a running server.
pub struct Program {
    folder: TempDir,
    binary: PathBuf,
    settings: Vec<(String, String)>,
    running: Option<(Child, String)>,
    log: Arc<Mutex<String>>,
}

/// Whether `just proof` asks, which has made the release build.
pub fn takes_figures() -> bool {
    env::var_os("PROOF_RELEASE").is_some()
}

static DATABASES: AtomicU64 = AtomicU64::new(0);

impl Program {
    pub fn on_sqlite() -> Self {
        let settings = [("HOST", "127.0.0.1"), ("PORT", "0"), ("RATE_LIMITS", "off"), ("BCRYPT_COST", "4")];
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
            binary: env!("CARGO_BIN_EXE_chatspace").into(),
            settings: settings.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
            running: None,
            log: Arc::default(),
        }
    }

    pub async fn on_postgres() -> Self {
        let server = env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL names a Postgres server for the tests");
        let name = format!("process_{}_{}", std::process::id(), DATABASES.fetch_add(1, Ordering::Relaxed));
        let mut conn = PgConnection::connect(&server).await.expect("the test server answers");
        sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut conn).await.expect("a new database");
        let (base, _) = server.rsplit_once('/').expect("the address ends in a database");
        Self::on_sqlite().with("DATABASE_URL", &format!("{base}/{name}"))
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.sets(name, value);
        self
    }

    /// Changes a setting, for the next start.
    pub fn sets(&mut self, name: &str, value: &str) {
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    /// What a setting was set to last.
    pub fn setting(&self, name: &str) -> Option<String> {
        self.settings.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    /// Runs the release build beside it where figures are taken, which an unoptimised program would falsify.
    pub fn measured(mut self) -> Self {
        if takes_figures() {
            self.binary = Path::new(env!("CARGO_BIN_EXE_chatspace")).with_file_name("../release/chatspace");
        }
        self
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(arguments).current_dir(self.folder.path()).env_clear().envs(self.settings.iter().cloned());
        command
    }

    /// Runs a command to its end.
    pub fn runs(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    /// Starts the server and waits until it says where it answers.
    pub fn starts(&mut self) {
        let mut child = self.command(&["serve"]).stdout(Stdio::piped()).spawn().expect("the program runs");
        let output = BufReader::new(child.stdout.take().expect("its output is read"));
        let mut lines = output.split(b'\n').map_while(Result::ok).map(|line| String::from_utf8_lossy(&line).into_owned());
        let log = self.log.clone();
        let note = move |line: &str| {
            let mut log = log.lock().expect("nobody panics while writing");
            log.push_str(line);
            log.push('\n');
        };
        let line = lines.by_ref().inspect(|line| note(line)).find_map(|line| answers_at(&line));
        // Somebody must go on reading, or the program would wait for room to log.
        std::thread::spawn(move || lines.for_each(|line| note(&line)));
        let url = line.unwrap_or_else(|| panic!("it says where it answers: {}; {}", ending(&mut child), self.logged()));
        self.running = Some((child, url));
    }

    /// What it has logged so far.
    pub fn logged(&self) -> String {
        self.log.lock().expect("nobody panics while writing").clone()
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.as_ref().expect("it runs").1)
    }

    /// Waits until it has given back what it no longer uses, and yields what it takes then. Where figures are taken it has a minute
    /// to come down to so much; elsewhere a moment, for it is only told.
    pub async fn memory_settles(&self, at_most_kib: u64) -> u64 {
        let (began, within) = (Instant::now(), if takes_figures() { 60 } else { 2 });
        loop {
            let now = self.memory_kib("VmRSS");
            if now <= at_most_kib || began.elapsed().as_secs() >= within {
                return now;
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    }

    /// What the kernel says of its memory: `VmRSS` now, `VmHWM` at most.
    pub fn memory_kib(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).expect("the kernel says so");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    /// Where it shows metrics.
    pub fn metrics_url(&self, path: &str) -> String {
        let logged = self.logged();
        let mut lines = logged.lines().rev().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let line = lines.find(|line| line["message"] == "serving metrics").expect("it says where metrics are shown");
        format!("http://{}{path}", line["address"].as_str().expect("an address"))
    }

    /// The processor's time that it has used.
    pub fn processor_ms(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.id())).expect("it runs");
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
        // Hundredths of a second, in the program and in the kernel for it.
        fields[11..13].iter().map(|ticks| 10 * ticks.parse::<u64>().expect("a number")).sum()
    }

    /// What the kernel lets it leave behind when it crashes.
    pub fn limits(&self) -> String {
        std::fs::read_to_string(format!("/proc/{}/limits", self.id())).expect("it runs")
    }

    /// From now on the most is counted anew.
    pub fn forgets_its_peak(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.id()), "5").expect("the kernel counts anew");
    }

    /// Its number among the machine's processes.
    pub fn id(&self) -> u32 {
        self.running.as_ref().expect("it runs").0.id()
    }

    /// Ends it at once, as the machine would when it runs out of memory.
    pub fn is_killed(&mut self) {
        let (mut child, _) = self.running.take().expect("it runs");
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
    }

    /// Waits until it has ended by itself; `None` if it has not within the time.
    pub fn ends(&mut self, within: Duration) -> Option<ExitStatus> {
        let began = Instant::now();
        let (child, _) = self.running.as_mut().expect("it runs");
        loop {
            match child.try_wait().expect("its state is known") {
                Some(status) => return Some(status),
                None if began.elapsed() > within => return None,
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }

    /// Tells it to stop, and waits until it has.
    pub fn is_told_to_stop(&mut self) -> (ExitStatus, Duration) {
        let (mut child, _) = self.running.take().expect("it runs");
        let began = Instant::now();
        let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill runs");
        assert!(told.success());
        (child.wait().expect("it ends"), began.elapsed())
    }

    /// One request; yields the body of a success.
    pub async fn post(&self, client: &Client, path: &str, token: &str, body: &Value) -> Value {
        let request = client.post(self.url(&format!("/api/v10{path}"))).bearer_auth(token).json(body);
        let answer = request.send().await.expect("an answer").error_for_status().expect("a success");
        answer.json().await.expect("JSON")
    }

    /// Somebody with a guild: their token, and its first channel.
    pub async fn owner(&self, client: &Client) -> (String, String) {
        let form = json!({"email": "ann@example.org", "username": "ann", "password": "correct horse battery"});
        let answer = client.post(self.url("/api/v10/auth/register")).json(&form).send().await.expect("an answer");
        let body: Value = answer.json().await.expect("JSON");
        let token = body["access_token"].as_str().expect("a token").to_owned();
        let guild = self.post(client, "/guilds", &token, &json!({"name": "Tea friends", "system_channel_flags": 1})).await;
        (token, guild["system_channel_id"].as_str().expect("a channel").to_owned())
    }
}

/// How a server ended that has closed its output: a code or a signal. Ends it if it has not.
fn ending(child: &mut Child) -> String {
    std::thread::sleep(Duration::from_secs(1));
    let status = child.try_wait().expect("its state is known");
    let _ = child.kill();
    status.map_or_else(|| "it runs".to_owned(), |status| status.to_string())
}

/// Where it answers, if a line says so: in words, or in a log that is all JSON.
fn answers_at(line: &str) -> Option<String> {
    let ready = || serde_json::from_str::<Value>(line).ok().filter(|line| line["message"] == "ready");
    let logged = || Some(format!("http://{}", ready()?["address"].as_str()?));
    line.strip_prefix("ChatSpace is running at ").map(str::to_owned).or_else(logged)
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some((mut child, _)) = self.running.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
