//! The data of Alertmanager's templates, and the payload that its webhook sends.

use crate::tree::{Step, Value};

/// What a value of the data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Data,
    Alerts,
    Alert,
    /// Labels or annotations: texts by name.
    Kv,
    Pairs,
    Pair,
    Texts,
    Text,
    Time,
    Number,
    /// The answer of a function: true or false.
    Answer,
}

impl Type {
    /// What a loop over it has as items.
    pub(super) fn item(self) -> Option<Self> {
        match self {
            Self::Alerts => Some(Self::Alert),
            Self::Pairs => Some(Self::Pair),
            Self::Texts => Some(Self::Text),
            _ => None,
        }
    }
}

const ORDER: &str =
    "where the order does not matter: Alertmanager puts `alertname` first, the payload has the names in order";

/// A field or method without arguments; `None` where the data has none of that name.
pub(super) fn field(value: Value, kind: Type, name: &str) -> Option<(Value, Type)> {
    let key = |value: Value, key: &str, kind| Some((value.step(Step::Key(key.to_owned())), kind));
    match (kind, name) {
        (Type::Data, "Receiver") => key(value, "receiver", Type::Text),
        (Type::Data | Type::Alert, "Status") => key(value, "status", Type::Text),
        (Type::Data, "Alerts") => key(value, "alerts", Type::Alerts),
        (Type::Data, "GroupLabels") => key(value, "groupLabels", Type::Kv),
        (Type::Data, "CommonLabels") => key(value, "commonLabels", Type::Kv),
        (Type::Data, "CommonAnnotations") => key(value, "commonAnnotations", Type::Kv),
        (Type::Data, "ExternalURL") => key(value, "externalURL", Type::Text),
        (Type::Alert, "Labels") => key(value, "labels", Type::Kv),
        (Type::Alert, "Annotations") => key(value, "annotations", Type::Kv),
        (Type::Alert, "StartsAt") => key(value, "startsAt", Type::Time),
        (Type::Alert, "EndsAt") => key(value, "endsAt", Type::Time),
        (Type::Alert, "GeneratorURL") => key(value, "generatorURL", Type::Text),
        (Type::Alert, "Fingerprint") => key(value, "fingerprint", Type::Text),
        (Type::Alerts, "Firing") => Some((value.call("where(\"status\", \"firing\")"), Type::Alerts)),
        (Type::Alerts, "Resolved") => Some((value.call("where(\"status\", \"resolved\")"), Type::Alerts)),
        (Type::Kv, "SortedPairs") => Some((value.call("entries()").only(ORDER), Type::Pairs)),
        (Type::Kv, "Names") => Some((value.call("keys()").only(ORDER), Type::Texts)),
        (Type::Kv, "Values") => Some((value.call("values()").only(ORDER), Type::Texts)),
        (Type::Pairs, "Names") => Some((value.call("pluck(\"key\")"), Type::Texts)),
        (Type::Pairs, "Values") => Some((value.call("pluck(\"value\")"), Type::Texts)),
        (Type::Pair, "Name") => key(value, "key", Type::Text),
        (Type::Pair, "Value") => key(value, "value", Type::Text),
        (Type::Time, "Unix") => Some((value.call("toUnixSec()"), Type::Number)),
        // Any other name is that of a label or annotation.
        (Type::Kv, name) => key(value, name, Type::Text),
        _ => None,
    }
}

/// A layout of Go as a pattern here; `None` where a part of it has no counterpart.
pub(super) fn pattern(layout: &str) -> Option<String> {
    const PARTS: &[(&str, &str)] = &[
        ("January", "%B"),
        ("Jan", "%b"),
        ("Monday", "%A"),
        ("Mon", "%a"),
        ("2006", "%Y"),
        ("-07:00", "%:z"),
        ("-0700", "%z"),
        ("01", "%m"),
        ("02", "%d"),
        ("03", "%I"),
        ("04", "%M"),
        ("05", "%S"),
        ("06", "%y"),
        ("15", "%H"),
        ("PM", "%p"),
    ];
    let mut out = String::new();
    let mut rest = layout;
    while let Some(c) = rest.chars().next() {
        if let Some((part, pattern)) = PARTS.iter().find(|(part, _)| rest.starts_with(part)) {
            out.push_str(pattern);
            rest = rest.get(part.len()..)?;
            continue;
        }
        // Other digits and the names of zones are parts of a layout too.
        if c.is_ascii_digit() || c == '_' || rest.starts_with("MST") || rest.starts_with("Z07") {
            return None;
        }
        if c == '%' {
            out.push('%');
        }
        out.push(c);
        rest = rest.get(c.len_utf8()..)?;
    }
    Some(out)
}
