//! Dates and times of day as numbers, in chrono's proleptic Gregorian calendar, and the numbers as digits.

use chrono::{Datelike, NaiveDate};

pub(crate) const DAY: i64 = 86_400;

/// 1970-01-01 as chrono counts days.
const EPOCH: i64 = 719_163;

/// A local date and time of day, split into its fields.
pub(crate) struct Civil {
    pub(crate) date: NaiveDate,
    pub(crate) year: i64,
    pub(crate) month: u8,
    pub(crate) day: u8,
    /// 0 is Sunday.
    pub(crate) weekday: u8,
    pub(crate) hour: u8,
    pub(crate) minute: u8,
    pub(crate) second: u8,
}

impl Civil {
    /// The fields of local seconds since 1970-01-01 00:00; outside of chrono's years those of its
    /// first or last day.
    pub(crate) fn from_local_seconds(seconds: i64) -> Self {
        let of_day = seconds.rem_euclid(DAY);
        let end = if seconds < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
        let date = date_of_days(seconds.div_euclid(DAY)).unwrap_or(end);
        Self {
            date,
            year: i64::from(date.year()),
            month: date.month() as u8,
            day: date.day() as u8,
            weekday: date.weekday().num_days_from_sunday() as u8,
            hour: (of_day / 3600) as u8,
            minute: (of_day / 60 % 60) as u8,
            second: (of_day % 60) as u8,
        }
    }
}

/// Days since 1970-01-01 of a date; none for one that the calendar does not have.
pub(crate) fn days_of_date(year: i64, month: u8, day: u8) -> Option<i64> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month.into(), day.into()).map(days_of)
}

/// Days since 1970-01-01.
pub(crate) fn days_of(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()) - EPOCH
}

/// The date of days since 1970-01-01; none outside of the years that chrono holds.
pub(crate) fn date_of_days(days: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(days.checked_add(EPOCH)?).ok()?)
}

/// All pairs of digits, to write two of them at once.
const PAIRS: &str = "00010203040506070809101112131415161718192021222324252627282930313233343536373839\
                     40414243444546474849505152535455565758596061626364656667686970717273747576777879\
                     8081828384858687888990919293949596979899";

/// At least `width` digits.
pub(crate) fn push_padded(out: &mut String, number: u64, width: usize) {
    if width <= 4 && (1000..10_000).contains(&number) {
        push_two(out, (number / 100) as u8);
        push_two(out, (number % 100) as u8);
        return;
    }
    let mut digits = [b'0'; 20];
    let mut rest = number;
    let mut length = 0;
    for place in digits.iter_mut().rev() {
        if rest == 0 && length >= width {
            break;
        }
        *place = b'0' + (rest % 10) as u8;
        rest /= 10;
        length += 1;
    }
    out.extend(digits.iter().skip(20 - length).map(|digit| char::from(*digit)));
}

/// Two digits of a number below 100.
pub(crate) fn push_two(out: &mut String, number: u8) {
    let start = usize::from(number) * 2;
    out.push_str(PAIRS.get(start..start + 2).unwrap_or_default());
}

/// A number below 100 without padding.
pub(crate) fn push_short(out: &mut String, number: u8) {
    if number < 10 {
        out.push(char::from(b'0' + number));
    } else {
        push_two(out, number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_days_are_inverse() {
        let days = days_of_date(1, 1, 1).unwrap_or_default();
        for days in days..days + 400_000 {
            let date = date_of_days(days).unwrap_or_default();
            assert_eq!(days_of(date), days);
            assert_eq!(days_of_date(i64::from(date.year()), date.month() as u8, date.day() as u8), Some(days));
        }
        assert_eq!(days_of_date(1970, 1, 1), Some(0));
        for (year, month, day) in [(2023, 2, 29), (2023, 0, 1), (2023, 13, 1), (2023, 1, 0), (i64::MAX, 1, 1)] {
            assert_eq!(days_of_date(year, month, day), None);
        }
        assert_eq!((date_of_days(i64::MIN), date_of_days(i64::MAX)), (None, None));
    }

    #[test]
    fn weekdays() {
        assert_eq!(Civil::from_local_seconds(0).weekday, 4);
        assert_eq!(Civil::from_local_seconds(-1).weekday, 3);
        assert_eq!(Civil::from_local_seconds(1_674_950_737).weekday, 0);
    }

    #[test]
    fn the_ends_of_i64_have_fields() {
        for seconds in [i64::MIN, i64::MAX] {
            assert!(Civil::from_local_seconds(seconds).month <= 12);
        }
    }

    #[test]
    fn digits() {
        let mut out = String::new();
        push_padded(&mut out, 0, 4);
        push_padded(&mut out, 7, 2);
        push_padded(&mut out, 0, 1);
        push_padded(&mut out, 12_345, 2);
        push_padded(&mut out, u64::MAX, 1);
        push_short(&mut out, 9);
        push_short(&mut out, 10);
        push_two(&mut out, 5);
        assert_eq!(out, format!("00000701234{}{}91005", 5, u64::MAX));
    }
}
