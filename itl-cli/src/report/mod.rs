//! What a command has found, and the forms it is shown in.

pub(crate) mod cost;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod sarif;

use crate::settings::Settings;
use crate::source::{Source, Sourced};
use itl_eval::{Code, Diagnostic, Severity, Span, Template};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// The name and the text of a file.
type NamedText = (Arc<str>, Arc<str>);

/// Diagnostics of a template, each with the file it speaks of: the template's or a partial's.
pub(crate) fn of_template(
    found: impl IntoIterator<Item = Diagnostic>,
    source: &Source,
    template: &Template,
    settings: &Settings,
) -> Vec<Sourced> {
    let mut partials: HashMap<Arc<str>, Option<NamedText>> = HashMap::new();
    let mut of_partial = |name: &Arc<str>| -> Option<NamedText> {
        let file = || Some((Arc::from(settings.partial_file(name)), Arc::from(template.partial_source(name)?)));
        partials.entry(name.clone()).or_insert_with(file).clone()
    };
    let with_file = |diagnostic: Diagnostic| match diagnostic.partial.as_ref().and_then(&mut of_partial) {
        Some((file, text)) => Sourced { diagnostic, file, text, shift: 0 },
        None => source.finding(diagnostic),
    };
    found.into_iter().map(with_file).collect()
}

/// How many errors, warnings and notes there are, in words; `None` where there are none.
pub(crate) fn count<'d>(found: impl IntoIterator<Item = &'d Diagnostic>) -> Option<String> {
    let (mut errors, mut warnings, mut notes) = (0, 0, 0);
    for one in found {
        match one.severity {
            Severity::Error => errors += 1,
            Severity::Warning => warnings += 1,
            Severity::Note => notes += 1,
        }
    }
    let parts: Vec<String> = [(errors, "error"), (warnings, "warning"), (notes, "note")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| plural(count, noun))
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// `1 error`, `2 errors`.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Says where a missing partial lies, where it lies beside the template and no folder of partials
/// is set.
pub(crate) fn hint_at_partials(found: &mut [Sourced], source: &Source, settings: &Settings) {
    let folder = Path::new(&*source.name).parent().unwrap_or(Path::new(""));
    let missing =
        |finding: &&mut Sourced| finding.diagnostic.code == Code::MissingPartial && settings.partials.is_none();
    for finding in found.iter_mut().filter(missing) {
        let Some(name) = partial_name(&finding.text, finding.diagnostic.span) else { continue };
        let beside = ["itl", "mustache"].map(|ending| folder.join(format!("{name}.{ending}")));
        if let Some(file) = beside.iter().find(|file| file.is_file()) {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            let help = format!(
                "{} lies beside the template; name its folder: --partials {}",
                file.display(),
                folder.display()
            );
            finding.diagnostic.help = Some(help);
        }
    }
}

/// The name that a partial or parent tag holds.
fn partial_name(text: &str, tag: Span) -> Option<&str> {
    let (_, name) = text.get(tag.range())?.split_once(['>', '<'])?;
    name.split_whitespace().next()?.split('}').next().filter(|name| !name.is_empty())
}

/// Text for XML, as content or as an attribute's value. Characters that XML cannot hold become
/// U+FFFD.
pub(crate) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
