//! The HTTP server itself: axum cannot end a connection without an answer, and losing an answer is what
//! a bot has to live with.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt;

use super::router;
use crate::discord::fake::Fake;

/// Put into a request: set, the connection ends with a reset.
#[derive(Clone, Default)]
pub(super) struct Cut(Arc<AtomicBool>);

impl Cut {
    pub(super) fn reset(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Put into a response: it is not sent, and the connection ends.
#[derive(Clone, Copy)]
pub(super) struct Unsent;

/// Takes connections until it is dropped, and they end with it.
pub(in crate::discord) async fn listen(fake: Arc<Fake>, listener: TcpListener) {
    let router = router(&fake);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Ok((stream, _)) = listener.accept() => {
                connections.spawn(serve(router.clone(), stream));
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(router: Router, stream: TcpStream) {
    let cut = Cut::default();
    let line = Line {
        stream,
        cut: cut.clone(),
    };
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(cut.clone());
        let answer = router.clone().oneshot(request.map(Body::new));
        async move { sent(answer.await) }
    });
    // An error is a connection that ended early, by the client's will or by a fault's.
    let _ended = http1::Builder::new()
        .serve_connection(TokioIo::new(line), service)
        .await;
}

fn sent(answer: Result<Response, Infallible>) -> io::Result<Response> {
    let Ok(answer) = answer;
    match answer.extensions().get::<Unsent>() {
        Some(Unsent) => Err(io::ErrorKind::ConnectionAborted.into()),
        None => Ok(answer),
    }
}

/// A connection that can be made to end with a reset.
struct Line {
    stream: TcpStream,
    cut: Cut,
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.cut.0.load(Ordering::SeqCst) {
            // An error means that it is closed already.
            let _closed = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
