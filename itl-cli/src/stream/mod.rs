//! `itl render --ndjson`: an event a line in, a message a line out.

mod blocks;
mod progress;
mod tally;
mod work;

use crate::args::{LanguageArgs, RenderFormat};
use crate::draw;
use crate::files::{self, Source};
use crate::stop::{Done, Stop, Verdict};
use blocks::{Block, Blocks};
use itl_eval::{RenderOptions, Template};
use progress::Progress;
use std::io::{self, Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use tally::Tally;
use work::Job;

/// How a stream is rendered.
pub(crate) struct Stream<'a> {
    pub(crate) template: &'a Template,
    pub(crate) source: &'a Source,
    pub(crate) language: &'a LanguageArgs,
    pub(crate) options: &'a RenderOptions,
    /// Whether a clock was given.
    pub(crate) still: bool,
    pub(crate) strict: bool,
    pub(crate) format: RenderFormat,
    /// A file of events; `None` for stdin.
    pub(crate) data: Option<&'a str>,
    pub(crate) jobs: Option<NonZero<usize>>,
}

/// Blocks that each worker may have waiting on either side: memory stays the same however long
/// the stream is.
const WAITING: usize = 2;

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
    let job = Job {
        template: stream.template,
        source: stream.source,
        language: stream.language,
        options: stream.options,
        still: stream.still,
        strict: stream.strict,
        format: stream.format,
    };
    let jobs = stream.jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZero::get);
    let mut end = End { total: Tally::default(), progress: Progress::new(size), name: name(stream.data) };
    let blocks = Blocks::new(from);
    if jobs == 1 {
        alone(blocks, &job, &mut end)?;
    } else {
        together(blocks, &job, &mut end, jobs)?;
    }
    end.progress.finish();
    if let Some(rest) = end.total.rest() {
        draw::failure(&rest);
    }
    draw::all(&end.total.warnings(), stream.source, stream.template, stream.language);
    Ok(Verdict::of(end.total.is_fine()))
}

fn name(data: Option<&str>) -> String {
    files::shown(data.unwrap_or("-"))
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
            let message = format!("{}:{}: the line is not an event: {}", self.name, bad.line, bad.message);
            self.progress.aside(|| draw::failure(&message));
        }
        Ok(())
    }

    fn unreadable(&self, error: &io::Error) -> Stop {
        Stop::usage(format!("cannot read {}: {}", self.name, files::reason(error)))
    }
}

fn alone<R: Read>(mut blocks: Blocks<R>, job: &Job<'_>, end: &mut End) -> Result<(), Stop> {
    let mut made = Made::default();
    while let Some(block) = blocks.next(std::mem::take(&mut made.block)).map_err(|error| end.unreadable(&error))? {
        made.block = block;
        made.out.clear();
        made.tally = job.run(&made.block, &mut made.out);
        end.take(&mut made)?;
    }
    Ok(())
}

/// A worker's two ends: blocks to it, and blocks from it. Each worker gets every n-th block, so
/// that taking from them in turn gives the stream's order.
struct Worker {
    to: SyncSender<Made>,
    from: Receiver<Made>,
}

fn together<R: Read + Send>(blocks: Blocks<R>, job: &Job<'_>, end: &mut End, jobs: usize) -> Result<(), Stop> {
    thread::scope(|scope| {
        let mut to = Vec::with_capacity(jobs);
        let mut from = Vec::with_capacity(jobs);
        for _ in 0..jobs {
            let (worker, inside, outside) = worker();
            to.push(worker.to);
            from.push(worker.from);
            scope.spawn(move || {
                while let Ok(mut made) = inside.recv() {
                    made.out.clear();
                    made.tally = job.run(&made.block, &mut made.out);
                    if outside.send(made).is_err() {
                        break;
                    }
                }
            });
        }
        let (back, spare) = sync_channel(jobs * WAITING * 2);
        let reader = scope.spawn(move || hand_out(blocks, &to, &spare));
        // When the output fails, dropping the receivers ends the workers, and they the reader.
        let written = collect(&from, &back, end);
        drop(from);
        drop(back);
        let read = reader.join().unwrap_or(Ok(()));
        written?;
        read.map_err(|error| end.unreadable(&error))
    })
}

fn worker() -> (Worker, Receiver<Made>, SyncSender<Made>) {
    let (to, inside) = sync_channel(WAITING);
    let (outside, from) = sync_channel(WAITING);
    (Worker { to, from }, inside, outside)
}

fn hand_out<R: Read>(mut blocks: Blocks<R>, to: &[SyncSender<Made>], spare: &Receiver<Made>) -> io::Result<()> {
    for worker in to.iter().cycle() {
        let mut made = spare.try_recv().unwrap_or_default();
        let Some(block) = blocks.next(std::mem::take(&mut made.block))? else { break };
        made.block = block;
        if worker.send(made).is_err() {
            break;
        }
    }
    Ok(())
}

fn collect(from: &[Receiver<Made>], back: &SyncSender<Made>, end: &mut End) -> Result<(), Stop> {
    for worker in from.iter().cycle() {
        // The worker whose turn it is has no more blocks: then no other has.
        let Ok(mut made) = worker.recv() else { break };
        end.take(&mut made)?;
        let _ = back.try_send(made);
    }
    Ok(())
}
