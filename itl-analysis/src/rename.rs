//! Every place at which a template writes one key of the payload.

use crate::analysis::{Analysis, touches};
use crate::path::PathId;
use itl_eval::Span;
use itl_syntax::ast::{Delimiters, Document, Expr, Head, Kind, Link, Name};
use itl_syntax::scan::{PieceKind, Scanner};
use itl_syntax::{key, parser};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

/// How a key is written at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spelling {
    /// As a segment of a path.
    Segment,
    /// In brackets and quotes.
    Brackets,
    /// As a function's argument.
    Argument,
}

/// A place at which the key is written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Occurrence {
    /// The key, brackets and quotes included.
    pub span: Span,
    /// The partial whose source the span counts in; `None` for the template itself.
    pub partial: Option<Arc<str>>,
    spelling: Spelling,
}

/// A key of the payload, with every place at which the template writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rename {
    /// The key under the cursor.
    pub span: Span,
    /// The path of its value.
    pub path: String,
    /// Where it is written, in the order of the walk, each place once.
    pub occurrences: Vec<Occurrence>,
}

impl Occurrence {
    /// What is written in its place where the key is called `name`.
    pub fn replacement(&self, name: &str) -> String {
        match self.spelling {
            Spelling::Segment => key::escaped(name),
            Spelling::Brackets => key::quoted(name),
            Spelling::Argument => format!("\"{}\"", key::in_quotes(name, '"')),
        }
    }
}

/// A key that a walk met.
struct Met {
    occurrence: Occurrence,
    path: PathId,
}

impl Met {
    fn place(&self) -> (Option<&Arc<str>>, Span) {
        (self.occurrence.partial.as_ref(), self.occurrence.span)
    }
}

impl Analysis<'_> {
    /// The key at `offset` and all places that name the same key of the same value, closing tags
    /// and partials included. `None` where no key stands.
    ///
    /// ```
    /// use itl_analysis::Analysis;
    /// use itl_eval::Engine;
    /// let source = "{{ #alerts }}{{ labels.host }}{{ /alerts }} {{ alerts[0].id }}";
    /// let engine = Engine::new();
    /// let document = engine.parse(source);
    /// let (template, _) = engine.compile_document(&document);
    /// let rename = Analysis::new(&template, &document, None).rename(6).unwrap();
    /// let places: Vec<_> = rename.occurrences.iter().map(|place| place.span.start).collect();
    /// assert_eq!(places, [4, 34, 47]);
    /// ```
    pub fn rename(&self, offset: usize) -> Option<Rename> {
        let mut met: Vec<Met> = Vec::new();
        let mut seen = BTreeSet::new();
        self.walk(&mut |visit, known| {
            for segment in &visit.resolved.segments {
                let partial = visit.partial.cloned();
                if !seen.insert((partial.clone(), segment.span, segment.path)) {
                    continue;
                }
                let spelling =
                    if segment.is_argument { Spelling::Argument } else { segment_spelling(segment.span, visit.source) };
                known.charge(1);
                let occurrence = Occurrence { span: segment.span, partial, spelling };
                met.push(Met { occurrence, path: segment.path });
            }
            ControlFlow::Continue(())
        });
        // A key of an opening tag is found by its place.
        met.sort_by(|a, b| a.place().cmp(&b.place()));
        let opened = met.len();
        self.closing_tags(None, self.document, opened, &mut met);
        for (name, document) in self.documents.iter() {
            self.closing_tags(Some(name), document, opened, &mut met);
        }
        let known = &mut *self.known.borrow_mut();
        let here = |met: &&Met| met.occurrence.partial.is_none() && touches(met.occurrence.span, offset);
        let asked = met.iter().find(here)?;
        let (span, path) = (asked.occurrence.span, known.paths.first(asked.path).to_string());
        let wanted: BTreeSet<PathId> = met
            .iter()
            .filter(|one| one.occurrence.partial.is_none() && one.occurrence.span == span)
            .flat_map(|one| known.paths.list(one.path).paths.to_vec())
            .collect();
        let mut places = BTreeSet::new();
        let mut occurrences = Vec::new();
        for one in met {
            let same = known.paths.list(one.path).paths.iter().any(|path| wanted.contains(path));
            if same && places.insert((one.occurrence.partial.clone(), one.occurrence.span)) {
                occurrences.push(one.occurrence);
            }
        }
        occurrences.sort_by(|a, b| (&a.partial, a.span).cmp(&(&b.partial, b.span)));
        Some(Rename { span, path, occurrences })
    }

    /// The keys in closing tags, which lead where those of the opening tags do; these are the first `opened` of `met`.
    fn closing_tags(&self, partial: Option<&Arc<str>>, document: &Document<'_>, opened: usize, met: &mut Vec<Met>) {
        let source = document.source;
        let mut delimiters = Delimiters::default();
        for item in &document.items {
            let open = match item.kind {
                Kind::SetDelimiters(changed) => {
                    delimiters = changed;
                    continue;
                }
                Kind::Close { open } => open,
                _ => continue,
            };
            let Some(Kind::Section { expr: opening, .. } | Kind::Parent { name: Name::Dynamic(opening), .. }) =
                document.items.get(open as usize).map(|item| &item.kind)
            else {
                continue;
            };
            let tag = Scanner::new(item.span.of(source), self.engine().dialect(), delimiters).next();
            let Some(PieceKind::Tag(tag)) = tag.map(|piece| piece.kind) else { continue };
            // The name of a parent begins with a star where it is a path.
            let inner = tag.inner.trim_start().strip_prefix('*').unwrap_or(tag.inner);
            let base = item.span.start as usize + tag.base + tag.inner.len() - inner.len();
            let Ok(closing) = parser::parse(source, inner, base, self.engine().dialect()) else { continue };
            let (mut from, mut to) = (Vec::new(), Vec::new());
            keys(opening, &mut from);
            keys(&closing, &mut to);
            for (from, span) in from.into_iter().zip(to) {
                let first = met.get(..opened).unwrap_or_default().partition_point(|met| met.place() < (partial, from));
                let of_key = met.iter().take(opened).skip(first).take_while(|met| met.place() == (partial, from));
                let found: Vec<(PathId, Spelling)> = of_key
                    .map(|met| match met.occurrence.spelling {
                        Spelling::Argument => (met.path, Spelling::Argument),
                        _ => (met.path, segment_spelling(span, source)),
                    })
                    .collect();
                met.extend(found.into_iter().map(|(path, spelling)| {
                    let occurrence = Occurrence { span, partial: partial.cloned(), spelling };
                    Met { occurrence, path }
                }));
            }
        }
    }
}

/// The places in a path, its references and arguments where a key may stand, in the order of the source.
fn keys(expr: &Expr<'_>, into: &mut Vec<Span>) {
    if let Head::Key(key) = &expr.head {
        into.push(key.span);
    }
    for link in &expr.links {
        match link {
            Link::Key(key) => into.push(key.span),
            Link::Index { .. } => {}
            Link::Reference { reference, .. } => keys(&reference.expr, into),
            Link::Call(call) => {
                for arg in &call.args {
                    into.push(arg.span);
                    arg.reference().into_iter().for_each(|reference| keys(&reference.expr, into));
                }
            }
        }
    }
}

fn segment_spelling(span: Span, source: &str) -> Spelling {
    if span.of(source).starts_with('[') { Spelling::Brackets } else { Spelling::Segment }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_as_its_place_wants_it() {
        let written = |spelling| Occurrence { span: Span::default(), partial: None, spelling }.replacement("a.b");
        assert_eq!(written(Spelling::Segment), "a\\.b");
        assert_eq!(written(Spelling::Brackets), "[\"a.b\"]");
        assert_eq!(written(Spelling::Argument), "\"a.b\"");
    }
}
