//! The form in which ilert stores a template.

use crate::input::Input;
use crate::setup::{engine, options, places};
use itl_analysis::{Analysis, CheckOptions};
use itl_eval::{Dialect, Engine};
use itl_syntax::Document;
use itl_syntax::elements::{Element, to_elements, to_elements_verbatim, to_text, warnings};

/// Elements go to JSON and back; the text of stored elements is stored as the same elements and renders the same.
pub(super) fn run(bytes: &[u8]) {
    let mut input = Input::read(bytes);
    input.fields.retain(|field| field.name != "mustache");
    let engine = engine(&input);
    assert_eq!(engine.dialect(), Dialect::Itl);
    let source = input.text();
    let document = engine.parse(&source);
    let (template, _) = engine.compile_document(&document);
    places(&template, &warnings(&document));
    if let Ok((elements, _)) = to_elements_verbatim(&document) {
        json(&elements);
    }
    match to_elements(&document) {
        Err(refused) => {
            assert!(!refused.is_empty());
            places(&template, &refused);
        }
        Ok(elements) => {
            json(&elements);
            let text = to_text(&elements);
            let rebuilt = engine.parse(&text);
            assert_eq!(to_elements(&rebuilt).as_ref(), Ok(&elements), "{text:?}");
            // What the server makes of a backslash in the legacy form is not known; a broken tag prints its source.
            if source.contains("##") || template.diagnostics().has_errors() || respells(&engine, &document) {
                return;
            }
            let options = options(&input);
            let rendered = template.render_with(input.json(), &options).text;
            let again = engine.compile_lenient(&text).0.render_with(input.json(), &options).text;
            assert_eq!(again, rendered, "{text:?}");
        }
    }
}

/// Whether digits stand for a text that they are not as a number, `007`: elements hold the number, and the check for
/// portability, which knows what arguments are, names it.
fn respells(engine: &Engine, document: &Document<'_>) -> bool {
    let (template, _) = engine.compile_document(document);
    let found = Analysis::new(&template, document, None).check(&CheckOptions::default().portable(true));
    found.iter().any(|one| one.message.contains("not as it is written"))
}

fn json(elements: &[Element]) {
    let text = serde_json::to_string(elements).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Element>>(&text).unwrap(), elements, "{text}");
}
