//! What happens to values that reach a request without a tag: the parts of a turn, and its calls.

use super::keep::Fault;
use super::{Content, Record, of_item};
use crate::fence::ValueOf;
use crate::lookalike;
use crate::settings::Invisible;
use crate::turn::PartKind;
use itl_eval::BlockStart;
use itl_syntax::{Code, Diagnostic};

impl Record<'_> {
    /// Cleans and fences the texts of parts as what tags print, and reports look-alikes that stay. What was kept
    /// before the turn is `before` bytes long.
    pub(super) fn guard(&mut self, content: &mut Content, before: usize, block: &BlockStart<'_>) -> Result<(), Fault> {
        if self.settings.invisible == Invisible::Keep {
            self.report_look_alikes(before, block);
            if !self.fences.has("content") {
                return Ok(());
            }
        }
        let of_results = content.results.iter_mut().flat_map(|result| &mut result.parts);
        for part in content.parts.iter_mut().chain(of_results) {
            let PartKind::Text(text) = &mut part.kind else { continue };
            let of = ValueOf { path: "content", tag: block.tag, partial: block.partial };
            if let Some(guarded) = self.fences.guarded(self.keeper.get(*text), of) {
                // What was between look-alikes may say nothing.
                let guarded = if guarded.trim().is_empty() { "" } else { &guarded };
                *text = self.keeper.keep(guarded)?;
            }
        }
        if self.settings.invisible != Invisible::Keep {
            self.report_uncleaned(content, block);
        }
        Ok(())
    }

    fn report_look_alikes(&mut self, before: usize, block: &BlockStart<'_>) {
        let kept = self.keeper.text.get(before..).unwrap_or_default();
        let Some(kind) = kind_in(kept) else { return };
        let message = of_item(block.item, format!("the parts or calls of this turn hold {}", kind.words()));
        let found = Diagnostic::new(Code::LookAlike, block.tag, message)
            .help("`{{! @invisible strip }}` takes them out of texts, `{{! @invisible escape }}` writes them out");
        self.fault(found, block.partial);
    }

    /// Reports look-alikes in what is no text: names and arguments are sent as they are.
    fn report_uncleaned(&mut self, content: &Content, block: &BlockStart<'_>) {
        let of_results = content.results.iter().flat_map(|result| &result.parts);
        let documents = content.parts.iter().chain(of_results).filter_map(|part| match &part.kind {
            PartKind::Document(media) => media.name,
            _ => None,
        });
        let calls = content.calls.iter().flat_map(|call| [call.name, call.arguments]);
        let mut all = calls.chain(content.name).chain(documents);
        let Some(kind) = all.find_map(|text| kind_in(self.keeper.get(text))) else { return };
        let message = of_item(block.item, format!("the names or calls of this turn hold {}", kind.words()));
        let found = Diagnostic::new(Code::LookAlike, block.tag, message)
            .help("`@invisible` cleans texts; names and arguments are sent as they are");
        self.fault(found, block.partial);
    }
}

/// What a text holds that looks like something else.
fn kind_in(text: &str) -> Option<lookalike::Kind> {
    lookalike::suspicious(text).then(|| lookalike::find(text, 0))?.map(|(_, kind)| kind)
}
