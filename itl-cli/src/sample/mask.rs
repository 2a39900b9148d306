//! Masks secrets and personal data in a payload.

use super::path::{Part, Path};
use super::patterns::{Sensitive, of_key, patterns};
use serde_json::{Number, Value};
use std::collections::HashMap;

/// A place that was masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Masked {
    pub(crate) place: String,
    /// What it was, in words.
    pub(crate) what: &'static str,
}

/// What was masked.
#[derive(Debug, Default)]
pub(crate) struct AllMasked {
    pub(crate) places: Vec<Masked>,
    /// How many more there are than are kept.
    pub(crate) more: usize,
}

/// The most bytes of places that are kept: many values may stand under a long path.
const MAX_BYTES: usize = 4 << 20;

/// Masks what looks like a secret or personal data, but what is at one of the paths or below. Equal
/// values stay equal, so that keys of alerts made of them do.
pub(crate) fn mask(payload: &mut Value, keep: &[Path]) -> AllMasked {
    let mut masker = Masker {
        keep,
        place: Vec::new(),
        known: HashMap::new(),
        counts: HashMap::new(),
        noted: None,
        bytes: 0,
        masked: AllMasked::default(),
    };
    masker.value(payload, None);
    masker.masked
}

struct Masker<'k> {
    keep: &'k [Path],
    place: Vec<Part>,
    /// What stands for which value.
    known: HashMap<(Sensitive, String), String>,
    counts: HashMap<Sensitive, usize>,
    /// What was noted last of the value at hand.
    noted: Option<Sensitive>,
    bytes: usize,
    masked: AllMasked,
}

impl Masker<'_> {
    /// Goes through a payload, as deep as its reader lets payloads be.
    fn value(&mut self, value: &mut Value, told: Option<Sensitive>) {
        if self.keep.iter().any(|path| path.covers(&self.place)) {
            return;
        }
        self.noted = None;
        match value {
            Value::Object(map) => {
                for (key, value) in map.iter_mut() {
                    self.place.push(Part::Key(key.clone()));
                    let told = of_key(key).or(told.filter(|told| *told == Sensitive::Secret));
                    self.value(value, told);
                    self.place.pop();
                }
            }
            Value::Array(items) => {
                for (at, item) in items.iter_mut().enumerate() {
                    self.place.push(Part::Item(Some(at)));
                    self.value(item, told);
                    self.place.pop();
                }
            }
            Value::String(text) => self.text(text, told),
            Value::Number(number) if told == Some(Sensitive::Secret) => {
                *number = Number::from(0);
                self.note(Sensitive::Secret);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &mut String, told: Option<Sensitive>) {
        if text.trim().is_empty() {
            return;
        }
        if let Some(kind) = told {
            // An address under a person's key is masked as the address it is.
            let is_email = kind == Sensitive::Person && text.contains('@');
            let kind = if is_email { Sensitive::Email } else { kind };
            *text = self.replacement(kind, text);
            return self.note(kind);
        }
        for pattern in patterns() {
            let places = pattern.places(text);
            if places.is_empty() {
                continue;
            }
            let mut out = String::with_capacity(text.len());
            let mut at = 0;
            for place in places {
                let replacement = self.replacement(pattern.kind, text.get(place.clone()).unwrap_or_default());
                out.push_str(text.get(at..place.start).unwrap_or_default());
                out.push_str(&replacement);
                at = place.end;
                self.note(pattern.kind);
            }
            out.push_str(text.get(at..).unwrap_or_default());
            *text = out;
        }
    }

    fn replacement(&mut self, kind: Sensitive, original: &str) -> String {
        let key = (kind, original.to_owned());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let count = self.counts.entry(kind).or_insert(0);
        *count += 1;
        let replacement = kind.replacement(*count, original);
        self.known.insert(key, replacement.clone());
        replacement
    }

    /// Notes that the value at hand was masked, once for what it was.
    fn note(&mut self, kind: Sensitive) {
        if self.noted.replace(kind) == Some(kind) {
            return;
        }
        if self.bytes > MAX_BYTES {
            self.masked.more += 1;
            return;
        }
        let place = Path(self.place.clone()).to_string();
        self.bytes += place.len();
        self.masked.places.push(Masked { place, what: kind.name() });
    }
}

#[cfg(test)]
mod tests {
    use super::{Path, mask};
    use serde_json::{Value, json};

    fn masked(mut value: Value, keep: &[&str]) -> Value {
        let keep: Vec<Path> = keep.iter().map(|path| Path::parse(path).unwrap_or_default()).collect();
        mask(&mut value, &keep);
        value
    }

    #[test]
    fn secrets_are_masked_by_key_and_by_looks() {
        let all = masked(
            json!({
                "api_key": "abc", "Authorization": "Bearer abcdef", "nested": {"clientSecret": ["x", {"y": 7}]},
                "text": "call with Bearer abcdefghijklmnop now, AKIAIOSFODNN7EXAMPLE",
                "url": "postgres://app:hunter2@db/x?token=t0ps3cret&a=1",
                "jwt": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc",
            }),
            &[],
        );
        let expected = json!({
            "api_key": "masked-secret-1", "Authorization": "masked-secret-2",
            "nested": {"clientSecret": ["masked-secret-3", {"y": 0}]},
            "text": "call with Bearer masked-secret-4 now, masked-secret-5",
            "url": "postgres://app:masked-secret-6@db/x?token=masked-secret-7&a=1",
            "jwt": "masked-secret-8",
        });
        assert_eq!(all, expected);
    }

    #[test]
    fn personal_data_keeps_its_form_and_equal_values_stay_equal() {
        let all = masked(
            json!({
                "to": "Ann <ann@corp.test>, bob@corp.test", "again": "ann@corp.test", "userName": "Ann Onym",
                "ips": "8.8.8.8 10.0.0.1 2a00:1450:4001:830::200e ::1", "phone": "0151 23", "call": "+49 151 2345678",
                "iban": "DE89 3704 0044 0532 0130 00", "card": "4111 1111 1111 1111",
            }),
            &[],
        );
        let expected = json!({
            "to": "Ann <user1@example.com>, user2@example.com", "again": "user1@example.com", "userName": "Person 1",
            "ips": "203.0.113.2 10.0.0.1 2001:db8::2 ::1", "phone": "+15555550101", "call": "+15555550102",
            "iban": "XX00MASKED0000000001", "card": "4000000000000002",
        });
        assert_eq!(all, expected);
    }

    #[test]
    fn what_is_kept_and_what_is_harmless_stays() {
        let harmless = json!({
            "host": "db-7", "id": "c0ffee00-1234-5678-9abc-def012345678", "at": "2026-03-14T01:52:13.123Z",
            "value": 99.5, "version": "1.2.3", "time": "12:30:45", "number": "20260314015213000", "name": "DiskFull",
            "token": "", "mac": "aa:bb:cc:dd:ee:ff",
        });
        assert_eq!(masked(harmless.clone(), &[]), harmless);
        let kept = json!({"alerts": [{"user": {"email": "a@b.test"}}], "apiKey": "x"});
        assert_eq!(masked(kept.clone(), &["alerts[].user", "apiKey"]), kept);
    }
}
