//! One request of a prompt, made natively, written as the npm package writes its results.

use crate::answer::diagnostics;
use serde_json::{Value, json};
use spec_tests::PromptCase;

/// The line of a case; `None` where it is about a schema that cannot be used, or about a check of data, which only some
/// builds hold.
pub(crate) fn line(case: &PromptCase) -> Result<Option<Value>, String> {
    if case.input.is_some() {
        return Ok(None);
    }
    let result = case.run().map_err(|error| format!("{}: {error}", case.name))?;
    let Some(request) = &result.request else { return Ok(None) };
    let about: Value = serde_json::from_str(&request.about()).map_err(|error| error.to_string())?;
    let wishes = &case.options;
    let options = json!({
        "to": case.to,
        "max_tokens": wishes.max_tokens,
        "tokens": wishes.tokens,
        "model": wishes.model,
        "nonce": wishes.nonce,
        "schema": case.schema,
        "schema_name": case.schema.is_some().then_some("verdict"),
    });
    Ok(Some(json!({
        "from": "requests",
        "name": case.name,
        "source": case.prompt,
        "partials": case.partials,
        "json": case.payload(),
        "options": options,
        "request": {
            "json": request.body,
            "about": about,
            "ok": request.is_ok(),
            "diagnostics": diagnostics(&result.template, &result.compiled),
            "warnings": diagnostics(&result.template, &request.diagnostics),
        },
    })))
}
