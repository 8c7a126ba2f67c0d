//! `hearback serve`: runs a node until it is told to stop.
//!
//! One listener for pages, rooms, intake and sync; the workers beside it; a second listener for
//! figures. Everything stops in order: no new requests, then the workers, then the program.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use clap::ValueEnum;
use hearback_bots::Bots;
use hearback_federation::{Node, release, upkeep, web, worker};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::info;

use crate::config::{Config, Room};
use crate::fault::{Doing, Fault, Outcome};
use crate::metrics::Metrics;
use crate::node;
use crate::{discord, matrix};

/// Which half to run, when they are on two machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Half {
    /// The rooms and their vault. Speaks with the node at `[node] url`.
    Bots,
    /// Everything but the rooms.
    Federation,
}

/// What is being put together before it runs.
struct Parts {
    router: Router,
    node: Option<Node>,
    matrix: Option<matrix::Watch>,
    discord: Option<discord::Watch>,
    workers: JoinSet<()>,
    stop: CancellationToken,
}

/// Runs the node of `config`, or one half of it, until a signal; with `while_stdin` also until
/// standard input ends, so that a node does not outlive the program that started it.
pub(crate) async fn run(config: &Config, only: Option<Half>, while_stdin: bool) -> Outcome {
    let stop = CancellationToken::new();
    let mut parts = Parts {
        router: Router::new(),
        node: None,
        matrix: None,
        discord: None,
        workers: JoinSet::new(),
        stop: stop.clone(),
    };
    if only != Some(Half::Bots) {
        parts.add_federation(config).await?;
    }
    if only != Some(Half::Federation) {
        parts.add_bots(config, only).await?;
    }
    if while_stdin {
        stop_with_stdin(stop.clone());
    }
    parts.workers.spawn(stop_at_signal(stop));
    parts.listen(config).await
}

impl Parts {
    async fn add_federation(&mut self, config: &Config) -> Outcome {
        let kept = config.kept.kept()?;
        let node = node::federation(config).await?;
        self.merge(web::router(node.clone()));
        self.workers
            .spawn(worker::run(node.clone(), self.stop.clone()));
        self.workers
            .spawn(release::run(node.clone(), self.stop.clone()));
        self.workers
            .spawn(upkeep::run(node.clone(), kept, self.stop.clone()));
        self.node = Some(node);
        Ok(())
    }

    async fn add_bots(&mut self, config: &Config, only: Option<Half>) -> Outcome {
        let Some(room) = room(config, only)? else {
            return Ok(());
        };
        let alone = only == Some(Half::Bots);
        let node_url = if alone {
            config.public_url()
        } else {
            config.local_url()
        };
        let bots = node::bots(config, room, node_url).await?;
        self.merge(bots.router());
        self.add_matrix(config, &bots)?;
        self.add_discord(config, &bots)?;
        self.workers
            .spawn(hearback_bots::delivery::run(bots, self.stop.clone()));
        Ok(())
    }

    fn add_matrix(&mut self, config: &Config, bots: &Bots) -> Outcome {
        let Some(section) = &config.matrix else {
            return Ok(());
        };
        let settings = matrix::settings(config, section, node::vault_key(config)?.matrix_store())?;
        let watch = matrix::Watch::default();
        self.matrix = Some(watch.clone());
        let stop = self.stop.clone();
        self.workers
            .spawn(matrix::run(bots.clone(), settings, watch, stop));
        Ok(())
    }

    fn add_discord(&mut self, config: &Config, bots: &Bots) -> Outcome {
        let Some(section) = &config.discord else {
            return Ok(());
        };
        let settings = discord::settings(config, section)?;
        let watch = discord::Watch::default();
        self.discord = Some(watch.clone());
        let stop = self.stop.clone();
        self.workers
            .spawn(discord::run(bots.clone(), settings, watch, stop));
        Ok(())
    }

    fn merge(&mut self, router: Router) {
        self.router = std::mem::take(&mut self.router).merge(router);
    }

    async fn listen(mut self, config: &Config) -> Outcome {
        let metrics = Metrics::start();
        let router = metrics.count(self.router.merge(health((
            self.node.clone(),
            self.matrix,
            self.discord,
        ))));
        if let Some(address) = config.listen.metrics {
            let figures = serve(bind(address).await?, metrics.router(self.node), &self.stop);
            self.workers.spawn(async move { drop(figures.await) });
        }
        let listener = bind(config.listen.address).await?;
        info!(address = %config.listen.address, "listening");
        let served = serve(listener, router, &self.stop).await;
        self.stop.cancel();
        while self.workers.join_next().await.is_some() {}
        info!("stopped");
        served.doing("the listener stopped")
    }
}

fn room(config: &Config, only: Option<Half>) -> Outcome<Option<&Room>> {
    match &config.room {
        None if only == Some(Half::Bots) => Err(Fault::new(
            "there is no room to run: please add a section [room] with a name to the configuration",
        )),
        room => Ok(room.as_ref()),
    }
}

async fn bind(address: SocketAddr) -> Outcome<TcpListener> {
    TcpListener::bind(address).await.doing(format!(
        "cannot listen on {address}; is another program there? Please choose another address under [listen]"
    ))
}

fn serve(
    listener: TcpListener,
    router: Router,
    stop: &CancellationToken,
) -> impl Future<Output = std::io::Result<()>> + Send + use<> {
    let stop = stop.clone().cancelled_owned();
    async move {
        axum::serve(listener, router)
            .with_graceful_shutdown(stop)
            .await
    }
}

/// What `/readyz` asks.
type Ready = (Option<Node>, Option<matrix::Watch>, Option<discord::Watch>);

/// `GET /healthz`: the program runs. `GET /readyz`: it can also reach its database, and people can be
/// heard where they speak.
fn health(ready_when: Ready) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok"))
        .route("/readyz", get(ready))
        .with_state(ready_when)
}

async fn ready(State((node, matrix, discord)): State<Ready>) -> (StatusCode, &'static str) {
    if let Some(node) = node
        && node.ready().await.is_err()
    {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer",
        );
    }
    let deaf = matrix.and_then(|watch| watch.problem());
    match deaf.or_else(|| discord.and_then(|watch| watch.problem())) {
        Some(problem) => (StatusCode::SERVICE_UNAVAILABLE, problem),
        None => (StatusCode::OK, "ok"),
    }
}

async fn stop_at_signal(stop: CancellationToken) {
    tokio::select! {
        () = signalled() => stop.cancel(),
        () = stop.cancelled() => {}
    }
}

/// Ends when the program is asked to stop: ctrl-c, or SIGTERM.
pub(crate) async fn signalled() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return drop(tokio::signal::ctrl_c().await);
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

/// On a thread of its own: a read of standard input cannot be called off, and the runtime would wait
/// for it at its end.
fn stop_with_stdin(stop: CancellationToken) {
    std::thread::spawn(move || {
        // However the reading ends, nobody holds the other side any more.
        let _read = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        stop.cancel();
    });
}
