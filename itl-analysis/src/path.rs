//! The path of a value in a payload, seen from its root.

mod arena;

pub(crate) use arena::{PathArena, PathId, ROOT};

use itl_syntax::key;
use std::fmt;
use std::sync::Arc;

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// An object's key.
    Key(Arc<str>),
    /// A position in an array, negative from the end.
    Index(i64),
    /// Every item of an array.
    Each,
}

impl Part {
    /// The step to the value of `key`.
    pub(crate) fn key(key: &str) -> Self {
        Self::Key(key.into())
    }

    /// A text that stands for the step from the thing of that number, for tables that are looked up by text: the one
    /// map that the engine has already is a third of the size of another one in the browser build.
    pub(crate) fn name(&self, from: usize) -> String {
        match self {
            Self::Key(key) => format!("{from}.{key}"),
            Self::Index(index) => format!("{from}[{index}"),
            Self::Each => format!("{from}[]"),
        }
    }
}

/// Where a value stands in a payload. Printed as a template writes it, `[]` for the items of a
/// loop: `alerts[].labels.host`; the payload itself is `.`. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(Arc<[Part]>);

impl Path {
    /// The steps from the payload's root.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }
}

impl FromIterator<Part> for Path {
    fn from_iter<I: IntoIterator<Item = Part>>(parts: I) -> Self {
        Self(parts.into_iter().collect())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(".");
        }
        for (at, part) in self.0.iter().enumerate() {
            match part {
                Part::Key(key) if key::is_plain(key) => {
                    if at > 0 {
                        f.write_str(".")?;
                    }
                    f.write_str(key)?;
                }
                Part::Key(key) => f.write_str(&key::quoted(key))?,
                Part::Index(index) => write!(f, "[{index}]")?,
                Part::Each => f.write_str("[]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_a_template_writes_it() {
        let path: Path = [Part::key("alerts"), Part::Each, Part::key("a.b"), Part::Index(-1)].into_iter().collect();
        assert_eq!(path.to_string(), "alerts[][\"a.b\"][-1]");
        assert_eq!(Path::default().to_string(), ".");
        assert_eq!([Part::key("@index")].into_iter().collect::<Path>().to_string(), "[\"@index\"]");
    }
}
