//! What a function's argument may be.

use super::items::{Sink, key_item, short};
use super::{Completion, CompletionKind};
use crate::knowledge::Knowledge;
use crate::meaning::Resolved;
use crate::path::Part;
use crate::shape::{ShapeId, Step};
use itl_eval::functions::number::UNITS;
use itl_eval::{Dialect, Function, Kind, Param, ParamKind, Yields, Zone};
use itl_syntax::{key, parser};
use serde_json::Value as Json;

/// How many zones, and values of a sample, are offered at once.
const MAX_ZONES: usize = 100;
const MAX_SAMPLE_VALUES: usize = 50;
/// Longer texts of a sample are no arguments that anybody writes.
const MAX_VALUE_CHARS: usize = 60;

/// Date styles, and what they print.
const STYLES: &[(&str, &str)] = &[
    ("F", "Sunday, January 29, 2023 at 12:05:37 AM Coordinated Universal Time"),
    ("L", "January 29, 2023 at 12:05:37 AM UTC"),
    ("M", "Jan 29, 2023, 12:05:37 AM"),
    ("S", "1/29/23, 12:05 AM"),
    ("%Y-%m-%d %H:%M", "2023-01-29 00:05"),
];

/// Patterns of dates, and texts that they read.
const DATE_PATTERNS: &[(&str, &str)] = &[
    ("%m/%d/%Y %I:%M:%S %p", "3/22/2019 1:36:31 PM"),
    ("%d/%m/%Y %H:%M", "22/03/2019 13:36"),
    ("%d.%m.%y", "22.03.19"),
    ("%Y-%j", "2019-081"),
    ("%G-W%V-%u", "2019-W12-5"),
];

/// Patterns of durations, and what they print.
const DURATION_PATTERNS: &[(&str, &str)] =
    &[("%H:%M:%S", "26:03:04"), ("%D d %H:%M", "1 d 02:03"), ("%M:%S", "1563:04")];

/// An argument that is being written.
pub(super) struct Argument<'c> {
    pub(super) function: &'c Function,
    pub(super) param: Param,
    /// Which argument it is, from zero.
    pub(super) position: usize,
    /// The call up to the argument: `.where("status", "`.
    pub(super) before: &'c str,
    /// What was typed of the argument.
    pub(super) word: &'c str,
    /// Whether a quote is open.
    pub(super) quoted: bool,
}

impl Argument<'_> {
    /// The offers, where `receiver` is the value before the dot.
    pub(super) fn items(&self, receiver: &Resolved, known: &mut Knowledge<'_>) -> Vec<Completion> {
        match self.param.kind {
            ParamKind::Style => self.shown(STYLES),
            ParamKind::DatePattern => self.shown(DATE_PATTERNS),
            ParamKind::DurationPattern => self.shown(DURATION_PATTERNS),
            ParamKind::Zone => {
                let word = itl_eval::lower(self.word);
                let fits = |zone: &&str| itl_eval::lower(zone).contains(&word);
                Zone::all().filter(fits).take(MAX_ZONES).map(|zone| self.item(zone, None)).collect()
            }
            ParamKind::Key => self.keys(receiver, known),
            ParamKind::Unit => UNITS.iter().map(|(unit, long, _)| self.item(unit, Some(long))).collect(),
            ParamKind::Text | ParamKind::Any => self.values(receiver, known),
            _ => Vec::new(),
        }
    }

    fn item(&self, label: &str, doc: Option<&str>) -> Completion {
        let escaped = key::in_quotes(label, '"');
        Completion {
            insert: if self.quoted { escaped } else { format!("\"{escaped}\"") },
            doc: doc.map(str::to_owned),
            ..Completion::new(CompletionKind::Argument, label.to_owned())
        }
    }

    /// Offers with what they read or print.
    fn shown(&self, list: &[(&str, &str)]) -> Vec<Completion> {
        list.iter().map(|(label, shown)| self.item(label, Some(shown))).collect()
    }

    /// The keys of the receiver's items, or of the receiver where the function takes an object.
    fn keys(&self, receiver: &Resolved, known: &mut Knowledge<'_>) -> Vec<Completion> {
        let mut sink = Sink::default();
        for found in &receiver.found {
            let owner = if self.function.receiver == Kind::Object {
                Some(found.shape)
            } else {
                known.shapes.contexts(found.shape).items
            };
            let Some(owner) = owner else { continue };
            for key in known.shapes.keys(owner).iter() {
                if !sink.is_full() && sink.is_new(key) {
                    let insert = self.item(key, None).insert;
                    let item = key_item(key, owner, known);
                    sink.items.push(Completion { insert, kind: CompletionKind::Argument, ..item });
                }
            }
        }
        sink.items
    }

    /// Values of the sample that the argument is compared with: those of the key argument before
    /// it, or those of the receiver.
    fn values(&self, receiver: &Resolved, known: &mut Knowledge<'_>) -> Vec<Completion> {
        let mut sink = Sink::default();
        for shape in self.compared(receiver, known) {
            for value in known.shapes.values(shape).iter() {
                let text = match &**value {
                    Json::String(text) => text.clone(),
                    Json::Bool(_) | Json::Number(_) => short(value, MAX_VALUE_CHARS),
                    Json::Null | Json::Array(_) | Json::Object(_) => continue,
                };
                let fits = !text.is_empty() && text.chars().nth(MAX_VALUE_CHARS).is_none();
                if sink.items.len() < MAX_SAMPLE_VALUES && fits && sink.is_new(&text) {
                    sink.items.push(self.item(&text, Some("in the sample")));
                }
            }
        }
        sink.items
    }

    fn compared(&self, receiver: &Resolved, known: &mut Knowledge<'_>) -> Vec<ShapeId> {
        let key_at = self.function.params.iter().position(|param| param.kind == ParamKind::Key);
        let shapes = receiver.found.iter().map(|found| found.shape);
        match key_at {
            Some(at) if at < self.position => {
                let Some(key) = self.given(at) else { return Vec::new() };
                let part = Part::key(&key);
                let items: Vec<ShapeId> = shapes.filter_map(|shape| known.shapes.contexts(shape).items).collect();
                let there = |shape| match known.shapes.step(shape, &part) {
                    Step::There { shape, .. } => Some(shape),
                    Step::Perhaps | Step::Absent => None,
                };
                items.into_iter().filter_map(there).collect()
            }
            // Functions that return the receiver take what is added to it, not what it is.
            None if self.position == 0 && self.function.yields == Yields::New => shapes.collect(),
            _ => Vec::new(),
        }
    }

    /// The text of an argument before this one.
    fn given(&self, position: usize) -> Option<String> {
        let (call, _) = self.before.rsplit_once(',')?;
        let text = format!("{}{call})", if call.starts_with('.') { "" } else { "." });
        let expr = parser::parse(&text, &text, 0, Dialect::Itl).ok()?;
        let text = expr.calls().last()?.args.get(position)?.text().ok()?;
        Some(text.into_owned())
    }
}
