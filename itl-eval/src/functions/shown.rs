//! Values in warnings.

use itl_value::Value;
use std::fmt;

/// How many characters of a value a warning shows.
const MAX_SHOWN: usize = 40;

/// A value as a warning shows it: a text in quotes, cut where it is long, arrays and objects by
/// their kind.
pub(crate) struct Shown<'v, 'a>(pub(crate) &'v Value<'a>);

impl fmt::Display for Shown<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Text(text) => {
                f.write_str("\"")?;
                let mut chars = text.chars();
                for c in chars.by_ref().take(MAX_SHOWN) {
                    match c {
                        '"' => f.write_str("\\\"")?,
                        '\n' => f.write_str("\\n")?,
                        '\r' => f.write_str("\\r")?,
                        '\t' => f.write_str("\\t")?,
                        c if c.is_control() => write!(f, "\\u{{{:x}}}", u32::from(c))?,
                        c => write!(f, "{c}")?,
                    }
                }
                f.write_str(if chars.next().is_some() { "…\"" } else { "\"" })
            }
            Value::Bool(_) | Value::Int(_) | Value::UInt(_) | Value::Float(_) | Value::Decimal(_) => {
                let text = self.0.to_text();
                let mut chars = text.chars();
                for c in chars.by_ref().take(MAX_SHOWN) {
                    write!(f, "{c}")?;
                }
                f.write_str(if chars.next().is_some() { "…" } else { "" })
            }
            other => f.write_str(other.kind_name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Shown;
    use itl_value::Value;

    #[test]
    fn values_are_shown_short_and_on_one_line() {
        assert_eq!(Shown(&Value::text("a\n\"b\"\u{1}")).to_string(), r#""a\n\"b\"\u{1}""#);
        assert_eq!(Shown(&Value::text("ä".repeat(41))).to_string(), format!("\"{}…\"", "ä".repeat(40)));
        assert_eq!(Shown(&Value::Float(1.5)).to_string(), "1.5");
        assert_eq!(Shown(&Value::list(Vec::new())).to_string(), "an array");
        assert_eq!(Shown(&Value::Null).to_string(), "null");
    }
}
