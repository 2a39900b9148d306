//! An index of names.

#[cfg(feature = "documents")]
use serde_json::{Map, Value};
#[cfg(not(feature = "documents"))]
use small::{Map, Value};

/// Names, each with the number of something that is kept elsewhere.
///
/// It is the map that JSON objects are, for everything that is looked up by a text: a map type of its own for
/// each kind of value would be most of a kilobyte in the browser build.
#[doc(hidden)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameIndex(Map<String, Value>);

impl NameIndex {
    /// All of these names.
    pub fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut index = Self::default();
        for name in names {
            index.note(name);
        }
        index
    }

    /// The number of `name`.
    pub fn get(&self, name: &str) -> Option<usize> {
        self.0.get(name).and_then(number)
    }

    /// Sets the number of `name` and returns the one it had.
    pub fn set(&mut self, name: &str, number: usize) -> Option<usize> {
        self.0.insert(name.to_owned(), Value::from(number)).as_ref().and_then(self::number)
    }

    /// Adds `name` and returns whether it is new.
    pub fn note(&mut self, name: &str) -> bool {
        self.set(name, 0).is_none()
    }

    /// Removes the number of `name`.
    pub fn forget(&mut self, name: &str) {
        if let Some(number) = self.0.get_mut(name) {
            *number = Value::Null;
        }
    }

    /// How many names were ever added.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names and their numbers in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        let mut names: Vec<&str> = self.0.keys().map(String::as_str).collect();
        names.sort_unstable();
        names.into_iter().filter_map(|name| Some((name, self.get(name)?)))
    }
}

#[cfg(feature = "documents")]
fn number(value: &Value) -> Option<usize> {
    value.as_u64().map(|number| number as usize)
}

#[cfg(not(feature = "documents"))]
use small::number;

/// Where there are no JSON objects, a map of the standard library.
#[cfg(not(feature = "documents"))]
mod small {
    pub(super) type Map<K, V> = std::collections::HashMap<K, V>;

    /// A number, or none.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub(super) struct Value(usize);

    impl Value {
        #[expect(non_upper_case_globals, reason = "it stands for the variant of a JSON value")]
        pub(super) const Null: Self = Self(usize::MAX);
    }

    impl From<usize> for Value {
        fn from(number: usize) -> Self {
            Self(number)
        }
    }

    pub(super) fn number(value: &Value) -> Option<usize> {
        (*value != Value::Null).then_some(value.0)
    }
}

#[cfg(test)]
mod tests {
    use super::NameIndex;

    #[test]
    fn numbers_by_name() {
        let mut names = NameIndex::default();
        assert_eq!((names.set("b", 1), names.set("a", 0), names.set("b", 2)), (None, None, Some(1)));
        assert_eq!(names.iter().collect::<Vec<_>>(), [("a", 0), ("b", 2)]);
        assert!(names.note("c") && !names.note("c"));
        names.forget("b");
        assert_eq!((names.get("b"), names.get("x"), names.get("a")), (None, None, Some(0)));
    }
}
