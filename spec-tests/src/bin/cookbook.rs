//! Prints `docs/cookbook.md` from `docs/cookbook/recipes.json`.
//!
//! `cargo run -q -p spec-tests --bin cookbook > docs/cookbook.md`; a test fails where the page is
//! not what this prints.

use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

const HEAD: &str = "# Cookbook

<!-- Made from docs/cookbook/recipes.json by `cargo run -q -p spec-tests --bin cookbook > docs/cookbook.md`. -->

Alert templates that people ask for. Take one, change the keys, done. Every recipe is a test: template
and payload give exactly the message shown.

A recipe marked *ilert* uses only what ilert itself understands. The others need this engine; what they
use is marked in the [function table](../grammar/README.md#functions).
";

fn main() -> ExitCode {
    match page() {
        Ok(page) => {
            print!("{page}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("cookbook: {error}");
            ExitCode::FAILURE
        }
    }
}

fn page() -> Result<String, Box<dyn std::error::Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/cookbook/recipes.json");
    let recipes: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    let mut page = String::from(HEAD);
    page.push('\n');
    for recipe in &recipes {
        let title = text(recipe, "title");
        writeln!(page, "- [{title}](#{})", anchor(title))?;
    }
    for recipe in &recipes {
        page.push('\n');
        page.push_str(&section(recipe));
    }
    Ok(page)
}

fn text<'r>(recipe: &'r Value, key: &str) -> &'r str {
    recipe.get(key).and_then(Value::as_str).unwrap_or("")
}

fn section(recipe: &Value) -> String {
    let mut out = format!("## {}\n\n{}\n\n", text(recipe, "title"), text(recipe, "problem"));
    let dialect = if text(recipe, "dialect") == "mustache" { "mustache" } else { "itl" };
    out.push_str(&fence(dialect, text(recipe, "template")));
    out.push_str("\nwith\n\n");
    let mut payload = String::new();
    print_json(recipe.get("data").unwrap_or(&Value::Null), 0, &mut payload);
    out.push_str(&fence("json", &payload));
    let options = options(recipe.get("options"));
    let verb = if options.is_empty() { "gives".to_owned() } else { format!("and {options} gives") };
    out.push('\n');
    out.push_str(&verb);
    out.push_str("\n\n");
    out.push_str(&fence("text", text(recipe, "output")));
    let notes = text(recipe, "notes");
    if !notes.is_empty() {
        out.push('\n');
        out.push_str(notes);
        out.push('\n');
    }
    if dialect == "mustache" {
        out.push_str("\n*Mustache*\n");
    } else if recipe.get("portable") == Some(&Value::Bool(true)) {
        out.push_str("\n*ilert*\n");
    }
    out
}

/// The options as the command line takes them.
fn options(options: Option<&Value>) -> String {
    let Some(Value::Object(options)) = options else { return String::new() };
    let words: Vec<String> = options
        .iter()
        .map(|(name, value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            format!("`--{} {value}`", name.replace('_', "-"))
        })
        .collect();
    words.join(" ")
}

/// A code block whose fence no line of the text can close.
fn fence(language: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest.max(2) + 1);
    format!("{ticks}{language}\n{}\n{ticks}\n", text.strip_suffix('\n').unwrap_or(text))
}

/// The anchor that GitHub gives a heading.
fn anchor(title: &str) -> String {
    title
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

const WIDTH: usize = 96;

/// JSON with everything on one line that fits there.
fn print_json(value: &Value, indent: usize, out: &mut String) {
    let line = spaced(value);
    if line.len() + indent <= WIDTH {
        out.push_str(&line);
        return;
    }
    let (open, close) = if value.is_object() { ('{', '}') } else { ('[', ']') };
    let entries: Vec<(Option<&String>, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (Some(key), value)).collect(),
        Value::Array(items) => items.iter().map(|item| (None, item)).collect(),
        scalar => return out.push_str(&scalar.to_string()),
    };
    out.push(open);
    for (at, (key, value)) in entries.iter().enumerate() {
        out.push_str(if at > 0 { ",\n" } else { "\n" });
        out.push_str(&" ".repeat(indent + 2));
        if let Some(key) = key {
            out.push_str(&Value::from(key.as_str()).to_string());
            out.push_str(": ");
        }
        print_json(value, indent + 2, out);
    }
    out.push('\n');
    out.push_str(&" ".repeat(indent));
    out.push(close);
}

/// JSON on one line, with a space after commas and colons.
fn spaced(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(spaced).collect::<Vec<_>>().join(", ")),
        Value::Object(map) if map.is_empty() => "{}".to_owned(),
        Value::Object(map) => {
            let entries: Vec<_> =
                map.iter().map(|(key, value)| format!("{}: {}", Value::from(key.as_str()), spaced(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        scalar => scalar.to_string(),
    }
}
