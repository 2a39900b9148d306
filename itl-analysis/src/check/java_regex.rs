//! Regular expressions that Java, and so ilert, reads otherwise.
//!
//! What is the same for ASCII text and has no spelling that is the same for all (`\w`, `\s`, `\b`, `(?i)`), and `.` and `$`
//! at line ends, is not reported: nearly every pattern has one of them.

use std::ops::Range;

/// A part of a pattern that Java reads otherwise.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// Its place in the pattern, in bytes.
    pub(super) range: Range<usize>,
    /// What Java makes of it.
    pub(super) message: &'static str,
    /// What says the same in both.
    pub(super) instead: Instead,
}

/// What to write instead.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Instead {
    /// There is nothing that says the same.
    Nothing,
    /// Exactly this.
    Text(String),
    /// What these words say, which a person has to decide.
    Advice(&'static str),
}

/// All parts of a valid pattern that Java reads otherwise, in order.
pub(super) fn differences(pattern: &str) -> Vec<Difference> {
    let mut scan = Scan { pattern, at: 0, classes: 0, groups: Vec::new(), found: Vec::new() };
    while let Some(c) = scan.rest().chars().next() {
        let length = scan.step(c).max(c.len_utf8());
        scan.at += length;
    }
    scan.found
}

/// The names of properties that Java has without `Is`.
const KNOWN: &[&str] = &["Lower", "Upper", "ASCII", "Alpha", "Digit", "Alnum", "Punct", "Space", "Cntrl"];

/// An open group.
#[derive(Clone, Copy)]
enum Group {
    Plain,
    /// A look-behind, or a group in one.
    Behind,
}

struct Scan<'p> {
    pattern: &'p str,
    at: usize,
    /// How many classes are open.
    classes: usize,
    groups: Vec<Group>,
    found: Vec<Difference>,
}

impl<'p> Scan<'p> {
    fn rest(&self) -> &'p str {
        self.pattern.get(self.at..).unwrap_or_default()
    }

    fn note(&mut self, length: usize, message: &'static str, instead: Instead) -> usize {
        self.found.push(Difference { range: self.at..self.at + length, message, instead });
        length
    }

    /// Reads what begins with `c`; returns its length where that is more than the character's.
    fn step(&mut self, c: char) -> usize {
        match c {
            '\\' => self.escape(),
            '[' => self.class(),
            ']' if self.classes > 0 => {
                self.classes -= 1;
                1
            }
            '-' | '~' if self.classes > 0 => self.operator(),
            _ if self.classes > 0 => 1,
            '(' => self.group(),
            ')' => {
                self.groups.pop();
                1
            }
            '*' | '+' => self.unbounded(1),
            '{' => match self.rest().split_once('}') {
                Some((count, _)) if count.ends_with(',') => self.unbounded(count.len() + 1),
                _ => 1,
            },
            _ => 1,
        }
    }

    fn escape(&mut self) -> usize {
        let rest = self.rest();
        let Some(escaped) = rest.chars().nth(1) else { return 1 };
        let braced = || rest.split_once('}').map_or(0, |(inside, _)| inside.len() + 1);
        let boundary = Instead::Advice("write `\\b`, and what stands beside it as a word's character");
        match escaped {
            '<' | '>' if self.classes == 0 => self.note(2, "for Java this is the character itself", boundary),
            'b' if rest.starts_with("\\b{") && self.classes == 0 => {
                self.note(braced(), "Java has no starts and ends of words", boundary)
            }
            'd' => self.note(2, "for Java these are the ASCII digits alone", Instead::Text("[0-9]".to_owned())),
            'D' => self.note(2, "for Java this is all but the ASCII digits", Instead::Text("[^0-9]".to_owned())),
            'v' => self.note(2, "for Java this is any vertical whitespace", Instead::Text("\\x0B".to_owned())),
            'u' if rest.starts_with("\\u{") => {
                let length = braced();
                let digits = rest.get(2..length).unwrap_or_default();
                self.note(length, "Java writes this character otherwise", Instead::Text(format!("\\x{digits}")))
            }
            'U' => self.note(2, "Java does not have this escape", Instead::Advice("write `\\x{1F525}`")),
            'p' | 'P' => self.property(),
            c => 1 + c.len_utf8(),
        }
    }

    /// `\p{…}`: Java has scripts and binary properties with `Is`, and short categories.
    fn property(&mut self) -> usize {
        let rest = self.rest();
        let Some((name, _)) =
            rest.get(2..).and_then(|rest| rest.strip_prefix('{')).and_then(|rest| rest.split_once('}'))
        else {
            return 2;
        };
        let length = name.len() + 4;
        if name.len() <= 2 || name.contains('=') || name.starts_with("Is") || KNOWN.contains(&name) {
            return length;
        }
        let advice = Instead::Advice("write a script as `\\p{IsGreek}` and a category as `\\p{Lu}`");
        self.note(length, "Java does not know this name of a property", advice)
    }

    fn class(&mut self) -> usize {
        let rest = self.rest();
        if self.classes > 0
            && let Some((name, _)) = rest.strip_prefix("[:").and_then(|rest| rest.split_once(":]"))
        {
            return self.note(name.len() + 4, "Java reads this as the characters between the brackets", posix(name));
        }
        self.classes += 1;
        // A closing bracket at the beginning is a character.
        ["[^]", "[]", "[^", "["].iter().find(|start| rest.starts_with(**start)).map_or(1, |start| start.len())
    }

    /// Difference and symmetric difference of classes.
    fn operator(&mut self) -> usize {
        let message = "in a class, these are characters for Java";
        let advice = Instead::Advice("write a difference as `[a-z&&[^b]]`");
        match self.rest() {
            rest if rest.starts_with("--") => self.note(2, message, advice),
            rest if rest.starts_with("~~") => self.note(2, message, Instead::Nothing),
            _ => 1,
        }
    }

    fn group(&mut self) -> usize {
        let rest = self.rest();
        let inside = self.groups.last().copied().unwrap_or(Group::Plain);
        let is_behind = rest.starts_with("(?<=") || rest.starts_with("(?<!");
        self.groups.push(if is_behind { Group::Behind } else { inside });
        if rest.starts_with("(?P<") {
            return self.note(4, "Java writes a name without the `P`", Instead::Text("(?<".to_owned()));
        }
        let Some(flags) = rest.strip_prefix("(?") else { return 1 };
        let length = flags.find(|c: char| !c.is_ascii_alphabetic() && c != '-').unwrap_or_default();
        let (flags, _) = flags.split_at(length);
        if flags.contains(['R', 'U', 'u']) {
            return self.note(2 + length, "these flags mean something else in Java, or nothing", Instead::Nothing);
        }
        2 + length
    }

    /// A repetition without end.
    fn unbounded(&mut self, length: usize) -> usize {
        if matches!(self.groups.last(), Some(Group::Behind)) {
            let advice = Instead::Advice("give the repetition an end, such as `{0,99}`");
            return self.note(length, "Java wants a largest length of what it looks back at", advice);
        }
        length
    }
}

/// A POSIX class as ranges, which are the same everywhere.
fn posix(name: &str) -> Instead {
    let (is_negated, name) = match name.strip_prefix('^') {
        Some(name) => (true, name),
        None => (false, name),
    };
    let ranges = match name {
        "alpha" => "A-Za-z",
        "digit" => "0-9",
        "alnum" => "0-9A-Za-z",
        "upper" => "A-Z",
        "lower" => "a-z",
        "punct" => r"!-/:-@\[-`{-~",
        "space" => r" \t\n\x0B\f\r",
        "cntrl" => r"\x00-\x1F\x7F",
        "ascii" => r"\x00-\x7F",
        "blank" => r" \t",
        "graph" => "!-~",
        "print" => " -~",
        "xdigit" => "0-9A-Fa-f",
        "word" => "0-9A-Za-z_",
        _ => return Instead::Nothing,
    };
    Instead::Text(if is_negated { format!("[^{ranges}]") } else { ranges.to_owned() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn found(pattern: &str) -> Vec<(&str, Option<String>)> {
        let text = |instead| match instead {
            Instead::Text(text) => Some(text),
            Instead::Nothing | Instead::Advice(_) => None,
        };
        differences(pattern).into_iter().map(|one| (pattern.get(one.range).unwrap(), text(one.instead))).collect()
    }

    #[test]
    fn what_java_reads_otherwise_is_found() {
        for (pattern, part, instead) in [
            ("x(?P<n>a)", "(?P<", Some("(?<")),
            ("[[:alpha:]_]", "[:alpha:]", Some("A-Za-z")),
            ("[[:^digit:]]", "[:^digit:]", Some("[^0-9]")),
            ("[[:word:]]", "[:word:]", Some("0-9A-Za-z_")),
            (r"\<a", r"\<", None),
            (r"a\b{end}", r"\b{end}", None),
            ("[a--b]", "--", None),
            ("[a~~b]", "~~", None),
            ("(?R)a", "(?R", None),
            ("(?iU:a)", "(?iU", None),
            ("(?-u:a)", "(?-u", None),
            (r"\v", r"\v", Some(r"\x0B")),
            (r"a\d+", r"\d", Some("[0-9]")),
            (r"[\D_]", r"\D", Some("[^0-9]")),
            (r"\u{41}", r"\u{41}", Some(r"\x{41}")),
            (r"\p{Greek}", r"\p{Greek}", None),
            ("(?<=a(b+))c", "+", None),
            ("(?<!a{2,})c", "{2,}", None),
        ] {
            assert_eq!(found(pattern), [(part, instead.map(str::to_owned))], "{pattern}");
        }
    }

    #[test]
    fn what_java_reads_alike_is_not() {
        for pattern in [
            r"\s+\.\w*",
            r"\\d",
            "(?<n>a)(?:b)(?i)c(?=d*)(?<=ab)e+",
            "[a-z&&[^b]]",
            "[]a-]",
            "[^]a]",
            r"\p{Lu}\pN\p{IsGreek}\p{sc=Greek}\p{Alpha}\P{L}",
            r"\\<\[[:]",
            "a--b~~",
            "(?<=ab{2,3})c+",
            r"\u0041\x{41}",
            r"(?<=a)b\",
            "ü{1,2}",
        ] {
            assert_eq!(found(pattern), [], "{pattern}");
        }
    }
}
