//! Where partials come from.

#[cfg(not(target_family = "wasm"))]
mod folder;

#[cfg(not(target_family = "wasm"))]
pub use folder::FolderPartials;

use itl_syntax::Dialect;
use itl_value::NameIndex;
use std::borrow::Cow;

/// A source of partials.
///
/// Names that would leave a folder (`..`, absolute paths) are refused before [`Partials::load`] is called.
pub trait Partials: Send + Sync {
    /// The text of the partial `name`, for a template of `dialect`; `None` if there is none.
    fn load(&self, name: &str, dialect: Dialect) -> Option<Cow<'_, str>>;

    /// The names of the partials, for suggestions; empty if they cannot be listed.
    fn names(&self) -> Vec<String> {
        Vec::new()
    }
}

/// No partials.
impl Partials for () {
    fn load(&self, _: &str, _: Dialect) -> Option<Cow<'_, str>> {
        None
    }
}

/// Partials in memory, by name.
///
/// ```
/// use itl_eval::{Engine, MemoryPartials};
/// use serde_json::json;
/// let partials = MemoryPartials::from([("sign", "-- {{ team }}")]);
/// let engine = Engine::builder().partials(partials).build();
/// let template = engine.compile("Disk full\n{{> sign }}")?;
/// assert_eq!(template.render(&json!({"team": "ops"})).text, "Disk full\n-- ops");
/// # Ok::<(), itl_eval::CompileError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct MemoryPartials {
    names: NameIndex,
    texts: Vec<String>,
}

impl MemoryPartials {
    /// Adds or replaces a partial.
    pub fn insert(&mut self, name: impl Into<String>, text: impl Into<String>) {
        let (name, text) = (name.into(), text.into());
        if let Some(known) = self.names.get(&name).and_then(|at| self.texts.get_mut(at)) {
            *known = text;
            return;
        }
        self.names.set(&name, self.texts.len());
        self.texts.push(text);
    }
}

impl PartialEq for MemoryPartials {
    fn eq(&self, other: &Self) -> bool {
        self.texts.len() == other.texts.len()
            && self
                .names
                .iter()
                .all(|(name, at)| other.names.get(name).and_then(|at| other.texts.get(at)) == self.texts.get(at))
    }
}

impl Eq for MemoryPartials {}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for MemoryPartials {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(iter: I) -> Self {
        let mut partials = Self::default();
        iter.into_iter().for_each(|(name, text)| partials.insert(name, text));
        partials
    }
}

impl<K: Into<String>, V: Into<String>, const N: usize> From<[(K, V); N]> for MemoryPartials {
    fn from(partials: [(K, V); N]) -> Self {
        partials.into_iter().collect()
    }
}

impl Partials for MemoryPartials {
    fn load(&self, name: &str, _: Dialect) -> Option<Cow<'_, str>> {
        self.texts.get(self.names.get(name)?).map(|text| Cow::Borrowed(text.as_str()))
    }

    fn names(&self) -> Vec<String> {
        self.names.iter().map(|(name, _)| name.to_owned()).collect()
    }
}

/// Partials from a callback of the host program.
pub struct PartialsFn<F>(pub F);

impl<F: Fn(&str) -> Option<String> + Send + Sync> Partials for PartialsFn<F> {
    fn load(&self, name: &str, _: Dialect) -> Option<Cow<'_, str>> {
        (self.0)(name).map(Cow::Owned)
    }
}
