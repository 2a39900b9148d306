//! Every output format against a parser of that format: what a value says comes out as it went in,
//! and never as anything else. Budgets and the JSON check against plain reference answers.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

mod readers;

use itl_eval::output::json_check::check;
use itl_eval::output::{Budget, Cut, Escape, Fit};
use itl_eval::{Code, Engine, Payload, RenderOptions};
use proptest::prelude::*;
use readers::{html_parts, is_xml, line_feeds, lines, markdown_parts, telegram_parts};
use unicode_segmentation::UnicodeSegmentation;

fn escaped(escape: Escape, text: &str) -> String {
    let mut out = String::new();
    escape.write(text, &mut out);
    out
}

/// Text made of what gives formats trouble, between ordinary words.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => any::<char>().prop_map(String::from),
        4 => proptest::char::range('\0', '\u{7f}').prop_map(String::from),
        3 => "[a-z0-9]{1,20}",
        3 => proptest::sample::select(vec![
            "\n", "\r\n", "\r", "\n\n", "\t", "    ", "  \n", "\\", "\\\n", "&amp;", "&#10;",
            "</p>", "<!--", "]]>", "<![CDATA[", "<?x?>", "\"}", "\\u0000", "%2", "%zz", "```", "~~~",
            "---", "===", "1. ", "- ", "* ", "# ", "> ", "[x]: y", "![i](u)", "http://x.example",
            "www.x.example", "a@b.example", "|a|\n|-|", "<!channel>", "<@U1>", ":fire:", "$$", "{#a}",
            "[^1]", "- [x] ", "\u{0}", "\u{FFFE}", "\u{FFFF}", "\u{FEFF}", "\u{2028}", "\u{85}",
            "e\u{301}", "👨‍👩‍👧", "🇩🇪", "ﬁ", "障害", "مرحبا", "\u{1100}\u{1161}", "\u{600}",
        ]).prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn html_gives_the_text_back(text in text()) {
        let value = escaped(Escape::Html, &text);
        let document = format!("<p a=\"{value}\" b='{value}'>{value}</p>");
        let (attributes, read) = html_parts(&document).expect("one element");
        let want = line_feeds(&text);
        prop_assert_eq!(&read, &want);
        // A null character is replaced in an attribute; no HTML can hold one.
        prop_assert_eq!(attributes, vec![want.replace('\0', "\u{FFFD}"); 2]);
    }

    #[test]
    fn xml_gives_the_text_back(text in text()) {
        let value = escaped(Escape::Xml, &text);
        let source = format!("<p a=\"{value}\" b='{value}'>{value}</p>");
        let document = roxmltree::Document::parse(&source).expect("a document");
        let root = document.root_element();
        let want = line_feeds(&text.chars().filter(is_xml).collect::<String>());
        // The parser leaves a carriage return before an entity as it is.
        prop_assert_eq!(line_feeds(root.text().unwrap_or_default()), want.as_str());
        let want = want.replace(['\n', '\t'], " ");
        prop_assert_eq!(root.attribute("a"), Some(want.as_str()));
        prop_assert_eq!(root.attribute("b"), Some(want.as_str()));
        prop_assert_eq!(root.children().count(), usize::from(!want.is_empty()));
    }

    #[test]
    fn json_gives_the_text_back_and_is_spelled_as_serde_json_does(text in text()) {
        let document = format!("\"{}\"", escaped(Escape::Json, &text));
        prop_assert_eq!(&document, &serde_json::to_string(&text).expect("a string"));
        prop_assert_eq!(serde_json::from_str::<String>(&document).expect("a string"), text);
        prop_assert_eq!(check(&document), Ok(()));
    }

    #[test]
    fn url_gives_the_text_back(text in text()) {
        let value = escaped(Escape::Url, &text);
        prop_assert!(value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)));
        let read: Vec<u8> = percent_encoding::percent_decode_str(&value).collect();
        prop_assert_eq!(read, text.into_bytes());
    }

    #[test]
    fn markdown_gives_the_text_back_and_no_structure(text in text()) {
        let mut document = String::new();
        markdown_value(&text, &mut document);
        prop_assert_eq!(markdown_parts(&document), (lines(&text), vec![]), "{:?}", document);
    }

    #[test]
    fn markdown_values_stay_inside_what_the_template_wrote(text in text()) {
        for (before, inside) in [("host: ", 0), ("   ", 0), ("- ", 2), ("-   ", 2), ("> ", 1), ("1. a\n\n   ", 2), ("# ", 1)] {
            let mut document = before.to_owned();
            markdown_value(&text, &mut document);
            let (_, other) = markdown_parts(&document);
            prop_assert_eq!(other.len(), inside, "{:?} {:?}", document, other);
        }
        // One line in a link's text and in a table's cell.
        let line = text.replace(['\n', '\r'], " ");
        let document = format!("[{}](https://x.example/a)", escaped(Escape::Markdown, &line));
        prop_assert_eq!(markdown_parts(&document).1.len(), 1, "{:?}", document);
        let document = format!("|a|b|\n|-|-|\n|{}|x|", escaped(Escape::Markdown, &line));
        prop_assert_eq!(markdown_parts(&document).1.len(), 7, "{:?}", document);
    }

    #[test]
    fn slack_gives_the_text_back(text in text()) {
        let value = escaped(Escape::Slack, &text);
        prop_assert!(!value.contains(['<', '>']));
        let read = value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        prop_assert_eq!(read, text);
    }

    #[test]
    fn telegram_gives_the_text_back(text in text()) {
        prop_assert_eq!(telegram_parts(&escaped(Escape::Telegram, &text)), Some(text));
    }

    #[test]
    fn telegram_legacy_gives_the_text_back(text in text()) {
        let mut read = escaped(Escape::TelegramLegacy, &text);
        for reserved in ["_", "*", "`", "["] {
            prop_assert_eq!(read.matches(reserved).count(), read.matches(&format!("\\{reserved}")).count());
            read = read.replace(&format!("\\{reserved}"), reserved);
        }
        prop_assert_eq!(read, text);
    }

    #[test]
    fn a_markdown_cell_is_one_cell_on_one_line(text in text()) {
        let value = escaped(Escape::MarkdownCell, &text);
        prop_assert!(!value.contains(['\n', '\r']));
        let (_, other) = markdown_parts(&format!("|a|b|\n|-|-|\n|{value}|x|"));
        let breaks = other.iter().filter(|part| part.contains("<br>")).count();
        prop_assert_eq!(other.len() - breaks, 7, "{:?} {:?}", value, other);
        prop_assert_eq!(breaks, text.replace("\r\n", "\n").matches(['\n', '\r']).count());
    }

    #[test]
    fn escaping_appends(text in text(), before in "[a-z<&*]{0,5}") {
        for escape in Escape::ALL {
            let mut out = before.clone();
            escape.write(&text, &mut out);
            prop_assert_eq!(out, before.clone() + &escaped(escape, &text));
        }
    }

    #[test]
    fn boundaries_are_those_between_escaped_characters(text in text()) {
        // Markdown looks at indentation, so that its escape of a character depends on the others.
        let text = text.replace([' ', '\t'], "");
        for escape in Escape::ALL.into_iter().filter(|escape| *escape != Escape::None) {
            let mut out = String::new();
            let mut places = vec![0];
            for character in text.chars() {
                escape.write(character.encode_utf8(&mut [0; 4]), &mut out);
                places.push(out.len());
            }
            places.dedup();
            let found: Vec<_> = (0..=out.len()).filter(|at| escape.is_boundary(&out, *at)).collect();
            prop_assert_eq!(found, places, "{} {:?}", escape, out);
        }
    }

    #[test]
    fn cuts_are_as_long_as_the_budget_allows_and_no_longer(
        value in text(),
        plain in text(),
        escape in proptest::sample::select(Escape::ALL.to_vec()),
        limit in 0_usize..60,
        marker in proptest::sample::select(vec!["…", "...", "", "[more]", "👨‍👩‍👧"]),
        unit in 0..3,
    ) {
        let (budget, measure): (_, fn(&str) -> usize) = match unit {
            0 => (Budget::chars(limit), |text| text.chars().count()),
            1 => (Budget::bytes(limit), str::len),
            _ => (Budget::utf16(limit), |text| text.encode_utf16().count()),
        };
        let whole = plain.clone() + &escaped(escape, &value) + &plain;
        let mut text = whole.clone();
        let cut = budget.marker(marker).apply(&mut text, escape);

        prop_assert!(measure(&text) <= limit);
        prop_assert_eq!(cut.is_some(), measure(&whole) > limit);
        let Some(Cut { kept_bytes, dropped_chars, dropped_bytes, .. }) = cut else {
            prop_assert_eq!(text, whole);
            return Ok(());
        };
        let (kept, dropped) = whole.split_at(kept_bytes);
        prop_assert_eq!(dropped_chars, dropped.chars().count());
        prop_assert_eq!(dropped_bytes, dropped.len());

        let mut marked = kept.to_owned();
        escape.write(marker, &mut marked);
        let room = limit.checked_sub(measure(&escaped(escape, marker)));
        prop_assert_eq!(&text, if room.is_some() { &marked } else { kept });

        let clusters: Vec<usize> = whole.grapheme_indices(true).map(|(at, _)| at).collect();
        let longest = clusters
            .into_iter()
            .filter(|at| escape.is_boundary(&whole, *at))
            .take_while(|at| measure(&whole[..*at]) <= room.unwrap_or(limit))
            .last();
        prop_assert_eq!(Some(kept_bytes), longest);
    }

    #[test]
    fn cuts_inside_values_keep_the_template_and_the_budget(
        values in proptest::collection::vec(text(), 1..5),
        escape in proptest::sample::select(Escape::ALL.to_vec()),
        limit in 0_usize..80,
        marker in proptest::sample::select(vec!["…", "...", "", "[more]"]),
    ) {
        let engine = Engine::builder().escape(escape).build();
        let template = engine.compile("<{{#values}}[{{.}}]{{/values}}>").expect("a template");
        let budget = Budget::chars(limit).marker(marker).fit(Fit::Values);
        let data = serde_json::json!({"values": values});
        let options = RenderOptions::new().budget(Some(budget)).check_output(false);
        let rendered = template.render_with(&data, &options);
        let whole = template.render_with(&data, &RenderOptions::new().check_output(false)).text;
        prop_assert!(rendered.text.chars().count() <= limit);
        if whole.chars().count() <= limit {
            prop_assert_eq!(rendered.text, whole);
            return Ok(());
        }
        let codes: Vec<_> = rendered.warnings.iter().map(|warning| warning.code).collect();
        let own = 2 + 2 * values.len();
        if limit < own {
            prop_assert_eq!(codes, vec![Code::BudgetCut, Code::BudgetLastResort]);
            return Ok(());
        }
        prop_assert_eq!(codes, vec![Code::BudgetCut]);
        prop_assert!(rendered.text.starts_with("<[") && rendered.text.ends_with("]>"), "{}", rendered.text);
    }

    #[test]
    fn the_json_check_agrees_with_a_parse(
        text in prop_oneof![
            "[\\[\\]{}:,\"\\\\ntrufalse0-9.eE+ \n\t\u{1}ä🔥-]{0,24}",
            json_document(),
            (json_document(), any::<proptest::sample::Index>(), "[\\[\\]{}:,\"\\\\u0-9\n]{0,2}").prop_map(
                |(mut text, at, insert)| {
                    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
                    text.insert_str(*at.get(&places), &insert);
                    text
                }
            ),
        ],
    ) {
        let parsed = serde_json::from_str::<serde_json::Value>(&text);
        match (check(&text), parsed) {
            (Ok(()), Ok(_)) => {}
            (Err(fault), Err(error)) => {
                prop_assert!(text.is_char_boundary(fault.offset));
                let place = format!(" at line {} column {}", error.line(), error.column());
                // The words are those for payloads, the place is serde_json's.
                prop_assert_eq!(fault.message + &place, Payload::borrowed(&text).unwrap_err().to_string());
            }
            (checked, parsed) => prop_assert!(false, "{checked:?} {parsed:?}"),
        }
    }
}

fn markdown_value(text: &str, document: &mut String) {
    Escape::Markdown.write(text, document);
}

fn json_document() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:e}")),
        text().prop_map(|text| format!("\"{}\"", escaped(Escape::Json, &text))),
        text().prop_map(|text| format!("\"{text}\"")),
    ];
    leaf.prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(",\n"))),
            proptest::collection::vec(("[a-zä]{0,3}", inner), 0..4).prop_map(|entries| {
                let entries: Vec<_> = entries.iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
                format!("{{{}}}", entries.join(", "))
            }),
        ]
    })
}

#[test]
fn escapes_by_name() {
    for escape in Escape::ALL {
        assert_eq!(escape.name().parse(), Ok(escape));
    }
    let error = "HTML".parse::<Escape>().expect_err("names are lower case");
    assert_eq!(
        error.to_string(),
        "unknown output format `HTML`; the formats are none, html, json, xml, url, markdown, markdown-cell, slack, telegram \
         and telegram-legacy"
    );
    assert_eq!(Escape::default(), Escape::None);
}

#[test]
fn markdown_keeps_the_indentation_of_a_value_without_making_code_of_it() {
    assert_eq!(escaped(Escape::Markdown, "    rm -rf"), r"&#32;   rm \-rf");
    assert_eq!(escaped(Escape::Markdown, "a\n\n\tb\n  c"), "a\n\n&#9;b\n  c");
    // Two spaces of the template and two of the value.
    let mut out = "x\n\n  ".to_owned();
    Escape::Markdown.write("  y", &mut out);
    assert_eq!(out, "x\n\n  &#32; y");
}
