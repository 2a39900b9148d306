//! Floats as text.

/// Appends a float: the shortest text that reads back, `95.0`, `0.54`, `1e16`, `1e-6`.
pub(crate) fn write_float(f: f64, out: &mut String) {
    if !f.is_finite() {
        out.push_str("null");
        return;
    }
    #[cfg(feature = "perf")]
    write_fast(f, out);
    #[cfg(not(feature = "perf"))]
    write_small(f, out);
}

#[cfg(any(test, feature = "perf"))]
fn write_fast(f: f64, out: &mut String) {
    let mut buffer = zmij::Buffer::new();
    let text = buffer.format_finite(f);
    // The plus of `1e+16` is no news.
    match text.bytes().position(|b| b == b'+').and_then(|plus| text.split_at_checked(plus)) {
        Some((digits, exponent)) => {
            out.push_str(digits);
            out.push_str(exponent.trim_start_matches('+'));
        }
        None => out.push_str(text),
    }
}

/// The same without tables: the standard library's digits, which are the shortest as well, with
/// the point where it belongs.
#[cfg(any(test, not(feature = "perf")))]
fn write_small(f: f64, out: &mut String) {
    let plain = f.abs().to_string();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let all = [whole.trim_start_matches('0'), fraction].concat();
    let mut digits = all.trim_start_matches('0').trim_end_matches('0').to_owned();
    // Where the point stands, counted from the first digit that is not zero.
    let point = whole.trim_start_matches('0').len() as i32 - (all.len() - all.trim_start_matches('0').len()) as i32;
    // Of two that are as short and as near, the standard library takes the larger.
    if halfway(f, digits.len() as i32, point)
        && let Some(last) = digits.chars().next_back().and_then(|last| last.to_digit(10))
        && last % 2 == 1
    {
        digits.pop();
        digits.extend(char::from_digit(last - 1, 10));
    }
    if f.is_sign_negative() {
        out.push('-');
    }
    let count = digits.len() as i32;
    let zeros = |out: &mut String, times: i32| (0..times).for_each(|_| out.push('0'));
    let behind = |out: &mut String, at: i32| {
        let (before, rest) = digits.split_at_checked(at as usize).unwrap_or((&digits, ""));
        out.push_str(before);
        if !rest.is_empty() {
            out.push('.');
            out.push_str(rest);
        }
    };
    match point {
        _ if count == 0 => out.push_str("0.0"),
        1..=16 if point >= count => {
            out.push_str(&digits);
            zeros(out, point - count);
            out.push_str(".0");
        }
        1..=16 => behind(out, point),
        -4..=0 => {
            out.push_str("0.");
            zeros(out, -point);
            out.push_str(&digits);
        }
        _ => {
            behind(out, 1);
            out.push('e');
            out.push_str(itoa::Buffer::new().format(point - 1));
        }
    }
}

/// Whether a float is exactly between two decimals of `count` digits.
#[cfg(any(test, not(feature = "perf")))]
fn halfway(f: f64, count: i32, point: i32) -> bool {
    let bits = f.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i32;
    let mantissa = bits & ((1 << 52) - 1) | if exponent > 0 { 1 << 52 } else { 0 };
    // An odd number over a power of two has as many decimals as that has factors, and the last is 5.
    let decimals = 1075 - exponent.max(1) - mantissa.trailing_zeros() as i32;
    if decimals > 0 {
        return decimals == count - point + 1;
    }
    let exact = format!("{:.0}", f.abs());
    let exact = exact.trim_end_matches('0');
    exact.len() as i32 == count + 1 && exact.ends_with('5')
}

#[cfg(test)]
mod tests {
    use super::{write_fast, write_small};
    use proptest::prelude::*;

    fn both(f: f64) -> (String, String) {
        let (mut fast, mut small) = (String::new(), String::new());
        write_fast(f, &mut fast);
        write_small(f, &mut small);
        (fast, small)
    }

    #[test]
    fn powers_of_ten_and_their_neighbours() {
        for exponent in -330..=308 {
            for digits in ["0", "1", "9", "12", "95", "1.5", "123456789", "9007199254740993", "2.2250738585072011"] {
                for sign in ["", "-"] {
                    let Ok(f) = format!("{sign}{digits}e{exponent}").parse::<f64>() else { continue };
                    for f in [f, f.next_up(), f.next_down()].into_iter().filter(|f| f.is_finite()) {
                        let (fast, small) = both(f);
                        assert_eq!(small, fast);
                    }
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn floats_are_printed_alike(bits in any::<u64>()) {
            let f = f64::from_bits(bits);
            if f.is_finite() {
                let (fast, small) = both(f);
                prop_assert_eq!(small, fast);
            }
        }
    }
}
