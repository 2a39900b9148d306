//! Reports on long lines and far places: cut, but with the places of the whole.
#![cfg(feature = "report")]
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use itl_syntax::report::{Colour, draw};
use itl_syntax::{Code, Diagnostic, Span};

fn drawn(diagnostic: &Diagnostic, source: &str) -> String {
    draw(diagnostic, "t.itl", source, Colour::Never)
}

#[test]
fn a_long_line_is_cut_around_the_place() {
    let source = format!("first\n{}{{{{ bad }}}}{}\nlast", "ü".repeat(5_000), "y".repeat(5_000));
    let at = source.find("{{").unwrap();
    let report = drawn(&Diagnostic::new(Code::UnknownFunction, Span::new(at, at + 9), "no"), &source);
    assert!(report.contains("--> t.itl:2:5001\n"), "{report}");
    let line = report.lines().find(|line| line.starts_with("2 | ")).unwrap();
    assert!(line.starts_with("2 | …ü") && line.ends_with("y…") && line.len() < 300, "{line}");
    let carets = report.lines().find(|line| line.contains('^')).unwrap();
    let column = |text: &str, what: &str| text.split(what).next().unwrap().chars().count();
    assert_eq!(column(carets, "^"), column(line, "{{"), "{report}");
}

#[test]
fn a_short_line_stays_whole_in_a_long_source() {
    let source = format!("{}{{{{ bad }}}}\n{}", "x\n".repeat(50_000), "y\n".repeat(50_000));
    let at = source.find("{{").unwrap();
    let report = drawn(&Diagnostic::new(Code::UnknownFunction, Span::new(at + 3, at + 6), "no"), &source);
    assert!(report.contains("--> t.itl:50001:4\n") && report.contains("50001 | {{ bad }}\n"), "{report}");
}

#[test]
fn a_label_on_the_same_line_or_far_away_has_its_place() {
    let opened = |source: &str, label| {
        let end = source.len();
        let one = Diagnostic::new(Code::MismatchedClose, Span::new(end - 6, end), "no");
        drawn(&one.label(label, "opened here"), source)
    };
    let report = opened(&format!("{{{{#a}}}}{}{{{{/b}}}}", "x".repeat(10_000)), Span::new(0, 6));
    assert!(report.contains("--> t.itl:1:10007\n") && report.contains("opened here"), "{report}");
    assert!(report.len() < 1_500, "{report}");
    let report = opened(&format!("é{{{{#a}}}}\n{}{{{{/b}}}}", "x\n".repeat(300)), Span::new(2, 8));
    assert!(report.contains("--> t.itl:302:1\n") && report.contains("::: t.itl:1:2\n"), "{report}");
}

#[test]
fn a_change_in_a_long_line_is_drawn_cut() {
    let source = format!("{}{{{{ host.uper() }}}}{}", "x".repeat(9_000), "y".repeat(9_000));
    let at = source.find("uper").unwrap();
    let span = Span::new(at, at + 4);
    let report = drawn(&Diagnostic::new(Code::UnknownFunction, span, "no").suggest(span, "upperCase"), &source);
    assert!(report.contains("host.upperCase() }}") && report.len() < 1_500, "{report}");
}

#[test]
fn places_at_every_offset_of_odd_sources_can_be_drawn() {
    let long = "ä".repeat(210) + "\r\n" + &"{{ö}}".repeat(60) + "\n";
    for source in ["", "\n", "a", "a\n", "\n\nü", "a\r\n", "…", &long] {
        for start in 0..=source.len() + 1 {
            for length in [0, 1, 500] {
                let span = Span::new(start, start + length);
                let one =
                    Diagnostic::new(Code::EmptyTag, span, "no").label(Span::new(0, start), "l").suggest(span, "r");
                drawn(&one, source);
            }
        }
    }
}
