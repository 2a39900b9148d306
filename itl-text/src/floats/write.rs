//! Writes floats without tables.

use super::scale::scaled;
use std::cmp::Ordering;

/// Appends the shortest digits that read back, of these the nearest, of these the even ones.
pub(super) fn write_small(f: f64, out: &mut String) {
    if f.is_sign_negative() {
        out.push('-');
    }
    let (number, ten) = shortest(f);
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(number);
    // The position of the point, counted from the first digit.
    let point = digits.len() as i32 + ten;
    let zeros = |out: &mut String, times: i32| (0..times).for_each(|_| out.push('0'));
    let decimals = |out: &mut String, at: i32| {
        let (before, rest) = digits.split_at_checked(at as usize).unwrap_or((digits, ""));
        out.push_str(before);
        if !rest.is_empty() {
            out.push('.');
            out.push_str(rest);
        }
    };
    match point {
        1..=16 if ten >= 0 => {
            out.push_str(digits);
            zeros(out, ten);
            out.push_str(".0");
        }
        1..=16 => decimals(out, point),
        -4..=0 => {
            out.push_str("0.");
            zeros(out, -point);
            out.push_str(digits);
        }
        _ => {
            decimals(out, 1);
            out.push('e');
            out.push_str(itoa::Buffer::new().format(point - 1));
        }
    }
}

/// The size of a float as a whole number without zeros at the end times a power of ten.
fn shortest(f: f64) -> (u64, i32) {
    const FRACTION: u32 = f64::MANTISSA_DIGITS - 1;
    let bits = f.abs().to_bits();
    let biased = (bits >> FRACTION) as i32;
    let fraction = bits & ((1 << FRACTION) - 1);
    let significand = fraction | u64::from(biased > 0) << FRACTION;
    if significand == 0 {
        return (0, 0);
    }
    let two = biased.max(1) - 1075;
    // With the power of two that is not above the float, so many places after the point make it a
    // integer of 18 or 19 digits. Seventeen distinguish every float from its neighbours.
    let log2 = 63 - significand.leading_zeros() as i32 + two;
    let places = 17 - ((log2 * 315_653) >> 20);
    let quarters = |number: u64| scaled(number, places, two - 2);
    // What is nearer than the middles to the neighbours reads back as this float. Below a power of
    // two the neighbour is nearer. The middles are this float's if it is the even one.
    let is_odd = significand & 1 == 1;
    let down = if fraction == 0 && biased > 1 { 1 } else { 2 };
    let (value, rest) = quarters(4 * significand);
    let (low, low_rest) = quarters(4 * significand - down);
    let (high, high_rest) = quarters(4 * significand + 2);
    let mut low = low + u64::from(low_rest || is_odd);
    let mut high = high - u64::from(is_odd && !high_rest);
    // The highest power of ten with a multiple in between.
    let (mut ten, mut step) = (0, 1);
    for exponent in [16, 8, 4, 2, 1] {
        let power = 10_u64.pow(exponent);
        let (next_low, next_high) = (low.div_ceil(power), high / power);
        if next_low <= next_high {
            (low, high) = (next_low, next_high);
            ten += exponent as i32;
            step *= power;
        }
    }
    let (number, left) = (value / step, value % step);
    let middle = (2 * left).cmp(&step).then(if rest { Ordering::Greater } else { Ordering::Equal });
    let up = middle.is_gt() || middle.is_eq() && number & 1 == 1;
    ((number + u64::from(up)).clamp(low, high), ten - places)
}
