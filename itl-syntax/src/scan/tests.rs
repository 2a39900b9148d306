//! Tags that hold words are found by a way of their own, and found alike.

use super::{PieceKind, Scanner, path_length};
use crate::ast::{Delimiters, Dialect};
use proptest::prelude::*;

/// Parts of tags that hold words, and what may be beside them.
fn parts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("{{"),
        Just("}}"),
        Just("{{{"),
        Just("}}}"),
        Just("}"),
        Just("#"),
        Just("^"),
        Just("/"),
        Just("&"),
        Just("!"),
        Just(">"),
        Just("a"),
        Just("a.b-c_1"),
        Just("."),
        Just(" "),
        Just("\n"),
        Just("\u{a0}"),
        Just("\\"),
        Just("(\"x\")"),
        Just("ä"),
        Just("{{=<% %>=}}"),
        Just("<%={{ }}=%>"),
    ];
    proptest::collection::vec(part, 1..24).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn tags_of_words_are_found_alike(source in parts(), is_itl in any::<bool>()) {
        let dialect = if is_itl { Dialect::Itl } else { Dialect::Mustache };
        let pieces = |is_usual: bool| -> Vec<String> {
            let mut scanner = Scanner::new(&source, dialect, Delimiters::default());
            let mut found = Vec::new();
            loop {
                scanner.is_usual &= is_usual;
                let Some(mut piece) = scanner.next() else { return found };
                if let PieceKind::Tag(tag) = &mut piece.kind {
                    assert!(!tag.is_path || path_length(tag.inner.as_bytes()) == Some(tag.inner.len()));
                    tag.is_path = false;
                }
                found.push(format!("{piece:?}"));
            }
        };
        prop_assert_eq!(pieces(true), pieces(false));
    }
}
