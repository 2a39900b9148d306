//! What is known of a value: the values that it has in samples, what a schema says, or nothing.

mod kinds;
mod sample;
mod schema;

pub(crate) use kinds::{Contexts, Step, Type, Types};
pub(crate) use sample::MAX_VALUES;

use crate::path::Part;
use itl_eval::NameIndex;
use kinds::{Found, FoundContexts};
use schema::Node;
use serde_json::Value as Json;
use std::borrow::Cow;
use std::rc::Rc;

/// What is known of the payloads that a template is rendered with.
///
/// ```
/// use itl_analysis::Shape;
/// use serde_json::json;
/// let (firing, resolved) = (json!({"status": "firing"}), json!({"status": "resolved", "endsAt": 1}));
/// let samples = Shape::samples([&firing, &resolved]);
/// let schema = json!({"properties": {"status": {"type": "string"}}});
/// let schema = Shape::schema(&schema);
/// ```
#[derive(Clone, Debug)]
pub struct Shape<'v>(Known<'v>);

impl<'v> Shape<'v> {
    /// One payload as the template will get it.
    pub fn sample(payload: &'v Json) -> Self {
        Self::samples([payload])
    }

    /// Several payloads; a key is known where any of them has it.
    pub fn samples(payloads: impl IntoIterator<Item = &'v Json>) -> Self {
        Self(Known::Sample(payloads.into_iter().take(MAX_VALUES).map(Cow::Borrowed).collect()))
    }

    /// A JSON Schema of the payload.
    pub fn schema(schema: &'v Json) -> Self {
        Self(Known::Schema(Rc::new([Node::root(schema)])))
    }

    /// Whether it is a schema.
    pub(crate) fn is_schema(&self) -> bool {
        matches!(self.0, Known::Schema(_))
    }
}

/// What is known of one value.
#[derive(Clone, Debug)]
enum Known<'v> {
    Nothing,
    /// These are its values.
    Sample(Rc<[Cow<'v, Json>]>),
    /// It meets these schemas and those that they refer to.
    Schema(Rc<[Node<'v>]>),
}

/// The identity of what is known of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ShapeId(u32);

impl ShapeId {
    /// Its number, for tables that hold numbers.
    pub(crate) fn number(self) -> usize {
        self.0 as usize
    }

    /// The shape of that number.
    pub(crate) fn from_number(number: usize) -> Self {
        Self(number as u32)
    }
}

/// Of a value of this shape nothing is known.
pub(crate) const UNKNOWN: ShapeId = ShapeId(0);

/// How many keys of one value are listed.
pub(crate) const MAX_KEYS: usize = 1_000;

/// Every shape that an analysis has met. What is found out about one is found out once.
#[derive(Debug)]
pub(crate) struct Shapes<'v> {
    all: Vec<Entry<'v>>,
    /// The numbers of steps, and of schemas by their addresses.
    known: NameIndex,
    steps: Vec<Step>,
    /// How many values and schemas were looked at.
    work: u64,
}

/// A shape and what was found out about it.
#[derive(Debug)]
struct Entry<'v> {
    known: Known<'v>,
    contexts: Option<Contexts>,
    keys: Option<Rc<[Rc<str>]>>,
    types: Option<Types>,
}

impl Default for Shapes<'_> {
    fn default() -> Self {
        let mut shapes = Self { all: Vec::new(), known: NameIndex::default(), steps: Vec::new(), work: 0 };
        shapes.add(Known::Nothing);
        shapes
    }
}

impl<'v> Shapes<'v> {
    /// How many values and schemas were looked at so far.
    pub(crate) fn work(&self) -> u64 {
        self.work
    }

    fn add(&mut self, known: Known<'v>) -> ShapeId {
        self.all.push(Entry { known, contexts: None, keys: None, types: None });
        ShapeId(self.all.len() as u32 - 1)
    }

    fn entry(&mut self, id: ShapeId) -> Option<&mut Entry<'v>> {
        self.all.get_mut(id.0 as usize)
    }

    fn what(&mut self, id: ShapeId) -> Known<'v> {
        self.entry(id).map_or(Known::Nothing, |entry| entry.known.clone())
    }

    /// The shape of a payload.
    pub(crate) fn root(&mut self, shape: Option<&Shape<'v>>) -> ShapeId {
        match shape.map(|shape| &shape.0) {
            None | Some(Known::Nothing) => UNKNOWN,
            Some(Known::Sample(values)) => self.add(Known::Sample(values.clone())),
            Some(Known::Schema(nodes)) => self.schema(nodes),
        }
    }

    /// The shape of values that were made.
    pub(crate) fn made(&mut self, values: Vec<Json>) -> ShapeId {
        self.sample(values.into_iter().map(Cow::Owned).collect())
    }

    fn sample(&mut self, values: Vec<Cow<'v, Json>>) -> ShapeId {
        self.add(Known::Sample(values.into()))
    }

    fn schema(&mut self, nodes: &[Node<'v>]) -> ShapeId {
        if nodes.is_empty() {
            return UNKNOWN;
        }
        let addresses = nodes.iter().fold(String::new(), |name, node| format!("{name}@{}", node.address()));
        if let Some(known) = self.known.get(&addresses) {
            return ShapeId::from_number(known);
        }
        let expanded = schema::expand(nodes);
        self.work += expanded.len() as u64;
        let id = self.add(Known::Schema(expanded.into()));
        self.known.set(&addresses, id.number());
        id
    }

    /// The value of a key, or the item at an index.
    pub(crate) fn step(&mut self, id: ShapeId, part: &Part) -> Step {
        if id == UNKNOWN {
            return Step::Perhaps;
        }
        let name = part.name(id.number());
        if let Some(known) = self.known.get(&name).and_then(|at| self.steps.get(at)) {
            return *known;
        }
        let step = match self.what(id) {
            Known::Nothing => Step::Perhaps,
            Known::Sample(values) => {
                self.work += values.len() as u64;
                match sample::step(&values, part) {
                    Found::There { values, always } => Step::There { shape: self.sample(values), always },
                    Found::Perhaps => Step::Perhaps,
                    Found::Absent => Step::Absent,
                }
            }
            Known::Schema(nodes) => {
                self.work += nodes.len() as u64;
                match schema::step(&nodes, part) {
                    Found::There { values, always } => Step::There { shape: self.schema(&values), always },
                    Found::Perhaps => Step::Perhaps,
                    Found::Absent => Step::Absent,
                }
            }
        };
        self.known.set(&name, self.steps.len());
        self.steps.push(step);
        step
    }

    /// What a section over the value makes its context; of an unknown value unknown items.
    pub(crate) fn contexts(&mut self, id: ShapeId) -> Contexts {
        if let Some(known) = self.entry(id).and_then(|entry| entry.contexts) {
            return known;
        }
        let contexts = match self.what(id) {
            Known::Nothing => Contexts { items: Some(UNKNOWN), itself: None },
            Known::Sample(values) => {
                let FoundContexts { items, itself } = sample::contexts(&values);
                self.work += (values.len() + items.as_ref().map_or(0, Vec::len)) as u64;
                Contexts { items: items.map(|it| self.sample(it)), itself: itself.map(|it| self.sample(it)) }
            }
            Known::Schema(nodes) => {
                let FoundContexts { items, itself } = schema::contexts(&nodes);
                self.work += nodes.len() as u64;
                Contexts { items: items.map(|it| self.schema(&it)), itself: itself.map(|it| self.schema(&it)) }
            }
        };
        if let Some(entry) = self.entry(id) {
            entry.contexts = Some(contexts);
        }
        contexts
    }

    /// The keys that are known, in the payload's order, at most [`MAX_KEYS`].
    pub(crate) fn keys(&mut self, id: ShapeId) -> Rc<[Rc<str>]> {
        if let Some(known) = self.entry(id).and_then(|entry| entry.keys.clone()) {
            return known;
        }
        let mut seen = NameIndex::default();
        let mut keys: Vec<Rc<str>> = Vec::new();
        let mut work = 0;
        let mut take = |key: &String| {
            work += 1;
            if seen.note(key) {
                keys.push(key.as_str().into());
            }
            keys.len() < MAX_KEYS
        };
        match self.what(id) {
            Known::Nothing => {}
            Known::Sample(values) => {
                let objects = values.iter().filter_map(|value| value.as_object());
                let _ = objects.flat_map(|map| map.keys()).all(&mut take);
            }
            Known::Schema(nodes) => {
                let _ = nodes.iter().filter_map(Node::properties).flat_map(|map| map.keys()).all(&mut take);
            }
        }
        self.work += work;
        let keys: Rc<[Rc<str>]> = keys.into();
        if let Some(entry) = self.entry(id) {
            entry.keys = Some(keys.clone());
        }
        keys
    }

    /// What is known of the value of one of its keys.
    pub(crate) fn of_key(&mut self, id: ShapeId, key: &str) -> ShapeId {
        match self.step(id, &Part::key(key)) {
            Step::There { shape, .. } => shape,
            Step::Perhaps | Step::Absent => UNKNOWN,
        }
    }

    /// The kinds of value that it may be.
    pub(crate) fn types(&mut self, id: ShapeId) -> Types {
        if let Some(known) = self.entry(id).and_then(|entry| entry.types) {
            return known;
        }
        let types = match self.what(id) {
            Known::Nothing => Types::default(),
            Known::Sample(values) => {
                self.work += values.len() as u64;
                values.iter().map(|value| Type::of(value)).collect()
            }
            Known::Schema(nodes) => {
                self.work += nodes.len() as u64;
                nodes.iter().flat_map(|node| node.types().iter()).collect()
            }
        };
        if let Some(entry) = self.entry(id) {
            entry.types = Some(types);
        }
        types
    }

    /// Its values, where samples have any.
    pub(crate) fn values(&mut self, id: ShapeId) -> Rc<[Cow<'v, Json>]> {
        match self.what(id) {
            Known::Sample(values) => values,
            Known::Nothing | Known::Schema(_) => Rc::new([]),
        }
    }

    /// The first of its values.
    pub(crate) fn first(&self, id: ShapeId) -> Option<&Json> {
        match &self.all.get(id.0 as usize)?.known {
            Known::Sample(values) => values.first().map(|value| &**value),
            Known::Nothing | Known::Schema(_) => None,
        }
    }
}
