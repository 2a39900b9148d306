//! `itl functions`

use crate::args::{FunctionsArgs, FunctionsFormat};
use crate::stop::{Done, Stop, Verdict, print};
use itl_eval::{Function, Registry};
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(crate) fn run(args: &FunctionsArgs) -> Done {
    let registry = Registry::standard();
    let rows: Vec<&Function> = match &args.name {
        None => registry.iter().collect(),
        Some(name) => vec![registry.get(name).ok_or_else(|| {
            let meant = registry.closest(name).map(|close| format!("; did you mean {close}?")).unwrap_or_default();
            Stop::usage(format!("there is no function {name}{meant}"))
        })?],
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
    Ok(Verdict::Fine)
}

/// One line a function: signature, receiver, first example, doc; a star marks those that ilert lacks.
fn table(rows: &[&Function]) -> String {
    let width = rows.iter().map(|row| row.signature().chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for row in rows {
        let mark = if row.portable { ' ' } else { '*' };
        let _ = writeln!(out, "{mark} {:width$}  {}", row.signature(), row.doc);
        if let Some(example) = row.examples.first() {
            let _ = writeln!(out, "  {:width$}    {}", "", example_line(example));
        }
    }
    out.push_str("\n* not known to ilert itself; `itl functions NAME` shows all examples\n");
    out
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

/// All there is to say about a function.
fn page(row: &Function) -> String {
    let mut out = format!("{}\n\n{}\n\n", row.signature(), row.doc);
    let _ = writeln!(out, "works on   {}", row.receiver.name());
    let _ = writeln!(out, "gives      {}", row.returns.name());
    for param in row.params.iter() {
        let default = param.default.map(|default| format!(", {default:?} where it is left out")).unwrap_or_default();
        let _ = writeln!(out, "takes      {}: {}{default}", param.name, param.kind.name());
    }
    for alias in row.aliases {
        let _ = writeln!(out, "also       {alias}");
    }
    let known = if row.portable { "knows it too" } else { "does not know it" };
    let _ = writeln!(out, "ilert      {known}");
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
        "name": row.name, "aliases": row.aliases, "signature": row.signature(),
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
