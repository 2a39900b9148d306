//! The packed zones of `data/`, read where they lie. `tools/zones/README.md` describes the format.

use crate::civil::{DAY, date_of_days, days_of_date, days_of_month};
use crate::zone::{Offset, Span, Zone};

static INDEX: &[u8] = include_bytes!("../data/index.bin");
static RULES: &[u8] = include_bytes!("../data/rules.bin");
static FOOTERS: &[u8] = include_bytes!("../data/footers.bin");
static HISTORIES: &[u8] = include_bytes!("../data/histories.bin");
static NAMES: &[u8] = include_bytes!("../data/names.bin");
static ABBREVIATIONS: &str = include_str!("../data/abbreviations.txt");

const ABBREVIATION_WIDTH: usize = 5;

/// All zones in the order of their names.
pub(crate) fn zones() -> impl Iterator<Item = Zone> {
    let mut reader = Reader { bytes: INDEX };
    std::iter::from_fn(move || {
        if reader.bytes.is_empty() {
            return None;
        }
        let length = usize::from(reader.byte());
        let name = text(reader.take(length));
        Some(Zone {
            name,
            rules: reader.u16(),
            history: reader.u16(),
        })
    })
}

/// The offset at an instant, and until when it holds.
pub(crate) fn span_at(rules: u16, at: i64) -> Span {
    let mut reader = Reader {
        bytes: item(RULES, rules),
    };
    let footer = reader.byte();
    let count = reader.varint();
    if count == 0 {
        return after_last(footer, at);
    }
    let mut start = reader.zigzag();
    if at >= start {
        return after_last(footer, at);
    }
    let kinds = reader.byte();
    let first = reader;
    for _ in 0..kinds {
        reader.kind();
    }
    let numbers = reader.take(count as usize);
    for number in numbers.iter().skip(1) {
        let end = start;
        start = start.saturating_sub(reader.interval());
        if at >= start {
            return Span {
                offset: nth_kind(first, *number),
                end,
            };
        }
    }
    Span {
        offset: nth_kind(first, 0),
        end: start,
    }
}

/// CLDR's long name in a zone's history.
pub(crate) fn long_name(history: u16, at: i64, daylight: bool) -> Option<&'static str> {
    const NONE: u8 = 255;
    const FOR_GOOD: u32 = u32::MAX;
    let mut reader = Reader {
        bytes: item(HISTORIES, history),
    };
    for _ in 0..reader.byte() {
        let standard_name = reader.byte();
        let daylight_name = reader.byte();
        let until = reader.u32();
        if until == FOR_GOOD || at < i64::from(until) * 60 {
            let name = if daylight {
                daylight_name
            } else {
                standard_name
            };
            return (name != NONE).then(|| text(item(NAMES, u16::from(name))));
        }
    }
    None
}

/// The rule that goes on after a zone's last transition.
fn after_last(footer: u8, at: i64) -> Span {
    let mut reader = Reader {
        bytes: item(FOOTERS, u16::from(footer / 2)),
    };
    let standard = reader.fixed_kind(footer & 1 != 0);
    if reader.bytes.is_empty() {
        return Span {
            offset: standard,
            end: i64::MAX,
        };
    }
    let daylight = reader.fixed_kind(true);
    let to_daylight = YearlyRule::read(&mut reader);
    let to_standard = YearlyRule::read(&mut reader);
    let local = at.saturating_add(i64::from(standard.seconds));
    let (year, _, _) = date_of_days(local.div_euclid(DAY));
    let start = to_daylight.in_year(year) - i64::from(standard.seconds);
    let end = to_standard.in_year(year) - i64::from(daylight.seconds);
    // The two halves of a year alternate, north and south in different order.
    let (first, second) = if start < end {
        ((start, daylight, standard), (end, standard))
    } else {
        ((end, standard, daylight), (start, daylight))
    };
    if at < first.0 {
        Span {
            offset: first.2,
            end: first.0,
        }
    } else if at < second.0 {
        Span {
            offset: first.1,
            end: second.0,
        }
    } else {
        let next = if start < end {
            to_daylight.in_year(year.saturating_add(1)) - i64::from(standard.seconds)
        } else {
            to_standard.in_year(year.saturating_add(1)) - i64::from(daylight.seconds)
        };
        Span {
            offset: second.1,
            end: next,
        }
    }
}

/// "The last Sunday of March at one o'clock": month, week (5 is the last), weekday, seconds.
struct YearlyRule {
    month: u8,
    week: u8,
    weekday: u8,
    seconds: i32,
}

impl YearlyRule {
    fn read(reader: &mut Reader) -> Self {
        Self {
            month: reader.byte(),
            week: reader.byte(),
            weekday: reader.byte(),
            seconds: reader.u32().cast_signed(),
        }
    }

    /// Local seconds since 1970 of the clock that is changed.
    fn in_year(&self, year: i64) -> i64 {
        let first = days_of_date(year, self.month, 1);
        let first_weekday = (first + 4).rem_euclid(7);
        let mut day = (i64::from(self.weekday) - first_weekday).rem_euclid(7)
            + (i64::from(self.week) - 1) * 7;
        if day >= i64::from(days_of_month(year, self.month)) {
            day -= 7;
        }
        (first + day) * DAY + i64::from(self.seconds)
    }
}

fn nth_kind(mut kinds: Reader, number: u8) -> Offset {
    for _ in 0..number {
        kinds.kind();
    }
    kinds.kind()
}

fn abbreviation(number: u8) -> &'static str {
    let start = usize::from(number) * ABBREVIATION_WIDTH;
    ABBREVIATIONS
        .get(start..start + ABBREVIATION_WIDTH)
        .unwrap_or_default()
        .trim_ascii_end()
}

/// An item of a table with offsets: u16 count, count + 1 u16 offsets, the items.
fn item(table: &'static [u8], number: u16) -> &'static [u8] {
    let mut reader = Reader { bytes: table };
    let count = usize::from(reader.u16());
    let number = usize::from(number);
    if number >= count {
        return &[];
    }
    let mut offsets = Reader {
        bytes: reader.bytes.get(number * 2..).unwrap_or_default(),
    };
    let (start, end) = (usize::from(offsets.u16()), usize::from(offsets.u16()));
    let items = reader.bytes.get((count + 1) * 2..).unwrap_or_default();
    items.get(start..end).unwrap_or_default()
}

fn text(bytes: &'static [u8]) -> &'static str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// Reads from the front; what is not there reads as zero.
#[derive(Clone, Copy)]
struct Reader {
    bytes: &'static [u8],
}

impl Reader {
    fn byte(&mut self) -> u8 {
        match self.bytes {
            [first, rest @ ..] => {
                self.bytes = rest;
                *first
            }
            [] => 0,
        }
    }

    fn take(&mut self, length: usize) -> &'static [u8] {
        let (taken, rest) = self.bytes.split_at_checked(length).unwrap_or_default();
        self.bytes = rest;
        taken
    }

    fn u16(&mut self) -> u16 {
        u16::from_le_bytes([self.byte(), self.byte()])
    }

    fn u32(&mut self) -> u32 {
        u32::from_le_bytes([self.byte(), self.byte(), self.byte(), self.byte()])
    }

    fn varint(&mut self) -> u64 {
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

    fn zigzag(&mut self) -> i64 {
        unzigzag(self.varint())
    }

    /// The lowest bit says whether the rest counts hours or seconds.
    fn interval(&mut self) -> i64 {
        let number = self.varint();
        let unit = if number & 1 == 0 { 3600 } else { 1 };
        (number >> 1).cast_signed().saturating_mul(unit)
    }

    /// An offset with its daylight flag in the lowest bit, and an abbreviation.
    fn kind(&mut self) -> Offset {
        let number = self.varint();
        Offset {
            seconds: unzigzag(number >> 1) as i32,
            daylight: number & 1 != 0,
            abbreviation: abbreviation(self.byte()),
        }
    }

    fn fixed_kind(&mut self, daylight: bool) -> Offset {
        Offset {
            seconds: self.u32().cast_signed(),
            daylight,
            abbreviation: abbreviation(self.byte()),
        }
    }
}

fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}
