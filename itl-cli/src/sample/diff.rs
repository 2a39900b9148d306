//! What a payload has that samples lack.

use super::path::{Part, Path};
use super::shape::{Shape, kind};
use serde_json::Value;
use std::collections::BTreeSet;

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

/// Differences of `payload` from the shape of the samples, in the payload's order, each place once.
pub(crate) fn differences(samples: &Shape, payload: &Value) -> Vec<Difference> {
    let mut differ = Differ { place: Vec::new(), known: BTreeSet::new(), found: Vec::new() };
    differ.value(samples, payload);
    differ.found
}

struct Differ {
    place: Vec<Part>,
    known: BTreeSet<Difference>,
    found: Vec<Difference>,
}

impl Differ {
    /// Compares a value, as deep as its reader lets payloads be.
    fn value(&mut self, samples: &Shape, value: &Value) {
        let new = kind(value);
        let fits = samples.kinds.contains(new) || (new == "integer" && samples.kinds.contains("number"));
        // An empty array of the samples says nothing of its items.
        if !fits && !samples.kinds.is_empty() {
            self.report(What::Kind { new, known: samples.kinds.iter().copied().collect() });
        }
        match value {
            Value::Object(map) if samples.objects > 0 => {
                for (key, value) in map {
                    self.place.push(Part::Key(key.clone()));
                    match samples.key(key) {
                        Some(known) => self.value(known, value),
                        None => self.report(What::New(kind(value))),
                    }
                    self.place.pop();
                }
                let gone =
                    samples.keys.iter().filter(|(key, count, _)| *count == samples.objects && !map.contains_key(key));
                for (key, ..) in gone {
                    self.place.push(Part::Key(key.clone()));
                    self.report(What::Gone);
                    self.place.pop();
                }
            }
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

    fn report(&mut self, what: What) {
        let difference = Difference { place: Path(self.place.clone()).to_string(), what };
        if self.known.insert(difference.clone()) {
            self.found.push(difference);
        }
    }
}
