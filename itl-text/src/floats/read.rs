//! Reads floats without tables.

use super::natural::Natural;
use super::scale::{scaled, scaled_natural};

/// Digits that surely fit 64 bits.
const FITTING: usize = 19;

/// More digits than any number has that is exactly in the middle of two floats; of what comes
/// after them matters only for whether it is zero.
const TELLING: usize = 770;

/// The highest power of ten that is a float.
const EXACT: u32 = 22;

/// As the standard library reads, except that what is not finite is none.
pub(super) fn read_small(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    let (negative, bytes) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, bytes),
    };
    let (number, exponent) = match bytes.iter().position(|b| matches!(b, b'e' | b'E')) {
        Some(at) => (bytes.get(..at)?, read_exponent(bytes.get(at + 1..)?)?),
        None => (bytes, 0),
    };
    let (mut start, mut head, mut count) = (0, 0, 0_usize);
    let (mut point, mut is_number) = (None, false);
    for (at, b) in number.iter().enumerate() {
        match b {
            b'.' if point.is_none() => point = Some(at),
            b'0'..=b'9' => {
                is_number = true;
                if count == 0 {
                    start = at;
                }
                if count < FITTING {
                    head = head * 10 + u64::from(b - b'0');
                }
                count += usize::from(head > 0);
            }
            _ => return None,
        }
    }
    if !is_number {
        return None;
    }
    let decimals = point.map_or(0, |point| number.len() - point - 1);
    let size = size(head, count, number.get(start..)?, exponent - decimals as i64)?;
    Some(if negative { -size } else { size })
}

/// The number after an `e`, clamped to a size that no digits of such a length can compensate.
fn read_exponent(bytes: &[u8]) -> Option<i64> {
    let (sign, digits) = match bytes {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        _ => (1, bytes),
    };
    let size = digits
        .iter()
        .try_fold(0_i64, |size, b| b.is_ascii_digit().then(|| (size * 10 + i64::from(b - b'0')).min(1 << 40)))?;
    (!digits.is_empty()).then_some(sign * size)
}

/// The float of `count` digits, the first of which are `head`, times a power of ten.
fn size(head: u64, count: usize, digits: &[u8], ten: i64) -> Option<f64> {
    // The number is below ten to the power of `top`, and not below a tenth of that.
    let top = ten + count as i64;
    if head == 0 || top < -324 {
        return Some(0.0);
    }
    if top > 310 {
        return None;
    }
    if count <= FITTING {
        let ten = ten as i32;
        if head <= 1 << f64::MANTISSA_DIGITS && ten.unsigned_abs() <= EXACT {
            // Both are floats, so the one rounding is the right one.
            let power = (0..ten.unsigned_abs()).fold(1.0, |power, _| power * 10.0);
            return Some(if ten < 0 { head as f64 / power } else { head as f64 * power });
        }
        let two = two(64 - head.leading_zeros() as i32, ten);
        return rounded(scaled(head, ten, two), two);
    }
    let digits = digits.iter().filter(|b| **b != b'.');
    let mut number = Natural::new(0);
    digits.clone().take(TELLING).for_each(|b| number.multiply(10, u32::from(b - b'0')));
    let mut ten = ten + count.saturating_sub(TELLING) as i64;
    if digits.skip(TELLING).any(|b| *b != b'0') {
        number.multiply(10, 1);
        ten -= 1;
    }
    let ten = ten as i32;
    let two = two(number.bits(), ten);
    rounded(scaled_natural(number, ten, two), two)
}

/// The power of two that makes a number of so many bits, times a power of ten, one of 61 or 62 bits.
pub(super) fn two(bits: i32, ten: i32) -> i32 {
    // 3.32193 is nearly the binary logarithm of ten.
    61 - bits - ((ten * 108_853) >> 15)
}

/// The float nearest to `(number + rest) / 2^two`, even from the middle, where it is finite.
fn rounded((number, rest): (u64, bool), two: i32) -> Option<f64> {
    /// The lowest bit that any float has.
    const LOWEST: i32 = -1074;
    let bits = 64 - number.leading_zeros() as i32;
    // The bits that do not fit; all of them where the number is no half of the smallest float.
    let drop = (bits - f64::MANTISSA_DIGITS as i32).max(LOWEST + two);
    if drop >= 64 {
        return Some(0.0);
    }
    let mut kept = number >> drop;
    let left = (number - (kept << drop)).cmp(&(1 << (drop - 1)));
    if left.is_gt() || left.is_eq() && (rest || kept & 1 == 1) {
        kept += 1;
    }
    // A float's highest bit is not written, and adds one to the exponent here.
    let exponent = (drop - two - LOWEST) as u64;
    let bits = (exponent << (f64::MANTISSA_DIGITS - 1)) + kept;
    (exponent < 2046 && bits < f64::INFINITY.to_bits()).then_some(f64::from_bits(bits))
}
