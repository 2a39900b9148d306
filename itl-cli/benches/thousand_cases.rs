//! How long `itl test` takes for a thousand cases of a webhook of twenty alerts:
//! `cargo bench -p itl-cli --bench thousand_cases`.
#![allow(clippy::print_stdout, missing_docs, reason = "a bench")]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const TEMPLATE: &str = "Disk {{ host.upperCase() }}\n{{ #alerts }}- {{ labels.host }} since {{ startsAt.formatDateString(\"L\") }}\n{{ /alerts }}";

fn main() -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("thousand-cases");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("t.itl"), TEMPLATE)?;
    let alert = r#"{"labels": {"host": "db-7"}, "startsAt": "2026-03-14T01:52:13Z"}"#;
    let mut cases = "template: t.itl\ncases:\n".to_owned();
    for number in 0..1_000 {
        let payload = format!("{{\"host\": \"db-{number}\", \"alerts\": [{}]}}", [alert; 20].join(", "));
        std::fs::write(folder.join(format!("{number}.json")), payload)?;
        let _ = writeln!(cases, "  - {{name: case {number}, data: {number}.json, contains: Disk DB-{number}}}");
    }
    std::fs::write(folder.join("t.itl-test.yaml"), cases)?;
    for args in [&["test"][..], &["test", "--coverage"]] {
        let mut best = Duration::MAX;
        for _ in 0..5 {
            let start = Instant::now();
            let ran = Command::new(env!("CARGO_BIN_EXE_itl")).args(args).current_dir(&folder).output()?;
            assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
            best = best.min(start.elapsed());
        }
        println!("itl {}: 1,000 cases in {best:.0?}", args.join(" "));
    }
    Ok(())
}
