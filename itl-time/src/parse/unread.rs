//! Why a text is not read.

use std::fmt;

/// Why a text is not read as an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unread {
    /// It is none of the spellings.
    Unknown {
        /// An example of the spelling that the text begins like.
        nearest: &'static str,
    },
    /// Numbers with the year last, whose day and month cannot be told apart;
    /// [`patterns_with_year_last`](crate::patterns_with_year_last) has both patterns.
    DayOrMonthFirst,
    /// Its zone abbreviation stands for several offsets.
    AmbiguousZone {
        /// The abbreviation as it is written.
        abbreviation: String,
        /// The zones that it could be.
        zones: &'static [&'static str],
    },
    /// Its zone is named in a way that is not read.
    UnknownZone {
        /// The name as it is written.
        name: String,
    },
    /// The calendar has no such day.
    NoSuchDate,
    /// No clock shows such a time.
    NoSuchTime,
    /// The end of a day as hour 24.
    EndOfDay,
    /// A week or a day of the year, such as `2023-W04-7` or `2023-029`.
    WeekOrDayOfYear,
    /// The instant is outside the years 1 to 9999 of UTC.
    OutOfRange,
    /// A number below 1e8, which may count anything.
    SmallNumber,
    /// A number with a plus sign.
    PlusSign,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown { .. } => "the text is not a date",
            Self::DayOrMonthFirst => "day and month of the date cannot be told apart",
            Self::AmbiguousZone { .. } => "the zone abbreviation of the date stands for several offsets",
            Self::UnknownZone { .. } => "the zone of the date is not known",
            Self::NoSuchDate => "the calendar has no such day",
            Self::NoSuchTime => "no clock shows such a time",
            Self::EndOfDay => "the hours of a day are 0 to 23",
            Self::WeekOrDayOfYear => "dates by week or by day of the year are not read",
            Self::OutOfRange => "the instant is outside the years 1 to 9999",
            Self::SmallNumber => "a number below 100,000,000 is not read as a time",
            Self::PlusSign => "a number with a plus sign is not read as a time",
        })
    }
}

impl std::error::Error for Unread {}
