//! From a parsed template to a program: names resolved, arguments prepared, lines decided.

mod advice;
mod dates;
mod emit;
mod lines;
pub(crate) mod projection;
mod regexes;
mod resolve;

pub use dates::zone_meant;

use crate::engine::Settings;
use crate::on_error::OnError;
use crate::program::{Program, ProgramSet};
use itl_syntax::ast::{Delimiters, Kind, Name};
use itl_syntax::{Code, Diagnostic, Diagnostics, Document, Span};
use itl_value::NameIndex;
pub(crate) use regexes::RegexCache;
use regexes::Regexes;
use std::sync::Arc;

/// What a source was compiled to.
pub(crate) struct Compiled {
    pub(crate) set: ProgramSet,
    pub(crate) diagnostics: Diagnostics,
    /// The size of the partials that were compiled with it.
    pub(crate) partial_bytes: usize,
}

/// Compiles `source` and every partial it can reach, as far as they are not larger than `room` together; takes regular
/// expressions from `cache`, and adds to it.
pub(crate) fn compile(
    settings: &Settings,
    source: &str,
    delimiters: Delimiters<'_>,
    cache: &mut RegexCache,
    room: usize,
) -> Compiled {
    let document = settings.parse(source, delimiters);
    compile_with(settings, &document, cache, room)
}

/// Compiles a parsed template and every partial it can reach.
pub(crate) fn compile_document(settings: &Settings, document: &Document<'_>) -> (ProgramSet, Diagnostics) {
    let compiled = compile_with(settings, document, &mut RegexCache::default(), usize::MAX);
    (compiled.set, compiled.diagnostics)
}

fn compile_with(settings: &Settings, document: &Document<'_>, cache: &mut RegexCache, room: usize) -> Compiled {
    let mut compiler = Compiler {
        settings,
        indexes: NameIndex::default(),
        sources: Vec::new(),
        partial_bytes: 0,
        room,
        has_all: false,
        set: ProgramSet::default(),
        regexes: Regexes::new(std::mem::take(cache)),
        diagnostics: Diagnostics::new(),
    };
    let on_error = OnError::of(document, &mut compiler.diagnostics).unwrap_or(settings.on_error);
    compiler.one(None, document);
    // Partials are compiled in the order in which they were met; each may name more.
    let mut next = 0;
    while let Some((name, source)) = compiler.sources.get(next).cloned() {
        compiler.one(Some(&name), &settings.parse(&source, Delimiters::default()));
        next += 1;
    }
    *cache = compiler.regexes.cache;
    let mut set = compiler.set;
    let programs = compiler.indexes.iter().filter(|(_, index)| *index != MISSING);
    set.partials = programs.map(|(name, index)| (name.into(), index as u32)).collect();
    let mut diagnostics = compiler.diagnostics;
    diagnostics.sort();
    set.is_emptied_by_errors = on_error == OnError::Empty;
    if let (true, true, Some(program)) = (set.is_emptied_by_errors, diagnostics.has_errors(), set.programs.first_mut())
    {
        program.ops.clear();
    }
    Compiled { set, diagnostics, partial_bytes: compiler.partial_bytes }
}

/// Instead of a program's index.
const MISSING: usize = usize::MAX;

/// How many partials a template may pull in.
const MAX_PARTIALS: usize = 10_000;

struct Compiler<'e> {
    settings: &'e Settings,
    /// Every partial that is named, with its program's index; [`MISSING`] if there is no such partial.
    indexes: NameIndex,
    sources: Vec<(Arc<str>, Arc<str>)>,
    /// The size of all partials that were asked for.
    partial_bytes: usize,
    /// How large they may be where they are compiled in a render, which pays for them.
    room: usize,
    /// Whether every partial that can be listed was asked for.
    has_all: bool,
    set: ProgramSet,
    regexes: Regexes,
    diagnostics: Diagnostics,
}

impl Compiler<'_> {
    fn one(&mut self, name: Option<&Arc<str>>, document: &Document<'_>) {
        self.request(document);
        let mut found = document.diagnostics.clone();
        let resolved = resolve::resolve(self.settings, document, &mut self.regexes, &mut found);
        itl_syntax::complete_suggestions(document, None, &mut found);
        let program = emit::emit(document, resolved, &|name| self.index(name), name.cloned());
        self.set.programs.push(program);
        self.diagnostics.extend(found.into_iter().map(|mut diagnostic| {
            diagnostic.partial = name.cloned();
            diagnostic
        }));
    }

    /// Loads the partials that a document names.
    fn request(&mut self, document: &Document<'_>) {
        for item in &document.items {
            let (Kind::Partial { name } | Kind::Parent { name, .. }) = &item.kind else { continue };
            match name {
                Name::Static(name) => self.load(name),
                // It may name any partial. They are listed once.
                Name::Dynamic(_) => {
                    if !std::mem::replace(&mut self.has_all, true) {
                        self.settings.partial_names().iter().for_each(|name| self.load(name));
                    }
                }
            }
        }
    }

    fn load(&mut self, name: &str) {
        if self.indexes.get(name).is_some() || self.indexes.len() >= MAX_PARTIALS {
            return;
        }
        let name: Arc<str> = name.into();
        // Once one was left out nothing more is read: ten thousand files could be.
        let source = if self.has_room() { self.settings.load_partial(&name) } else { None };
        let source = source.filter(|source| self.takes(source.len()));
        let index = source.map_or(MISSING, |source| {
            self.sources.push((name.clone(), source.into()));
            self.sources.len()
        });
        self.indexes.set(&name, index);
    }

    fn has_room(&self) -> bool {
        self.partial_bytes <= self.settings.limits.partials_bytes.min(self.room)
    }

    /// Whether there is room for a partial of so many bytes beside the others.
    fn takes(&mut self, bytes: usize) -> bool {
        self.partial_bytes = self.partial_bytes.saturating_add(bytes);
        let max = self.settings.limits.partials_bytes;
        if self.partial_bytes > max {
            let message = format!("the partials are larger than {max} bytes together; those beyond are left out");
            self.diagnostics.push(Diagnostic::new(Code::TemplateTooLarge, Span::new(0, 0), message));
        }
        self.has_room()
    }

    /// The program of a partial.
    fn index(&self, name: &str) -> Option<u32> {
        self.indexes.get(name).filter(|index| *index != MISSING).map(|index| index as u32)
    }
}

impl Program {
    pub(crate) fn new(name: Option<Arc<str>>, source: &str) -> Self {
        Self { name, source: source.into(), ..Self::default() }
    }
}
