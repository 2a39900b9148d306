//! The path of a value in a payload, seen from its root.

use std::fmt;

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// An object's key.
    Key(String),
    /// A position in an array, negative from the end.
    Index(i64),
    /// Every item of an array.
    Each,
}

/// Where a value stands in a payload. Printed as a template writes it, `[]` for the items of a
/// loop: `alerts[].labels.host`; the payload itself is `.`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(pub Vec<Part>);

impl Path {
    /// The path one step further.
    #[must_use]
    pub fn join(&self, part: Part) -> Self {
        let mut parts = Vec::with_capacity(self.0.len() + 1);
        parts.extend_from_slice(&self.0);
        parts.push(part);
        Self(parts)
    }

    /// The path a text of keys with dots between them leads to from here.
    #[must_use]
    pub(crate) fn join_keys(&self, keys: &str) -> Self {
        keys.split('.').fold(self.clone(), |path, key| path.join(Part::Key(key.to_owned())))
    }
}

/// Whether a key can be written without quotes: no character that means something in a tag.
pub(crate) fn is_plain_key(key: &str) -> bool {
    let special = |c: char| c.is_whitespace() || ".[](){}\"',|\\".contains(c);
    let sigil = |c: char| "#^/!><$=&@".contains(c);
    !key.is_empty() && !key.contains(special) && !key.starts_with(sigil)
}

/// Appends a key in brackets and quotes.
pub(crate) fn quoted_key(key: &str) -> String {
    let mut out = String::from("[\"");
    for c in key.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
    }
    out.push_str("\"]");
    out
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(".");
        }
        for (at, part) in self.0.iter().enumerate() {
            match part {
                Part::Key(key) if is_plain_key(key) => {
                    if at > 0 {
                        f.write_str(".")?;
                    }
                    f.write_str(key)?;
                }
                Part::Key(key) => f.write_str(&quoted_key(key))?,
                Part::Index(index) => write!(f, "[{index}]")?,
                Part::Each => f.write_str("[]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_a_template_writes_it() {
        let path =
            Path::default().join_keys("alerts").join(Part::Each).join(Part::Key("a.b".into())).join(Part::Index(-1));
        assert_eq!(path.to_string(), "alerts[][\"a.b\"][-1]");
        assert_eq!(Path::default().to_string(), ".");
        assert_eq!(Path::default().join(Part::Key("@index".into())).to_string(), "[\"@index\"]");
    }
}
