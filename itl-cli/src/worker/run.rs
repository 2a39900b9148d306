//! Runs a worker until it is told to end.

use super::config::Config;
use super::{http, load, log, read, watch::Watch};
use crate::commands::worker::LogFormat;
use crate::outcome::{CliError, CliResult, Outcome};
use itl_worker::nats::{NatsTransport, SetupError};
use itl_worker::{Reload, Worker};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tracing::{info, warn};

/// Changes that come within this time of each other are one: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(200);

/// Files that never come to rest are read all the same.
const RESTLESS: Duration = Duration::from_secs(2);

/// How long a start waits for a broker before it works without a first answer.
const FIRST_ANSWER: Duration = Duration::from_secs(10);

/// Runs a worker until a signal ends it. Exit code 0 when all events that it had begun are done.
pub(crate) fn run(config: Config, format: LogFormat) -> CliResult {
    log::begin(format);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(config.options.jobs.clamp(1, 8))
        .enable_all()
        .build()
        .map_err(|error| CliError::usage(format!("cannot start threads: {error}")))?;
    let outcome = runtime.block_on(work(config));
    // A render that is still going on has no message any more.
    runtime.shutdown_background();
    outcome
}

async fn work(config: Config) -> CliResult {
    let reload = Arc::new(Notify::new());
    let (stop, stopped) = watch::channel(false);
    // First of all: a signal that comes while the broker is waited for is one of these too.
    signals(stop, reload.clone()).map_err(|error| CliError::usage(format!("cannot listen to signals: {error}")))?;
    let mut early = stopped.clone();
    let worker = tokio::select! {
        started = start(config, reload) => started?,
        _ = early.wait_for(|stop| *stop) => return Ok(Outcome::Fine),
    };
    let ended = worker.run(stopped).await;
    Ok(Outcome::of(ended.unfinished == 0))
}

/// A worker with templates, whose metrics and health are served.
async fn start(mut config: Config, reload: Arc<Notify>) -> Result<Worker<NatsTransport>, CliError> {
    let loaded = load::templates(&config);
    config.nats.outputs = config.outputs(loaded.sources.iter().map(|source| &source.target));
    let listener = listen(&config).await?;
    let transport =
        NatsTransport::connect(config.nats.clone()).await.map_err(|error| CliError::usage(error.to_string()))?;
    first_answer(&transport).await?;
    let worker = Worker::new(transport, config.options.clone());
    let mut files = Watch::new(reload.clone());
    take(&worker, loaded, &mut files)?;
    if let Some(listener) = listener {
        tokio::spawn(http::serve(listener, worker.clone()));
    }
    tokio::spawn(reload_on_change(worker.clone(), config.path.clone(), reload, files));
    Ok(worker)
}

/// The first templates. A file that cannot be found at the start is a mistake.
fn take(worker: &Worker<NatsTransport>, loaded: load::Loaded, files: &mut Watch) -> Result<(), CliError> {
    if !loaded.problems.is_empty() {
        crate::report::human::draw_all(&loaded.problems, crate::report::human::IN_CHECK);
        return Err(CliError::usage("the templates cannot be read"));
    }
    files.add(&loaded.places);
    worker.reload(loaded.sources);
    Ok(())
}

/// Tells mistakes of the set-up at the start. A broker that is away may come.
async fn first_answer(transport: &NatsTransport) -> Result<(), CliError> {
    let deadline = tokio::time::Instant::now() + FIRST_ANSWER;
    loop {
        match transport.set_up().await {
            Ok(()) => return Ok(()),
            Err(SetupError::Mistake(message)) => return Err(CliError::usage(message)),
            Err(SetupError::Unavailable(message)) if tokio::time::Instant::now() > deadline => {
                warn!("{message}; going on until it answers");
                return Ok(());
            }
            Err(SetupError::Unavailable(_)) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

async fn listen(config: &Config) -> Result<Option<TcpListener>, CliError> {
    let Some(address) = config.listen else { return Ok(None) };
    let failed = |error: std::io::Error| {
        CliError::usage(format!(
            "cannot listen on {address}: {error}; choose another address: [http] listen, or \"off\""
        ))
    };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    info!("metrics and health: http://{address}/metrics, /healthz, /readyz");
    Ok(Some(listener))
}

/// Reads the templates again whenever somebody asks for it.
async fn reload_on_change(worker: Worker<NatsTransport>, path: String, reload: Arc<Notify>, mut files: Watch) {
    // What was said last: a log that lies in a watched folder is a change itself, and must come to an end.
    let mut said = Vec::new();
    loop {
        reload.notified().await;
        // Everything that follows closely is read with it.
        let first = tokio::time::Instant::now();
        while first.elapsed() < RESTLESS && tokio::time::timeout(QUIET, reload.notified()).await.is_ok() {}
        let Ok(read) = tokio::task::spawn_blocking({
            let path = path.clone();
            move || read::configuration(&path).map(|config| load::templates(&config))
        })
        .await
        else {
            continue;
        };
        let problems = match read {
            Err(problems) => problems,
            Ok(loaded) if !loaded.problems.is_empty() => loaded.problems,
            Ok(loaded) => {
                files.add(&loaded.places);
                match worker.reload(loaded.sources) {
                    Reload::Swapped => {
                        info!("new templates are in use");
                        said.clear();
                    }
                    Reload::Unchanged => {
                        let same = "the templates are as they were";
                        if said != [same] {
                            info!("{same}");
                            said = vec![same.to_owned()];
                        }
                    }
                    Reload::Refused => {}
                }
                continue;
            }
        };
        worker.reload_failed();
        let lines: Vec<String> = crate::report::json::list(&problems).iter().map(itl_worker::line).collect();
        if said != lines {
            warn!("the configuration has mistakes; templates stay as they are");
            for line in &lines {
                warn!("{line}");
            }
            said = lines;
        }
    }
}

/// SIGTERM and SIGINT end the worker after its events, a second one at once; SIGHUP reads the templates again.
#[cfg(unix)]
fn signals(stop: watch::Sender<bool>, reload: Arc<Notify>) -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hangup = signal(SignalKind::hangup())?;
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = terminate.recv() => stop.send_replace(true),
                _ = interrupt.recv() => stop.send_replace(true),
                _ = hangup.recv() => {
                    reload.notify_one();
                    false
                }
            };
        }
    });
    Ok(())
}

/// Ctrl-C ends the worker after its events, a second one at once.
#[cfg(not(unix))]
fn signals(stop: watch::Sender<bool>, _: Arc<Notify>) -> std::io::Result<()> {
    tokio::spawn(async move {
        while tokio::signal::ctrl_c().await.is_ok() {
            stop.send_replace(true);
        }
    });
    Ok(())
}
