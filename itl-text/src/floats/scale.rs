//! Numbers times powers of ten and two, exactly.

use super::natural::Natural;

/// The highest power of five that fits 64 bits.
const FIVES: u32 = 27;

/// The whole part of `number · 10^ten · 2^two`, which has to fit, and whether anything is left.
pub(super) fn scaled(number: u64, ten: i32, two: i32) -> (u64, bool) {
    let power = ten.unsigned_abs();
    let shift = ten + two;
    if power > FIVES || ten < 0 && shift < 0 {
        return scaled_natural(Natural::new(number), ten, two);
    }
    let number = u128::from(number);
    let by = shift.unsigned_abs();
    if ten < 0 {
        return divided(number << by, 5_u64.pow(power));
    }
    let product = number * u128::from(5_u64.pow(power));
    if shift < 0 {
        return ((product >> by) as u64, product.trailing_zeros() < by);
    }
    ((product << by) as u64, false)
}

/// The quotient of what is below `2^64` times the divisor, which is below `2^63`, and whether
/// anything is left. Bit by bit: the division of 128 bits that comes with the language is a kilobyte.
fn divided(number: u128, divisor: u64) -> (u64, bool) {
    let (mut rest, mut quotient) = ((number >> 64) as u64, number as u64);
    for _ in 0..u64::BITS {
        rest = rest << 1 | quotient >> 63;
        quotient <<= 1;
        if rest >= divisor {
            rest -= divisor;
            quotient |= 1;
        }
    }
    (quotient, rest != 0)
}

/// As [`scaled`], for numbers of any length.
#[cold]
#[inline(never)]
pub(super) fn scaled_natural(mut number: Natural, ten: i32, two: i32) -> (u64, bool) {
    let mut divisor = Natural::new(1);
    let shift = ten + two;
    (if ten < 0 { &mut divisor } else { &mut number }).fives(ten.unsigned_abs());
    (if shift < 0 { &mut divisor } else { &mut number }).twos(shift.unsigned_abs());
    number.divide(divisor)
}
