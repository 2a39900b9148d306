//! Floats and their text, both ways.
//!
//! There are two implementations of each that agree on every float: with the tables of `zmij` and the standard
//! library, and with little code on integers only.

mod natural;
mod read;
mod scale;
#[cfg(any(test, not(feature = "perf")))]
mod write;

/// Appends a float: the shortest text that reads back, `95.0`, `0.54`, `1e16`, `1e-6`.
#[inline]
pub fn write_float(f: f64, out: &mut String) {
    if !f.is_finite() {
        out.push_str("null");
        return;
    }
    #[cfg(feature = "perf")]
    write_fast(f, out);
    #[cfg(not(feature = "perf"))]
    write::write_small(f, out);
}

/// The float nearest to a decimal number; `None` if it is out of range.
#[inline]
pub fn read_float(text: &str) -> Option<f64> {
    #[cfg(feature = "perf")]
    return read_fast(text);
    #[cfg(not(feature = "perf"))]
    return read::read_small(text);
}

#[cfg(any(test, feature = "perf"))]
fn write_fast(f: f64, out: &mut String) {
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(f);
    // `1e+16` is written as `1e16`.
    match text.bytes().position(|b| b == b'+').and_then(|plus| text.split_at_checked(plus)) {
        Some((digits, exponent)) => {
            out.push_str(digits);
            out.push_str(exponent.trim_start_matches('+'));
        }
        None => out.push_str(text),
    }
}

#[cfg(any(test, feature = "perf"))]
fn read_fast(text: &str) -> Option<f64> {
    /// The standard library clamps longer exponents, and so misreads numbers that compensate such an exponent with as
    /// many zeros.
    const MAX_ZEROS: usize = 65_536;
    if text.len() > MAX_ZEROS {
        return read::read_small(text);
    }
    text.parse().ok().filter(|f: &f64| f.is_finite())
}

#[cfg(test)]
mod tests;
