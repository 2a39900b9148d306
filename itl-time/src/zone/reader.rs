//! The numbers of the packed tables.

/// Reads from the front; what is not there reads as zero.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    bytes: &'static [u8],
}

impl Reader {
    pub(super) const fn new(bytes: &'static [u8]) -> Self {
        Self { bytes }
    }

    pub(super) const fn is_at_end(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) fn byte(&mut self) -> u8 {
        match self.bytes {
            [first, rest @ ..] => {
                self.bytes = rest;
                *first
            }
            [] => 0,
        }
    }

    pub(super) fn take(&mut self, length: usize) -> &'static [u8] {
        let (taken, rest) = self.bytes.split_at_checked(length).unwrap_or_default();
        self.bytes = rest;
        taken
    }

    /// Seven bits a byte, the lowest first.
    pub(super) fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                break;
            }
        }
        number
    }

    /// A number with its sign in the lowest bit.
    pub(super) fn signed(&mut self) -> i64 {
        signed(self.number())
    }

    /// An offset in seconds and whether it is daylight time, which the lowest bit says. The next bit says whether the
    /// rest counts seconds or quarters of an hour.
    pub(super) fn offset(&mut self) -> (i32, bool) {
        let number = self.number();
        let unit = if number & 2 == 0 { 900 } else { 1 };
        (signed(number >> 2) as i32 * unit, number & 1 != 0)
    }

    /// Seconds; the lowest two bits say in what the rest is counted.
    pub(super) fn pause(&mut self) -> i64 {
        const UNITS: [i64; 4] = [7 * 86_400, 86_400, 3600, 1];
        let number = self.number();
        let unit = UNITS.get((number & 3) as usize).copied().unwrap_or_default();
        (number >> 2).cast_signed().saturating_mul(unit)
    }
}

const fn signed(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}
