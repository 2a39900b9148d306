//! Changes of inputs that keep them well formed more often than bytes that flip do: tags of a template, values of a
//! payload, pieces of a pattern.

mod json;
mod template;
mod words;

use crate::draw::{Dice, tag};
use crate::input::{Field, Input};

/// What an input's first text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Main {
    /// A template.
    Template,
    /// A regular expression.
    Regex,
    /// A pattern of dates, or a date.
    Date,
    /// Any text.
    Text,
}

/// The most bytes of an input; larger ones are cut.
pub const MAX_BYTES: usize = 4096;

/// Another input, near to this one. The same seed makes the same of the same bytes.
pub fn mutate(main: Main, bytes: &[u8], seed: u64) -> Vec<u8> {
    let dice = &mut Dice::new(seed);
    let mut input = Input::read(bytes);
    for _ in 0..=dice.roll(3) {
        step(main, &mut input, dice);
    }
    let mut out = input.write();
    out.truncate(MAX_BYTES);
    out
}

fn step(main: Main, input: &mut Input, dice: &mut Dice) {
    if input.fields.is_empty() || dice.once_in(2) {
        return change(main, &mut input.main, dice);
    }
    if dice.once_in(12) {
        return fields(input, dice);
    }
    let at = dice.roll(input.fields.len());
    let field = &mut input.fields[at];
    match &*field.name {
        "json" => json::change(&mut field.body, dice),
        "partial" => change(Main::Template, &mut field.body, dice),
        "text" => change(Main::Text, &mut field.body, dice),
        name => field.argument = setting(name, dice),
    }
}

fn change(main: Main, text: &mut Vec<u8>, dice: &mut Dice) {
    if dice.once_in(16) {
        return words::flip(text, dice);
    }
    match main {
        Main::Template => template::change(text, dice),
        Main::Regex => words::change(text, words::REGEX, dice),
        Main::Date => words::change(text, words::DATE, dice),
        Main::Text => words::change(text, words::TEXT, dice),
    }
}

/// Adds, takes away or doubles a field.
fn fields(input: &mut Input, dice: &mut Dice) {
    const NAMES: &[&str] = &["mustache", "escape", "zone", "on-error", "budget", "now", "partial", "json", "text"];
    match dice.roll(3) {
        0 if !input.fields.is_empty() => drop(input.fields.remove(dice.roll(input.fields.len()))),
        _ => {
            let name = *dice.of(NAMES);
            let body = if name == "partial" { tag(dice) } else { String::new() };
            input.fields.push(Field::new(name, &setting(name, dice), body.as_bytes()));
        }
    }
}

/// What follows the name of a field.
fn setting(name: &str, dice: &mut Dice) -> String {
    let number = (dice.next() as i64 >> dice.roll(63)).to_string();
    let among: &[&str] = match name {
        "escape" => {
            &["none", "html", "json", "xml", "url", "markdown", "markdown-cell", "slack", "telegram", "telegram-legacy"]
        }
        "zone" => &["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Africa/Monrovia"],
        "on-error" => &["source", "empty", "nothing"],
        "partial" => &["p", "q", "r", "db"],
        "budget" => {
            &["0", "1 bytes", "7", "20 bytes values", "30 chars rounds", "12 utf16 end", "64 chars values", "300"]
        }
        "now" | "at" => return number,
        _ => &[""],
    };
    (*dice.of(among)).to_owned()
}
