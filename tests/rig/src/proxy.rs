//! Stands in front of a server: writes down every exchange with its moments, and can refuse some of
//! them in the server's place, as a server in trouble would.

use std::sync::{Arc, Mutex, PoisonError};

use reqwest::{Method, Response};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::error::RigError;
use crate::http;

/// A proxy. It ends with its value.
#[derive(Debug)]
pub struct Proxy {
    url: String,
    shared: Arc<Shared>,
    accepts: JoinHandle<()>,
}

/// One request and its answer.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// When the request had come.
    pub asked: Instant,
    /// When its answer began to go back.
    pub answered: Instant,
    /// Such as `PUT`.
    pub method: String,
    /// Path and query, escaped as they came.
    pub path: String,
    /// The status of the answer.
    pub status: u16,
    /// The body of the answer.
    pub body: Vec<u8>,
}

#[derive(Debug)]
struct Shared {
    server: String,
    http: reqwest::Client,
    seen: Mutex<Vec<Exchange>>,
    refused: Mutex<Option<Refused>>,
}

/// What is not passed on.
#[derive(Debug)]
struct Refused {
    parts: Vec<String>,
    status: u16,
}

/// A request as it came.
struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

struct Answer {
    status: u16,
    kind: String,
    body: Vec<u8>,
}

impl Proxy {
    /// Starts to pass everything on to the server at `url`.
    ///
    /// # Errors
    /// [`RigError::Place`] when there is no port.
    pub async fn before(url: &str) -> Result<Self, RigError> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let own = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Shared {
            server: url.to_owned(),
            http: http::client().map_err(crate::matrix::MatrixError::from)?,
            seen: Mutex::default(),
            refused: Mutex::default(),
        });
        let server = Arc::clone(&shared);
        let accepts = tokio::spawn(async move {
            while let Ok((caller, _)) = listener.accept().await {
                tokio::spawn(serve(Arc::clone(&server), caller));
            }
        });
        Ok(Self {
            url: own,
            shared,
            accepts,
        })
    }

    /// Its address, in the place of the server's.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Answers requests whose path holds all these parts with a status, from now on.
    pub fn refuse(&self, parts: &[&str], status: u16) {
        let parts = parts.iter().map(|part| (*part).to_owned()).collect();
        *locked(&self.shared.refused) = Some(Refused { parts, status });
    }

    /// Passes everything on again.
    pub fn relent(&self) {
        *locked(&self.shared.refused) = None;
    }

    /// All exchanges so far, in the order of their answers.
    pub fn seen(&self) -> Vec<Exchange> {
        locked(&self.shared.seen).clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepts.abort();
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Serves one connection to its end. A caller that goes away ends it.
async fn serve(shared: Arc<Shared>, caller: TcpStream) {
    let mut caller = BufReader::new(caller);
    while let Ok(Some(request)) = read(&mut caller).await {
        let asked = Instant::now();
        let answer = match shared.refusal(&request.path) {
            Some(status) => Answer::refusal(status),
            None => shared.pass_on(&request).await,
        };
        let head = format!(
            "HTTP/1.1 {} \r\ncontent-type: {}\r\ncontent-length: {}\r\n\r\n",
            answer.status,
            answer.kind,
            answer.body.len()
        );
        locked(&shared.seen).push(Exchange {
            asked,
            answered: Instant::now(),
            method: request.method,
            path: request.path,
            status: answer.status,
            body: answer.body.clone(),
        });
        let sent = [head.into_bytes(), answer.body].concat();
        if caller.write_all(&sent).await.is_err() {
            return;
        }
    }
}

/// The next request of a connection; none at its end.
async fn read(caller: &mut BufReader<TcpStream>) -> std::io::Result<Option<Request>> {
    let mut first = String::new();
    if caller.read_line(&mut first).await? == 0 {
        return Ok(None);
    }
    let mut words = first.split_whitespace().map(str::to_owned);
    let (method, path) = (words.next(), words.next());
    let mut headers = Vec::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        caller.read_line(&mut line).await?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        let (name, value) = (name.to_ascii_lowercase(), value.trim().to_owned());
        if name == "content-length" {
            length = value.parse().unwrap_or(0);
        }
        headers.push((name, value));
    }
    let mut body = vec![0; length];
    caller.read_exact(&mut body).await?;
    Ok(Some(Request {
        method: method.unwrap_or_default(),
        path: path.unwrap_or_default(),
        headers,
        body,
    }))
}

impl Shared {
    fn refusal(&self, path: &str) -> Option<u16> {
        let refused = locked(&self.refused);
        let refused = refused.as_ref()?;
        let all = refused.parts.iter().all(|part| path.contains(part));
        all.then_some(refused.status)
    }

    async fn pass_on(&self, request: &Request) -> Answer {
        match self.ask(request).await {
            Ok(answer) => answer,
            Err(_) => Answer::refusal(502),
        }
    }

    async fn ask(&self, request: &Request) -> reqwest::Result<Answer> {
        let method = Method::from_bytes(request.method.as_bytes()).unwrap_or_default();
        let mut asked = self
            .http
            .request(method, format!("{}{}", self.server, request.path));
        for (name, value) in &request.headers {
            // These are the connection's own.
            if !["host", "connection", "content-length", "accept-encoding"].contains(&name.as_str())
            {
                asked = asked.header(name, value);
            }
        }
        let answer: Response = asked.body(request.body.clone()).send().await?;
        let kind = answer.headers().get("content-type");
        let kind = kind.and_then(|kind| kind.to_str().ok());
        Ok(Answer {
            kind: kind.unwrap_or("application/json").to_owned(),
            status: answer.status().as_u16(),
            body: answer.bytes().await?.to_vec(),
        })
    }
}

impl Answer {
    /// As a server in trouble answers, or a proxy before it.
    fn refusal(status: u16) -> Self {
        Self {
            status,
            kind: "text/plain".to_owned(),
            body: b"not now".to_vec(),
        }
    }
}
