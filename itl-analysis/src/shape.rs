//! What is known of a value: the values it has in a sample, what a schema says, or nothing.

use crate::schema::Node;
use serde_json::Value as Json;
use std::borrow::Cow;

/// How many values of a sample are looked at for one path; an array of a million alerts says no
/// more about their keys than its first thousand.
const MOST_VALUES: usize = 1_000;

/// What is known of a value.
#[derive(Clone, Debug)]
pub(crate) enum Shape<'v> {
    /// Nothing.
    Unknown,
    /// These are the values that it has in the sample.
    Sample(Vec<Cow<'v, Json>>),
    /// It meets these schemas.
    Schema(Vec<Node<'v>>),
}

/// What is known of a value's part.
#[derive(Clone, Debug)]
pub(crate) enum Step<'v> {
    /// It is there: in every value, or only in some.
    There {
        /// What is known of it.
        shape: Shape<'v>,
        /// Whether every value has it.
        always: bool,
    },
    /// It may be there.
    Perhaps,
    /// No value has it.
    Absent,
}

/// What a section makes its context.
#[derive(Clone, Debug)]
pub(crate) struct Contexts<'v> {
    /// The items, where the value is an array.
    pub(crate) items: Option<Shape<'v>>,
    /// The value itself, where it is no array.
    pub(crate) itself: Option<Shape<'v>>,
}

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

impl<'v> Shape<'v> {
    pub(crate) fn sample(value: &'v Json) -> Self {
        Self::Sample(vec![Cow::Borrowed(value)])
    }

    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// The value of `key`; of an array the item at that position.
    pub(crate) fn key(&self, key: &str) -> Step<'v> {
        match self {
            Self::Unknown => Step::Perhaps,
            Self::Sample(values) => pick(values, |value| match value {
                Json::Object(map) => map.get(key),
                Json::Array(items) => array_position(key).and_then(|at| items.get(at)),
                _ => None,
            }),
            Self::Schema(nodes) => crate::schema::key(nodes, key),
        }
    }

    /// The item at `index`, from the end where negative.
    pub(crate) fn index(&self, index: i64) -> Step<'v> {
        match self {
            Self::Unknown => Step::Perhaps,
            Self::Sample(values) => pick(values, |value| {
                let items = value.as_array()?;
                let at = if index < 0 { index.checked_add(items.len() as i64)? } else { index };
                items.get(usize::try_from(at).ok()?)
            }),
            Self::Schema(nodes) => crate::schema::index(nodes, index),
        }
    }

    /// What a section over the value makes its context. Both are `None` where the section does
    /// not run.
    pub(crate) fn contexts(&self) -> Contexts<'v> {
        match self {
            Self::Unknown => Contexts { items: Some(Self::Unknown), itself: None },
            Self::Sample(values) => {
                let (mut items, mut itself) = (Vec::new(), Vec::new());
                for value in values {
                    match value {
                        Cow::Borrowed(Json::Array(list)) => {
                            items.extend(list.iter().take(MOST_VALUES).map(Cow::Borrowed));
                        }
                        Cow::Owned(Json::Array(list)) => {
                            items.extend(list.iter().take(MOST_VALUES).cloned().map(Cow::Owned));
                        }
                        value if is_truthy(value) => itself.push(value.clone()),
                        _ => {}
                    }
                    items.truncate(MOST_VALUES);
                }
                let some = |values: Vec<_>| (!values.is_empty()).then_some(Self::Sample(values));
                Contexts { items: some(items), itself: some(itself) }
            }
            Self::Schema(nodes) => crate::schema::contexts(nodes),
        }
    }

    /// The keys that are known, in the payload's order, each with what is known of its value.
    pub(crate) fn keys(&self) -> Vec<(String, Shape<'v>)> {
        let names: Vec<String> = match self {
            Self::Unknown => Vec::new(),
            Self::Sample(values) => {
                let mut seen = itl_eval::Names::default();
                let keys = values.iter().filter_map(|value| value.as_object()).flat_map(|map| map.keys());
                keys.filter(|key| seen.note(key)).take(MOST_VALUES).cloned().collect()
            }
            Self::Schema(nodes) => crate::schema::keys(nodes),
        };
        let shape = |key: String| match self.key(&key) {
            Step::There { shape, .. } => (key, shape),
            Step::Perhaps | Step::Absent => (key, Self::Unknown),
        };
        names.into_iter().map(shape).collect()
    }

    /// The kinds of value that it may be, none where nothing is known.
    pub(crate) fn types(&self) -> Vec<Type> {
        let mut types = match self {
            Self::Unknown => Vec::new(),
            Self::Sample(values) => values.iter().map(|value| Type::of(value)).collect(),
            Self::Schema(nodes) => crate::schema::types(nodes),
        };
        types.sort_unstable();
        types.dedup();
        types
    }

    /// Its first value, where a sample gives one.
    pub(crate) fn first(&self) -> Option<&Json> {
        match self {
            Self::Sample(values) => values.first().map(|value| &**value),
            Self::Unknown | Self::Schema(_) => None,
        }
    }
}

/// Whether a section over the value runs.
fn is_truthy(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => false,
        Json::String(text) => !text.is_empty(),
        Json::Array(items) => !items.is_empty(),
        _ => true,
    }
}

/// A key as an array's position: `list.0`.
fn array_position(key: &str) -> Option<usize> {
    let digits = !key.is_empty() && key.len() < 10 && key.bytes().all(|b| b.is_ascii_digit());
    (digits && (key.len() == 1 || !key.starts_with('0'))).then(|| key.parse().ok()).flatten()
}

fn pick<'v>(values: &[Cow<'v, Json>], part: impl Fn(&Json) -> Option<&Json>) -> Step<'v> {
    let found: Vec<Cow<'v, Json>> = values
        .iter()
        .filter_map(|value| match value {
            Cow::Borrowed(value) => part(value).map(Cow::Borrowed),
            Cow::Owned(value) => part(value).cloned().map(Cow::Owned),
        })
        .take(MOST_VALUES)
        .collect();
    if found.is_empty() {
        return Step::Absent;
    }
    let always = found.len() == values.len();
    Step::There { shape: Shape::Sample(found), always }
}
