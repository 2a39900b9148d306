//! Decimal numbers of any length, with the operations that the functions need.

use crate::bigint::{compare, trim};
use std::cmp::Ordering;

/// The decimal digits of one limb.
const LIMB_DIGITS: usize = 9;
const BASE: u64 = 1_000_000_000;

/// A number: its digits as an integer, and how many of them are after the point.
#[derive(Clone, Debug)]
pub struct Decimal {
    negative: bool,
    /// Low limbs first, without zeros at the end; nothing for zero.
    limbs: Vec<u32>,
    scale: i64,
}

/// How a number between two others is rounded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest, away from zero from the middle.
    HalfUp,
    /// To the nearest, to an even digit from the middle.
    HalfEven,
    /// To zero.
    Down,
    /// Down.
    Floor,
    /// Up.
    Ceiling,
}

fn from_digits(digits: &[u8]) -> Vec<u32> {
    let limb = |chunk: &[u8]| chunk.iter().fold(0, |limb, digit| limb * 10 + u32::from(digit - b'0'));
    let mut limbs: Vec<u32> = digits.rchunks(LIMB_DIGITS).map(limb).collect();
    trim(&mut limbs);
    limbs
}

fn add(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut carry = 0;
    let mut limbs = Vec::with_capacity(a.len().max(b.len()) + 1);
    for at in 0..a.len().max(b.len()) {
        let limb = |limbs: &[u32]| u64::from(limbs.get(at).copied().unwrap_or(0));
        carry += limb(a) + limb(b);
        limbs.push((carry % BASE) as u32);
        carry /= BASE;
    }
    limbs.push(carry as u32);
    trim(&mut limbs);
    limbs
}

/// `a` without `b`, which is not above it.
fn subtract(a: &mut Vec<u32>, b: &[u32]) {
    let mut borrow = 0;
    for (at, limb) in a.iter_mut().enumerate() {
        let less = b.get(at).copied().unwrap_or(0) + borrow;
        borrow = u32::from(*limb < less);
        *limb = (*limb + borrow * BASE as u32) - less;
    }
    trim(a);
}

fn multiply(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut limbs = vec![0; a.len() + b.len()];
    for (at, x) in a.iter().enumerate() {
        let mut carry = 0;
        for (slot, y) in limbs.iter_mut().skip(at).zip(b.iter().chain(std::iter::once(&0))) {
            carry += u64::from(*slot) + u64::from(*x) * u64::from(*y);
            *slot = (carry % BASE) as u32;
            carry /= BASE;
        }
    }
    trim(&mut limbs);
    limbs
}

/// With so many zeros appended.
fn shifted(limbs: &[u32], zeros: usize) -> Vec<u32> {
    let small = [10_u32.pow((zeros % LIMB_DIGITS) as u32)];
    let mut high = multiply(limbs, &small);
    if high.is_empty() {
        return high;
    }
    let mut all = vec![0; zeros / LIMB_DIGITS];
    all.append(&mut high);
    all
}

fn size(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self { negative: false, limbs: Vec::new(), scale: 0 };

    fn new(negative: bool, limbs: Vec<u32>, scale: i64) -> Self {
        Self { negative: negative && !limbs.is_empty(), limbs, scale }
    }

    /// The number with these ASCII digits, `scale` of them after the point.
    pub fn from_digits(negative: bool, digits: &[u8], scale: i64) -> Self {
        Self::new(negative, from_digits(digits), scale)
    }

    /// A whole number, by its sign and size.
    pub fn whole(negative: bool, mut size: u64) -> Self {
        let mut limbs = Vec::new();
        while size > 0 {
            limbs.push((size % BASE) as u32);
            size /= BASE;
        }
        Self::new(negative, limbs, 0)
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        self.limbs.is_empty()
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// How many of its digits are after the point; negative if zeros are omitted before it.
    pub fn scale(&self) -> i64 {
        self.scale
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(mut self) -> Self {
        self.negative = false;
        self
    }

    /// How many digits it has, both sides counted; zero has one.
    pub fn count(&self) -> i64 {
        let Some(high) = self.limbs.last() else { return 1 };
        ((self.limbs.len() - 1) * LIMB_DIGITS) as i64 + i64::from(high.ilog10()) + 1
    }

    /// Its digits without sign and point.
    fn digits(&self) -> Vec<u8> {
        let mut digits = Vec::with_capacity(self.limbs.len() * LIMB_DIGITS);
        for limb in &self.limbs {
            let mut limb = *limb;
            for _ in 0..LIMB_DIGITS {
                digits.push(b'0' + (limb % 10) as u8);
                limb /= 10;
            }
        }
        while digits.last() == Some(&b'0') {
            digits.pop();
        }
        if digits.is_empty() {
            digits.push(b'0');
        }
        digits.reverse();
        digits
    }

    /// The digits of both with the same number after the point.
    fn aligned(&self, other: &Self) -> (Vec<u32>, Vec<u32>, i64) {
        let scale = self.scale.max(other.scale);
        (shifted(&self.limbs, size(scale - self.scale)), shifted(&other.limbs, size(scale - other.scale)), scale)
    }

    /// The sum.
    #[must_use]
    pub fn add(&self, other: &Self) -> Self {
        let (mut a, mut b, scale) = self.aligned(other);
        if self.negative == other.negative {
            return Self::new(self.negative, add(&a, &b), scale);
        }
        if compare(&a, &b).is_lt() {
            subtract(&mut b, &a);
            return Self::new(other.negative, b, scale);
        }
        subtract(&mut a, &b);
        Self::new(self.negative, a, scale)
    }

    /// The difference.
    #[must_use]
    pub fn subtract(&self, other: &Self) -> Self {
        self.add(&Self::new(!other.negative, other.limbs.clone(), other.scale))
    }

    /// The product.
    #[must_use]
    pub fn multiply(&self, other: &Self) -> Self {
        Self::new(self.negative != other.negative, multiply(&self.limbs, &other.limbs), self.scale + other.scale)
    }

    /// The quotient, half even at so many significant digits; none where the divisor is zero.
    pub fn divide(&self, divisor: &Self, digits: i64) -> Option<Self> {
        if divisor.is_zero() {
            return None;
        }
        // So that one or two digits more come out, and one that says whether anything is left.
        let shift = digits + 1 - self.count() + divisor.count();
        let mut above = shifted(&self.limbs, size(shift));
        let below = shifted(&divisor.limbs, size(-shift));
        let mut quotient = Vec::new();
        for zeros in (0..=size(digits) + 2).rev() {
            let step = shifted(&below, zeros);
            let mut digit = b'0';
            while compare(&above, &step).is_ge() {
                subtract(&mut above, &step);
                digit += 1;
            }
            quotient.push(digit);
        }
        quotient.push(if above.is_empty() { b'0' } else { b'1' });
        let scale = self.scale - divisor.scale + shift + 1;
        let quotient = Self::from_digits(self.negative != divisor.negative, &quotient, scale);
        let places = scale - (quotient.count() - digits);
        Some(quotient.rounded(places, Rounding::HalfEven))
    }

    /// With exactly so many places after the point, or before it if negative.
    #[must_use]
    pub fn rounded(&self, places: i64, mode: Rounding) -> Self {
        let cut = self.scale - places;
        if cut <= 0 {
            return Self::new(self.negative, shifted(&self.limbs, size(-cut)), places);
        }
        let mut digits = self.digits();
        let missing = size(cut).saturating_sub(digits.len());
        // A zero in front, so that what is cut begins with a digit.
        digits.splice(0..0, std::iter::repeat_n(b'0', missing.min(1)));
        let (head, tail) = digits.split_at(digits.len().saturating_sub(size(cut)));
        let half = middle(tail);
        let any = tail.iter().any(|digit| *digit != b'0');
        let up = match mode {
            Rounding::HalfUp => half.is_ge(),
            Rounding::HalfEven => half.is_gt() || half.is_eq() && head.last().is_some_and(|digit| digit % 2 == 1),
            Rounding::Down => false,
            Rounding::Floor => any && self.negative,
            Rounding::Ceiling => any && !self.negative,
        };
        let limbs = from_digits(head);
        Self::new(self.negative, if up { add(&limbs, &[1]) } else { limbs }, places)
    }

    /// Without zeros at the end.
    #[must_use]
    pub fn normalized(&self) -> Self {
        let mut digits = self.digits();
        let mut scale = self.scale;
        while digits.len() > 1 && digits.last() == Some(&b'0') {
            digits.pop();
            scale -= 1;
        }
        let limbs = from_digits(&digits);
        let scale = if limbs.is_empty() { 0 } else { scale };
        Self::new(self.negative, limbs, scale)
    }

    /// All its digits and a point where one is needed.
    pub fn to_text(&self) -> String {
        let mut digits = self.digits();
        if self.is_zero() {
            digits.resize(1 + size(self.scale), b'0');
        } else if self.scale > 0 {
            let zeros = (size(self.scale) + 1).saturating_sub(digits.len());
            digits.splice(0..0, std::iter::repeat_n(b'0', zeros));
        } else {
            digits.resize(digits.len() + size(-self.scale), b'0');
        }
        let point = digits.len() - size(self.scale);
        let mut text = String::with_capacity(digits.len() + 2);
        if self.negative {
            text.push('-');
        }
        for (at, digit) in digits.iter().enumerate() {
            if at == point {
                text.push('.');
            }
            text.push(char::from(*digit));
        }
        text
    }
}

/// How the digits that are cut off compare with one half.
fn middle(tail: &[u8]) -> Ordering {
    let Some((first, rest)) = tail.split_first() else { return Ordering::Less };
    first.cmp(&b'5').then(if rest.iter().any(|digit| *digit != b'0') { Ordering::Greater } else { Ordering::Equal })
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| i32::from(!number.is_zero()) * if number.negative { -1 } else { 1 };
        let signs = sign(self).cmp(&sign(other));
        if signs.is_ne() || self.is_zero() {
            return signs;
        }
        let high = |number: &Self| number.count() - number.scale;
        let sizes = high(self).cmp(&high(other)).then_with(|| {
            let (a, b, _) = self.aligned(other);
            compare(&a, &b)
        });
        if self.negative { sizes.reverse() } else { sizes }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

#[cfg(test)]
mod tests {
    use super::*;
    use bigdecimal::{BigDecimal, RoundingMode};
    use proptest::prelude::*;
    use std::str::FromStr as _;

    fn both(text: &str) -> (Decimal, BigDecimal) {
        let (sign, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = rest.split_once('.').unwrap_or((rest, ""));
        let ours = Decimal::from_digits(sign, format!("{whole}{fraction}").as_bytes(), fraction.len() as i64);
        (ours, BigDecimal::from_str(text).unwrap_or_default())
    }

    fn number() -> impl Strategy<Value = String> {
        prop_oneof![
            "-?[0-9]{1,4}(\\.[0-9]{1,4})?",
            "-?[0-9]{1,60}(\\.[0-9]{1,60})?",
            "-?[159]0{0,40}(\\.0{0,40}[159])?",
            "-?(9{1,40}|0)(\\.9{1,40})?",
        ]
    }

    const MODES: [(Rounding, RoundingMode); 5] = [
        (Rounding::HalfUp, RoundingMode::HalfUp),
        (Rounding::HalfEven, RoundingMode::HalfEven),
        (Rounding::Down, RoundingMode::Down),
        (Rounding::Floor, RoundingMode::Floor),
        (Rounding::Ceiling, RoundingMode::Ceiling),
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn as_bigdecimal(a in number(), b in number(), places in -45_i64..45) {
            let ((a, x), (b, y)) = (both(&a), both(&b));
            prop_assert_eq!(a.to_text(), x.to_plain_string());
            prop_assert_eq!(a.normalized().to_text(), x.normalized().to_plain_string());
            prop_assert_eq!(a.add(&b).to_text(), (&x + &y).to_plain_string());
            prop_assert_eq!(a.subtract(&b).to_text(), (&x - &y).to_plain_string());
            // The other takes a factor of 1.0 for none, with its zeros.
            prop_assert_eq!(a.multiply(&b).normalized().to_text(), (&x * &y).normalized().to_plain_string());
            prop_assert_eq!(a.cmp(&b), x.cmp(&y));
            prop_assert_eq!(a.count(), x.digits() as i64);
            for (ours, theirs) in MODES {
                // The other prints a zero of tens as many zeros.
                let (rounded, model) = (a.rounded(places, ours), x.with_scale_round(places, theirs));
                let model = if rounded.is_zero() && places < 0 { model.normalized() } else { model };
                prop_assert_eq!(rounded.to_text(), model.to_plain_string());
            }
            if let Some(quotient) = a.divide(&b, 20) {
                // The quotient is as near as twenty digits can be.
                let rest = x.abs() - BigDecimal::from_str(&quotient.clone().abs().to_text()).unwrap_or_default() * y.abs();
                let step = BigDecimal::new(1.into(), quotient.scale());
                prop_assert!(rest.abs() * 2 <= step * y.abs());
                prop_assert!(quotient.is_zero() || quotient.count() <= 21);
            }
        }
    }
}
