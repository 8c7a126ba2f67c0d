//! The gateway: WebSocket connections on a port of their own, so that a test can cut one off at the
//! level of TCP. What is told to whom is decided in `world`; here it is only carried.

mod line;
mod login;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::fake::{Fake, Waited};

/// Something that the gateway does to its connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Opcode 7: please come again.
    Reconnect,
    /// Opcode 9: the session is invalid; true if it can be resumed all the same.
    Invalidate(bool),
    /// Closes with this code. Codes that end a session end it.
    Close(u16),
    /// Ends the connection without a closing frame.
    Hangup,
    /// Resets the connection at the level of TCP.
    Reset,
}

/// Takes connections until it is dropped, and they end with it.
pub(super) async fn listen(fake: Arc<Fake>, listener: TcpListener) {
    let mut lines = JoinSet::new();
    loop {
        tokio::select! {
            Ok((stream, _)) = listener.accept() => {
                lines.spawn(line::serve(Arc::clone(&fake), stream));
            }
            Some(_) = lines.join_next() => {}
        }
    }
}

/// The gateway as a test handles it.
#[derive(Clone)]
pub struct Gateway(pub(super) Arc<Fake>);

impl Gateway {
    /// Its address, such as `ws://127.0.0.1:4242`.
    pub fn url(&self) -> &str {
        &self.0.gateway
    }

    /// Does something to every connection that there is.
    pub fn order(&self, order: Order) {
        // An error means that nobody is connected.
        let _nobody = self.0.orders.send(order);
    }

    /// Whether heartbeats get no answer: to the bot its connection is dead.
    pub fn deafen(&self, deaf: bool) {
        self.0.deaf.store(deaf, Ordering::SeqCst);
    }

    /// Whether frames are compressed for connections that asked for it.
    pub fn compress(&self, zlib: bool) {
        self.0.zlib.store(zlib, Ordering::SeqCst);
    }

    /// The next `count` interactions are told in a shape that no client of today can read.
    pub fn garble(&self, count: u32) {
        self.0.change(|world| world.sessions.garble = count);
    }

    /// The next `count` events are told twice.
    pub fn double(&self, count: u32) {
        self.0.change(|world| world.sessions.double = count);
    }

    /// Sessions that were started, ever.
    pub fn starts(&self) -> u32 {
        self.0.look(|world| world.sessions.started)
    }

    /// Sessions that were taken up again, ever.
    pub fn resumes(&self) -> u32 {
        self.0.look(|world| world.sessions.resumed)
    }

    /// Heartbeats, ever.
    pub fn beats(&self) -> u32 {
        self.0.beats.load(Ordering::SeqCst)
    }

    /// How many sessions may still be started today.
    pub fn starts_left(&self) -> u32 {
        self.0.look(|world| world.sessions.left())
    }

    /// Waits until the bot has a session with a connection.
    ///
    /// # Errors
    /// When it has none in time.
    pub async fn connected(&self) -> Result<(), Waited> {
        let seen = |world: &super::world::World| world.sessions.anyone_there().then_some(());
        self.0.until("a session on the gateway", seen).await
    }

    /// Waits until the bot has no session with a connection.
    ///
    /// # Errors
    /// When it still has one after that time.
    pub async fn disconnected(&self) -> Result<(), Waited> {
        let seen = |world: &super::world::World| (!world.sessions.anyone_there()).then_some(());
        self.0.until("the end of the bot's connection", seen).await
    }

    /// Waits until sessions were started so often in all.
    ///
    /// # Errors
    /// When that does not happen in time.
    pub async fn started(&self, times: u32) -> Result<(), Waited> {
        let seen = |world: &super::world::World| (world.sessions.started >= times).then_some(());
        self.0
            .until(&format!("start {times} of a session"), seen)
            .await
    }

    /// Waits until sessions were taken up again so often in all.
    ///
    /// # Errors
    /// When that does not happen in time.
    pub async fn resumed(&self, times: u32) -> Result<(), Waited> {
        let seen = |world: &super::world::World| (world.sessions.resumed >= times).then_some(());
        self.0
            .until(&format!("resume {times} of a session"), seen)
            .await
    }
}
