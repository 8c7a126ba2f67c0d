//! A TCP proxy that writes down both directions of every connection.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use data_encoding::BASE64;
use serde_json::Value;

use super::{Message, messages};

type Streams = Arc<Mutex<Vec<Arc<Mutex<Vec<u8>>>>>>;

/// Stands in front of an address; the threads end with the test program.
pub(crate) struct Recorder {
    pub(crate) address: SocketAddr,
    streams: Streams,
}

impl Recorder {
    /// Starts to pass everything on to `to`.
    pub(crate) fn before(to: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let streams = Streams::default();
        let kept = Arc::clone(&streams);
        std::thread::spawn(move || {
            for caller in listener.incoming() {
                // While the node does not listen yet the caller's connection just closes.
                if let (Ok(caller), Ok(node)) = (caller, TcpStream::connect(to)) {
                    record(&caller, &node, &kept);
                    record(&node, &caller, &kept);
                }
            }
        });
        Self { address, streams }
    }

    /// Every direction of every connection so far, as it went over the wire.
    pub(crate) fn raw(&self) -> Vec<Vec<u8>> {
        let streams = self.streams.lock().unwrap();
        streams.iter().map(|s| s.lock().unwrap().clone()).collect()
    }

    /// The HTTP messages of all of them.
    pub(crate) fn messages(&self) -> Vec<Message> {
        self.raw()
            .iter()
            .flat_map(|stream| messages(stream))
            .collect()
    }
}

fn record(from: &TcpStream, to: &TcpStream, streams: &Streams) {
    let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
    let kept = Arc::new(Mutex::new(Vec::new()));
    streams.lock().unwrap().push(Arc::clone(&kept));
    std::thread::spawn(move || {
        let mut some = [0; 16 * 1024];
        while let Ok(read @ 1..) = from.read(&mut some) {
            kept.lock().unwrap().extend_from_slice(&some[..read]);
            if to.write_all(&some[..read]).is_err() {
                break;
            }
        }
        let _closed = to.shutdown(Shutdown::Write);
    });
}

/// A body and every form of it that a reader could come to: the strings of its JSON with escapes
/// undone, what those are in base64, and so on inward.
pub(crate) fn unfolded(body: &[u8]) -> Vec<Vec<u8>> {
    let mut forms = vec![body.to_vec()];
    if let Ok(value) = serde_json::from_slice(body) {
        strings(&value, &mut forms);
    }
    forms
}

fn strings(value: &Value, forms: &mut Vec<Vec<u8>>) {
    match value {
        Value::String(text) => {
            forms.push(text.clone().into_bytes());
            if let Ok(bytes) = BASE64.decode(text.as_bytes()) {
                forms.extend(unfolded(&bytes));
            }
        }
        Value::Array(all) => all.iter().for_each(|one| strings(one, forms)),
        Value::Object(all) => all.iter().for_each(|(name, one)| {
            forms.push(name.clone().into_bytes());
            strings(one, forms);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
