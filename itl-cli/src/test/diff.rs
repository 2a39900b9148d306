//! The difference of two texts, word by word, for people.

use crate::terminal::styled;
use itl_syntax::report::Colour;
use similar::{ChangeTag, TextDiff};
use std::borrow::Cow;

/// Lines without a change that are shown around changes.
const CONTEXT: usize = 2;

/// The rendered text against the expected one: `[-missing-]` and `{+unexpected+}`, in colour on a
/// terminal. Changes of whitespace are made visible.
pub(crate) fn words(expected: &str, rendered: &str, colour: Colour) -> String {
    let (expected, rendered) = (near(expected, rendered), near(rendered, expected));
    let diff = TextDiff::configure().diff_words(&*expected, &*rendered);
    let mut out = String::new();
    for change in diff.iter_all_changes() {
        let text = change.value();
        match change.tag() {
            ChangeTag::Equal => out.push_str(text),
            ChangeTag::Delete => mark(text, ("[-", "-]"), "31", colour, &mut out),
            ChangeTag::Insert => mark(text, ("{+", "+}"), "32", colour, &mut out),
        }
    }
    let joined = out.replace("-][-", "").replace("+}{+", "");
    shortened(&joined)
}

/// Long texts are compared around the first difference only: comparing takes longer than reading.
const MAX_BYTES: usize = 1 << 15;

/// What of `text` is compared with `other`.
fn near<'t>(text: &'t str, other: &str) -> Cow<'t, str> {
    if text.len() + other.len() <= MAX_BYTES {
        return text.into();
    }
    let same = text.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let boundary = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (boundary(same.saturating_sub(200)), boundary(same + MAX_BYTES / 16));
    let cut = |cut: bool| if cut { "…" } else { "" };
    format!("{}{}{}", cut(start > 0), text.get(start..end).unwrap_or_default(), cut(end < text.len())).into()
}

fn mark(text: &str, (open, close): (&str, &str), style: &str, colour: Colour, out: &mut String) {
    let blank = text.chars().all(char::is_whitespace);
    let shown = if blank { text.replace(' ', "·").replace('\t', "→").replace('\r', "␍") } else { text.to_owned() };
    // A line end stays a line end, outside the mark.
    for (at, line) in shown.split('\n').enumerate() {
        if at > 0 {
            out.push_str(&styled(colour, style, &format!("{open}↵{close}")));
            out.push('\n');
        }
        if !line.is_empty() {
            out.push_str(&styled(colour, style, &format!("{open}{line}{close}")));
        }
    }
}

/// The lines with changes, and a few around them.
fn shortened(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').collect();
    let changed = |line: &str| line.contains("[-") || line.contains("{+");
    let is_near = |at: usize| {
        let from = at.saturating_sub(CONTEXT);
        lines.iter().skip(from).take(at + CONTEXT + 1 - from).any(|line| changed(line))
    };
    let mut out = Vec::new();
    let mut gap = false;
    for (at, line) in lines.iter().enumerate() {
        if is_near(at) {
            if gap {
                out.push("…");
            }
            gap = false;
            out.push(line);
        } else {
            gap = true;
        }
    }
    if gap && !out.is_empty() {
        out.push("…");
    }
    out.join("\n")
}

#[cfg(test)]
mod tests {
    use super::words;
    use itl_syntax::report::Colour;

    fn diff(expected: &str, rendered: &str) -> String {
        words(expected, rendered, Colour::Never)
    }

    #[test]
    fn words_that_differ_are_marked() {
        assert_eq!(diff("DISK db-7 is full", "DISK db-8 is full"), "DISK [-db-7-]{+db-8+} is full");
        assert_eq!(diff("a b", "a  b"), "a[-·-]{+··+}b");
        assert_eq!(diff("a", "a\n"), "a{+↵+}\n");
        assert_eq!(diff("", "new"), "{+new+}");
    }

    #[test]
    fn long_texts_are_compared_around_the_first_difference() {
        let long = "word ".repeat(100_000);
        let shown = diff(&format!("{long}a {long}"), &format!("{long}b {long}"));
        assert!(shown.contains("[-a-]{+b+}") && shown.len() < 10_000, "{}", shown.len());
    }

    #[test]
    fn lines_far_from_a_change_are_left_out() {
        let lines: String = (0..20).flat_map(|n| ["line ".to_owned(), n.to_string(), "\n".to_owned()]).collect();
        let shown = diff(&lines, &lines.replace("line 10\n", "line ten\n"));
        assert_eq!(shown, "…\nline 8\nline 9\nline [-10-]{+ten+}\nline 11\nline 12\n…");
    }
}
