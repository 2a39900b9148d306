//! Markers around values, and look-alikes in them.

use crate::lookalike;
use crate::settings::{Invisible, PromptSettings};
use itl_eval::PrintedTag;
use itl_syntax::{Code, Diagnostic, Diagnostics};

/// The shortest nonce: shorter ones are guessed.
const SHORTEST_NONCE: usize = 8;

/// What happens to the values of a render.
pub(crate) struct Fences<'s> {
    keys: &'s [String],
    nonce: Option<&'s str>,
    invisible: Invisible,
    /// Whether look-alikes that stay are looked for.
    lints: bool,
    pub(crate) faults: Diagnostics,
}

impl<'s> Fences<'s> {
    pub(crate) fn new(settings: &'s PromptSettings, nonce: Option<&'s str>, lints: bool) -> Self {
        let mut faults = Diagnostics::new();
        let mut keys = settings.fence.as_slice();
        if !keys.is_empty() {
            let fault = match nonce {
                None => Some("`@fence` needs a nonce, and none is given".to_owned()),
                Some(nonce) if nonce.chars().count() < SHORTEST_NONCE => {
                    Some(format!("the nonce of `@fence` is shorter than {SHORTEST_NONCE} characters"))
                }
                Some(nonce) if nonce.chars().any(|c| c.is_whitespace() || c.is_control() || "[]<>&".contains(c)) => {
                    Some("the nonce of `@fence` holds whitespace or one of `[]<>&`".to_owned())
                }
                Some(_) => None,
            };
            if let Some(message) = fault {
                keys = &[];
                faults.push(
                    Diagnostic::new(Code::BrokenFence, settings.place("fence"), message)
                        .help("give one nonce for the whole conversation, such as sixteen random letters"),
                );
            }
        }
        Self { keys, nonce, invisible: settings.invisible, lints, faults }
    }

    pub(crate) fn watches(&self) -> bool {
        self.lints || !self.keys.is_empty() || self.invisible != Invisible::Keep
    }

    /// Cleans and fences what a tag has printed.
    pub(crate) fn printed(&mut self, tag: &PrintedTag<'_>, out: &mut String) {
        let Some(value) = out.get(tag.output..) else { return };
        if let Some(cleaned) = self.cleaned(value, tag) {
            out.truncate(tag.output);
            out.push_str(&cleaned);
        }
        let (Some(nonce), true) = (self.nonce, self.keys.iter().any(|key| key == tag.path)) else { return };
        let value = out.get(tag.output..).unwrap_or_default();
        if value.contains(nonce) {
            let message = format!("the value of `{}` holds the nonce of its own fence", tag.path);
            self.fault(
                Diagnostic::new(Code::BrokenFence, tag.tag, message).help("give another nonce; this one is known"),
                tag,
            );
        }
        let fenced = format!("[begin {key} {nonce}]\n{value}\n[end {key} {nonce}]", key = tag.path);
        out.truncate(tag.output);
        out.push_str(&fenced);
    }

    fn cleaned(&mut self, value: &str, tag: &PrintedTag<'_>) -> Option<String> {
        if !lookalike::suspicious(value) {
            return None;
        }
        let (range, kind) = lookalike::find(value, 0)?;
        if self.invisible != Invisible::Keep {
            return Some(lookalike::clean(value, self.invisible == Invisible::Strip));
        }
        if self.lints {
            let message = format!("the value of `{}` holds {}, at byte {}", tag.path, kind.words(), range.start);
            self.fault(
                Diagnostic::new(Code::LookAlike, tag.tag, message).help(
                    "`{{! @invisible strip }}` takes them out of values, `{{! @invisible escape }}` writes them out",
                ),
                tag,
            );
        }
        None
    }

    fn fault(&mut self, mut fault: Diagnostic, tag: &PrintedTag<'_>) {
        fault.partial = tag.partial.cloned();
        let same =
            |known: &Diagnostic| known.code == fault.code && known.span == fault.span && known.partial == fault.partial;
        if self.faults.len() < 100 && !self.faults.iter().any(same) {
            self.faults.push(fault);
        }
    }
}
