//! What the clocks of a zone show after its last transition.

use super::reader::Reader;
use crate::civil::{Civil, DAY, days_of_date};

/// What the clocks show, with the number of its abbreviation.
#[derive(Clone, Copy, Default)]
pub(super) struct Kind {
    pub(super) seconds: i32,
    pub(super) daylight: bool,
    pub(super) abbreviation: u8,
}

impl Kind {
    /// An offset; the abbreviation follows elsewhere.
    pub(super) fn read(reader: &mut Reader) -> Self {
        let (seconds, daylight) = reader.offset();
        Self { seconds, daylight, abbreviation: 0 }
    }
}

/// One kind for good, or two that take turns by a rule.
#[derive(Default)]
pub(super) struct Footer {
    standard: Kind,
    yearly: Option<Yearly>,
}

struct Yearly {
    to_daylight: Rule,
    to_standard: Rule,
    daylight: Kind,
}

/// The years in which clocks change by a rule. Outside of them no date is read or printed, and
/// near the ends of chrono's years there is no next change.
const YEARS: std::ops::Range<i64> = -100_000..100_000;

impl Footer {
    pub(super) fn read(reader: &mut Reader) -> Self {
        let standard = read_kind(reader);
        let yearly = Rule::read(reader).map(|to_daylight| Yearly {
            to_daylight,
            to_standard: Rule::read(reader).unwrap_or_default(),
            daylight: read_kind(reader),
        });
        Self { standard, yearly }
    }

    /// What holds at an instant, and until when.
    pub(super) fn kind_at(&self, at: i64) -> (Kind, i64) {
        let standard = self.standard;
        let year = Civil::from_local_seconds(at.saturating_add(i64::from(standard.seconds))).year;
        let Some(Yearly { to_daylight, to_standard, daylight }) =
            self.yearly.as_ref().filter(|_| YEARS.contains(&year))
        else {
            return (standard, i64::MAX);
        };
        let starts = |year| to_daylight.in_year(year) - i64::from(standard.seconds);
        let ends = |year| to_standard.in_year(year) - i64::from(daylight.seconds);
        let (start, end) = (starts(year), ends(year));
        // North of the equator daylight time lies within the year, south of it around its end.
        if start < end {
            match at {
                _ if at < start => (standard, start),
                _ if at < end => (*daylight, end),
                _ => (standard, starts(year.saturating_add(1))),
            }
        } else {
            match at {
                _ if at < end => (*daylight, end),
                _ if at < start => (standard, start),
                _ => (*daylight, ends(year.saturating_add(1))),
            }
        }
    }
}

fn read_kind(reader: &mut Reader) -> Kind {
    let kind = Kind::read(reader);
    Kind { abbreviation: reader.byte(), ..kind }
}

/// "The last Sunday of March at one o'clock": month, week (5 is the last), weekday, seconds.
#[derive(Default)]
struct Rule {
    month: u8,
    week: u8,
    weekday: u8,
    seconds: i64,
}

impl Rule {
    /// A month of zero says that there is none.
    fn read(reader: &mut Reader) -> Option<Self> {
        let month = Some(reader.byte()).filter(|month| *month != 0)?;
        Some(Self { month, week: reader.byte(), weekday: reader.byte(), seconds: reader.signed() * 900 })
    }

    /// Local seconds since 1970 of the clock that is changed.
    fn in_year(&self, year: i64) -> i64 {
        let first = days_of_date(year, self.month, 1).unwrap_or_default();
        let december = i64::from(self.month == 12);
        let next_month = days_of_date(year + december, self.month % 12 + 1, 1).unwrap_or_default();
        let first_weekday = (first + 4).rem_euclid(7);
        let mut day = (i64::from(self.weekday) - first_weekday).rem_euclid(7) + (i64::from(self.week) - 1) * 7;
        if first + day >= next_month {
            day -= 7;
        }
        (first + day) * DAY + self.seconds
    }
}
