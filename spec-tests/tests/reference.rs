//! The documents say what the engine does: the reference's example tables, its lists, and the
//! first screen of the README.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use itl_eval::{Code, Engine, RenderOptions, Zone};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The cells of a table's row, code spans opened.
fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut chars = row.trim().trim_start_matches('|').trim_end().chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some('|')) => cells.last_mut().unwrap().extend(chars.next()),
            ('|', _) => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(c),
        }
    }
    cells.pop();
    cells.iter().map(|cell| opened(cell.trim())).collect()
}

fn opened(cell: &str) -> String {
    let ticks = cell.bytes().take_while(|b| *b == b'`').count();
    let inside = cell.get(ticks..cell.len().saturating_sub(ticks)).unwrap_or(cell);
    inside.replace('⏎', "\n")
}

#[test]
fn every_example_of_the_reference_gives_its_message() {
    let page = fs::read_to_string(root().join("grammar/README.md")).unwrap();
    let (mut ran, mut in_table, mut wrong) = (0, false, Vec::new());
    for (at, line) in page.lines().enumerate() {
        if !line.starts_with('|') {
            in_table = false;
        } else if line == "| template | payload | message |" {
            in_table = true;
        } else if in_table && !line.starts_with("|---") {
            ran += 1;
            let row = cells(line);
            let [template, payload, message] = row.as_slice() else { panic!("line {}: {row:?}", at + 1) };
            let (template, _) = Engine::new().compile_lenient(template);
            let found = template.render(payload.as_bytes());
            if found.text != *message || found.warnings.iter().any(itl_eval::Diagnostic::is_error) {
                wrong.push(format!(
                    "line {}: expected {message:?}\n  found {:?} {}",
                    at + 1,
                    found.text,
                    found.warnings
                ));
            }
        }
    }
    println!("reference: {ran} examples");
    assert!(wrong.is_empty(), "grammar/README.md\n{}", wrong.join("\n"));
    assert!(ran >= 60, "only {ran} examples were found");
}

/// What stands between two markers of a page.
fn between<'p>(page: &'p str, name: &str) -> &'p str {
    let (_, rest) = page.split_once(&format!("<!-- {name}:begin -->\n")).unwrap();
    rest.split_once(&format!("<!-- {name}:end -->")).unwrap().0
}

#[test]
fn the_reference_lists_every_code() {
    let path = root().join("grammar/README.md");
    let page = fs::read_to_string(&path).unwrap();
    let mut table = String::from("| code | what it is | such as |\n|---|---|---|\n");
    for code in Code::ALL {
        let example = match code.example() {
            "" => String::new(),
            example => format!("`{}`", example.replace('|', "\\|")),
        };
        writeln!(table, "| `{}` | {} | {example} |", code.id(), code.title()).unwrap();
    }
    if std::env::var_os("UPDATE").is_some() {
        let (head, rest) = page.split_once("<!-- codes:begin -->\n").unwrap();
        let (_, tail) = rest.split_once("<!-- codes:end -->").unwrap();
        fs::write(&path, format!("{head}<!-- codes:begin -->\n{table}<!-- codes:end -->{tail}")).unwrap();
    } else {
        assert!(
            between(&page, "codes") == table,
            "the list of codes is stale: UPDATE=1 cargo test -p spec-tests --test reference"
        );
    }
}

/// The code blocks of a page's first section, with their languages.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    page.split("\n```").skip(1).step_by(2).filter_map(|block| block.split_once('\n')).collect()
}

#[test]
fn the_first_screen_of_the_readme_is_what_the_engine_prints() {
    let page = fs::read_to_string(root().join("README.md")).unwrap();
    let blocks = blocks(&page);
    let find = |language: &str, at: usize| {
        blocks.iter().filter(|(known, _)| *known == language).nth(at).map(|(_, text)| *text).unwrap()
    };
    let options = RenderOptions::new().zone(Zone::named("Europe/Berlin"));
    let payload = find("json", 0).as_bytes();
    let (template, diagnostics) = Engine::new().compile_lenient(find("itl", 0));
    assert!(diagnostics.is_empty(), "{diagnostics}");
    let rendered = template.render_with(payload, &options);
    assert!(rendered.warnings.is_empty(), "{}", rendered.warnings);
    assert_eq!(rendered.text.trim_end(), find("text", 0));

    let broken = find("itl", 1);
    let (template, diagnostics) = Engine::new().compile_lenient(broken);
    let drawn: Vec<_> = diagnostics
        .iter()
        .map(|found| itl_syntax::report::draw(found, "disk.itl", broken, itl_syntax::report::Colour::Never))
        .collect();
    assert_eq!(drawn.join("\n\n").trim_end(), find("text", 1));
    assert_eq!(template.render_with(payload, &options).text.trim_end(), find("text", 2));
}
