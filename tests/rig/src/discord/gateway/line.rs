//! One connection: frames in, events out, and its end.

use std::collections::VecDeque;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use super::Order;
use crate::discord::fake::{Fake, held};

/// The longest frame that a client may send.
const LONGEST: usize = 4_096;
/// Frames that a client may send in a minute.
const MOST: usize = 120;
/// How long a client may take to close its side.
const GOODBYE: Duration = Duration::from_secs(1);

/// How a connection ends.
pub(super) enum End {
    /// The client went away; true if it said that its session is over.
    Gone(bool),
    /// Closed with a code of Discord's.
    Closed(u16),
    Hangup,
    Reset,
}

/// What goes on after a frame.
pub(super) type Turn = Result<(), End>;

pub(super) struct Line {
    pub(super) fake: Arc<Fake>,
    pub(super) id: u64,
    socket: WebSocketStream<TcpStream>,
    pub(super) session: Option<String>,
    /// The last event that was sent.
    pub(super) sent: u64,
    /// The client asked for compressed frames.
    pub(super) zlib: bool,
    /// When it sent its last frames.
    frames: VecDeque<i64>,
}

/// Serves a connection to its end.
pub(super) async fn serve(fake: Arc<Fake>, stream: TcpStream) {
    let Ok(socket) = tokio_tungstenite::accept_async(stream).await else {
        return;
    };
    let mut line = Line {
        id: fake.lines.fetch_add(1, Ordering::SeqCst) + 1,
        socket,
        session: None,
        sent: 0,
        zlib: false,
        frames: VecDeque::new(),
        fake,
    };
    let end = match line.talk().await {
        Ok(()) => End::Gone(false),
        Err(end) => end,
    };
    line.finish(end).await;
}

impl Line {
    async fn talk(&mut self) -> Turn {
        let mut changed = self.fake.changed.subscribe();
        let mut orders = self.fake.orders.subscribe();
        let beat = u64::try_from(self.fake.beat.as_millis()).unwrap_or(u64::MAX);
        self.say(10, &json!({"heartbeat_interval": beat})).await?;
        loop {
            self.tell_rest().await?;
            tokio::select! {
                frame = self.socket.next() => match frame {
                    Some(Ok(frame)) => self.heard(frame).await?,
                    Some(Err(_)) | None => return Err(End::Gone(false)),
                },
                _ = changed.changed() => {}
                order = orders.recv() => if let Ok(order) = order {
                    self.obey(order).await?;
                },
            }
        }
    }

    /// Sends what its session was told and it has not sent yet.
    async fn tell_rest(&mut self) -> Turn {
        let Some(session) = self.session.clone() else {
            return Ok(());
        };
        let (id, sent) = (self.id, self.sent);
        let rest = held_session(&self.fake, id, &session, sent).ok_or(End::Closed(4000))?;
        for (seq, text) in rest {
            self.send(text).await?;
            self.sent = seq;
            let order = held(&self.fake.faults).of_event();
            if let Some(order) = order {
                self.obey(order).await?;
            }
        }
        Ok(())
    }

    async fn heard(&mut self, frame: Message) -> Turn {
        let text = match frame {
            Message::Text(text) => text,
            Message::Close(frame) => {
                let ended = frame.is_some_and(|frame| matches!(u16::from(frame.code), 1000 | 1001));
                return Err(End::Gone(ended));
            }
            _ => return Ok(()),
        };
        if text.len() > LONGEST {
            return Err(End::Closed(4002));
        }
        self.counted()?;
        let frame: Value = serde_json::from_str(&text).map_err(|_| End::Closed(4002))?;
        let data = frame.get("d").unwrap_or(&Value::Null);
        match frame.get("op").and_then(Value::as_u64) {
            Some(1) => self.beaten().await,
            Some(2) => self.identify(data).await,
            Some(6) => self.resume(data).await,
            Some(3 | 4 | 8) if self.session.is_some() => Ok(()),
            Some(3 | 4 | 8) => Err(End::Closed(4003)),
            _ => Err(End::Closed(4001)),
        }
    }

    fn counted(&mut self) -> Turn {
        let now_ms = self.fake.clock.now_ms();
        self.frames.retain(|at| now_ms - at < 60_000);
        self.frames.push_back(now_ms);
        if self.frames.len() > MOST {
            Err(End::Closed(4008))
        } else {
            Ok(())
        }
    }

    async fn beaten(&mut self) -> Turn {
        self.fake.beats.fetch_add(1, Ordering::SeqCst);
        if self.fake.deaf.load(Ordering::SeqCst) {
            return Ok(());
        }
        self.say(11, &Value::Null).await
    }

    async fn obey(&mut self, order: Order) -> Turn {
        match order {
            Order::Reconnect => self.say(7, &Value::Null).await,
            Order::Invalidate(resumable) => self.invalidate(resumable).await,
            Order::Close(code) => Err(End::Closed(code)),
            Order::Hangup => Err(End::Hangup),
            Order::Reset => Err(End::Reset),
        }
    }

    pub(super) async fn invalidate(&mut self, resumable: bool) -> Turn {
        if !resumable && let Some(session) = self.session.take() {
            self.fake.change(|world| world.sessions.end(&session));
        }
        self.say(9, &json!(resumable)).await
    }

    /// Sends a frame that is no event.
    pub(super) async fn say(&mut self, op: u8, data: &Value) -> Turn {
        let text = format!(r#"{{"t":null,"s":null,"op":{op},"d":{data}}}"#);
        self.fake.witness.saw_event(&format!("opcode {op}"), &text);
        self.send(text).await
    }

    async fn send(&mut self, text: String) -> Turn {
        let zlib = self.zlib && self.fake.zlib.load(Ordering::SeqCst);
        let frame = if zlib {
            Message::Binary(deflated(&text))
        } else {
            Message::Text(text)
        };
        self.socket.send(frame).await.map_err(|_| End::Gone(false))
    }

    async fn finish(mut self, end: End) {
        let ended = match &end {
            End::Gone(ended) => *ended,
            End::Closed(code) => ends_session(*code),
            End::Hangup | End::Reset => false,
        };
        let (id, now_ms) = (self.id, self.fake.clock.now_ms());
        self.fake
            .change(|world| world.sessions.lost(id, ended, now_ms));
        match end {
            End::Closed(code) => self.close(code).await,
            End::Reset => {
                // An error means that it is closed already.
                let _closed = self.socket.get_ref().set_zero_linger();
            }
            End::Gone(_) | End::Hangup => {}
        }
    }

    async fn close(&mut self, code: u16) {
        let frame = CloseFrame {
            code: code.into(),
            reason: words(code).into(),
        };
        if self.socket.close(Some(frame)).await.is_ok() {
            let rest = async { while let Some(Ok(_)) = self.socket.next().await {} };
            // Whether or not the client says goodbye in time, it is over.
            let _late = tokio::time::timeout(GOODBYE, rest).await;
        }
    }
}

/// What a session was told after `sent`, if this connection still holds it.
fn held_session(fake: &Fake, line: u64, session: &str, sent: u64) -> Option<Vec<(u64, String)>> {
    fake.read_sessions(|sessions| {
        sessions
            .holds(line, session)
            .then(|| sessions.after(session, sent))
    })
}

fn deflated(text: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    let written = encoder.write_all(text.as_bytes());
    // Writing to memory does not fail.
    written.and_then(|()| encoder.finish()).unwrap_or_default()
}

/// After these codes a session cannot be taken up again.
fn ends_session(code: u16) -> bool {
    matches!(code, 1000 | 1001 | 4003..=4005 | 4007 | 4009..=4014)
}

fn words(code: u16) -> &'static str {
    match code {
        4001 => "Unknown opcode.",
        4002 => "Error while decoding payload.",
        4003 => "Not authenticated.",
        4004 => "Authentication failed.",
        4005 => "Already authenticated.",
        4007 => "Invalid seq.",
        4008 => "You are being rate limited.",
        4009 => "Session timed out.",
        4010 => "Invalid shard.",
        4011 => "Sharding required.",
        4012 => "Invalid API version.",
        4013 => "Invalid intent(s).",
        4014 => "Disallowed intent(s).",
        _ => "Unknown error.",
    }
}
