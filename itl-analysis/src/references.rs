//! The paths that a template may read.

use crate::analysis::Analysis;
use crate::meaning::Read;
use crate::path::{Part, Path, PathArena, PathId};
use crate::walk::{Role, Visit};
use itl_eval::{NameIndex, Span};
use std::ops::ControlFlow;
use std::sync::Arc;

/// Whether a path is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// The template reads it.
    Certain,
    /// The template may read it. Without a sample a loop cannot be told from an object, nor an
    /// item's key from its parent's: `alerts[].host` may then stand for `alerts.host`, and
    /// `host` is listed beside it.
    Possible,
    /// The template asks for it, and the sample does not hold it.
    Missing,
}

impl Certainty {
    /// The word that stands for it in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Possible => "possible",
            Self::Missing => "missing",
        }
    }
}

/// What a tag does with the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Usage {
    /// It prints it.
    Printed,
    /// It prints it unescaped.
    Raw,
    /// It opens a section over it.
    Section,
    /// It opens an inverted section over it.
    Inverted,
    /// It names a partial.
    PartialName,
    /// It is an argument of a call, or a key in brackets.
    Argument,
}

impl Usage {
    /// The word that stands for it in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Printed => "printed",
            Self::Raw => "raw",
            Self::Section => "section",
            Self::Inverted => "inverted",
            Self::PartialName => "partial",
            Self::Argument => "argument",
        }
    }
}

/// One path read by one tag.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reference {
    /// The path, from the payload's root.
    pub path: Path,
    /// Whether it is read.
    pub certainty: Certainty,
    /// What for.
    pub usage: Usage,
    /// The functions called on it, in order.
    pub calls: Vec<String>,
    /// The tag.
    pub tag: Span,
    /// The path with its calls, inside the tag.
    pub span: Span,
    /// The partial whose source the spans count in; `None` for the template itself.
    pub partial: Option<Arc<str>>,
}

/// A path with all that is done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathUse {
    /// The path as a template writes it: `alerts[].labels.host`.
    pub text: String,
    /// Certain where any tag reads it for certain.
    pub certainty: Certainty,
    /// Each way it is used, once.
    pub usages: Vec<Usage>,
    /// Each function called on it, once.
    pub calls: Vec<String>,
    /// The tags, with the partial each stands in.
    pub tags: Vec<(Option<Arc<str>>, Span)>,
}

/// All that a template may read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct References {
    /// One entry for each path of each tag, in source order, partials where they are called.
    pub reads: Vec<Reference>,
    /// Whether the list is cut short: the template, its partials or what they may mean were
    /// too many.
    pub truncated: bool,
}

/// How many reads are listed, and how many steps and calls they may have together.
const MAX_READS: usize = 100_000;
const MAX_PARTS: usize = 4_000_000;

/// Bytes of a key that count as a step of its path.
const PART_BYTES: usize = 32;

impl Analysis<'_> {
    /// The paths that the template and its partials may read. With a sample of the payload they
    /// are exact; without one some are only possible.
    ///
    /// ```
    /// use itl_analysis::{Analysis, Certainty};
    /// use itl_eval::Engine;
    /// let engine = Engine::new();
    /// let document = engine.parse("{{ #alerts }}{{ host }}{{ /alerts }}");
    /// let (template, _) = engine.compile_document(&document);
    /// let found = Analysis::new(&template, &document, None).references();
    /// let paths: Vec<_> = found.paths().into_iter().map(|path| (path.text, path.certainty)).collect();
    /// assert_eq!(paths, [
    ///     ("alerts".to_owned(), Certainty::Certain),
    ///     ("alerts[].host".to_owned(), Certainty::Possible),
    ///     ("host".to_owned(), Certainty::Possible),
    /// ]);
    /// ```
    pub fn references(&self) -> References {
        let mut all = References::default();
        let mut paths: Vec<Option<Path>> = Vec::new();
        let mut parts = 0;
        let mut cut = false;
        let complete = self.walk(&mut |visit, known| {
            if visit.resolved.broken {
                return ControlFlow::Continue(());
            }
            let calls: Vec<String> = visit.expr.calls().map(|call| call.name.to_owned()).collect();
            for read in &visit.resolved.reads {
                let list = known.paths.list(read.path);
                cut |= list.cut;
                for id in list.paths.iter() {
                    let path = path_of(*id, &mut paths, &known.paths);
                    parts += path.parts().iter().map(size).sum::<usize>() + calls.len();
                    if all.reads.len() >= MAX_READS || parts > MAX_PARTS {
                        return ControlFlow::Break(());
                    }
                    all.reads.push(reference(visit, *read, path, calls.clone()));
                }
                known.charge(list.paths.len());
            }
            ControlFlow::Continue(())
        });
        all.truncated = cut || !complete;
        all
    }
}

/// How many steps of [`MAX_PARTS`] a step of a path is.
fn size(part: &Part) -> usize {
    match part {
        Part::Key(key) => 1 + key.len() / PART_BYTES,
        Part::Index(_) | Part::Each => 1,
    }
}

/// The path of that number, made once.
fn path_of(id: PathId, known: &mut Vec<Option<Path>>, arena: &PathArena) -> Path {
    let at = id.number();
    if known.len() <= at {
        known.resize(at + 1, None);
    }
    match known.get_mut(at) {
        Some(slot) => slot.get_or_insert_with(|| arena.first(id)).clone(),
        None => Path::default(),
    }
}

fn reference(visit: &Visit<'_, '_>, read: Read, path: Path, calls: Vec<String>) -> Reference {
    Reference {
        path,
        certainty: match (read.missing, read.sure) {
            (true, _) => Certainty::Missing,
            (false, true) => Certainty::Certain,
            (false, false) => Certainty::Possible,
        },
        usage: match visit.role {
            Role::Print => Usage::Printed,
            Role::Raw => Usage::Raw,
            Role::Section => Usage::Section,
            Role::Inverted => Usage::Inverted,
            Role::Name => Usage::PartialName,
            Role::Argument => Usage::Argument,
        },
        calls,
        tag: visit.tag,
        span: visit.expr.span,
        partial: visit.partial.cloned(),
    }
}

impl References {
    /// The paths, each once, in the order in which they are first read.
    pub fn paths(&self) -> Vec<PathUse> {
        let mut paths: Vec<PathUse> = Vec::new();
        let mut known = NameIndex::default();
        for read in &self.reads {
            let text = read.path.to_string();
            let at = known.get(&text).unwrap_or_else(|| {
                known.set(&text, paths.len());
                paths.push(PathUse {
                    text,
                    certainty: read.certainty,
                    usages: Vec::new(),
                    calls: Vec::new(),
                    tags: Vec::new(),
                });
                paths.len() - 1
            });
            let Some(path) = paths.get_mut(at) else { continue };
            path.certainty = path.certainty.min(read.certainty);
            if !path.usages.contains(&read.usage) {
                path.usages.push(read.usage);
            }
            for call in &read.calls {
                if !path.calls.contains(call) {
                    path.calls.push(call.clone());
                }
            }
            path.tags.push((read.partial.clone(), read.tag));
        }
        paths
    }
}
