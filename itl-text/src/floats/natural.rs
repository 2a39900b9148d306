//! Whole numbers of any length, as little of them as floats need.

use crate::bigint::{compare, trim};

/// A whole number that is not negative.
#[derive(Clone, Debug)]
pub(super) struct Natural {
    /// Low limbs first, without zeros at the end.
    limbs: Vec<u32>,
}

impl Natural {
    pub(super) fn new(number: u64) -> Self {
        let mut new = Self { limbs: vec![number as u32, (number >> 32) as u32] };
        trim(&mut new.limbs);
        new
    }

    /// How many binary digits it has; none for zero.
    pub(super) fn bits(&self) -> i32 {
        self.limbs.last().map_or(0, |high| 32 * self.limbs.len() as i32 - high.leading_zeros() as i32)
    }

    /// Becomes `self · by + plus`.
    pub(super) fn multiply(&mut self, by: u32, plus: u32) {
        let mut carry = u64::from(plus);
        for limb in &mut self.limbs {
            carry += u64::from(*limb) * u64::from(by);
            *limb = carry as u32;
            carry >>= 32;
        }
        self.limbs.push(carry as u32);
        trim(&mut self.limbs);
    }

    /// Becomes `self · 5^power`.
    pub(super) fn fives(&mut self, power: u32) {
        /// The highest power of five that fits a limb.
        const MAX_POWER: u32 = 13;
        for _ in 0..power / MAX_POWER {
            self.multiply(5_u32.pow(MAX_POWER), 0);
        }
        self.multiply(5_u32.pow(power % MAX_POWER), 0);
    }

    /// Becomes `self · 2^power`.
    pub(super) fn twos(&mut self, power: u32) {
        self.multiply(1 << (power % 32), 0);
        let mut limbs = vec![0; power as usize / 32];
        limbs.append(&mut self.limbs);
        self.limbs = limbs;
    }

    /// The quotient, which has to fit, and whether anything is left.
    pub(super) fn divide(mut self, mut divisor: Self) -> (u64, bool) {
        // With its highest bit set, the divisor's first limb says nearly all of how often it goes.
        let shift = divisor.limbs.last().map_or(0, |high| high.leading_zeros());
        self.twos(shift);
        divisor.twos(shift);
        let top = u64::from(divisor.limbs.last().copied().unwrap_or(0));
        let mut quotient = 0_u64;
        for limb in [1, 0] {
            loop {
                let part = self.limbs.get(limb..).unwrap_or(&[]);
                if compare(part, &divisor.limbs).is_lt() {
                    break;
                }
                let at = |at: usize| part.get(at).copied().map_or(0, u64::from);
                let high = at(divisor.limbs.len()) << 32 | at(divisor.limbs.len() - 1);
                // Never too many, so that what is left is never negative.
                let times = (high / (top + 1)).max(1);
                self.subtract(limb, times as u32, &divisor);
                quotient += times << (32 * limb);
            }
        }
        (quotient, !self.limbs.is_empty())
    }

    /// Takes away `other · times`, moved up so many limbs; it is not above this number.
    fn subtract(&mut self, up: usize, times: u32, other: &Self) {
        let mut borrow = 0;
        let limbs = other.limbs.iter().chain(std::iter::repeat(&0));
        for (limb, other) in self.limbs.iter_mut().skip(up).zip(limbs) {
            let product = u64::from(*other) * u64::from(times) + borrow;
            let (rest, under) = limb.overflowing_sub(product as u32);
            *limb = rest;
            borrow = (product >> 32) + u64::from(under);
        }
        trim(&mut self.limbs);
    }
}
