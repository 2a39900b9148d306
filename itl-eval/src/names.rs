//! Names with numbers.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Names, each with the number of something kept elsewhere.
///
/// One map for all that is looked up by a text: an ordered map of its own for each kind of value
/// would be most of a kilobyte in the browser build, and there were a dozen.
#[doc(hidden)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<Arc<str>, Option<u32>>);

impl Names {
    /// The number of `name`.
    pub fn get(&self, name: &str) -> Option<usize> {
        self.0.get(name).copied().flatten().map(|number| number as usize)
    }

    /// Gives `name` a number; the one that it had.
    pub fn set(&mut self, name: &str, number: usize) -> Option<usize> {
        self.0.insert(name.into(), u32::try_from(number).ok()).flatten().map(|number| number as usize)
    }

    /// Notes `name`; whether it is new.
    pub fn note(&mut self, name: &str) -> bool {
        self.set(name, 0).is_none()
    }

    /// Takes the number of `name` away.
    pub fn forget(&mut self, name: &str) {
        if self.get(name).is_some() {
            self.0.insert(name.into(), None);
        }
    }

    /// The names and their numbers in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        self.0.iter().filter_map(|(name, number)| Some((&**name, (*number)? as usize)))
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn numbers_by_name() {
        let mut names = Names::default();
        assert_eq!((names.set("b", 1), names.set("a", 0), names.set("b", 2)), (None, None, Some(1)));
        assert_eq!(names.iter().collect::<Vec<_>>(), [("a", 0), ("b", 2)]);
        assert!(names.note("c") && !names.note("c"));
        names.forget("b");
        assert_eq!((names.get("b"), names.get("x"), names.get("a")), (None, None, Some(0)));
    }
}
