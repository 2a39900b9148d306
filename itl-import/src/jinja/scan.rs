//! Splits a template of Jinja into texts and tags.

use itl_syntax::Span;

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part<'s> {
    Text(String, Span),
    Print(&'s str, Span),
    Statement(&'s str, Span),
    Comment(&'s str),
    /// A tag that never ends, to the end of the template.
    Unclosed(Span),
}

/// Splits `source`; whitespace that tags trim is gone, and so is one line break at the end, as Jinja has it.
pub(super) fn parts(source: &str) -> Vec<Part<'_>> {
    let text_end = source.strip_suffix('\n').map_or(source.len(), |rest| rest.strip_suffix('\r').unwrap_or(rest).len());
    let mut parts = Vec::new();
    let mut at = 0;
    let mut trims = false;
    while let Some((start, open)) = next_tag(source, at) {
        let text = source.get(at..start).unwrap_or_default();
        let begins_trim = matches!(source.as_bytes().get(start + 2), Some(b'-'));
        push_text(&mut parts, text, at, trims, begins_trim);
        let Some((end, ends_trim)) = tag_end(source, start, open) else {
            parts.push(Part::Unclosed(Span::new(start, source.len())));
            return parts;
        };
        let span = Span::new(start, end);
        let inside = source.get(start + 2..end - 2).unwrap_or_default();
        let inside = inside.strip_prefix(['-', '+']).unwrap_or(inside);
        let inside = if open == '#' { inside } else { inside.strip_suffix(['-', '+']).unwrap_or(inside) };
        trims = ends_trim;
        at = end;
        match open {
            '{' => parts.push(Part::Print(inside, span)),
            '#' => parts.push(Part::Comment(inside.strip_suffix('-').unwrap_or(inside))),
            _ if inside.trim() == "raw" => {
                let Some((text, after, trim)) = raw(source, end) else {
                    parts.push(Part::Unclosed(span));
                    return parts;
                };
                push_text(&mut parts, text, end, trims, false);
                (at, trims) = (after, trim);
            }
            _ => parts.push(Part::Statement(inside, span)),
        }
    }
    if at < text_end {
        push_text(&mut parts, source.get(at..text_end).unwrap_or_default(), at, trims, false);
    }
    parts
}

fn push_text(parts: &mut Vec<Part<'_>>, text: &str, at: usize, trims_start: bool, trims_end: bool) {
    let trimmed = if trims_start { text.trim_start() } else { text };
    let trimmed = if trims_end { trimmed.trim_end() } else { trimmed };
    if !trimmed.is_empty() {
        parts.push(Part::Text(trimmed.to_owned(), Span::new(at, at + text.len())));
    }
}

/// The next opening delimiter and its second character.
fn next_tag(source: &str, from: usize) -> Option<(usize, char)> {
    let mut at = from;
    loop {
        let start = at + source.get(at..)?.find('{')?;
        match source.as_bytes().get(start + 1) {
            Some(open @ (b'{' | b'%' | b'#')) => return Some((start, char::from(*open))),
            _ => at = start + 1,
        }
    }
}

/// Where a tag ends, and whether it trims what follows. Quotes are closed first.
fn tag_end(source: &str, start: usize, open: char) -> Option<(usize, bool)> {
    let bytes = source.as_bytes();
    let close: &[u8] = match open {
        '{' => b"}}",
        '%' => b"%}",
        _ => b"#}",
    };
    let mut at = start + 2;
    let (mut quote, mut depth) = (None, 0_usize);
    while let Some(byte) = bytes.get(at) {
        if let Some(open) = quote {
            if *byte == b'\\' {
                at += 1;
            } else if open == *byte {
                quote = None;
            }
        } else if open != '#' && matches!(byte, b'"' | b'\'') {
            quote = Some(*byte);
        } else if open != '#' && *byte == b'{' {
            depth += 1;
        } else if open == '{' && *byte == b'}' && depth > 0 {
            depth -= 1;
        } else if bytes.get(at..at + 2) == Some(close) {
            return Some((at + 2, bytes.get(at - 1) == Some(&b'-') && at > start + 2));
        }
        at += 1;
    }
    None
}

/// The text up to `{% endraw %}`, where it ends, and whether that tag trims.
fn raw(source: &str, from: usize) -> Option<(&str, usize, bool)> {
    let is_trimmed = |c: char| matches!(c, '-' | '+') || c.is_whitespace();
    let mut at = from;
    loop {
        let start = at + source.get(at..)?.find("{%")?;
        let inside = source.get(start + 2..)?;
        at = start + 2;
        let Some(after) = inside.trim_start_matches(is_trimmed).strip_prefix("endraw") else { continue };
        let Some(rest) = after.trim_start_matches(is_trimmed).strip_prefix("%}") else { continue };
        let text = source.get(from..start)?;
        let text = if inside.starts_with('-') { text.trim_end() } else { text };
        let end = source.len() - rest.len();
        return Some((text, end, source.get(..end - 2)?.ends_with('-')));
    }
}
