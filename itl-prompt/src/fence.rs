//! Markers around values, and look-alikes in them.

use crate::lookalike;
use crate::settings::{Invisible, PromptSettings};
use itl_eval::PrintedTag;
use itl_syntax::{Code, Diagnostic, Diagnostics, Span};
use std::collections::HashSet;
use std::sync::Arc;

/// The shortest nonce: shorter ones are guessed.
const SHORTEST_NONCE: usize = 8;

/// Where a value comes from.
#[derive(Clone, Copy)]
pub(crate) struct ValueOf<'v> {
    /// The path that leads to it, as written.
    pub(crate) path: &'v str,
    pub(crate) tag: Span,
    pub(crate) partial: Option<&'v Arc<str>>,
}

/// What happens to the values of a render.
pub(crate) struct Fences<'s> {
    keys: HashSet<&'s str>,
    nonce: Option<&'s str>,
    invisible: Invisible,
    /// Whether look-alikes that stay are looked for.
    lints: bool,
    pub(crate) faults: Diagnostics,
}

impl<'s> Fences<'s> {
    pub(crate) fn new(settings: &'s PromptSettings, nonce: Option<&'s str>, lints: bool) -> Self {
        let mut faults = Diagnostics::new();
        let mut keys: HashSet<&str> = settings.fence.iter().map(String::as_str).collect();
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
                keys.clear();
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
        let of = ValueOf { path: tag.path, tag: tag.tag, partial: tag.partial };
        if let Some(guarded) = self.guarded(value, of) {
            out.truncate(tag.output);
            out.push_str(&guarded);
        }
    }

    /// Whether values of that key are fenced.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// A value cleaned, and fenced where its key is; `None` where it stays as it is.
    pub(crate) fn guarded(&mut self, value: &str, of: ValueOf<'_>) -> Option<String> {
        let cleaned = self.cleaned(value, of);
        let (Some(nonce), true) = (self.nonce, self.has(of.path)) else { return cleaned };
        let value = cleaned.as_deref().unwrap_or(value);
        if value.contains(nonce) {
            let message = format!("the value of `{}` holds the nonce of its own fence", of.path);
            let fault = Diagnostic::new(Code::BrokenFence, of.tag, message);
            self.fault(fault.help("give another nonce; this one is known"), of);
        }
        Some(format!("[begin {key} {nonce}]\n{value}\n[end {key} {nonce}]", key = of.path))
    }

    fn cleaned(&mut self, value: &str, of: ValueOf<'_>) -> Option<String> {
        if !lookalike::suspicious(value) {
            return None;
        }
        let (range, kind) = lookalike::find(value, 0)?;
        if self.invisible != Invisible::Keep {
            return Some(lookalike::clean(value, self.invisible == Invisible::Strip));
        }
        if self.lints {
            // What is seen here is escaped already, and the place counts in that.
            let place = range.start;
            let message = format!("the value of `{}` holds {}, at byte {place} as printed", of.path, kind.words());
            let fault = Diagnostic::new(Code::LookAlike, of.tag, message)
                .help("`{{! @invisible strip }}` takes them out of values, `{{! @invisible escape }}` writes them out");
            self.fault(fault, of);
        }
        None
    }

    fn fault(&mut self, mut fault: Diagnostic, of: ValueOf<'_>) {
        fault.partial = of.partial.cloned();
        let same =
            |known: &Diagnostic| known.code == fault.code && known.span == fault.span && known.partial == fault.partial;
        if self.faults.len() < 100 && !self.faults.iter().any(same) {
            self.faults.push(fault);
        }
    }
}
