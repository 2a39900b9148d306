//! Patterns in: the instant that a text spells in a pattern.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Item, Pattern, PatternError, singles};
use crate::civil::{DAY, date_of_days, days_of, days_of_date};
use crate::instant::Instant;
use crate::names::{MONTHS, WEEKDAYS, place_of};
use crate::parse::ParsedDate;
use crate::parse::time::hour_of_half;
use crate::zone::Zone;

/// A strftime pattern that texts are read by.
///
/// Numbers may have fewer digits than the pattern prints, names are read long and short and in
/// any case, white space of the pattern stands for any amount of it, and `%f` and its like read a
/// fraction from its first digit on. A weekday that does not fit the date is ignored, as is what
/// the date does not need. `%y` below 50 is 20xx.
///
/// ```
/// use itl_time::{ReadPattern, Zone};
///
/// let pattern = ReadPattern::compile("%m/%d/%Y %I:%M:%S %p").map_err(|error| error.message)?;
/// let parsed = pattern.read("3/22/2019 1:36:31 PM", Zone::UTC).ok_or("another text")?;
/// assert_eq!(parsed.instant.unix_secs(), 1_553_261_791);
/// assert!(ReadPattern::compile("%H:%M").is_err());
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ReadPattern {
    items: Vec<Item>,
}

impl ReadPattern {
    /// Reads a pattern, or says where it is wrong: a specifier that does not exist or cannot be
    /// read back, no full date, or half a time of day.
    pub fn compile(pattern: &str) -> Result<Self, PatternError> {
        let items = Pattern::compile(pattern)?.items;
        let whole = |message: &str| PatternError { offset: 0, length: pattern.len(), message: message.to_owned() };
        if let Some(offset) = position_of_zone_name(pattern) {
            let message = "`%Z` is not read: an abbreviation does not say which offset is meant; use `%z`".to_owned();
            return Err(PatternError { offset, length: 2, message });
        }
        let has = |letters: &str| {
            singles(&items).any(|item| matches!(item, Item::Letter(letter, _) if letters.contains(char::from(*letter))))
        };
        if has("s") {
            return Ok(Self { items });
        }
        if let Some(missing) = missing_of_date(&has) {
            return Err(whole(&format!("the pattern has no full date: {missing} is missing")));
        }
        match (has("Hk"), has("Il"), has("pP")) {
            (false, true, false) => Err(whole("an hour of 1 to 12 needs `%p`; the hour of 0 to 23 is `%H`")),
            (false, false, true) => Err(whole("`%p` needs the hour of 1 to 12, `%I`")),
            (false, false, false) if has("MS") => Err(whole("the pattern has minutes or seconds, and no hour")),
            _ => Ok(Self { items }),
        }
    }

    /// Reads a text; without an offset in it the time is local to `zone`, and without a time it is
    /// midnight. White space at the ends is ignored.
    ///
    /// None where the text is not of the pattern, has something left over, or names a date or time
    /// that does not exist or an instant outside the years 1 to 9999.
    pub fn read(&self, text: &str, zone: Zone) -> Option<ParsedDate> {
        let mut input = Input { rest: text.trim() };
        let mut seen = Seen::default();
        for item in singles(&self.items) {
            seen.take(item, &mut input)?;
        }
        if input.rest.is_empty() { seen.resolve(zone) } else { None }
    }
}

/// Where `%Z` stands in a pattern.
fn position_of_zone_name(pattern: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = pattern.get(at..)?.find('%') {
        at += found;
        match pattern.as_bytes().get(at + 1) {
            Some(b'Z') => return Some(at),
            _ => at += 2,
        }
    }
    None
}

/// What a pattern with those letters lacks of a date, in words.
fn missing_of_date(has: &impl Fn(&str) -> bool) -> Option<&'static str> {
    let has_weekday = has("aAuw");
    let has_year = has("Yy");
    if has_year && (has("j") || has("mbBh") && has("de") || has("UW") && has_weekday)
        || has("Gg") && has("V") && has_weekday
    {
        return None;
    }
    Some(match (has_year, has("mbBh")) {
        (false, _) => "the year, `%Y`,",
        (true, false) => "the month, `%m`,",
        (true, true) => "the day, `%d`,",
    })
}

/// The length of `September` and `Wednesday`.
const MAX_NAME: usize = 9;

/// What is left of a text.
struct Input<'t> {
    rest: &'t str,
}

impl<'t> Input<'t> {
    fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn eat(&mut self, expected: char) -> bool {
        match self.rest.strip_prefix(expected) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn take(&mut self, length: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Takes one digit to `max` of them, after white space.
    fn digits(&mut self, max: usize) -> Option<&'t str> {
        self.skip_spaces();
        let length = self.rest.bytes().take(max).take_while(u8::is_ascii_digit).count();
        Some(self.take(length)).filter(|digits| !digits.is_empty())
    }

    fn number(&mut self, max: usize) -> Option<i64> {
        self.digits(max)?.parse().ok()
    }

    /// A number of one digit or two.
    fn small(&mut self) -> Option<u8> {
        self.number(2).map(|number| number as u8)
    }

    /// Takes a sign, says whether it is a minus, and whether there is one.
    fn sign(&mut self) -> Option<bool> {
        if self.eat('-') {
            return Some(true);
        }
        self.eat('+').then_some(false)
    }

    /// Takes a name of the list; returns its place.
    fn name(&mut self, names: &[&str]) -> Option<u8> {
        self.skip_spaces();
        // Letters of the pattern may follow: the longest name that the text begins with counts.
        let begins_with =
            |length: usize| place_of(self.rest.get(..length)?.as_bytes(), names).map(|place| (place, length));
        let (place, length) = (3..=MAX_NAME).rev().find_map(begins_with)?;
        self.take(length);
        Some(place)
    }

    /// Takes a text, where white space stands for any amount of it.
    fn literal(&mut self, expected: &str) -> Option<()> {
        for character in expected.chars() {
            if character.is_whitespace() {
                self.skip_spaces();
            } else if !self.eat(character) {
                return None;
            }
        }
        Some(())
    }

    /// Nanoseconds of a fraction's digits, of which there are `exact` where it is given.
    fn fraction(&mut self, exact: Option<usize>) -> Option<u32> {
        let length = self.rest.bytes().take(exact.unwrap_or(usize::MAX)).take_while(u8::is_ascii_digit).count();
        let digits = self.take(length);
        let is_right = exact.map_or(!digits.is_empty(), |exact| digits.len() == exact);
        let kept = digits.get(..9).unwrap_or(digits);
        let number: i64 = if is_right { kept.parse().ok() } else { None }?;
        Some(number as u32 * 10_u32.pow(9 - kept.len() as u32))
    }

    /// Seconds of `+01:00`, `+0100`, `+01`, `+01:00:00` or `Z`.
    fn offset(&mut self) -> Option<i32> {
        self.skip_spaces();
        if self.eat('Z') || self.eat('z') {
            return Some(0);
        }
        let sign = if self.sign()? { -1 } else { 1 };
        let mut parts = [0_i32; 3];
        for (at, part) in parts.iter_mut().enumerate() {
            let before = self.rest;
            if at > 0 {
                self.eat(':');
            }
            let is_next = self.rest.bytes().take(2).filter(u8::is_ascii_digit).count() == 2;
            if !is_next {
                self.rest = before;
                break;
            }
            *part = self.number(2)? as i32;
        }
        let [hours, minutes, seconds] = parts;
        (hours < 24 && minutes < 60 && seconds < 60).then_some(sign * (hours * 3600 + minutes * 60 + seconds))
    }
}

/// What a text says, field by field.
#[derive(Default)]
struct Seen {
    year: Option<i64>,
    century: Option<i64>,
    year_of_century: Option<i64>,
    iso_year: Option<i64>,
    month: Option<u8>,
    day: Option<u8>,
    day_of_year: Option<u32>,
    iso_week: Option<u32>,
    week_from_sunday: Option<i64>,
    week_from_monday: Option<i64>,
    /// 0 is Sunday.
    weekday: Option<u8>,
    hour: Option<u8>,
    half_hour: Option<u8>,
    afternoon: Option<bool>,
    minute: u8,
    second: u8,
    nanos: u32,
    offset: Option<i32>,
    unix_secs: Option<i64>,
}

impl Seen {
    /// Takes what an item stands for.
    fn take(&mut self, item: &Item, input: &mut Input) -> Option<()> {
        match item {
            Item::Text(text) => input.literal(text)?,
            Item::Byte(byte) => input.literal(char::from(*byte).encode_utf8(&mut [0; 4]))?,
            Item::Letter(letter, _) => self.take_letter(*letter, input)?,
            Item::Fraction { digits: 0, point: _ } => {
                if input.eat('.') || input.eat(',') {
                    self.nanos = input.fraction(None)?;
                }
            }
            Item::Fraction { digits, point: false } => self.nanos = input.fraction(Some(usize::from(*digits)))?,
            Item::Fraction { .. } => {
                if !(input.eat('.') || input.eat(',')) {
                    return None;
                }
                self.nanos = input.fraction(None)?;
            }
            Item::Offset(_) => self.offset = Some(input.offset()?),
            // Its items come instead.
            Item::Composite(_) => {}
        }
        Some(())
    }

    fn take_letter(&mut self, letter: u8, input: &mut Input) -> Option<()> {
        match letter {
            b'Y' => self.year = Some(year(input)?),
            b'G' => self.iso_year = Some(year(input)?),
            b'g' => self.iso_year = Some(of_two_digits(input.number(2)?)),
            b'C' => self.century = Some(input.number(2)?),
            b'y' => self.year_of_century = Some(input.number(2)?),
            b'm' => self.month = Some(input.small()?),
            b'b' | b'h' | b'B' => self.month = Some(input.name(&MONTHS)? + 1),
            b'd' | b'e' => self.day = Some(input.small()?),
            b'j' => self.day_of_year = Some(input.number(3)? as u32),
            b'V' => self.iso_week = Some(input.number(2)? as u32),
            b'U' => self.week_from_sunday = Some(input.number(2)?),
            b'W' => self.week_from_monday = Some(input.number(2)?),
            b'a' | b'A' => self.weekday = Some(input.name(&WEEKDAYS)?),
            b'w' => self.weekday = Some(weekday(input, 0..=6)?),
            b'u' => self.weekday = Some(weekday(input, 1..=7)? % 7),
            b'H' | b'k' => self.hour = Some(input.small()?),
            b'I' | b'l' => self.half_hour = Some(input.small()?),
            b'p' | b'P' => self.afternoon = Some(half(input)?),
            b'M' => self.minute = input.small()?,
            b'S' => self.second = input.small()?,
            b'f' => {
                input.skip_spaces();
                self.nanos = input.fraction(None)?;
            }
            b's' => {
                input.skip_spaces();
                let is_negative = input.sign().unwrap_or(false);
                let seconds = input.number(19)?;
                self.unix_secs = Some(if is_negative { -seconds } else { seconds });
            }
            // The quarter says nothing that the date does not.
            b'q' => drop(input.number(1)?),
            _ => return None,
        }
        Some(())
    }

    fn resolve(&self, zone: Zone) -> Option<ParsedDate> {
        let instant = if let Some(seconds) = self.unix_secs {
            Instant::new(seconds, self.nanos)
        } else {
            let local = self.days()?.checked_mul(DAY)? + self.second_of_day()?;
            match self.offset {
                Some(offset) => Instant::new(local - i64::from(offset), self.nanos),
                None => zone.resolve_local_seconds(local, self.nanos),
            }
        };
        let offset = self.offset.unwrap_or_else(|| zone.offset_at(instant.unix_secs()).seconds);
        instant.in_range().then_some(ParsedDate { instant, offset: Some(offset) })
    }

    fn second_of_day(&self) -> Option<i64> {
        let hour = match (self.hour, self.half_hour, self.afternoon) {
            (Some(hour), _, _) => hour,
            (None, Some(hour), Some(afternoon)) => hour_of_half(hour, afternoon),
            _ => 0,
        };
        if hour > 23 || self.minute > 59 || self.second > 60 {
            return None;
        }
        // A leap second is shown as the second before it.
        Some(i64::from(hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second.min(59)))
    }

    /// Days since 1970-01-01 of the date, by the first of its spellings that is there.
    fn days(&self) -> Option<i64> {
        if let (Some(year), Some(month), Some(day)) = (self.year(), self.month, self.day) {
            return days_of_date(year, month, day);
        }
        let chrono_year = |year| i32::try_from(year).ok();
        if let (Some(year), Some(day)) = (self.year(), self.day_of_year) {
            return NaiveDate::from_yo_opt(chrono_year(year)?, day).map(days_of);
        }
        let weekday = self.weekday?;
        if let (Some(year), Some(week)) = (self.iso_year, self.iso_week) {
            // chrono counts from Monday.
            let weekday = Weekday::try_from((weekday + 6) % 7).ok()?;
            return NaiveDate::from_isoywd_opt(chrono_year(year)?, week, weekday).map(days_of);
        }
        let (weekday, from_monday) = (i64::from(weekday), i64::from((weekday + 6) % 7));
        let year = self.year()?;
        let first = days_of_date(year, 1, 1)?;
        let days = match (self.week_from_sunday, self.week_from_monday) {
            // Week 1 begins with the year's first Sunday, or Monday.
            (Some(week), _) => first + (-(first + 4)).rem_euclid(7) + (week - 1) * 7 + weekday,
            (None, Some(week)) => first + (-(first + 3)).rem_euclid(7) + (week - 1) * 7 + from_monday,
            _ => return None,
        };
        date_of_days(days).filter(|date| i64::from(date.year()) == year).map(days_of)
    }

    fn year(&self) -> Option<i64> {
        match (self.year, self.century, self.year_of_century) {
            (Some(year), ..) => Some(year),
            (None, Some(century), Some(year)) => Some(century * 100 + year),
            (None, None, Some(year)) => Some(of_two_digits(year)),
            _ => None,
        }
    }
}

/// A year of up to four digits, of up to six with a sign.
fn year(input: &mut Input) -> Option<i64> {
    input.skip_spaces();
    match input.sign() {
        Some(is_negative) => input.number(6).map(|year| if is_negative { -year } else { year }),
        None => input.number(4),
    }
}

/// The year that two digits stand for.
fn of_two_digits(year: i64) -> i64 {
    if year < 50 { 2000 + year } else { 1900 + year }
}

fn weekday(input: &mut Input, allowed: std::ops::RangeInclusive<u8>) -> Option<u8> {
    input.number(1).map(|day| day as u8).filter(|day| allowed.contains(day))
}

/// Takes AM or PM; says whether it is PM.
fn half(input: &mut Input) -> Option<bool> {
    input.skip_spaces();
    let half = input.rest.get(..2)?;
    let is_afternoon = half.eq_ignore_ascii_case("PM");
    (is_afternoon || half.eq_ignore_ascii_case("AM")).then(|| {
        input.take(2);
        is_afternoon
    })
}
