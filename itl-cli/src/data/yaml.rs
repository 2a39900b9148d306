//! Payloads in YAML.

use super::{ALL_MISSING, not_text, offset};
use crate::source::Sourced;
use itl_eval::{Code, Diagnostic, Span};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_saphyr::{Error, Spanned};
use std::collections::HashMap;
use std::fmt;

/// Reads a YAML payload.
pub(super) fn read(name: &str, bytes: Vec<u8>) -> Result<Value, Box<Sourced>> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err(not_text(name, error.as_bytes(), error.utf8_error().valid_up_to())),
    };
    let options = serde_saphyr::options! {
        strict_booleans: true,
        with_snippet: false,
    };
    match serde_saphyr::from_str_with_options::<Value>(&text, options) {
        Ok(value) => Ok(value),
        Err(error) => {
            let place = error.location().map(|at| (at.line() as usize, at.column() as usize));
            let at = place.map_or(Span::default(), |(line, column)| {
                // This reader counts columns in characters.
                let start = text.split_inclusive('\n').nth(line.saturating_sub(1)).unwrap_or("");
                let bytes: usize = start.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
                offset(&text, line, bytes + 1)
            });
            let message = format!("the payload is not valid YAML: {}", words(error.without_snippet()));
            let diagnostic = Diagnostic::new(Code::InvalidJson, at, message).help(ALL_MISSING);
            Err(Box::new(Sourced { diagnostic, file: name.into(), text: text.into(), shift: 0 }))
        }
    }
}

/// The lines, from 1, at which the items of the list under a top-level key begin.
pub(crate) fn lines(text: &str, key: &str) -> Vec<usize> {
    let items: HashMap<String, Items> = serde_saphyr::from_str(text).unwrap_or_default();
    match items.get(key) {
        Some(Items::List(items)) => items.iter().map(|item| item.referenced.line() as usize).collect(),
        _ => Vec::new(),
    }
}

/// A list whose items are only counted, or something else.
enum Items {
    List(Vec<Spanned<IgnoredAny>>),
    Other,
}

impl<'de> Deserialize<'de> for Items {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyItems;
        impl<'de> Visitor<'de> for AnyItems {
            type Value = Items;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Items, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Items::List(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Items, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Items::Other)
            }

            fn visit_str<E>(self, _: &str) -> Result<Items, E> {
                Ok(Items::Other)
            }

            fn visit_bool<E>(self, _: bool) -> Result<Items, E> {
                Ok(Items::Other)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Items, E> {
                Ok(Items::Other)
            }

            fn visit_u64<E>(self, _: u64) -> Result<Items, E> {
                Ok(Items::Other)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Items, E> {
                Ok(Items::Other)
            }

            fn visit_unit<E>(self) -> Result<Items, E> {
                Ok(Items::Other)
            }
        }
        deserializer.deserialize_any(AnyItems)
    }
}

/// What is wrong, in words for who writes the file: the reader's own speak of its options.
fn words(error: &Error) -> String {
    match error {
        Error::AliasError { error, .. } => words(error),
        Error::DuplicateMappingKey { key: Some(key), .. } => format!("the key `{key}` stands twice in one mapping"),
        Error::DuplicateMappingKey { key: None, .. } => "a key stands twice in one mapping".into(),
        Error::NonFiniteFloat { value, .. } => format!("`{value}` is not a JSON number; put it into quotes as a text"),
        Error::MultipleDocuments { .. } => "there is more than one document in it; a payload is one".into(),
        Error::NullIntoString { .. } => "a key is null; put it into quotes if that is its name".into(),
        Error::Budget { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => {
            "it is too large or too deep, what its aliases stand for counted in".into()
        }
        Error::RecursiveReferencesRequireWeakTypes { .. } => "an alias stands inside of what it stands for".into(),
        Error::TaggedScalarCannotDeserializeIntoString { .. } => "a key has a tag; keys are plain text".into(),
        other => first_line(&other.to_string()).to_owned(),
    }
}

/// The first line, without the place, which the drawing has.
fn first_line(message: &str) -> &str {
    let line = message.lines().next().unwrap_or_default();
    line.rsplit_once(" at line ").map_or(line, |(message, _)| message)
}
