//! The difference of two texts, word by word, for people.

use crate::terminal::styled;
use itl_syntax::report::Colour;
use similar::{ChangeTag, TextDiff};

/// Lines without a change that are shown around changes.
const CONTEXT: usize = 2;

/// The rendered text against the expected one: `[-missing-]` and `{+unexpected+}`, in colour on a
/// terminal. Changes of whitespace are made visible.
pub(crate) fn words(expected: &str, rendered: &str, colour: Colour) -> String {
    let diff = TextDiff::configure().diff_words(expected, rendered);
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
    let near = |at: usize| {
        let from = at.saturating_sub(CONTEXT);
        lines.iter().skip(from).take(at + CONTEXT + 1 - from).any(|line| changed(line))
    };
    let mut out = Vec::new();
    let mut gap = false;
    for (at, line) in lines.iter().enumerate() {
        if near(at) {
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
    fn lines_far_from_a_change_are_left_out() {
        let lines: String = (0..20).flat_map(|n| ["line ".to_owned(), n.to_string(), "\n".to_owned()]).collect();
        let shown = diff(&lines, &lines.replace("line 10\n", "line ten\n"));
        assert_eq!(shown, "…\nline 8\nline 9\nline [-10-]{+ten+}\nline 11\nline 12\n…");
    }
}
