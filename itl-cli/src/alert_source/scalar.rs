//! A text in a YAML file, and which of the file's characters stands for which of the text.
//!
//! The text itself is the YAML reader's. Here the file is walked along it by the rules of its style; where the two do
//! not meet, all of the text has the place of the whole.

use granit_parser::ScalarStyle;
use itl_eval::Span;

/// A text and its place.
pub(super) struct Scalar {
    whole: Span,
    style: ScalarStyle,
    in_flow: bool,
    /// For each byte of the text, where the file's character for it begins and ends.
    bytes: Option<Vec<(u32, u32)>>,
}

impl Scalar {
    pub(super) fn new(file: &str, whole: Span, style: ScalarStyle, in_flow: bool, text: &str) -> Self {
        let mut walk = Walk::new(file, whole, style);
        let bytes = walk.along(text).map(|()| walk.bytes);
        Self { whole, style, in_flow, bytes }
    }

    /// The place in the file of a place in the text.
    pub(super) fn place(&self, at: Span) -> Span {
        let Some(bytes) = &self.bytes else { return self.whole };
        let (start, end) = (at.start as usize, at.end as usize);
        let last = bytes.last().map_or(self.whole.start, |(_, end)| *end);
        let from = bytes.get(start).map_or(last, |(start, _)| *start);
        let to = if end > start { bytes.get(end - 1).map_or(last, |(_, end)| *end) } else { from };
        Span { start: from, end: to.max(from) }
    }

    /// How a replacement of a place in the text is written in the file; `None` where it cannot be.
    pub(super) fn written(&self, at: Span, replacement: &str) -> Option<String> {
        self.bytes.as_ref()?;
        let has_lines = replacement.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
        match self.style {
            ScalarStyle::DoubleQuoted => {
                let mut out = String::with_capacity(replacement.len() + 2);
                for c in replacement.chars() {
                    match c {
                        '"' | '\\' => out.extend(['\\', c]),
                        '\n' => out.push_str("\\n"),
                        '\t' => out.push_str("\\t"),
                        c if c.is_control() => return None,
                        c => out.push(c),
                    }
                }
                Some(out)
            }
            _ if has_lines => None,
            ScalarStyle::SingleQuoted => Some(replacement.replace('\'', "''")),
            ScalarStyle::Plain => {
                let is_risky = self.in_flow
                    || at.start == 0
                    || [": ", " #"].iter().any(|mark| replacement.contains(mark))
                    || replacement.ends_with(':');
                (!is_risky).then(|| replacement.to_owned())
            }
            ScalarStyle::Literal | ScalarStyle::Folded => Some(replacement.to_owned()),
        }
    }
}

/// The way through the file.
struct Walk<'f> {
    file: &'f str,
    at: usize,
    style: ScalarStyle,
    /// Spaces before each line of a block.
    indent: usize,
    /// Before this place no line break with its whitespace begins.
    unfolded: usize,
    bytes: Vec<(u32, u32)>,
}

impl<'f> Walk<'f> {
    fn new(file: &'f str, whole: Span, style: ScalarStyle) -> Self {
        let start = whole.start as usize;
        let mut walk = Self { file, at: start, style, indent: 0, unfolded: 0, bytes: Vec::new() };
        match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => walk.at = start + 1,
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let rest = file.get(start..).unwrap_or_default();
                let line = if rest.starts_with(['|', '>']) {
                    start + rest.find('\n').map_or(rest.len(), |at| at + 1)
                } else {
                    file.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1)
                };
                let lines = file.get(line..).unwrap_or_default().split('\n');
                let first = lines.map(|line| line.trim_end_matches('\r')).find(|line| !line.trim_start().is_empty());
                walk.indent = first.map_or(0, |line| line.len() - line.trim_start_matches(' ').len());
                walk.at = line;
                walk.skip_indent();
            }
            ScalarStyle::Plain => {}
        }
        walk
    }

    fn rest(&self) -> &'f str {
        self.file.get(self.at..).unwrap_or_default()
    }

    fn is_block(&self) -> bool {
        matches!(self.style, ScalarStyle::Literal | ScalarStyle::Folded)
    }

    fn skip_indent(&mut self) {
        let spaces = self.rest().bytes().take(self.indent).take_while(|b| *b == b' ').count();
        self.at += spaces;
    }

    /// Notes that the file's next `length` bytes stand for `c`.
    fn take(&mut self, c: char, length: usize) {
        let place = (self.at as u32, (self.at + length) as u32);
        self.bytes.extend(std::iter::repeat_n(place, c.len_utf8()));
        self.at += length;
    }

    fn along(&mut self, text: &str) -> Option<()> {
        let mut chars = text.char_indices();
        while let Some((at, c)) = chars.next() {
            self.skip_escaped_breaks();
            let may_fold = matches!(c, ' ' | '\n') && self.style != ScalarStyle::Literal;
            if may_fold && let Some((breaks, after)) = self.fold() {
                let run = text.get(at..)?.bytes().take_while(|b| *b == b'\n').count();
                let is_end = text.len() == at + run;
                if !(c == ' ' && breaks == 1 || c == '\n' && (run == breaks || run + 1 == breaks || is_end)) {
                    return None;
                }
                for _ in 1..run {
                    self.take('\n', 0);
                    chars.next();
                }
                self.take(c, 0);
                self.at = after;
                continue;
            }
            self.one(c)?;
        }
        Some(())
    }

    /// Skips the line breaks that a backslash takes out of a double-quoted text, with the indentation after them.
    fn skip_escaped_breaks(&mut self) {
        while self.style == ScalarStyle::DoubleQuoted
            && let Some(after) = ["\\\n", "\\\r\n"].iter().find_map(|taken| self.rest().strip_prefix(taken))
        {
            self.at = self.file.len() - after.trim_start_matches([' ', '\t']).len();
        }
    }

    /// One character, however the style writes it.
    fn one(&mut self, c: char) -> Option<()> {
        let rest = self.rest();
        if self.style == ScalarStyle::DoubleQuoted && rest.starts_with('\\') {
            let length = escape(rest, c)?;
            self.take(c, length);
        } else if self.style == ScalarStyle::SingleQuoted && c == '\'' {
            rest.starts_with("''").then(|| self.take(c, 2))?;
        } else if c == '\n' {
            let length = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
            (length > 0 || rest.is_empty()).then(|| self.take(c, length))?;
            if self.is_block() {
                self.skip_indent();
            }
        } else {
            rest.starts_with(c).then(|| self.take(c, c.len_utf8()))?;
        }
        Some(())
    }

    /// Line breaks with the whitespace around them: their number, and where the text goes on.
    fn fold(&mut self) -> Option<(usize, usize)> {
        if self.at < self.unfolded {
            return None;
        }
        let (mut at, mut breaks) = (self.at, 0);
        loop {
            let rest = self.file.get(at..)?;
            let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let after = rest.get(blank..)?;
            let end = if after.starts_with("\r\n") { 2 } else { usize::from(after.starts_with('\n')) };
            if end == 0 {
                if breaks == 0 {
                    self.unfolded = at + blank;
                }
                let skipped = if self.is_block() { blank.min(self.indent) } else { blank };
                return (breaks > 0).then_some((breaks, at + skipped));
            }
            // Whitespace before the first break of a block belongs to its text.
            if breaks == 0 && blank > 0 && self.is_block() {
                self.unfolded = at + blank;
                return None;
            }
            breaks += 1;
            at += blank + end;
        }
    }
}

/// The length of an escape in a double-quoted text that stands for `c`.
fn escape(rest: &str, c: char) -> Option<usize> {
    let code = rest.chars().nth(1)?;
    let digits = match code {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => {
            let is_it = match code {
                'n' => c == '\n',
                't' | '\t' => c == '\t',
                'r' => c == '\r',
                '0' => c == '\0',
                'a' => c == '\u{7}',
                'b' => c == '\u{8}',
                'v' => c == '\u{b}',
                'f' => c == '\u{c}',
                'e' => c == '\u{1b}',
                'N' => c == '\u{85}',
                '_' => c == '\u{a0}',
                'L' => c == '\u{2028}',
                'P' => c == '\u{2029}',
                other => other == c,
            };
            return is_it.then(|| 1 + code.len_utf8());
        }
    };
    let value = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?;
    (char::from_u32(value) == Some(c)).then_some(2 + digits)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::places::Places;
    use itl_eval::Span;

    /// What the file has for the part `part` of the field `a`.
    fn placed(file: &str, part: &str) -> String {
        let value: serde_json::Value = crate::data::yaml_value("f", file).unwrap_or_else(|_| panic!("{file}"));
        let text = value["a"].as_str().unwrap();
        let at = text.find(part).unwrap();
        Places::of(file).inside("a", Span::new(at, at + part.len())).of(file).to_owned()
    }

    #[test]
    fn a_place_in_a_text_is_one_in_the_file() {
        for (file, part, place) in [
            ("a: x {{ host }} y\n", "{{ host }}", "{{ host }}"),
            ("a: 'it''s {{ host }}'\n", "{{ host }}", "{{ host }}"),
            ("a: 'it''s'\n", "'", "''"),
            ("a: \"ü\\t\\u00e9\\\"{{ h }}\"\n", "{{ h }}", "{{ h }}"),
            ("a: \"x\\n{{ h }}\"\n", "\n", "\\n"),
            ("a: |\n  one\n  {{ h }} two\n\n  {{ i }}\n", "{{ h }}", "{{ h }}"),
            ("a: |\n  one\n  {{ h }} two\n\n  {{ i }}\n", "{{ i }}", "{{ i }}"),
            ("a: |-\r\n  one\r\n  {{ h }}\r\n", "{{ h }}", "{{ h }}"),
            ("a: |2\n   one\n  {{ h }}\n", "{{ h }}", "   one\n  {{ h }}\n"),
            ("a: >\n  one\n  two {{ h }}\n\n  three {{ i }}\n", "{{ h }}", "{{ h }}"),
            ("a: >\n  one\n  two {{ h }}\n\n  three {{ i }}\n", "{{ i }}", "{{ i }}"),
            ("a: >\n  one\n    more {{ h }}\n  two {{ i }}\n", "{{ i }}", "{{ i }}"),
            ("a: one\n  two {{ h }}\n", "{{ h }}", "{{ h }}"),
            ("a: 'one\n\n  two {{ h }}'\n", "{{ h }}", "{{ h }}"),
            ("a: \"one \\\n  two {{ h }}\"\n", "one", "one"),
            ("a: \"one \\\r\n  two {{ h }}\"\n", "{{ h }}", "{{ h }}"),
            ("{\"a\": \"{{ h.f(\\\"x\\\") }}\"}", "\"x\"", "\\\"x\\\""),
            ("b: &t '{{ h }}'\na: *t\n", "{{ h }}", "a"),
        ] {
            let found = placed(file, part);
            // Where the way is not found, the whole text is the place.
            assert!(found == place || place.contains(&found) && found.contains(part), "{file:?}: {found:?}");
        }
    }

    #[test]
    fn whitespace_is_walked_once() {
        let (spaces, breaks) = (" ".repeat(200_000), "\n".repeat(200_000));
        for file in [
            format!("a: \"x{spaces}y\"\n"),
            format!("a: x{spaces}y\n"),
            format!("a: >\n  x{spaces}y\n"),
            format!("a: \"x{breaks}y\"\n"),
            format!("a: |\n  x\n{breaks}  y\n"),
        ] {
            assert_eq!(placed(&file, "y"), "y");
        }
    }

    #[test]
    fn what_lies_under_long_names_is_no_field() {
        let name = "k".repeat(900);
        let items = "1, ".repeat(200_000);
        let places = Places::of(&format!("{name}: [{items}]\na: x\n"));
        assert_eq!(places.value("a").of(&format!("{name}: [{items}]\na: x\n")), "x");
    }

    #[test]
    fn a_change_is_written_in_the_style_of_its_text() {
        let written = |file: &str| Places::of(file).written("a", Span::new(1, 2), "\"it's\"");
        assert_eq!(written("a: 'xyz'\n").as_deref(), Some("\"it''s\""));
        assert_eq!(written("a: \"xyz\"\n").as_deref(), Some("\\\"it's\\\""));
        assert_eq!(written("a: |\n  xyz\n").as_deref(), Some("\"it's\""));
        assert_eq!(written("a: xyz\n").as_deref(), Some("\"it's\""));
        assert_eq!(written("{a: xyz}\n"), None);
        assert_eq!(Places::of("a: xyz\n").written("a", Span::new(1, 2), "a: b"), None);
        assert_eq!(Places::of("a: |\n  xyz\n").written("a", Span::new(1, 2), "a\nb"), None);
    }
}
