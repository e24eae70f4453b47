//! A vendor made of scripted answers, for tests: it keeps each request, and can fail in all the ways that a network
//! can.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::phone::PhoneNumber;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What comes of one request.
pub(crate) enum Reply {
    Answer {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    },
    /// Reads the request and says nothing.
    Silence,
    /// Reads the request and closes.
    Close,
    /// Announces more bytes than it sends, and closes.
    BreakOff,
    /// Sends a head, and then a byte at a time without end.
    Drip,
    /// Sends without end, as fast as it can, and announces no length.
    Flood,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::text(status, "application/json", &body.to_string())
    }

    pub(crate) fn text(status: u16, content_type: &str, body: &str) -> Self {
        Self::bytes(status, content_type, body.as_bytes())
    }

    pub(crate) fn bytes(status: u16, content_type: &str, body: &[u8]) -> Self {
        let headers = vec![("Content-Type", content_type.to_owned())];
        Self::Answer { status, headers, body: body.to_vec() }
    }

    pub(crate) fn redirect(location: &str) -> Self {
        Self::Answer {
            status: 307,
            headers: vec![("Location", location.to_owned())],
            body: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        if let Self::Answer { headers, .. } = &mut self {
            headers.push((name, value.to_owned()));
        }
        self
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// The how manieth connection it came on.
    pub(crate) connection: usize,
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| &**value)
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    pub(crate) fn query(&self) -> Vec<(String, String)> {
        pairs(self.target.split_once('?').map_or("", |(_, query)| query).as_bytes())
    }

    pub(crate) fn form(&self) -> Vec<(String, String)> {
        assert_eq!(self.header("content-type"), Some("application/x-www-form-urlencoded"));
        pairs(&self.body)
    }

    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), Some("application/json"));
        serde_json::from_slice(&self.body).expect("a JSON body")
    }
}

fn pairs(text: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(text).into_owned().collect()
}

pub(crate) fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// A number of the ranges reserved for fiction.
pub(crate) fn number(e164: &str) -> PhoneNumber {
    serde_json::from_value(Value::from(e164)).expect("a number is a string in JSON")
}

#[derive(Default)]
struct Script {
    replies: VecDeque<Reply>,
    seen: Vec<Seen>,
    connections: usize,
}

pub(crate) struct Fake {
    pub(crate) base: String,
    script: Arc<Mutex<Script>>,
}

impl Fake {
    /// Gives the replies in their order, whatever is asked; after the last one it answers 599.
    pub(crate) async fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = format!("http://{}", listener.local_addr().expect("it is bound"));
        let script = Script { replies: replies.into_iter().collect(), ..Script::default() };
        let script = Arc::new(Mutex::new(script));
        let server = script.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, server.clone()));
            }
        });
        Self { base, script }
    }

    /// Where nobody listens.
    pub(crate) async fn nobody() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        format!("http://{}", listener.local_addr().expect("it is bound"))
    }

    /// Adds a reply that needs to know where the fake is.
    pub(crate) fn then(&self, reply: Reply) {
        self.script.lock().expect("no test panics with it").replies.push_back(reply);
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.script.lock().expect("no test panics with it").seen.clone()
    }

    pub(crate) fn connections(&self) -> usize {
        self.script.lock().expect("no test panics with it").connections
    }

    /// The one request that there was.
    pub(crate) fn only(&self) -> Seen {
        let mut seen = self.seen();
        assert_eq!(seen.len(), 1, "requests");
        seen.remove(0)
    }
}

async fn serve(stream: TcpStream, script: Arc<Mutex<Script>>) {
    let connection = {
        let mut script = script.lock().expect("no test panics with it");
        script.connections += 1;
        script.connections
    };
    let mut stream = BufReader::new(stream);
    while let Some(seen) = read(&mut stream, connection).await {
        let reply = {
            let mut script = script.lock().expect("no test panics with it");
            script.seen.push(seen);
            script.replies.pop_front()
        };
        let reply = reply.unwrap_or_else(|| Reply::text(599, "text/plain", "not in the script"));
        if act(&mut stream, reply).await.is_none() {
            return;
        }
    }
}

/// None when the connection is done with.
async fn act(stream: &mut BufReader<TcpStream>, reply: Reply) -> Option<()> {
    match reply {
        Reply::Answer { status, headers, body } => {
            let mut head = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n", body.len());
            for (name, value) in headers {
                head += &format!("{name}: {value}\r\n");
            }
            stream.write_all(format!("{head}\r\n").as_bytes()).await.ok()?;
            stream.write_all(&body).await.ok()
        }
        Reply::Silence => std::future::pending().await,
        Reply::Close => None,
        Reply::BreakOff => {
            let head = "HTTP/1.1 201 X\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"sid\":";
            stream.write_all(head.as_bytes()).await.ok()?;
            None
        }
        Reply::Drip => {
            stream.write_all(b"HTTP/1.1 200 X\r\nContent-Length: 100000\r\n\r\n").await.ok()?;
            let mut beat = tokio::time::interval(Duration::from_millis(20));
            loop {
                beat.tick().await;
                stream.write_all(b"O").await.ok()?;
                stream.flush().await.ok()?;
            }
        }
        Reply::Flood => {
            stream.write_all(b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n").await.ok()?;
            loop {
                stream.write_all(b"400\r\n").await.ok()?;
                stream.write_all(&[b'O'; 0x400]).await.ok()?;
                stream.write_all(b"\r\n").await.ok()?;
            }
        }
    }
}

async fn read(stream: &mut BufReader<TcpStream>, connection: usize) -> Option<Seen> {
    let first = line(stream).await?;
    let mut words = first.split(' ').map(String::from);
    let (method, target) = (words.next()?, words.next()?);
    let mut seen = Seen { connection, method, target, headers: Vec::new(), body: Vec::new() };
    loop {
        let text = line(stream).await?;
        let Some((name, value)) = text.split_once(':') else { break };
        seen.headers.push((name.to_owned(), value.trim().to_owned()));
    }
    if let Some(length) = seen.header("content-length") {
        seen.body = vec![0; length.parse().ok()?];
        stream.read_exact(&mut seen.body).await.ok()?;
    } else if seen.header("transfer-encoding").is_some() {
        while let Ok(length @ 1..) = usize::from_str_radix(&line(stream).await?, 16) {
            let start = seen.body.len();
            seen.body.resize(start + length, 0);
            stream.read_exact(&mut seen.body[start..]).await.ok()?;
            line(stream).await?;
        }
        line(stream).await?;
    }
    Some(seen)
}

async fn line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut text = String::new();
    match stream.read_line(&mut text).await {
        Ok(1..) => Some(text.trim_end_matches(['\r', '\n']).to_owned()),
        _ => None,
    }
}
