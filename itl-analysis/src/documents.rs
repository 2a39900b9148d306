//! The partials of a template.

use itl_eval::Template;
use itl_syntax::Document;
use itl_syntax::ast::Kind;
use std::sync::Arc;

/// The partials that a template can reach, parsed.
pub(crate) struct Documents<'a>(Vec<(Arc<str>, Document<'a>)>);

impl<'a> Documents<'a> {
    /// The partials of `template`, which was compiled from `document`.
    pub(crate) fn new(template: &'a Template, document: &Document<'_>) -> Self {
        let calls = |document: &Document<'_>| {
            let name = |item: &itl_syntax::Item<'_>| matches!(item.kind, Kind::Partial { .. } | Kind::Parent { .. });
            document.items.iter().any(name)
        };
        if !calls(document) {
            return Self(Vec::new());
        }
        let engine = template.engine();
        let parsed = template.partials().map(|(name, source)| (Arc::from(name), engine.parse(source)));
        Self(parsed.collect())
    }

    /// All of them, sorted by name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Document<'a>)> {
        self.0.iter().map(|(name, document)| (name, document))
    }

    /// The partial of that name.
    pub(crate) fn get(&self, name: &str) -> Option<(&Arc<str>, &Document<'a>)> {
        let at = self.0.binary_search_by(|(known, _)| (**known).cmp(name)).ok()?;
        self.0.get(at).map(|(name, document)| (name, document))
    }
}
