//! What a payload has that samples lack.

use super::path::{Part, Path};
use super::shape::{Shape, kind};
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashMap};

/// A difference between a payload and samples.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Difference {
    pub(crate) place: String,
    pub(crate) what: What,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// No sample has the key.
    New(&'static str),
    /// The samples have values of other kinds there.
    Kind { new: &'static str, known: Vec<&'static str> },
    /// All samples have the key and the payload has not.
    Gone,
}

/// The differences of a payload from samples.
#[derive(Debug, Default)]
pub(crate) struct Differences {
    /// In the payload's order, each place once.
    pub(crate) found: Vec<Difference>,
    /// How many more there are than are kept.
    pub(crate) more: usize,
}

/// The most bytes of places that are kept: a payload may have many keys under a long path.
const MAX_BYTES: usize = 4 << 20;

/// Differences of `payload` from the shape of the samples.
pub(crate) fn differences(samples: &Shape, payload: &Value) -> Differences {
    let mut differ = Differ::default();
    differ.value(samples, payload);
    differ.all
}

#[derive(Default)]
struct Differ<'s> {
    place: Vec<Part>,
    /// What was reported of which shape: its kinds, and its keys that are new.
    known: BTreeSet<(*const Shape, &'static str, Option<String>)>,
    /// Keys that all objects of a shape have, as far as none was reported as gone.
    left: HashMap<*const Shape, Vec<&'s str>>,
    bytes: usize,
    all: Differences,
}

impl<'s> Differ<'s> {
    /// Compares a value, as deep as its reader lets payloads be.
    fn value(&mut self, samples: &'s Shape, value: &Value) {
        let new = kind(value);
        let fits = samples.kinds.contains(new) || (new == "integer" && samples.kinds.contains("number"));
        // An empty array of the samples says nothing of its items.
        if !fits && !samples.kinds.is_empty() && self.known.insert((samples, new, None)) {
            self.report(What::Kind { new, known: samples.kinds.iter().copied().collect() });
        }
        match value {
            Value::Object(map) if samples.objects > 0 => self.object(samples, map),
            Value::Array(items) => {
                if let Some(known) = &samples.items {
                    self.place.push(Part::Item(None));
                    for item in items {
                        self.value(known, item);
                    }
                    self.place.pop();
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, samples: &'s Shape, map: &Map<String, Value>) {
        for (key, value) in map {
            let known = samples.key(key);
            if known.is_none() && !self.known.insert((samples, kind(value), Some(key.clone()))) {
                continue;
            }
            self.place.push(Part::Key(key.clone()));
            match known {
                Some(known) => self.value(known, value),
                None => self.report(What::New(kind(value))),
            }
            self.place.pop();
        }
        // A key that was reported as gone is not asked for again, so that many objects are compared in linear time.
        let constant = || {
            let keys = samples.keys.iter().filter(|(_, count, _)| *count == samples.objects);
            keys.map(|(key, ..)| key.as_str()).collect()
        };
        let mut gone = Vec::new();
        self.left.entry(samples).or_insert_with(constant).retain(|key| {
            let is_there = map.contains_key(*key);
            if !is_there {
                gone.push(*key);
            }
            is_there
        });
        for key in gone {
            self.place.push(Part::Key(key.to_owned()));
            self.report(What::Gone);
            self.place.pop();
        }
    }

    fn report(&mut self, what: What) {
        if self.bytes > MAX_BYTES {
            self.all.more += 1;
            return;
        }
        let place = Path(self.place.clone()).to_string();
        self.bytes += place.len();
        self.all.found.push(Difference { place, what });
    }
}
