//! A mail server on a real socket, which can be in a bad mood, and the emails that it has taken.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use mailparse::MailHeaderMap;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufStream},
    net::{TcpListener, TcpStream},
    task::{AbortHandle, JoinSet},
};

/// Nothing that a story waits for takes so long: emails are looked for once a second.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// How a mail server treats who comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Takes,
    /// Answers this to every recipient.
    Refuses(&'static str),
    /// Takes connections and says nothing.
    IsSilent,
    /// Ends the connection where the email would be taken.
    HangsUp,
}

pub struct MailServer {
    pub address: SocketAddr,
    inbox: Arc<Inbox>,
    listening: Option<AbortHandle>,
}

struct Inbox {
    mood: Mutex<Mood>,
    emails: Mutex<Vec<Email>>,
    tries: Mutex<usize>,
}

/// an email that came.
#[derive(Debug, Clone)]
pub struct Email {
    /// Of the envelope.
    pub to: String,
    pub raw: String,
    pub headers: Vec<(String, String)>,
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl MailServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it has an address");
        let inbox = Inbox { mood: Mutex::new(Mood::Takes), emails: Mutex::default(), tries: Mutex::default() };
        let mut server = Self { address, inbox: Arc::new(inbox), listening: None };
        server.listen(listener);
        server
    }

    fn listen(&mut self, listener: TcpListener) {
        let inbox = self.inbox.clone();
        let task = async move {
            // Connections end with the listener.
            let mut open = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                open.spawn(run_smtp(BufStream::new(stream), inbox.clone()));
            }
        };
        self.listening = Some(tokio::spawn(task).abort_handle());
    }

    /// Nobody answers at its address any more.
    pub async fn goes_away(&mut self) {
        self.listening.take().expect("it was there").abort();
        while TcpStream::connect(self.address).await.is_ok() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    pub async fn comes_back(&mut self) {
        let listener = TcpListener::bind(self.address).await.expect("its port is still free");
        self.listen(listener);
    }

    pub fn is_now(&self, mood: Mood) {
        *self.inbox.mood.lock().expect("nobody panicked") = mood;
    }

    /// How often somebody came with an email.
    pub fn tries(&self) -> usize {
        *self.inbox.tries.lock().expect("nobody panicked")
    }

    /// Waits until somebody has come so often.
    pub async fn is_tried(&self, times: usize) {
        let come = async {
            while self.tries() < times {
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        tokio::time::timeout(PATIENCE, come).await.expect("somebody comes");
    }

    /// All emails to an address that have come and were not taken out of the box.
    pub fn emails_to(&self, address: &str) -> Vec<Email> {
        let emails = self.inbox.emails.lock().expect("nobody panicked");
        emails.iter().filter(|email| email.to == address).cloned().collect()
    }

    /// Waits for the next email to an address, and takes it out of the box.
    pub async fn email_to(&self, address: &str) -> Email {
        let come = async {
            loop {
                {
                    let mut emails = self.inbox.emails.lock().expect("nobody panicked");
                    if let Some(at) = emails.iter().position(|email| email.to == address) {
                        return emails.remove(at);
                    }
                }
                tokio::time::sleep(LOOK_EVERY).await;
            }
        };
        tokio::time::timeout(PATIENCE, come).await.unwrap_or_else(|_| panic!("no email to {address} comes"))
    }
}

/// One conversation of RFC 5321, as far as it matters here.
async fn run_smtp(mut stream: BufStream<TcpStream>, inbox: Arc<Inbox>) -> Option<()> {
    let mood = || *inbox.mood.lock().expect("nobody panicked");
    if mood() == Mood::IsSilent {
        *inbox.tries.lock().expect("nobody panicked") += 1;
        std::future::pending::<()>().await;
    }
    say(&mut stream, "220 mail.example.net").await?;
    let mut to = String::new();
    loop {
        let line = hear(&mut stream).await?;
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        match (verb.as_str(), mood()) {
            ("EHLO", _) => say(&mut stream, "250-mail.example.net\r\n250-8BITMIME\r\n250 SIZE 1000000").await?,
            ("RCPT", mood) => {
                *inbox.tries.lock().expect("nobody panicked") += 1;
                to = line.split(['<', '>']).nth(1)?.to_owned();
                if let Mood::Refuses(words) = mood {
                    say(&mut stream, words).await?;
                } else {
                    say(&mut stream, "250 fine").await?;
                }
            }
            ("DATA", _) => {
                say(&mut stream, "354 go on").await?;
                let raw = receive_email(&mut stream).await?;
                if mood() == Mood::HangsUp {
                    return None;
                }
                inbox.emails.lock().expect("nobody panicked").push(Email::read(&to, &raw));
                say(&mut stream, "250 taken").await?;
            }
            ("QUIT", _) => return say(&mut stream, "221 bye").await,
            _ => say(&mut stream, "250 fine").await?,
        }
    }
}

async fn say(stream: &mut BufStream<TcpStream>, words: &str) -> Option<()> {
    stream.write_all(format!("{words}\r\n").as_bytes()).await.ok()?;
    stream.flush().await.ok()
}

async fn hear(stream: &mut BufStream<TcpStream>) -> Option<String> {
    let mut line = String::new();
    let bytes = stream.read_line(&mut line).await.ok()?;
    (bytes > 0).then_some(line)
}

async fn receive_email(stream: &mut BufStream<TcpStream>) -> Option<String> {
    let mut email = String::new();
    loop {
        let line = hear(stream).await?;
        if line == ".\r\n" {
            return Some(email);
        }
        email.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

impl Email {
    fn read(to: &str, raw: &str) -> Self {
        let mail = mailparse::parse_mail(raw.as_bytes()).expect("an email in MIME");
        assert_eq!(mail.ctype.mimetype, "multipart/alternative");
        let part = |kind: &str| {
            let part = mail.subparts.iter().find(|part| part.ctype.mimetype == kind).unwrap_or_else(|| panic!("no {kind}"));
            assert_eq!(part.ctype.charset, "utf-8");
            part.get_body().expect("a text").replace("\r\n", "\n")
        };
        assert_eq!(mail.subparts.len(), 2);
        assert_eq!(mail.subparts[0].ctype.mimetype, "text/plain", "the better form comes last");
        Self {
            to: to.to_owned(),
            headers: mail.headers.iter().map(|header| (header.get_key(), header.get_value())).collect(),
            subject: mail.headers.get_first_value("Subject").expect("a subject"),
            text: part("text/plain"),
            html: part("text/html"),
            raw: raw.to_owned(),
        }
    }

    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let mut found = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let header = found.next().unwrap_or_else(|| panic!("no header {name}"));
        assert!(found.next().is_none(), "{name} stands there twice");
        &header.1
    }

    /// The one link of the email: where it leads, without the token, and the token. Both parts have it.
    #[track_caller]
    pub fn link(&self) -> (String, String) {
        let url = self.text.lines().find(|line| line.contains("/link/")).expect("the text has a link on a line of its own");
        assert_eq!(self.text.matches("/link/").count(), 1, "{}", self.text);
        assert_eq!(self.html.matches("/link/").count(), 2, "as a button and to be copied: {}", self.html);
        assert_eq!(self.html.matches(url).count(), 2, "{url} {}", self.html);
        let (page, token) = url.split_once('#').expect("the token stands behind a #");
        (page.to_owned(), token.to_owned())
    }

    #[track_caller]
    pub fn token(&self) -> String {
        self.link().1
    }

    #[track_caller]
    pub fn has_no_link(&self) {
        assert!(!self.text.contains("/link/") && !self.html.contains("/link/"), "{}", self.text);
    }
}
