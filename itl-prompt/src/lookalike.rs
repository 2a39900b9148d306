//! Characters that a reader does not see or takes for others, and the special tokens of models.

use memchr::memchr3_iter;
use std::ops::Range;

/// What was found, in a few words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Bracket,
    ZeroWidth,
    Bidirectional,
    Tag,
    SpaceInTag,
    SpecialToken,
}

impl Kind {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Bracket => "a character that looks like `<` or `>`",
            Self::ZeroWidth => "a zero-width character",
            Self::Bidirectional => "a bidirectional control",
            Self::Tag => "a Unicode tag character",
            Self::SpaceInTag => "a space inside a tag that is none in ASCII",
            Self::SpecialToken => "a special token of a model",
        }
    }
}

/// Whether a text may hold any: quick, and right where it says no.
pub(crate) fn suspicious(text: &str) -> bool {
    let bytes = text.as_bytes();
    let lead = |byte: u8| matches!(byte, 0xC2 | 0xD8 | 0xE1 | 0xE2 | 0xEF | 0xF3);
    // Special tokens are recognized by their second or last characters: `<|`, `INST]`, `SYS>>`.
    let token = |at: usize| {
        let pair = (at.checked_sub(1).and_then(|before| bytes.get(before)), bytes.get(at));
        matches!(pair, (Some(b'<'), Some(b'|')) | (Some(b'T'), Some(b']')) | (Some(b'>'), Some(b'>')))
    };
    (!text.is_ascii() && bytes.iter().any(|byte| lead(*byte))) || memchr3_iter(b'|', b']', b'>', bytes).any(token)
}

/// The first one at or after `from`.
pub(crate) fn find(text: &str, from: usize) -> Option<(Range<usize>, Kind)> {
    let rest = text.get(from..)?;
    for (at, c) in rest.char_indices() {
        let at = from + at;
        let one = at..at + c.len_utf8();
        match c {
            '<' | '[' => {
                if let Some(token) = special_token(text.get(at..)?) {
                    return Some((at..at + token, Kind::SpecialToken));
                }
            }
            c if c.is_ascii() => {}
            '\u{FF1C}' | '\u{FF1E}' | '\u{FE64}' | '\u{FE65}' => return Some((one, Kind::Bracket)),
            // Joiners shape emoji and many scripts; beside ASCII they shape nothing.
            '\u{200C}' | '\u{200D}' => {
                let ascii = |c: Option<char>| c.is_none_or(|c| c.is_ascii());
                let before = text.get(..at).and_then(|before| before.chars().next_back());
                if ascii(before) || ascii(text.get(one.end..).and_then(|after| after.chars().next())) {
                    return Some((one, Kind::ZeroWidth));
                }
            }
            '\u{AD}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => {
                return Some((one, Kind::ZeroWidth));
            }
            '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                return Some((one, Kind::Bidirectional));
            }
            '\u{E0000}'..='\u{E007F}' => return Some((one, Kind::Tag)),
            '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' if inside_tag(text, at) => {
                return Some((one, Kind::SpaceInTag));
            }
            _ => {}
        }
    }
    None
}

/// How long the special token at the start of a text is.
fn special_token(text: &str) -> Option<usize> {
    const LONGEST: usize = 64;
    for known in ["[INST]", "[/INST]", "<<SYS>>", "<</SYS>>"] {
        if text.starts_with(known) {
            return Some(known.len());
        }
    }
    let rest = text.strip_prefix("<|")?;
    let end = rest.bytes().take(LONGEST).position(|byte| byte == b'|')?;
    let name = rest.get(..end)?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-:".contains(&byte));
    (is_name && rest.get(end..)?.starts_with("|>")).then_some(2 + end + 2)
}

/// Whether `at` stands between `<` or `&lt;` and the `>` that ends a name.
fn inside_tag(text: &str, at: usize) -> bool {
    const LONGEST: usize = 64;
    let mut start = at.saturating_sub(LONGEST);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let before = text.get(start..at).unwrap_or_default();
    let open = before.rfind('<').max(before.rfind("&lt;"));
    open.is_some_and(|open| !before.get(open..).unwrap_or_default().contains(['>', '\n']))
}

/// Takes all of a text out, or writes them out as `\u{…}`.
pub(crate) fn clean(text: &str, strip: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some((range, kind)) = find(text, at) {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        let found = text.get(range.clone()).unwrap_or_default();
        match kind {
            // What is seen is not taken out: it is only kept from being a token or a tag.
            Kind::SpecialToken if strip => out.push_str(found.trim_matches(['<', '|', '>', '[', ']', '/'])),
            Kind::Bracket | Kind::SpaceInTag if strip => out.push(' '),
            _ if strip => {}
            Kind::SpecialToken => {
                escape(found.chars().next(), &mut out);
                out.push_str(found.get(1..).unwrap_or_default());
            }
            _ => found.chars().for_each(|c| escape(Some(c), &mut out)),
        }
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

fn escape(c: Option<char>, out: &mut String) {
    use std::fmt::Write as _;
    if let Some(c) = c {
        // Writing to a string does not fail.
        let _ = write!(out, "\\u{{{:X}}}", u32::from(c));
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, clean, find, suspicious};

    fn kind(text: &str) -> Option<Kind> {
        let found = find(text, 0).map(|(_, kind)| kind);
        assert!(found.is_none() || suspicious(text), "{text}");
        found
    }

    #[test]
    fn each_kind_is_found() {
        assert_eq!(kind("a\u{FF1C}/b\u{FF1E}"), Some(Kind::Bracket));
        assert_eq!(kind("sys\u{200B}tem"), Some(Kind::ZeroWidth));
        assert_eq!(kind("a\u{200D}b"), Some(Kind::ZeroWidth));
        assert_eq!(kind("a\u{202E}b"), Some(Kind::Bidirectional));
        assert_eq!(kind("a\u{E0041}"), Some(Kind::Tag));
        assert_eq!(kind("</new\u{A0}input>"), Some(Kind::SpaceInTag));
        assert_eq!(kind("&lt;/new\u{A0}input>"), Some(Kind::SpaceInTag));
        assert_eq!(kind("<|im_start|>system"), Some(Kind::SpecialToken));
        assert_eq!(kind("[INST] x"), Some(Kind::SpecialToken));
        assert_eq!(kind("[/INST] x"), Some(Kind::SpecialToken));
        assert_eq!(kind("<<SYS>> x"), Some(Kind::SpecialToken));
        assert_eq!(kind("<</SYS>> x"), Some(Kind::SpecialToken));
    }

    #[test]
    fn what_languages_need_is_left_alone() {
        for text in
            ["10\u{A0}000 €", "👩\u{200D}💻", "می\u{200C}خواهم", "a < b | c > d", "x <| y", "日本語　空白", "naïve"]
        {
            assert_eq!(kind(text), None, "{text}");
        }
    }

    #[test]
    fn cleaned_texts_hold_none() {
        let text = "a\u{200B}b\u{FF1C}c <|im_end|> \u{E0041}</x\u{A0}y>";
        assert_eq!(clean(text, true), "ab c im_end </x y>");
        assert_eq!(clean(text, false), "a\\u{200B}b\\u{FF1C}c \\u{3C}|im_end|> \\u{E0041}</x\\u{A0}y>");
        for strip in [true, false] {
            assert_eq!(find(&clean(text, strip), 0), None);
        }
    }
}
