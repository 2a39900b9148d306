//! `itl render --ndjson`: an event a line in, a message or an alert a line out.

mod blocks;
mod maker;
mod progress;
mod summary;
mod work;

use crate::files;
use crate::outcome::{CliError, CliResult, Outcome};
use crate::report::human;
use blocks::{Block, Blocks};
pub(crate) use maker::Maker;
use progress::Progress;
use std::io::{self, Read, Write};
use std::num::NonZero;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use summary::Summary;
pub(crate) use work::Job;

/// A stream, and how it is rendered.
pub(crate) struct Stream<'a> {
    pub(crate) job: Job<'a>,
    /// A file of events; `None` for stdin.
    pub(crate) data: Option<&'a str>,
    pub(crate) jobs: Option<NonZero<usize>>,
}

/// A block of lines, and what it is rendered to.
#[derive(Default)]
struct RenderedBlock {
    block: Block,
    out: String,
    summary: Summary,
}

/// Renders a stream to stdout.
pub(crate) fn run(stream: &Stream<'_>) -> CliResult {
    let (from, size) = open(stream.data)?;
    let job = &stream.job;
    let jobs = stream.jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZero::get);
    let sink = Sink {
        total: Summary::default(),
        progress: Progress::new(size),
        name: files::shown(stream.data.unwrap_or("-")),
    };
    let sink = render(Blocks::new(from), job, sink, jobs)?;
    sink.progress.finish();
    if let Some(rest) = sink.total.rest() {
        human::failure(&rest);
    }
    let warnings =
        sink.total.warnings().into_iter().flat_map(|(field, all)| job.maker.found(&field, all, job.settings));
    let mut warnings: Vec<_> = warnings.collect();
    // The fields of a source come in the order of their names.
    if matches!(job.maker, Maker::Alert { .. }) {
        warnings.sort_by_key(|one| one.diagnostic.span);
    }
    human::draw_all(&warnings, human::AS_JSON);
    Ok(Outcome::of(sink.total.is_fine()))
}

/// The stream, and its size where it is a file.
fn open(data: Option<&str>) -> Result<(Box<dyn Read + Send>, Option<u64>), CliError> {
    let Some(path) = data.filter(|path| *path != "-") else { return Ok((Box::new(io::stdin()), None)) };
    let cannot = |error: &io::Error| CliError::usage(format!("cannot read {path}: {}", files::reason(error)));
    let file = std::fs::File::open(path).map_err(|error| cannot(&error))?;
    let about = file.metadata().map_err(|error| cannot(&error))?;
    if about.is_dir() {
        return Err(CliError::usage(format!("cannot read {path}: it is a folder")));
    }
    Ok((Box::new(file), about.is_file().then_some(about.len())))
}

fn write(text: &str) -> Result<(), CliError> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(|error| CliError::output(&error))
}

/// Where finished blocks go, in the stream's order.
struct Sink {
    total: Summary,
    progress: Progress,
    name: String,
}

impl Sink {
    fn take(&mut self, rendered: &mut RenderedBlock) -> Result<(), CliError> {
        write(&rendered.out)?;
        self.progress.add(rendered.block.bytes().len());
        for bad in self.total.add(std::mem::take(&mut rendered.summary)) {
            let message =
                format!("{}:{}:{}: the line is not an event: {}", self.name, bad.line, bad.column, bad.message);
            self.progress.suspend(|| human::failure(&message));
        }
        Ok(())
    }

    fn unreadable(&self, error: &io::Error) -> CliError {
        CliError::usage(format!("cannot read {}: {}", self.name, files::reason(error)))
    }
}

/// What the workers share. Each reads a block, renders it, and writes it when its turn comes: a
/// block stays with the core that read it, order needs no queue, and there is never more in memory
/// than a block and a megabyte of messages for each worker.
struct Shared<R> {
    from: Mutex<Input<R>>,
    to: Mutex<Output>,
    /// Somebody has written.
    written: Condvar,
}

/// Where blocks come from.
struct Input<R> {
    blocks: Blocks<R>,
    next: u64,
    failed: Option<io::Error>,
}

/// Where they go.
struct Output {
    sink: Sink,
    /// The block whose turn it is.
    turn: u64,
    stopped: Option<CliError>,
}

impl<R: Read> Shared<R> {
    fn work(&self, job: &Job<'_>) {
        let mut rendered = RenderedBlock::default();
        while let Some(number) = self.take(&mut rendered) {
            rendered.out.clear();
            let mut write = |out: &mut String| self.give_part(number, out);
            rendered.summary = job.run(&rendered.block, &mut rendered.out, &mut write);
            if !self.give(number, &mut rendered) {
                break;
            }
        }
    }

    /// Reads the next block and returns its number.
    fn take(&self, rendered: &mut RenderedBlock) -> Option<u64> {
        let mut from = self.from.lock().unwrap_or_else(PoisonError::into_inner);
        if from.failed.is_some() {
            return None;
        }
        match from.blocks.next(std::mem::take(&mut rendered.block)) {
            Ok(block) => rendered.block = block?,
            Err(error) => {
                from.failed = Some(error);
                return None;
            }
        }
        from.next += 1;
        Some(from.next - 1)
    }

    /// Waits until it is the turn of a block, or nothing is written any more.
    fn turn(&self, number: u64) -> MutexGuard<'_, Output> {
        let mut to = self.to.lock().unwrap_or_else(PoisonError::into_inner);
        while to.turn != number && to.stopped.is_none() {
            to = self.written.wait(to).unwrap_or_else(PoisonError::into_inner);
        }
        to
    }

    /// Writes the messages that a block has so far when its turn comes; returns false once nothing is written any more.
    fn give_part(&self, number: u64, out: &mut String) -> bool {
        let mut to = self.turn(number);
        if to.stopped.is_none() {
            to.stopped = write(out).err();
        }
        out.clear();
        to.stopped.is_none()
    }

    /// Writes a block when its turn comes; returns false once nothing is written any more.
    fn give(&self, number: u64, rendered: &mut RenderedBlock) -> bool {
        let mut to = self.turn(number);
        if to.stopped.is_none() {
            to.stopped = to.sink.take(rendered).err();
        }
        to.turn += 1;
        self.written.notify_all();
        to.stopped.is_none()
    }
}

fn render<R: Read + Send>(blocks: Blocks<R>, job: &Job<'_>, sink: Sink, jobs: usize) -> Result<Sink, CliError> {
    let shared = Shared {
        from: Mutex::new(Input { blocks, next: 0, failed: None }),
        to: Mutex::new(Output { sink, turn: 0, stopped: None }),
        written: Condvar::new(),
    };
    thread::scope(|scope| {
        for _ in 1..jobs {
            // Where the system has no more threads, those that there are do the work.
            let _ = thread::Builder::new().spawn_scoped(scope, || shared.work(job));
        }
        shared.work(job);
    });
    let to = shared.to.into_inner().unwrap_or_else(PoisonError::into_inner);
    let failed = shared.from.into_inner().unwrap_or_else(PoisonError::into_inner).failed;
    match (to.stopped, failed) {
        (Some(stop), _) => Err(stop),
        (None, Some(error)) => Err(to.sink.unreadable(&error)),
        (None, None) => Ok(to.sink),
    }
}
