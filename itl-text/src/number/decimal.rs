//! Exact decimals: read from text, rounded, divided, printed.

use super::exact::{Decimal, Rounding};

/// The digits that a number may have on either side of its point. A longer one is not from an alert, it is an attack
/// on memory: `1e999999999` is ten characters.
pub const DIGITS: i64 = 1000;

/// The longest text that is read as a number, in bytes.
pub const MAX_LENGTH: usize = 10_000;

/// The significant digits of a quotient.
const QUOTIENT_DIGITS: i64 = 20;

/// The number that a text is, where it is a JSON number after trimming; leading zeros are allowed.
/// None also where it has more than [`DIGITS`] on a side or is longer than [`MAX_LENGTH`].
pub fn of_text(text: &str) -> Option<Decimal> {
    if text.len() > MAX_LENGTH { None } else { read(text.trim(), Dialect::Text) }
}

/// The number that a text is, as [`of_text`] has it, where it has no leading zeros: `007` is an identifier to
/// what compares values.
pub fn of_json_text(text: &str) -> Option<Decimal> {
    if text.len() > MAX_LENGTH { None } else { of_number(text.trim()) }
}

/// The number that a JSON number is, however long its text.
pub fn of_number(text: &str) -> Option<Decimal> {
    read(text, Dialect::Json)
}

/// How many digits a number has.
pub fn digits_of(number: &Decimal) -> usize {
    usize::try_from(number.count()).unwrap_or(0)
}

/// The number that an argument is. Unlike in JSON it may have a plus sign and leading zeros, like integers in
/// arguments.
pub fn of_argument(text: &str) -> Option<Decimal> {
    read(text.trim(), Dialect::Argument)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Json,
    /// JSON with leading zeros.
    Text,
    /// JSON with leading zeros and a plus sign.
    Argument,
}

fn read(text: &str, dialect: Dialect) -> Option<Decimal> {
    let (negative, rest) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' if dialect == Dialect::Argument => (false, text.get(1..)?),
        _ => (false, text),
    };
    let (whole, rest) = digits(rest);
    if whole.is_empty() || (whole.len() > 1 && whole.starts_with('0') && dialect == Dialect::Json) {
        return None;
    }
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => Some(digits(rest)).filter(|(fraction, _)| !fraction.is_empty())?,
        None => ("", rest),
    };
    let exponent = match rest.strip_prefix(['e', 'E']) {
        Some(rest) => exponent(rest)?,
        None if rest.is_empty() => 0,
        None => return None,
    };
    decimal(negative, whole, fraction, exponent)
}

/// The digits that a text begins with, and the rest.
fn digits(text: &str) -> (&str, &str) {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// An exponent, clamped to what no number can have.
fn exponent(text: &str) -> Option<i64> {
    let (sign, text) = match text.as_bytes().first()? {
        b'-' => (-1, text.get(1..)?),
        b'+' => (1, text.get(1..)?),
        _ => (1, text),
    };
    let (number, rest) = digits(text);
    if number.is_empty() || !rest.is_empty() {
        return None;
    }
    let size = number.bytes().fold(0_i64, |size, b| (size * 10 + i64::from(b - b'0')).min(1_000_000_000));
    Some(sign * size)
}

fn decimal(negative: bool, whole: &str, fraction: &str, exponent: i64) -> Option<Decimal> {
    let whole = whole.trim_start_matches('0');
    let kept = fraction.trim_end_matches('0');
    let (head, tail) = if whole.is_empty() { ("", kept.trim_start_matches('0')) } else { (whole, kept) };
    let count = (head.len() + tail.len()) as i64;
    if count == 0 {
        return Some(Decimal::ZERO);
    }
    let scale = kept.len() as i64 - exponent;
    if scale > DIGITS || count - scale > DIGITS {
        return None;
    }
    // Both bounds together leave at most 2,000 digits.
    Some(Decimal::from_digits(negative, [head, tail].concat().as_bytes(), scale))
}

/// A result without trailing zeros. None where it has more than [`DIGITS`] on a side.
pub fn settled(number: &Decimal) -> Option<Decimal> {
    let number = number.normalized();
    let scale = number.scale();
    (scale <= DIGITS && number.count() - scale <= DIGITS).then_some(number)
}

/// The quotient, half even at 20 significant digits; none where the divisor is zero.
pub fn divide(dividend: &Decimal, divisor: &Decimal) -> Option<Decimal> {
    dividend.divide(divisor, QUOTIENT_DIGITS)
}

/// Rounded to so many places after the point, or before it if negative.
pub fn round(number: &Decimal, places: i64, mode: Rounding) -> Decimal {
    let places = places.clamp(-DIGITS, DIGITS);
    if number.scale() <= places {
        return number.clone();
    }
    number.rounded(places, mode)
}

/// With exactly so many places, rounded half away from zero.
pub fn fixed(number: &Decimal, places: i64) -> String {
    number.rounded(places.clamp(0, DIGITS), Rounding::HalfUp).to_text()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Option<String> {
        of_text(text).and_then(|number| Some(settled(&number)?.to_text()))
    }

    #[test]
    fn json_numbers() {
        for (text, number) in [
            ("0", "0"),
            ("-0.0", "0"),
            (" 41\n", "41"),
            ("1.500", "1.5"),
            ("1e3", "1000"),
            ("1.5E+2", "150"),
            ("-2.50e-1", "-0.25"),
            ("0e999999999999999999999", "0"),
            ("0.000e-99999999999", "0"),
            ("18446744073709551616", "18446744073709551616"),
            ("100e-2", "1"),
            ("007", "7"),
            ("-01.50", "-1.5"),
        ] {
            assert_eq!(json(text).as_deref(), Some(number), "{text}");
        }
    }

    #[test]
    fn other_texts() {
        for text in ["", "-", "+5", ".5", "5.", "1e", "1e+", "1_0", "1,000", "0x1", "NaN", "1 2", "--1", "1.e1", "٣"] {
            assert_eq!(json(text), None, "{text}");
        }
        assert!(of_json_text("007").is_none() && of_json_text("-01").is_none() && of_json_text(" 7 ").is_some());
    }

    #[test]
    fn hostile_numbers() {
        for text in ["1e999999999", "1e-999999999", "-1e1000", "1e99999999999999999999", "1e-1001"] {
            assert_eq!(json(text), None, "{text}");
        }
        assert_eq!(json(&"9".repeat(1_000_000)), None);
        assert_eq!(json(&format!("0.{}1", "0".repeat(1_000_000))), None);
        // Zeros that mean nothing are no digits.
        assert_eq!(json(&format!("1.{}", "0".repeat(9_000))).as_deref(), Some("1"));
        assert_eq!(json(&format!("1.{}", "0".repeat(MAX_LENGTH))), None);
        assert_eq!(json("1e999").map(|text| text.len()), Some(1000));
        assert_eq!(json("1e-1000").map(|text| text.len()), Some(1002));
    }

    #[test]
    fn arguments() {
        let read = |text| of_argument(text).map(|number| number.to_text());
        assert_eq!(read("+2"), Some("2".into()));
        assert_eq!(read("-007"), Some("-7".into()));
        assert_eq!(read(" 0.95 "), Some("0.95".into()));
        for text in ["", "+", "+-2", "one", "1e999999999", "1,5"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn quotients() {
        let quotient = |a: &str, b: &str| {
            let quotient = divide(&of_argument(a)?, &of_argument(b)?)?;
            Some(settled(&quotient)?.to_text())
        };
        for (a, b, expected) in [
            ("1", "3", "0.33333333333333333333"),
            ("-2", "3", "-0.66666666666666666667"),
            ("100000000000000000005", "10", "10000000000000000000"),
            ("100000000000000000015", "10", "10000000000000000002"),
            ("-100000000000000000015", "10", "-10000000000000000002"),
            ("99999999999999999999.5", "1", "100000000000000000000"),
            ("0", "7", "0"),
            ("1e300", "1e300", "1"),
            ("7", "1e-300", &format!("7{}", "0".repeat(300))),
        ] {
            assert_eq!(quotient(a, b).as_deref(), Some(expected), "{a} / {b}");
        }
        assert_eq!(quotient("1", "0"), None);
        // A tie but for the last of many digits is no tie.
        let nearly = format!("10000000000000000000.5{}1", "0".repeat(900));
        assert_eq!(quotient(&nearly, "1").as_deref(), Some("10000000000000000001"));
    }

    #[test]
    fn rounding() {
        let rounded = |text: &str, places, mode| {
            of_argument(text).and_then(|n| Some(settled(&round(&n, places, mode))?.to_text()))
        };
        for (text, places, mode, expected) in [
            ("2.5", 0, Rounding::HalfUp, "3"),
            ("-2.5", 0, Rounding::HalfUp, "-3"),
            ("0.4", 0, Rounding::HalfUp, "0"),
            ("-0.4", 0, Rounding::HalfUp, "0"),
            ("0.004", 1, Rounding::HalfUp, "0"),
            ("1250", -2, Rounding::HalfUp, "1300"),
            ("4", -1, Rounding::HalfUp, "0"),
            ("5", i64::MIN, Rounding::HalfUp, "0"),
            ("0.3", i64::MAX, Rounding::HalfUp, "0.3"),
            ("-0.001", 0, Rounding::Floor, "-1"),
            ("0.001", 0, Rounding::Ceiling, "1"),
            ("-0.001", 0, Rounding::Ceiling, "0"),
        ] {
            assert_eq!(rounded(text, places, mode).as_deref(), Some(expected), "{text} at {places}");
        }
        assert_eq!(fixed(&Decimal::whole(false, 1), 3), "1.000");
        assert_eq!(fixed(&Decimal::whole(false, 1), i64::MAX).len(), 1002);
        assert_eq!(fixed(&Decimal::ZERO, 2), "0.00");
        assert_eq!(fixed(&Decimal::ZERO, -2), "0");
    }
}
