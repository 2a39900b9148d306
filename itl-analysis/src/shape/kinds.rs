//! What both samples and schemas tell of a value.

use super::ShapeId;
use serde_json::Value as Json;

/// The kinds of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Type {
    Null,
    Boolean,
    Number,
    Text,
    Array,
    Object,
}

impl Type {
    const ALL: [Self; 6] = [Self::Null, Self::Boolean, Self::Number, Self::Text, Self::Array, Self::Object];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::Text => "text",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    pub(crate) fn of(value: &Json) -> Self {
        match value {
            Json::Null => Self::Null,
            Json::Bool(_) => Self::Boolean,
            Json::Number(_) => Self::Number,
            Json::String(_) => Self::Text,
            Json::Array(_) => Self::Array,
            Json::Object(_) => Self::Object,
        }
    }
}

/// The kinds of value that a value may be; none where nothing is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Types(u8);

impl Types {
    pub(crate) fn add(&mut self, kind: Type) {
        self.0 |= 1 << kind as u8;
    }

    pub(crate) fn contains(self, kind: Type) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Both together.
    pub(crate) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// All but `kind`.
    pub(crate) fn without(self, kind: Type) -> Self {
        Self(self.0 & !(1 << kind as u8))
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Type> {
        Type::ALL.into_iter().filter(move |kind| self.contains(*kind))
    }

    pub(crate) fn len(self) -> usize {
        self.0.count_ones() as usize
    }
}

impl FromIterator<Type> for Types {
    fn from_iter<I: IntoIterator<Item = Type>>(kinds: I) -> Self {
        let mut types = Self::default();
        kinds.into_iter().for_each(|kind| types.add(kind));
        types
    }
}

/// What is known of a value's part.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// It is there.
    There {
        /// What is known of it.
        shape: ShapeId,
        /// Whether every value has it.
        always: bool,
    },
    /// It may be there.
    Perhaps,
    /// No value has it.
    Absent,
}

/// What a section makes its context.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Contexts {
    /// The items, where the value is an array.
    pub(crate) items: Option<ShapeId>,
    /// The value itself, where it is none.
    pub(crate) itself: Option<ShapeId>,
}

/// What is found of a part before it has an identity.
#[derive(Debug)]
pub(crate) enum Found<T> {
    There { values: Vec<T>, always: bool },
    Perhaps,
    Absent,
}

/// The contexts of a section before they have identities. `None` where there is none of that
/// kind, an empty list where nothing is known of it.
#[derive(Debug)]
pub(crate) struct FoundContexts<T> {
    pub(crate) items: Option<Vec<T>>,
    pub(crate) itself: Option<Vec<T>>,
}
