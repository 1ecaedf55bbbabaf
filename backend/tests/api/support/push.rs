//! A push service on a real socket, and browsers that subscribe at it. They decrypt by themselves what comes, by the steps of
//! RFC 8291 and RFC 8188.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use aes_gcm::{Aes128Gcm, Key, KeyInit, Nonce, aead::Aead};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hkdf::Hkdf;
use p256::{
    PublicKey, SecretKey,
    ecdsa::{Signature, VerifyingKey, signature::Verifier},
    elliptic_curve::sec1::ToEncodedPoint,
};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream},
    net::{TcpListener, TcpStream},
    task::{AbortHandle, JoinSet},
};

use super::{Person, World, text};

/// Nothing that a story waits for takes so long: pushes are looked for once a second.
const PATIENCE: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(10);

pub struct PushService {
    pub host: String,
    desk: Arc<Desk>,
    listening: Option<AbortHandle>,
}

#[derive(Default)]
struct Desk {
    /// What is answered instead of 201: a status line and headers.
    answer: Mutex<Option<String>>,
    /// Nothing at all is answered to the browser of this name.
    silent_to: Mutex<Option<String>>,
    came: Mutex<Vec<Pushed>>,
}

/// A request that came.
#[derive(Debug, Clone)]
pub struct Pushed {
    pub method: String,
    pub path: String,
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
}

impl PushService {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let host = listener.local_addr().expect("it has an address").to_string();
        let mut service = Self { host, desk: Arc::default(), listening: None };
        service.listen(listener);
        service
    }

    fn listen(&mut self, listener: TcpListener) {
        let desk = self.desk.clone();
        let task = async move {
            // Connections end with the listener.
            let mut open = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                open.spawn(run_smtp(BufStream::new(stream), desk.clone()));
            }
        };
        self.listening = Some(tokio::spawn(task).abort_handle());
    }

    /// Nobody answers at its address any more.
    pub async fn goes_away(&mut self) {
        self.listening.take().expect("it was there").abort();
        while TcpStream::connect(&self.host).await.is_ok() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    pub async fn comes_back(&mut self) {
        let listener = TcpListener::bind(&self.host).await.expect("its port is still free");
        self.listen(listener);
    }

    /// From now on it answers this, such as `503 Busy\r\nRetry-After: 60`.
    pub fn answers(&self, answer: &str) {
        *self.desk.answer.lock().expect("nobody panicked") = Some(answer.to_owned());
    }

    pub fn takes(&self) {
        *self.desk.answer.lock().expect("nobody panicked") = None;
    }

    pub fn is_silent_to(&self, browser: &Browser) {
        *self.desk.silent_to.lock().expect("nobody panicked") = Some(browser.path.clone());
    }

    /// All that came and was not taken out.
    pub fn came(&self) -> usize {
        self.desk.came.lock().expect("nobody panicked").len()
    }

    /// Takes out the next request.
    pub async fn next(&self) -> Pushed {
        let coming = async {
            loop {
                let first = {
                    let mut came = self.desk.came.lock().expect("nobody panicked");
                    (!came.is_empty()).then(|| came.remove(0))
                };
                match first {
                    Some(pushed) => return pushed,
                    None => tokio::time::sleep(LOOK_EVERY).await,
                }
            }
        };
        tokio::time::timeout(PATIENCE, coming).await.expect("a push comes")
    }
}

async fn run_smtp(mut stream: BufStream<TcpStream>, desk: Arc<Desk>) -> Option<()> {
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok().filter(|read| *read > 0)?;
        let mut words = line.split_whitespace().map(str::to_owned);
        let (method, path) = (words.next()?, words.next()?);
        let mut headers = HashMap::new();
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).await.ok()?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await.ok()?;
        // Before anybody knows of the request, for they may want another answer for the next one.
        let answer = desk.answer.lock().expect("nobody panicked").clone().unwrap_or_else(|| "201 Created".to_owned());
        let is_silent = desk.silent_to.lock().expect("nobody panicked").as_ref() == Some(&path);
        desk.came.lock().expect("nobody panicked").push(Pushed { method, path, headers, body });
        if is_silent {
            std::future::pending::<()>().await;
        }
        stream.write_all(format!("HTTP/1.1 {answer}\r\nContent-Length: 0\r\n\r\n").as_bytes()).await.ok()?;
        stream.flush().await.ok()?;
    }
}

/// One browser with a subscription.
pub struct Browser {
    pub endpoint: String,
    pub path: String,
    secret: SecretKey,
    auth: [u8; 16],
}

impl Browser {
    pub fn at(service: &PushService, name: &str) -> Self {
        let secret = SecretKey::from_slice(&rand::random::<[u8; 32]>()).expect("nearly any number is a key");
        let path = format!("/push/{name}");
        Self { endpoint: format!("http://{}{path}", service.host), path, secret, auth: rand::random() }
    }

    /// As a browser hands it to a page.
    pub fn subscription(&self) -> Value {
        let point = self.secret.public_key().to_encoded_point(false);
        let keys = json!({
            "p256dh": URL_SAFE_NO_PAD.encode(point.as_bytes()),
            "auth": URL_SAFE_NO_PAD.encode(self.auth),
        });
        json!({"endpoint": self.endpoint, "keys": keys})
    }

    /// What a push to this browser says.
    pub fn reads(&self, pushed: &Pushed) -> Value {
        assert_eq!((pushed.method.as_str(), pushed.path.as_str()), ("POST", self.path.as_str()));
        assert_eq!(pushed.headers["content-encoding"], "aes128gcm");
        let plain = decrypt(&pushed.body, &self.secret, &self.auth).expect("it is encrypted for this browser");
        serde_json::from_slice(&plain).expect("it says JSON")
    }

    /// Whether this browser could read it at all.
    pub fn can_read(&self, pushed: &Pushed) -> bool {
        decrypt(&pushed.body, &self.secret, &self.auth).is_some()
    }
}

/// RFC 8291, section 3.4, and RFC 8188, section 2, for one record.
fn decrypt(body: &[u8], secret: &SecretKey, auth: &[u8]) -> Option<Vec<u8>> {
    let (salt, rest) = body.split_at_checked(16)?;
    let (record_size, rest) = rest.split_at_checked(4)?;
    let (key_length, rest) = rest.split_first()?;
    let (sender, record) = rest.split_at_checked(usize::from(*key_length))?;
    let record_size = u32::from_be_bytes(record_size.try_into().ok()?);
    assert!(record.len() <= usize::try_from(record_size).ok()? && body.len() <= 4096, "it is one record, and not too large");

    let sender_key = PublicKey::from_sec1_bytes(sender).ok()?;
    let shared = p256::ecdh::diffie_hellman(secret.to_nonzero_scalar(), sender_key.as_affine());
    let own = secret.public_key().to_encoded_point(false);
    let info = [b"WebPush: info\0".as_slice(), own.as_bytes(), sender].concat();
    let mut input = [0; 32];
    Hkdf::<Sha256>::new(Some(auth), shared.raw_secret_bytes()).expand(&info, &mut input).ok()?;

    let keys = Hkdf::<Sha256>::new(Some(salt), &input);
    let (mut key, mut nonce) = ([0; 16], [0; 12]);
    keys.expand(b"Content-Encoding: aes128gcm\0", &mut key).ok()?;
    keys.expand(b"Content-Encoding: nonce\0", &mut nonce).ok()?;
    let cipher = Aes128Gcm::new(&Key::<Aes128Gcm>::from(key));
    let mut plain = cipher.decrypt(&Nonce::from(nonce), record).ok()?;
    while plain.last() == Some(&0) {
        plain.pop();
    }
    // The delimiter of the last record.
    (plain.pop() == Some(2)).then_some(plain)
}

#[test]
fn the_example_of_rfc_8291_is_read() {
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("is Base64");
    let body = bytes(concat!(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_y",
        "l95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    ));
    let secret = SecretKey::from_slice(&bytes("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")).expect("is a key");
    let plain = decrypt(&body, &secret, &bytes("BTBZMqHH6r4Tts7J_aSIgg")).expect("is read");
    assert_eq!(plain, b"When I grow up, I want to be a watermelon");
    assert_eq!(decrypt(&body, &secret, &bytes("BTBZMqHH6r4Tts7J_aSIgA")), None, "with another secret it is not");
}

/// Checks the token of a push by RFC 8292, with the key that the server shows to everybody. Yields its claims.
pub async fn claims(world: &World, pushed: &Pushed) -> Value {
    let shown = text(&world.stranger().get("/chatspace/push").await.ok()["public_key"]);
    let value = &pushed.headers["authorization"];
    let (token, key) = value.strip_prefix("vapid t=").and_then(|rest| rest.split_once(", k=")).expect("has a token and a key");
    assert_eq!(key, shown);
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("is Base64");
    let (signed, signature) = token.rsplit_once('.').expect("is signed");
    let (header, claims) = signed.split_once('.').expect("has claims");
    let header: Value = serde_json::from_slice(&bytes(header)).expect("is JSON");
    assert_eq!((&header["alg"], &header["typ"]), (&json!("ES256"), &json!("JWT")));
    let signature = Signature::from_slice(&bytes(signature)).expect("is a signature");
    let key = VerifyingKey::from_sec1_bytes(&bytes(key)).expect("is a point");
    key.verify(signed.as_bytes(), &signature).expect("it is signed with the key that is shown");
    serde_json::from_slice(&bytes(claims)).expect("is JSON")
}

impl Person {
    /// Subscribes this log-in from a browser of its own.
    pub async fn gets_pushes(&self, service: &PushService, name: &str) -> Browser {
        let browser = Browser::at(service, name);
        self.post("/users/@me/push-subscriptions", &browser.subscription()).await.ok();
        browser
    }
}
