//! The parts of a template of which nothing can be said before an error around them is mended.

use crate::ast::Document;
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::span::Span;

/// The bodies of sections whose opening tag is wrong, and the blocks of other languages: what their tags are looked up
/// in is not known, so that a key that seems to be missing there is no finding of its own.
#[derive(Clone, Debug, Default)]
pub struct Doubt(Vec<Span>);

impl Doubt {
    /// The parts of `document` that its errors cast doubt on. Of `diagnostics`, those of the document itself count.
    pub fn of(document: &Document<'_>, diagnostics: &Diagnostics) -> Self {
        let mut parts = document.broken_sections.clone();
        for error in diagnostics.errors().filter(|error| error.partial.is_none()) {
            parts.extend(labelled(error));
            parts.extend(document.section_at(error.span.start).map(|(open, close)| open.span.to(close.span)));
        }
        parts.sort_unstable_by_key(|part| (part.start, std::cmp::Reverse(part.end)));
        // Of parts inside each other the outermost is left.
        parts.dedup_by(|inner, outer| outer.contains(*inner));
        Self(parts)
    }

    /// Whether a tag stands in such a part.
    pub fn covers(&self, tag: Span) -> bool {
        let at = self.0.partition_point(|part| part.start <= tag.start);
        at.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|part| part.contains(tag))
    }
}

/// The part between the two tags that an error is about: a block of another language, or an opening tag and the
/// closing one that does not fit it.
fn labelled(error: &Diagnostic) -> Option<Span> {
    let has_two_tags = matches!(
        error.code,
        Code::MismatchedClose
            | Code::ForeignBlock
            | Code::ForeignFilter
            | Code::ForeignOperator
            | Code::ForeignPath
            | Code::ForeignMark
    );
    let other = error.labels.last().filter(|_| has_two_tags)?;
    Some(error.span.to(other.span))
}
