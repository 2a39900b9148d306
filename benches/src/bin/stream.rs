//! Measures `itl render --ndjson` against reading the same file and skipping its values.

use itl_benches::engines::SUMMARY;
use itl_benches::payloads::events;
use serde::de::IgnoredAny;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

const USAGE: &str = "\
cargo build --release -p itl-cli
cargo run --release --manifest-path benches/Cargo.toml --bin stream -- --itl target/release/itl [options]

  --itl PATH           the command to measure
  --megabytes N        size of the file, 1000 unless told otherwise
  --rounds N           how often each is timed, 5 unless told otherwise
  --pipe-gigabytes N   watch the memory while that much goes through a pipe; 0, the default, does not
  --date TEXT          the date for RESULTS-stream.md, which is then written; else the variable BENCH_DATE
";

struct Args {
    itl: PathBuf,
    megabytes: u64,
    rounds: usize,
    pipe_gigabytes: u64,
    date: Option<String>,
}

fn main() -> ExitCode {
    match arguments().and_then(|args| run(&args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<Args, String> {
    let date = std::env::var("BENCH_DATE").ok();
    let mut args = Args { itl: PathBuf::new(), megabytes: 1000, rounds: 5, pipe_gigabytes: 0, date };
    let mut given = std::env::args().skip(1);
    while let Some(flag) = given.next() {
        let mut value = || given.next().ok_or_else(|| format!("{flag} wants a value\n\n{USAGE}"));
        let number = |text: String| text.parse::<u64>().map_err(|error| format!("{text}: {error}"));
        match flag.as_str() {
            "--itl" => args.itl = PathBuf::from(value()?),
            "--megabytes" => args.megabytes = number(value()?)?,
            "--rounds" => args.rounds = number(value()?)?.max(1) as usize,
            "--pipe-gigabytes" => args.pipe_gigabytes = number(value()?)?,
            "--date" => args.date = Some(value()?),
            _ => return Err(USAGE.to_owned()),
        }
    }
    if args.itl.as_os_str().is_empty() { Err(USAGE.to_owned()) } else { Ok(args) }
}

fn run(args: &Args) -> Result<(), String> {
    let folder = std::env::temp_dir().join(format!("itl-stream-{}", std::process::id()));
    std::fs::create_dir(&folder).map_err(|error| error.to_string())?;
    let result = measure(args, &folder);
    std::fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    let report = result?;
    println!("{report}");
    if let Some(date) = &args.date {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("RESULTS-stream.md");
        let text = format!(
            "# A stream of events\n\nMade from the repository's root by\n\n    \
             cargo build --release -p itl-cli\n    \
             cargo run --release --manifest-path benches/Cargo.toml --bin stream -- --itl target/release/itl\n\n\
             Date: {date}.\n\n{report}"
        );
        std::fs::write(path, text).map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn measure(args: &Args, folder: &Path) -> Result<String, String> {
    let text = |error: io::Error| error.to_string();
    let template = folder.join("summary.itl");
    std::fs::write(&template, SUMMARY).map_err(text)?;
    let file = folder.join("events.ndjson");
    let (lines, bytes) = write_events(&file, args.megabytes * 1_000_000).map_err(text)?;
    let command = Itl { program: args.itl.clone(), template };
    command.check(&file, lines)?;

    let mut times: [Vec<Duration>; 3] = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..args.rounds {
        let start = Instant::now();
        let skipped = skip(&file).map_err(text)?;
        times[0].push(start.elapsed());
        if skipped != lines {
            return Err(format!("skipped {skipped} lines of {lines}"));
        }
        times[1].push(command.time(&file, 1)?);
        times[2].push(command.time(&file, 2)?);
    }
    let [floor, one, two] = times.map(|mut times| {
        times.sort();
        times[times.len() / 2].as_secs_f64()
    });
    let mut out = String::new();
    let speed = |seconds: f64| bytes as f64 / seconds / 1e9;
    let _ = write!(
        out,
        "{lines} events of 12 kB, {:.2} GB, W1's template; medians of {} rounds in turn.\n\n\
         | | seconds | GB/s | to the floor |\n|---|---:|---:|---:|\n",
        bytes as f64 / 1e9,
        args.rounds
    );
    for (name, seconds) in [
        ("floor: read lines, skip each value validated (serde_json IgnoredAny)", floor),
        ("itl render --ndjson --jobs 1", one),
        ("itl render --ndjson --jobs 2", two),
    ] {
        let _ = writeln!(out, "| {name} | {seconds:.2} | {:.2} | {:.2} |", speed(seconds), seconds / floor);
    }
    if args.pipe_gigabytes > 0 {
        out.push('\n');
        out.push_str(&command.memory(args.pipe_gigabytes * 1_000_000_000)?);
    }
    Ok(out)
}

fn write_events(path: &Path, wanted: u64) -> io::Result<(u64, u64)> {
    let events = events(64);
    let mut out = BufWriter::new(File::create(path)?);
    let (mut lines, mut bytes) = (0, 0);
    for event in events.iter().cycle() {
        if bytes >= wanted {
            break;
        }
        writeln!(out, "{event}")?;
        lines += 1;
        bytes += event.len() as u64 + 1;
    }
    out.flush()?;
    Ok((lines, bytes))
}

/// The floor: what anyone must do who reads events and looks at all of each.
fn skip(path: &Path) -> io::Result<u64> {
    let mut lines = 0;
    let mut reader = BufReader::with_capacity(1 << 20, File::open(path)?);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        serde_json::from_slice::<IgnoredAny>(&line)?;
        lines += 1;
        line.clear();
    }
    Ok(lines)
}

struct Itl {
    program: PathBuf,
    template: PathBuf,
}

impl Itl {
    fn start(&self, jobs: u32, input: Stdio, output: Stdio) -> Result<Child, String> {
        Command::new(&self.program)
            .arg("render")
            .arg(&self.template)
            .args(["--ndjson", "--jobs", &jobs.to_string()])
            .stdin(input)
            .stdout(output)
            .spawn()
            .map_err(|error| format!("{}: {error}", self.program.display()))
    }

    fn finish(mut child: Child) -> Result<(), String> {
        let status = child.wait().map_err(|error| error.to_string())?;
        if status.success() { Ok(()) } else { Err(format!("itl render --ndjson ended with {status}")) }
    }

    /// One message a line, all of them, before anything is timed.
    fn check(&self, file: &Path, lines: u64) -> Result<(), String> {
        let input = File::open(file).map_err(|error| error.to_string())?;
        let mut child = self.start(2, input.into(), Stdio::piped())?;
        let mut text = String::new();
        let read = child.stdout.take().map(|mut out| out.read_to_string(&mut text));
        read.transpose().map_err(|error| error.to_string())?;
        Self::finish(child)?;
        let first: String = text.lines().next().and_then(|line| serde_json::from_str(line).ok()).unwrap_or_default();
        let wanted = "[firing] DiskFillsInFourHours in prod-eu1:";
        let written = text.lines().count() as u64;
        if written == lines && first.starts_with(wanted) {
            Ok(())
        } else {
            Err(format!("{written} messages of {lines} events, the first of them {first:?}"))
        }
    }

    fn time(&self, file: &Path, jobs: u32) -> Result<Duration, String> {
        let input = File::open(file).map_err(|error| error.to_string())?;
        let start = Instant::now();
        Self::finish(self.start(jobs, input.into(), Stdio::null())?)?;
        Ok(start.elapsed())
    }

    /// The most memory the command has held, at every tenth of what goes through its pipe.
    fn memory(&self, bytes: u64) -> Result<String, String> {
        let mut child = self.start(2, Stdio::piped(), Stdio::null())?;
        let mut pipe = child.stdin.take().ok_or("no pipe")?;
        let events: Vec<u8> =
            events(64).into_iter().flat_map(|event| [event.into_bytes(), vec![b'\n']].concat()).collect();
        let mut out = String::from("| through the pipe | most memory held |\n|---:|---:|\n");
        let mut written = 0;
        for tenth in 1..=10 {
            while written < bytes / 10 * tenth {
                pipe.write_all(&events).map_err(|error| error.to_string())?;
                written += events.len() as u64;
            }
            let held =
                most_held(child.id()).map_or_else(|| "unknown".to_owned(), |kib| format!("{:.1} MB", kib as f64 / 1e3));
            let _ = writeln!(out, "| {:.1} GB | {held} |", written as f64 / 1e9);
        }
        drop(pipe);
        Self::finish(child)?;
        Ok(out)
    }
}

/// The peak of a process's resident memory in KiB, where the system tells it.
fn most_held(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.trim().parse().ok()
}
