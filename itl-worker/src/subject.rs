//! Subjects: which events a template takes, and where its messages go.

use std::fmt;

/// The subjects that a template takes: words with dots between them, `*` for one word, `>` at the end for one or more.
///
/// ```
/// use itl_worker::Pattern;
/// let pattern: Pattern = "events.*.>".parse()?;
/// assert_eq!(pattern.captures("events.grafana.eu.db-7"), Some(vec!["grafana", "eu.db-7"]));
/// assert_eq!(pattern.captures("events.grafana"), None);
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Vec<Word>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    Text(String),
    /// `*`
    One,
    /// `>`
    Rest,
}

impl std::str::FromStr for Pattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut words = Vec::new();
        for word in text.split('.') {
            if words.last() == Some(&Word::Rest) {
                return Err(format!("`>` is the last word of a subject, in {text}"));
            }
            words.push(match word {
                "*" => Word::One,
                ">" => Word::Rest,
                word => Word::Text(check_word(word, text)?.to_owned()),
            });
        }
        Ok(Self(words))
    }
}

/// A word that a subject can hold.
fn check_word<'w>(word: &'w str, subject: &str) -> Result<&'w str, String> {
    if word.is_empty() {
        return Err(format!("a word is missing between the dots of {subject:?}"));
    }
    match word.chars().find(|c| c.is_whitespace() || c.is_control() || matches!(c, '*' | '>')) {
        Some(c) => {
            Err(format!("a word of a subject holds no {c:?}; write * or > as a word of its own, in {subject:?}"))
        }
        None => Ok(word),
    }
}

impl Pattern {
    /// What the wildcards stand for in `subject`, in order; `None` if the pattern does not match.
    pub fn captures<'s>(&self, subject: &'s str) -> Option<Vec<&'s str>> {
        let mut rest = Some(subject);
        let mut captured = Vec::new();
        for word in &self.0 {
            let left = rest?;
            let (first, after) = left.split_once('.').map_or((left, None), |(first, after)| (first, Some(after)));
            match word {
                Word::Rest => {
                    captured.push(left);
                    return Some(captured);
                }
                Word::One => captured.push(first),
                Word::Text(text) if text == first => {}
                Word::Text(_) => return None,
            }
            rest = after;
        }
        rest.is_none().then_some(captured)
    }

    /// Whether one subject can match both.
    pub fn overlaps(&self, other: &Self) -> bool {
        let (mut ours, mut theirs) = (self.0.iter(), other.0.iter());
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) | (Some(Word::Rest), Some(_)) | (Some(_), Some(Word::Rest)) => return true,
                (None, _) | (_, None) => return false,
                (Some(Word::Text(a)), Some(Word::Text(b))) if a != b => return false,
                _ => {}
            }
        }
    }

    /// How many wildcards it has.
    pub fn wildcards(&self) -> usize {
        self.0.iter().filter(|word| !matches!(word, Word::Text(_))).count()
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, word) in self.0.iter().enumerate() {
            let dot = if at == 0 { "" } else { "." };
            match word {
                Word::Text(text) => write!(f, "{dot}{text}")?,
                Word::One => write!(f, "{dot}*")?,
                Word::Rest => write!(f, "{dot}>")?,
            }
        }
        Ok(())
    }
}

/// Where messages go: a subject in which `{1}` is what the first wildcard of the event's pattern stands for.
///
/// ```
/// use itl_worker::Target;
/// let target: Target = "messages.{1}".parse()?;
/// assert_eq!(target.subject(&["grafana"]), "messages.grafana");
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// A wildcard, from 0.
    Capture(usize),
}

impl std::str::FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (number, after) = after.split_once('}').ok_or_else(|| format!("a `}}` is missing in {text:?}"))?;
            let capture = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let capture = capture
                .ok_or_else(|| format!("{{{number}}} names no wildcard; write {{1}} for the first one, in {text:?}"))?;
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(Piece::Capture(capture));
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        let target = Self(pieces);
        target.with(|_| "word").split('.').try_for_each(|word| check_word(word, text).map(|_| ()))?;
        Ok(target)
    }
}

impl Target {
    /// The subject, from what the wildcards of the event's pattern stand for.
    pub fn subject(&self, captures: &[&str]) -> String {
        self.with(|at| captures.get(at).copied().unwrap_or_default())
    }

    /// All subjects that it can be.
    pub fn pattern(&self) -> Pattern {
        // A wildcard may stand for several words, so that whatever follows it is open.
        let text = self.with(|_| "\0");
        let known = text.split('.').take_while(|word| !word.contains('\0')).map(|word| Word::Text(word.to_owned()));
        let mut words: Vec<Word> = known.collect();
        if text.contains('\0') {
            words.push(Word::Rest);
        }
        Pattern(words)
    }

    /// The number of wildcards that it needs.
    pub fn wildcards(&self) -> usize {
        let captures = self.0.iter().filter_map(|piece| match piece {
            Piece::Text(_) => None,
            Piece::Capture(at) => Some(at + 1),
        });
        captures.max().unwrap_or(0)
    }

    fn with<'s>(&'s self, capture: impl Fn(usize) -> &'s str) -> String {
        let texts = self.0.iter().map(|piece| match piece {
            Piece::Text(text) => text,
            Piece::Capture(at) => capture(*at),
        });
        texts.collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{Pattern, Target};

    fn pattern(text: &str) -> Pattern {
        text.parse().unwrap()
    }

    #[test]
    fn wildcards_stand_for_words() {
        for (text, subject, captured) in [
            ("events.disk", "events.disk", Some(vec![])),
            ("events.disk", "events.disk.full", None),
            ("events.*", "events.disk", Some(vec!["disk"])),
            ("events.*", "events", None),
            ("events.*.full", "events.disk.full", Some(vec!["disk"])),
            ("events.>", "events.disk.full", Some(vec!["disk.full"])),
            ("events.>", "events", None),
            (">", "a.b", Some(vec!["a.b"])),
            ("*.>", "a.b.c", Some(vec!["a", "b.c"])),
        ] {
            assert_eq!(pattern(text).captures(subject), captured, "{text} {subject}");
            assert_eq!(pattern(text).to_string(), text);
        }
    }

    #[test]
    fn overlaps_are_found() {
        for (a, b, expected) in [
            ("a.b", "a.b", true),
            ("a.b", "a.c", false),
            ("a.*", "a.c", true),
            ("a.*", "a.c.d", false),
            ("a.>", "a.c.d", true),
            ("a.>", "a", false),
            ("*.b", "a.*", true),
            (">", "a", true),
        ] {
            assert_eq!(pattern(a).overlaps(&pattern(b)), expected, "{a} {b}");
            assert_eq!(pattern(b).overlaps(&pattern(a)), expected, "{b} {a}");
        }
    }

    #[test]
    fn mistakes_are_named() {
        for text in ["", "a..b", ".a", "a.>.b", "a b", "a.b*", "a\n"] {
            assert!(text.parse::<Pattern>().is_err(), "{text:?}");
        }
        for text in ["", "a.{0}", "a.{x}", "a.{1", "a.*", "a..{1}", "a b"] {
            assert!(text.parse::<Target>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn targets_take_what_wildcards_stand_for() {
        let target: Target = "out.{2}.x-{1}".parse().unwrap();
        assert_eq!(target.subject(&["a", "b.c"]), "out.b.c.x-a");
        assert_eq!((target.wildcards(), target.pattern()), (2, pattern("out.>")));
        let plain: Target = "out.all".parse().unwrap();
        assert_eq!((plain.wildcards(), plain.pattern()), (0, pattern("out.all")));
        let open: Target = "out.x-{1}.y".parse().unwrap();
        assert_eq!(open.pattern(), pattern("out.>"));
    }
}
