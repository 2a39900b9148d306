//! What a render costs, tag by tag.

use super::plural;
use crate::settings::Settings;
use crate::source::Source;
use itl_eval::{RenderCost, TagCost, Template};
use itl_syntax::finding::Locations;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// The most tags that are listed.
const MAX_TAGS: usize = 10;

/// The longest source of a tag that is shown, in characters.
const MAX_SHOWN: usize = 60;

/// What a render has cost, with what is needed to show it.
pub(crate) struct CostReport<'r> {
    pub(crate) cost: &'r RenderCost,
    /// The steps that a render may take.
    pub(crate) limit: u64,
    pub(crate) source: &'r Source,
    pub(crate) template: &'r Template,
    pub(crate) settings: &'r Settings,
}

/// A listed tag.
struct Row {
    file: String,
    line: u64,
    column: u64,
    start: u64,
    end: u64,
    /// What the tag says.
    text: String,
}

impl CostReport<'_> {
    /// The tags that are listed, the dearest first.
    fn dearest(&self) -> &[TagCost] {
        let tags = &self.cost.tags;
        tags.get(..MAX_TAGS).unwrap_or(tags)
    }

    /// Tags, steps and bytes of those that are not listed.
    fn others(&self) -> (usize, u64, usize) {
        let rest = self.cost.tags.get(MAX_TAGS..).unwrap_or_default();
        (rest.len(), rest.iter().map(|tag| tag.steps).sum(), rest.iter().map(|tag| tag.bytes).sum())
    }

    /// Steps and bytes of texts between tags and of rounds of sections.
    fn rest(&self) -> (u64, usize) {
        let tags = &self.cost.tags;
        let (steps, bytes) = (tags.iter().map(|tag| tag.steps).sum(), tags.iter().map(|tag| tag.bytes).sum());
        (self.cost.steps.saturating_sub(steps), self.cost.bytes.saturating_sub(bytes))
    }

    fn text_of(&self, partial: Option<&str>) -> &str {
        partial.map_or(&*self.source.text, |name| self.template.partial_source(name).unwrap_or_default())
    }

    fn rows(&self) -> Vec<(&TagCost, Row)> {
        let tags = self.dearest().iter().map(|one| (one.partial.as_deref(), one.tag));
        let locations = Locations::new(tags, |partial| self.text_of(partial));
        let row = |one: &TagCost| {
            let partial = one.partial.as_deref();
            let at = locations.get(partial, one.tag);
            let shift = if partial.is_none() && self.source.marked { 3 } else { 0 };
            Row {
                file: partial.map_or_else(|| self.source.name.to_string(), |name| self.settings.partial_file(name)),
                line: at.line,
                column: at.column,
                start: at.start + shift,
                end: at.end + shift,
                text: self.text_of(partial).get(one.tag.range()).unwrap_or_default().to_owned(),
            }
        };
        self.dearest().iter().map(|one| (one, row(one))).collect()
    }

    /// For people.
    pub(crate) fn text(&self) -> String {
        let RenderCost { steps, bytes, .. } = *self.cost;
        let mut out = format!(
            "cost: {} of {} steps, {} bytes\n",
            thousands(steps),
            thousands(self.limit),
            thousands(bytes as u64)
        );
        let _ = writeln!(out, "{:>12}  {:>6}  {:>10}  {:>12}  tag", "steps", "", "runs", "bytes");
        let mut line = |part: u64, runs: &str, bytes: usize, what: &str| {
            let share = if steps == 0 { 0.0 } else { part as f64 * 100.0 / steps as f64 };
            let (part, bytes) = (thousands(part), thousands(bytes as u64));
            let _ = writeln!(out, "{part:>12}  {share:>5.1}%  {runs:>10}  {bytes:>12}  {what}");
        };
        for (one, row) in self.rows() {
            let what = format!("{}:{}:{}  {}", row.file, row.line, row.column, shown(&row.text));
            line(one.steps, &thousands(one.runs), one.bytes, &what);
        }
        let (count, others, bytes) = self.others();
        if count > 0 {
            line(others, "", bytes, &format!("{} more", plural(count, "tag")));
        }
        let (rest, bytes) = self.rest();
        line(rest, "", bytes, "text between tags, rounds of sections");
        out
    }

    /// For programs.
    pub(crate) fn json(&self) -> Value {
        let tags: Vec<Value> = self
            .rows()
            .into_iter()
            .map(|(one, row)| {
                json!({
                    "file": row.file, "partial": one.partial.as_deref(), "start": row.start, "end": row.end,
                    "line": row.line, "column": row.column, "tag": row.text,
                    "runs": one.runs, "steps": one.steps, "bytes": one.bytes,
                })
            })
            .collect();
        let (count, others, other_bytes) = self.others();
        let (rest, rest_bytes) = self.rest();
        json!({
            "steps": self.cost.steps, "limit": self.limit, "bytes": self.cost.bytes, "tags": tags,
            "others": {"tags": count, "steps": others, "bytes": other_bytes},
            "rest": {"steps": rest, "bytes": rest_bytes},
        })
    }
}

/// A tag's source on one line, cut where it is long.
fn shown(tag: &str) -> String {
    let mut out = String::new();
    for (at, c) in tag.chars().enumerate() {
        if at == MAX_SHOWN {
            out.push('…');
            break;
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

/// A number with commas between its thousands.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{shown, thousands};

    #[test]
    fn numbers_and_tags_fit_a_line() {
        assert_eq!([0, 999, 1000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(shown("{{ a\n}}"), "{{ a }}");
        assert_eq!(shown(&"é".repeat(100)).chars().count(), 61);
    }
}
