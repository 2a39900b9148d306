//! `itl functions`

use crate::outcome::{CliError, CliResult, Outcome, print};
use clap::{Args, ValueEnum};
use itl_eval::{Function, IlertSpelling, Registry};
use serde_json::{Value, json};
use std::fmt::Write as _;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  itl functions
  itl functions splitTakeAt
  itl functions --search duration
  itl functions --format json")]
pub(crate) struct FunctionsArgs {
    /// The function to show
    #[arg(conflicts_with = "search")]
    pub(crate) name: Option<String>,
    /// List the functions that have this word in their name, parameters or description
    #[arg(long, value_name = "WORD")]
    pub(crate) search: Option<String>,
    /// How they are listed
    #[arg(long, value_enum, default_value_t = FunctionsFormat::Table)]
    pub(crate) format: FunctionsFormat,
}

/// How `functions` lists functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FunctionsFormat {
    Table,
    Json,
    Markdown,
}

pub(crate) fn run(args: &FunctionsArgs) -> CliResult {
    let registry = Registry::standard();
    let rows: Vec<&Function> = match (&args.name, &args.search) {
        (Some(name), _) => vec![registry.get(name).ok_or_else(|| {
            let meant = registry.closest(name).map(|close| format!("; did you mean {close}?")).unwrap_or_default();
            CliError::usage(format!("there is no function {name}{meant}"))
        })?],
        (None, Some(word)) => found(&registry, word)?,
        (None, None) => registry.iter().collect(),
    };
    let text = match (args.format, &args.name) {
        (FunctionsFormat::Table, None) => table(&rows),
        (FunctionsFormat::Table, Some(_)) => rows.iter().map(|row| page(row)).collect(),
        (FunctionsFormat::Json, _) => {
            let list: Vec<Value> = rows.iter().map(|row| object(row)).collect();
            format!("{}\n", json!({ "functions": list }))
        }
        (FunctionsFormat::Markdown, _) => markdown(&rows),
    };
    print(&text)?;
    Ok(Outcome::Fine)
}

/// The functions that have all words of `text` in what is said about them, those with one in the
/// name first.
fn found<'r>(registry: &'r Registry, text: &str) -> Result<Vec<&'r Function>, CliError> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let name = |row: &Function| [&[&*row.name], row.aliases].concat().join(" ").to_lowercase();
    let about = |row: &Function| {
        let params: Vec<&str> = row.params.iter().map(|param| param.name).collect();
        format!("{} {} {}", name(row), row.doc.to_lowercase(), params.join(" ").to_lowercase())
    };
    let mut rows: Vec<&Function> =
        registry.iter().filter(|row| words.iter().all(|word| about(row).contains(word))).collect();
    rows.sort_by_key(|row| !words.iter().any(|word| name(row).contains(word)));
    if rows.is_empty() {
        return Err(CliError::usage(format!("no function has {text} in its name or description")));
    }
    Ok(rows)
}

/// A paragraph for each subject, one line a function: signature and doc, then its first example; a
/// star marks those that ilert lacks.
fn table(rows: &[&Function]) -> String {
    let width = rows.iter().map(|row| row.signature().chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for group in rows.chunk_by(|a, b| subject(a) == subject(b)) {
        if let Some(row) = group.first() {
            let gap = if out.is_empty() { "" } else { "\n" };
            let _ = writeln!(out, "{gap}{}", subject(row));
        }
        for row in group {
            let mark = if row.portable { ' ' } else { '*' };
            let _ = writeln!(out, "{mark} {:width$}  {}", row.signature(), row.doc);
            if let Some(example) = row.examples.first() {
                let _ = writeln!(out, "  {:width$}    {}", "", example_line(example));
            }
        }
    }
    out.push_str("\n* not known to ilert itself; `itl functions NAME` shows all examples\n");
    out
}

/// The subject that a function is listed under.
fn subject(row: &Function) -> &'static str {
    Registry::subject(&row.name).unwrap_or("Of the host")
}

fn example_line(example: &itl_eval::Example) -> String {
    let value = if example.value.is_empty() { "missing" } else { example.value };
    format!("{value} . {} -> {}", example.call, shown(example.output))
}

/// An output on one line.
fn shown(output: &str) -> String {
    if output.is_empty() {
        return "(nothing)".to_owned();
    }
    output.replace('\n', "\\n").replace('\t', "\\t").replace('\r', "\\r")
}

/// What to write in ilert for a function that it does not know, of a value `x`.
fn ilert_line(row: &Function) -> String {
    let first = row.params.first().map_or("", |param| param.name);
    let named = |text: &str| text.replace("$path", "x").replace("$1", first);
    match row.in_ilert {
        IlertSpelling::Call(call) => format!("           write `x{}`\n", named(call)),
        IlertSpelling::Condition(call) => format!("           in a section write `x{}`\n", named(call)),
        IlertSpelling::ConditionUnlessArray(call) => {
            format!("           in a section write `x{}`, unless x is a list\n", named(call))
        }
        IlertSpelling::ConditionUnlessNumbers(call) => {
            format!("           in a section write `x{}`, unless both are numbers\n", named(call))
        }
        IlertSpelling::Advice(advice) => format!("           write {}\n", named(advice)),
        _ => String::new(),
    }
}

/// All there is to say about a function.
fn page(row: &Function) -> String {
    let mut out = format!("{}\n\n{}\n\n", row.signature(), row.doc);
    let _ = writeln!(out, "works on   {}", row.receiver.name());
    let _ = writeln!(out, "returns    {}", row.returns.name());
    for param in row.params.iter() {
        let default = param.default.map(|default| format!(", {default:?} where it is left out")).unwrap_or_default();
        let _ = writeln!(out, "takes      {}: {}{default}", param.name, param.kind.name());
    }
    for alias in row.aliases {
        let _ = writeln!(out, "also       {alias}");
    }
    let known = if row.portable { "knows it too" } else { "does not know it" };
    let _ = writeln!(out, "ilert      {known}");
    out.push_str(&ilert_line(row));
    if !row.examples.is_empty() {
        out.push_str("\nexamples\n");
    }
    for example in row.examples.iter() {
        let _ = writeln!(out, "  {}", example_line(example));
    }
    out
}

fn object(row: &Function) -> Value {
    let params: Vec<Value> = row
        .params
        .iter()
        .map(|param| json!({ "name": param.name, "kind": param.kind.name(), "default": param.default }))
        .collect();
    let examples: Vec<Value> = row
        .examples
        .iter()
        .map(|example| json!({ "value": example.value, "call": example.call, "output": example.output }))
        .collect();
    json!({
        "name": row.name, "subject": subject(row), "aliases": row.aliases, "signature": row.signature(),
        "receiver": row.receiver.name(), "returns": row.returns.name(), "params": params, "repeats": row.repeats,
        "portable": row.portable, "doc": row.doc, "examples": examples,
    })
}

/// The table of the language reference.
fn markdown(rows: &[&Function]) -> String {
    let mut out =
        String::from("| function | works on | gives | ilert | what it does | example |\n|---|---|---|---|---|---|\n");
    for row in rows {
        let mut names = code(&row.signature());
        for alias in row.aliases {
            let _ = write!(names, ", alias {}", code(alias));
        }
        let example = row.examples.first().map(|example| {
            let value = if example.value.is_empty() { "missing".to_owned() } else { code(example.value) };
            let output = if example.output.is_empty() { "nothing".to_owned() } else { code(&shown(example.output)) };
            format!("{value} {} → {output}", code(&format!(".{}", example.call)))
        });
        let _ = writeln!(
            out,
            "| {names} | {} | {} | {} | {} | {} |",
            row.receiver.name(),
            row.returns.name(),
            if row.portable { "yes" } else { "no" },
            row.doc.replace('|', "\\|"),
            example.unwrap_or_default(),
        );
    }
    out
}

/// Text as a code span that a table's cell can hold.
fn code(text: &str) -> String {
    let text = text.replace('\n', "\\n").replace('|', "\\|");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}
