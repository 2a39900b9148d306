//! `itl render --ndjson`: an event a line in, a message a line out.

mod blocks;
mod progress;
mod tally;
mod work;

use crate::draw;
use crate::files;
use crate::stop::{Done, Stop, Verdict};
use blocks::{Block, Blocks};
use progress::Progress;
use std::io::{self, Read, Write};
use std::num::NonZero;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use tally::Tally;
pub(crate) use work::Job;

/// A stream, and how it is rendered.
pub(crate) struct Stream<'a> {
    pub(crate) job: Job<'a>,
    /// A file of events; `None` for stdin.
    pub(crate) data: Option<&'a str>,
    pub(crate) jobs: Option<NonZero<usize>>,
}

/// A block of lines rendered.
#[derive(Default)]
struct Made {
    block: Block,
    out: String,
    tally: Tally,
}

/// Renders a stream to stdout.
pub(crate) fn run(stream: &Stream<'_>) -> Done {
    let (from, size) = open(stream.data)?;
    let job = &stream.job;
    let jobs = stream.jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZero::get);
    let end =
        End { total: Tally::default(), progress: Progress::new(size), name: files::shown(stream.data.unwrap_or("-")) };
    let end = render(Blocks::new(from), job, end, jobs)?;
    end.progress.finish();
    if let Some(rest) = end.total.rest() {
        draw::failure(&rest);
    }
    draw::all(&end.total.warnings(), job.source, job.template, job.language);
    Ok(Verdict::of(end.total.is_fine()))
}

/// The stream, and its size where it is a file.
fn open(data: Option<&str>) -> Result<(Box<dyn Read + Send>, Option<u64>), Stop> {
    let Some(path) = data.filter(|path| *path != "-") else { return Ok((Box::new(io::stdin()), None)) };
    let cannot = |error: &io::Error| Stop::usage(format!("cannot read {path}: {}", files::reason(error)));
    let file = std::fs::File::open(path).map_err(|error| cannot(&error))?;
    let about = file.metadata().map_err(|error| cannot(&error))?;
    if about.is_dir() {
        return Err(Stop::usage(format!("cannot read {path}: it is a folder")));
    }
    Ok((Box::new(file), about.is_file().then_some(about.len())))
}

/// Where finished blocks go, in the stream's order.
struct End {
    total: Tally,
    progress: Progress,
    name: String,
}

impl End {
    fn take(&mut self, made: &mut Made) -> Result<(), Stop> {
        let mut stdout = io::stdout().lock();
        stdout.write_all(made.out.as_bytes()).and_then(|()| stdout.flush()).map_err(|error| Stop::output(&error))?;
        self.progress.add(made.block.bytes().len());
        for bad in self.total.add(std::mem::take(&mut made.tally)) {
            let message =
                format!("{}:{}:{}: the line is not an event: {}", self.name, bad.line, bad.column, bad.message);
            self.progress.aside(|| draw::failure(&message));
        }
        Ok(())
    }

    fn unreadable(&self, error: &io::Error) -> Stop {
        Stop::usage(format!("cannot read {}: {}", self.name, files::reason(error)))
    }
}

/// What the workers share. Each reads a block, renders it, and writes it when its turn comes: a
/// block stays with the core that read it, order needs no queue, and there is never more in memory
/// than a block for each worker.
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
    end: End,
    /// The block whose turn it is.
    turn: u64,
    stopped: Option<Stop>,
}

impl<R: Read> Shared<R> {
    fn work(&self, job: &Job<'_>) {
        let mut made = Made::default();
        while let Some(number) = self.take(&mut made) {
            made.out.clear();
            made.tally = job.run(&made.block, &mut made.out);
            if !self.give(number, &mut made) {
                break;
            }
        }
    }

    /// Reads the next block; gives its number.
    fn take(&self, made: &mut Made) -> Option<u64> {
        let mut from = self.from.lock().unwrap_or_else(PoisonError::into_inner);
        if from.failed.is_some() {
            return None;
        }
        match from.blocks.next(std::mem::take(&mut made.block)) {
            Ok(block) => made.block = block?,
            Err(error) => {
                from.failed = Some(error);
                return None;
            }
        }
        from.next += 1;
        Some(from.next - 1)
    }

    /// Writes a block when its turn comes; answers no where nothing is written any more.
    fn give(&self, number: u64, made: &mut Made) -> bool {
        let mut to = self.to.lock().unwrap_or_else(PoisonError::into_inner);
        while to.turn != number && to.stopped.is_none() {
            to = self.written.wait(to).unwrap_or_else(PoisonError::into_inner);
        }
        if to.stopped.is_none() {
            to.stopped = to.end.take(made).err();
        }
        to.turn += 1;
        self.written.notify_all();
        to.stopped.is_none()
    }
}

fn render<R: Read + Send>(blocks: Blocks<R>, job: &Job<'_>, end: End, jobs: usize) -> Result<End, Stop> {
    let shared = Shared {
        from: Mutex::new(Input { blocks, next: 0, failed: None }),
        to: Mutex::new(Output { end, turn: 0, stopped: None }),
        written: Condvar::new(),
    };
    thread::scope(|scope| {
        for _ in 1..jobs {
            scope.spawn(|| shared.work(job));
        }
        shared.work(job);
    });
    let to = shared.to.into_inner().unwrap_or_else(PoisonError::into_inner);
    let failed = shared.from.into_inner().unwrap_or_else(PoisonError::into_inner).failed;
    match (to.stopped, failed) {
        (Some(stop), _) => Err(stop),
        (None, Some(error)) => Err(to.end.unreadable(&error)),
        (None, None) => Ok(to.end),
    }
}
