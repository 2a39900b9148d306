//! The functions that an engine knows, by name.

use super::foreign::{self, Target};
use super::library;
use super::row::{Function, ParamKind};
use crate::sorted::sort_names;
use std::sync::Arc;

/// The functions that an engine knows.
#[derive(Clone, Debug)]
pub struct Registry {
    rows: Arc<[Function]>,
    /// Every name and alias with its row, sorted by name.
    names: Arc<[(Box<str>, u32)]>,
}

impl Registry {
    /// The library.
    pub fn standard() -> Self {
        static STANDARD: std::sync::OnceLock<Registry> = std::sync::OnceLock::new();
        STANDARD.get_or_init(|| Self::with(&[])).clone()
    }

    /// The subject of a function of the library, such as `Text`; `None` for other names.
    pub fn subject(name: &str) -> Option<&'static str> {
        library::subject(name)
    }

    /// The library and functions of the host program. A function of the host replaces one of the library with the
    /// same name.
    pub fn with(host: &[Function]) -> Self {
        let hidden = |name: &str| host.iter().any(|row| row.name == name);
        let mut rows: Vec<Function> =
            library::HELD.iter().filter(|row| !hidden(row.name)).map(Function::from).collect();
        rows.extend(host.iter().cloned());
        let mut names: Vec<(Box<str>, u32)> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let all = std::iter::once(&*row.name).chain(row.aliases.iter().copied());
            names.extend(all.map(|name| (Box::from(name), at as u32)));
        }
        sort_names(&mut names);
        Self { rows: rows.into(), names: names.into() }
    }

    /// The function of that name or alias.
    pub fn get(&self, name: &str) -> Option<&Function> {
        let at = self.names.binary_search_by(|(known, _)| (**known).cmp(name)).ok()?;
        self.names.get(at).and_then(|(_, row)| self.rows.get(*row as usize))
    }

    /// Every function, in the library's order.
    pub fn iter(&self) -> impl Iterator<Item = &Function> {
        self.rows.iter()
    }

    /// The known name closest to `name`, if one is close enough to be meant. A name that means
    /// the opposite is never meant, however close.
    pub fn closest(&self, name: &str) -> Option<&str> {
        let names = self.names.iter().map(|(known, _)| &**known);
        itl_text::closest(name, names.filter(|known| !foreign::are_opposite(name, known)))
    }
}

impl itl_syntax::foreign::Vocabulary for Registry {
    fn function(&self, name: &str) -> Option<&str> {
        if let Some(row) = self.get(name) {
            return Some(&row.name);
        }
        match foreign::foreign_name(name)?.target {
            Target::Name(name) => self.get(name).map(|row| &*row.name),
            Target::Call(_) | Target::Choice(_) | Target::Advice(_) => None,
        }
    }

    fn call(&self, name: &str, arguments: &[String]) -> Option<String> {
        // Without the table there is nothing to know of them.
        if cfg!(feature = "foreign") { foreign::calls::call(self, name, arguments) } else { None }
    }

    fn filter(&self, name: &str, arguments: &[String], has_colon: bool) -> Option<String> {
        if cfg!(feature = "foreign") { foreign::calls::filter(self, name, arguments, has_colon) } else { None }
    }

    fn needs_arguments(&self, name: &str) -> bool {
        cfg!(feature = "foreign") && self.get(name).is_some_and(|row| row.required() > 0)
    }
}

impl itl_syntax::format::Signatures for Registry {
    fn canonical_name<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.get(name).map(|row| &*row.name)
    }

    fn is_regex(&self, name: &str, position: usize) -> bool {
        self.get(name).and_then(|row| row.param(position)).is_some_and(|param| param.kind.is_regex())
    }

    fn is_integer(&self, name: &str, position: usize) -> bool {
        let param = self.get(name).and_then(|row| row.param(position));
        param.is_some_and(|param| param.kind == ParamKind::Integer)
    }
}
