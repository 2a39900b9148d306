//! Where in a tag's inside the writer is.

use itl_eval::Dialect;
use std::ops::Range;

/// The part of a path that is being written. Offsets count from the tag's inside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The first segment.
    Head,
    /// What follows a dot.
    Step {
        /// Where the path before the dot ends.
        base_end: usize,
        /// Where the word begins.
        word: usize,
    },
    /// Inside brackets.
    Bracket {
        /// Where the path before the bracket ends.
        base_end: usize,
        /// Where the inside begins, after the quote if there is one.
        inside: usize,
        /// The quote that is open.
        quote: Option<char>,
    },
    /// Inside a call's parentheses.
    Argument {
        /// Where the path before the call ends.
        base_end: usize,
        /// The function's name.
        name: Range<usize>,
        /// Which argument it is.
        position: usize,
        /// Where the argument begins, after the quote if there is one.
        inside: usize,
        /// Whether a quote is open.
        quoted: bool,
    },
    /// Nowhere that anything can be offered.
    Nowhere,
}

/// Finds the place at the end of `typed`.
pub(crate) fn find(typed: &str, dialect: Dialect) -> Place {
    if dialect == Dialect::Mustache {
        return match typed.rfind('.') {
            Some(dot) => Place::Step { base_end: dot, word: dot + 1 },
            None => Place::Head,
        };
    }
    let mut place = Place::Head;
    let mut quote: Option<char> = None;
    // How many parentheses are open in a reference that is an argument.
    let mut nested = 0_usize;
    let mut chars = typed.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
            continue;
        }
        if let Some(open) = quote {
            if c == open {
                quote = None;
                if let Place::Argument { quoted, .. } = &mut place {
                    *quoted = false;
                }
            }
            continue;
        }
        match (&mut place, c) {
            (Place::Bracket { inside, quote: within, .. }, '"' | '\'') => {
                quote = Some(c);
                if is_reference(typed, *inside) {
                    continue;
                }
                (*inside, *within) = (at + 1, Some(c));
            }
            (Place::Argument { inside, .. }, '(') if is_reference(typed, *inside) => nested += 1,
            (Place::Argument { .. }, ')') if nested > 0 => nested -= 1,
            (Place::Bracket { .. }, ']') | (Place::Argument { .. }, ')') => place = Place::Nowhere,
            (Place::Argument { inside, quoted, .. }, '"' | '\'') => {
                quote = Some(c);
                if !is_reference(typed, *inside) {
                    (*inside, *quoted) = (at + 1, true);
                }
            }
            (Place::Argument { position, inside, .. }, ',') if nested == 0 => {
                *position += 1;
                *inside = at + 1;
            }
            (Place::Argument { inside, .. }, c) if c.is_whitespace() && *inside == at => *inside = at + c.len_utf8(),
            (Place::Bracket { .. } | Place::Argument { .. }, _) => {}
            (_, c) => match in_path(&place, at, c) {
                Some(Place::Nowhere) => return Place::Nowhere,
                Some(next) => place = next,
                None => {}
            },
        }
    }
    place
}

/// What a character of a path begins at the offset `at`, outside of brackets and calls.
fn in_path(place: &Place, at: usize, c: char) -> Option<Place> {
    Some(match (place, c) {
        (_, '.') => Place::Step { base_end: at, word: at + 1 },
        (_, '[') => Place::Bracket { base_end: at, inside: at + 1, quote: None },
        (Place::Step { base_end, word }, '(') => {
            Place::Argument { base_end: *base_end, name: *word..at, position: 0, inside: at + 1, quoted: false }
        }
        (_, '(' | ')' | ']' | '"' | '\'' | '{' | '}' | '|' | ',') => Place::Nowhere,
        _ => return None,
    })
}

/// Whether a reference begins at an offset.
fn is_reference(typed: &str, at: usize) -> bool {
    typed.get(at..).is_some_and(|rest| rest.starts_with('$'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(typed: &str) -> Place {
        find(typed, Dialect::Itl)
    }

    #[test]
    fn the_place_follows_from_what_was_typed() {
        assert_eq!(at(""), Place::Head);
        assert_eq!(at("aler"), Place::Head);
        assert_eq!(at("a.b.c"), Place::Step { base_end: 3, word: 4 });
        assert_eq!(at("a\\.b"), Place::Head);
        assert_eq!(at("a["), Place::Bracket { base_end: 1, inside: 2, quote: None });
        assert_eq!(at("a[\"x.y"), Place::Bracket { base_end: 1, inside: 3, quote: Some('"') });
        assert_eq!(at("a[0].b"), Place::Step { base_end: 4, word: 5 });
        assert_eq!(at("a.f(\"x.(\").g"), Place::Step { base_end: 10, word: 11 });
        let argument = |position, inside, quoted| Place::Argument { base_end: 1, name: 2..3, position, inside, quoted };
        assert_eq!(at("a.f("), argument(0, 4, false));
        assert_eq!(at("a.f(\"x"), argument(0, 5, true));
        assert_eq!(at("a.f(1, \"x, y"), argument(1, 8, true));
        assert_eq!(at("a.f($b.g(\"x, y"), argument(0, 4, false));
        assert_eq!(at("a.f($b.g(1, 2), "), argument(1, 16, false));
        assert_eq!(at("a[$b["), Place::Bracket { base_end: 1, inside: 2, quote: None });
        assert_eq!(at("a f("), Place::Nowhere);
        assert_eq!(find("a[0].b(", Dialect::Mustache), Place::Step { base_end: 4, word: 5 });
    }
}
