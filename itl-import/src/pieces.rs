//! The converted template in pieces, and the lines that its tags must not take away.

use itl_syntax::Span;

/// A piece of the converted template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String, Span),
    /// A tag that takes its line away where it stands alone on it.
    Block(String),
    Print(String),
}

/// A tag that prints nothing and keeps the tag beside it from standing alone.
const GUARD: &str = "{{! }}";

/// Writes the pieces. Returns the text, and the places of texts that end with a brace before a tag: the two would be
/// read as another tag.
pub(crate) fn write(pieces: Vec<Piece>) -> (String, Vec<Span>) {
    let pieces = merged(pieces);
    let mut out = String::new();
    let mut braces = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text(text, span) => {
                out.push_str(text);
                if text.ends_with('{') && at + 1 < pieces.len() {
                    braces.push(*span);
                    out.push(' ');
                }
            }
            Piece::Print(tag) => out.push_str(tag),
            Piece::Block(tag) => {
                out.push_str(tag);
                if is_alone(&pieces, at) {
                    out.push_str(GUARD);
                }
            }
        }
    }
    (out, braces)
}

/// Neighbouring texts as one.
fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (out.last_mut(), piece) {
            (_, Piece::Text(text, _)) if text.is_empty() => {}
            (Some(Piece::Text(before, span)), Piece::Text(text, last)) => {
                before.push_str(&text);
                *span = Span { start: span.start.min(last.start), end: span.end.max(last.end) };
            }
            (_, piece) => out.push(piece),
        }
    }
    out
}

/// Whether the piece stands alone on its line, and takes something away with it.
fn is_alone(pieces: &[Piece], at: usize) -> bool {
    let blank = |text: &str| text.chars().all(|c| matches!(c, ' ' | '\t')).then_some(text.len());
    let before = match at.checked_sub(1).and_then(|before| pieces.get(before)) {
        None => Some(0),
        Some(Piece::Text(text, _)) => match text.rsplit_once('\n') {
            Some((_, rest)) => blank(rest),
            None => blank(text).filter(|_| at == 1),
        },
        Some(_) => None,
    };
    let after = match pieces.get(at + 1) {
        None => Some(0),
        Some(Piece::Text(text, _)) => match text.split_once('\n') {
            Some((rest, _)) => blank(rest.strip_suffix('\r').unwrap_or(rest)).map(|blanks| blanks + 1),
            None => blank(text).filter(|_| at + 2 == pieces.len()),
        },
        Some(_) => None,
    };
    matches!((before, after), (Some(before), Some(after)) if before + after > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_alone_on_its_line_gets_company() {
        let text = |text: &str| Piece::Text(text.to_owned(), Span::default());
        let block = |tag: &str| Piece::Block(tag.to_owned());
        let written = |pieces: &[Piece]| write(pieces.to_vec()).0;
        assert_eq!(written(&[text("a\n"), block("{{ #x }}"), text("\nb")]), "a\n{{ #x }}{{! }}\nb");
        assert_eq!(written(&[block("{{ #x }}"), text("  \nb")]), "{{ #x }}{{! }}  \nb");
        assert_eq!(written(&[text("a "), block("{{ #x }}"), text("\nb")]), "a {{ #x }}\nb");
        assert_eq!(written(&[text("\n"), block("{{ #x }}"), block("{{ #y }}"), text("\n")]), "\n{{ #x }}{{ #y }}\n");
        assert_eq!(written(&[text("  "), block("{{ #x }}")]), "  {{ #x }}{{! }}");
        assert_eq!(written(&[text("a\n"), block("{{ /x }}")]), "a\n{{ /x }}");
        assert_eq!(write(vec![text("{"), block("{{ #x }}")]).1.len(), 1);
    }
}
