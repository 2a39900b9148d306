//! The proleptic Gregorian calendar, as numbers, and the numbers as digits.

pub(crate) const DAY: i64 = 86_400;

/// A local date and time of day, split into its fields.
pub(crate) struct Civil {
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
    /// The fields of local seconds since 1970-01-01 00:00.
    pub(crate) fn from_local_seconds(seconds: i64) -> Self {
        let days = seconds.div_euclid(DAY);
        let of_day = seconds.rem_euclid(DAY);
        let (year, month, day) = date_of_days(days);
        Self {
            year,
            month,
            day,
            weekday: (days + 4).rem_euclid(7) as u8,
            hour: (of_day / 3600) as u8,
            minute: (of_day / 60 % 60) as u8,
            second: (of_day % 60) as u8,
        }
    }
}

/// Days since 1970-01-01 of a date that exists.
pub(crate) fn days_of_date(year: i64, month: u8, day: u8) -> i64 {
    // Years begin in March here, so that the leap day is the last one.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month and day of days since 1970-01-01.
pub(crate) fn date_of_days(days: i64) -> (i64, u8, u8) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month as u8, day as u8)
}

/// How many days a month has; 0 for a month that does not exist.
pub(crate) fn days_of_month(year: i64, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
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
        let mut expected = days_of_date(-1, 1, 1);
        for year in -1..=10_001 {
            for month in 1..=12 {
                for day in 1..=days_of_month(year, month) {
                    assert_eq!(days_of_date(year, month, day), expected);
                    assert_eq!(date_of_days(expected), (year, month, day));
                    expected += 1;
                }
            }
        }
        assert_eq!(days_of_date(1970, 1, 1), 0);
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
