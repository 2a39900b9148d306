//! The data of a prompt, checked against the schema that `@input` names.

use itl_eval::{Dialect, Engine, Payload, Source};
use itl_prompt::{Prompt, PromptOptions, RequestOptions, Target};
use serde_json::json;

type Fallible = Result<(), Box<dyn std::error::Error>>;

const SOURCE: &str = "{{! @escape none }}{{! @input in.json }}{{$user}}{{q}} {{missing}}{{/user}}";

fn prompt() -> Result<Prompt, itl_eval::CompileError> {
    Ok(Prompt::new(Engine::builder().dialect(Dialect::Mustache).build().compile(SOURCE)?))
}

#[test]
fn a_schema_that_nothing_checks_is_a_warning_at_its_place() -> Fallible {
    let data = json!({"q": 1, "missing": 2});
    let conversation = prompt()?.render(Source::Json(&data), &PromptOptions::default()).strict()?;
    let found: Vec<_> = conversation.diagnostics().iter().map(|one| (one.code.id(), one.span.of(SOURCE))).collect();
    assert_eq!(found, [("E0728", "@input in.json")]);
    assert_eq!(conversation.messages().count(), 1);
    let checked = prompt()?.with_checked_input().render(Source::Json(&data), &PromptOptions::default());
    assert!(checked.diagnostics().is_empty());
    Ok(())
}

#[test]
#[cfg(feature = "answers")]
fn wrong_data_renders_nothing_and_names_each_place() -> Fallible {
    let schema = json!({"properties": {"q": {"type": "string"}, "n": {"type": "integer"}}, "required": ["n"]});
    let checker = itl_prompt::Checker::new(&schema, &|_| None).map_err(|found| found.to_string())?;
    let prompt = prompt()?.with_input(checker);
    let data = json!({"q": [1], "n": "x"});
    let (text, payload) = (data.to_string(), Payload::from_value(&data));
    for source in [Source::Json(&data), Source::Bytes(text.as_bytes()), Source::Payload(&payload)] {
        for conversation in
            [prompt.render(source, &PromptOptions::default()), prompt.render_text(source, &PromptOptions::default())]
        {
            let found: Vec<&str> = conversation.diagnostics().iter().map(|one| &*one.message).collect();
            assert!(matches!(&*found, [n, q] if n.starts_with("/n: ") && q.starts_with("/q: ")), "{found:?}");
            assert_eq!(conversation.text(), "");
            let request = conversation.request(Target::OpenAi, &RequestOptions::default());
            assert_eq!((request.body.as_str(), request.diagnostics.len()), ("{\"messages\":[]}", 2));
            assert!(request.strict().is_err());
        }
    }
    let right = json!({"q": "a", "n": 1, "missing": "b"});
    let conversation = prompt.render(Source::Json(&right), &PromptOptions::default()).strict()?;
    assert!(conversation.diagnostics().is_empty());
    assert_eq!(conversation.text(), "a b");
    Ok(())
}
