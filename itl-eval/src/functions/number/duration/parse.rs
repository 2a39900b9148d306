//! Texts of durations into seconds.

use itl_text::number::Decimal;

/// The longest text that is read.
pub(super) const MAX_TEXT: usize = 256;

/// Why a text is no duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotADuration {
    /// It is none of the spellings.
    Unknown,
    /// Years and months are not always of one length.
    YearsOrMonths,
    /// `03:04` may be hours and minutes, or minutes and seconds.
    TwoGroups,
}

impl NotADuration {
    /// The way out.
    pub(super) fn help(self) -> &'static str {
        match self {
            Self::Unknown => "durations are written `PT10M`, `1h2m3.5s`, `2d`, `26:03:04` or `3 days, 04:05:06`",
            Self::YearsOrMonths => "years and months have no fixed length; write days",
            Self::TwoGroups => "write hours, minutes and seconds: `00:03:04` or `03:04:00`",
        }
    }
}

/// The seconds of a text that is more than a bare number.
pub(super) fn parse(text: &str) -> Result<Decimal, NotADuration> {
    let text = text.trim();
    if text.len() > MAX_TEXT {
        return Err(NotADuration::Unknown);
    }
    let (is_negative, size) = text.strip_prefix('-').map_or((false, text), |size| (true, size));
    if let Some((days, clock)) = size.split_once(" day") {
        return days_and_clock(is_negative, days, clock).ok_or(NotADuration::Unknown);
    }
    let seconds = if size.contains(':') {
        clock(size)?
    } else if size.starts_with(['P', 'p']) {
        iso(size)?
    } else {
        units(size)?
    };
    Ok(if is_negative { Decimal::ZERO.subtract(&seconds) } else { seconds })
}

/// Python's `3 days, 04:05:06`. Python writes a negative one as days that are taken away from and
/// a time that is added: `-1 day, 23:59:59` is a second.
fn days_and_clock(is_negative: bool, days: &str, rest: &str) -> Option<Decimal> {
    let rest = rest.strip_prefix('s').unwrap_or(rest);
    let time = rest.strip_prefix(',').unwrap_or(rest).strip_prefix(' ')?;
    let (hours, _) = time.split_once(':')?;
    let days = number(days).filter(|(_, after)| after.is_empty())?.0.multiply(&Decimal::whole(false, 86_400));
    let days = if is_negative { Decimal::ZERO.subtract(&days) } else { days };
    let is_time_of_day =
        hours.len() <= 2 && itl_value::whole_number(hours).is_some_and(|hours| (0..24).contains(&hours));
    if is_time_of_day { Some(days.add(&clock(time).ok()?)) } else { None }
}

/// `26:03:04`, `6:03:04.5`.
fn clock(text: &str) -> Result<Decimal, NotADuration> {
    let parts: Vec<&str> = text.splitn(4, ':').collect();
    match parts.as_slice() {
        [hours, minutes, seconds] => clock_of(hours, minutes, seconds).ok_or(NotADuration::Unknown),
        [_, _] => Err(NotADuration::TwoGroups),
        _ => Err(NotADuration::Unknown),
    }
}

fn clock_of(hours: &str, minutes: &str, seconds: &str) -> Option<Decimal> {
    let is_whole = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    // Minutes and seconds have two digits and are below sixty, the seconds perhaps with a fraction.
    let whole_seconds = seconds.get(..2)?;
    let right = is_whole(hours)
        && minutes.len() == 2
        && seconds.get(2..).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ',']))
        && [minutes, whole_seconds].into_iter().all(|part| is_whole(part) && part < "60");
    let (hours, _) = number(hours).filter(|_| right)?;
    let (seconds, _) = number(seconds).filter(|(_, rest)| rest.is_empty())?;
    let sixty = Decimal::whole(false, 60);
    let minutes = hours.multiply(&sixty).add(&number(minutes)?.0);
    Some(minutes.multiply(&sixty).add(&seconds))
}

/// `P1W`, `P1DT2H`, `PT10M`, `PT1.5S`; as in Java each number may have a sign.
fn iso(text: &str) -> Result<Decimal, NotADuration> {
    const DATE: [(char, u64); 2] = [('W', 604_800), ('D', 86_400)];
    const TIME: [(char, u64); 3] = [('H', 3600), ('M', 60), ('S', 1)];
    let text = text.get(1..).unwrap_or_default().to_ascii_uppercase();
    let (date, time) = match text.split_once('T') {
        Some((date, time)) if !time.is_empty() => (date, time),
        Some(_) => return Err(NotADuration::Unknown),
        None => (&*text, ""),
    };
    if date.contains(['Y', 'M']) && date.starts_with(|first: char| first.is_ascii_digit() || first == '-') {
        return Err(NotADuration::YearsOrMonths);
    }
    if text.is_empty() {
        return Err(NotADuration::Unknown);
    }
    let total = designated(date, &DATE).zip(designated(time, &TIME));
    total.map(|(date, time)| date.add(&time)).ok_or(NotADuration::Unknown)
}

/// The sum of numbers with designators, which come in the order of the list.
fn designated(mut text: &str, mut designators: &[(char, u64)]) -> Option<Decimal> {
    let mut total = Decimal::ZERO;
    while !text.is_empty() {
        let (is_negative, rest) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (count, rest) = number(rest)?;
        let designator = rest.chars().next()?;
        let at = designators.iter().position(|(letter, _)| *letter == designator)?;
        let (_, size) = designators.get(at)?;
        designators = designators.get(at + 1..)?;
        let seconds = count.multiply(&Decimal::whole(false, *size));
        total = if is_negative { total.subtract(&seconds) } else { total.add(&seconds) };
        text = rest.get(1..)?;
    }
    Some(total)
}

/// `1h2m3.5s`, `5m`, `1d 2h`, `250ms`, `3µs`.
fn units(mut text: &str) -> Result<Decimal, NotADuration> {
    /// The longest unit that a unit begins comes first. The number counts `10^-scale` seconds.
    const UNITS: [(&str, u64, i64); 9] = [
        ("ms", 1, 3),
        ("us", 1, 6),
        ("µs", 1, 6),
        ("μs", 1, 6),
        ("ns", 1, 9),
        ("w", 604_800, 0),
        ("d", 86_400, 0),
        ("h", 3600, 0),
        ("m", 60, 0),
    ];
    let mut total = Decimal::ZERO;
    let mut is_first = true;
    while is_first || !text.is_empty() {
        let (count, rest) =
            number(if is_first { text } else { text.trim_start_matches(' ') }).ok_or(NotADuration::Unknown)?;
        let (unit, size, scale) = UNITS
            .iter()
            .find(|(unit, ..)| rest.starts_with(unit))
            .copied()
            .or_else(|| rest.starts_with('s').then_some(("s", 1, 0)))
            .ok_or(if rest.starts_with('y') { NotADuration::YearsOrMonths } else { NotADuration::Unknown })?;
        let seconds = count.multiply(&Decimal::whole(false, size)).multiply(&Decimal::from_digits(false, b"1", scale));
        total = total.add(&seconds);
        text = rest.get(unit.len()..).unwrap_or_default();
        is_first = false;
    }
    Ok(total)
}

/// The number that a text begins with, and the rest.
fn number(text: &str) -> Option<(Decimal, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (whole, rest) = text.split_at_checked(digits(text))?;
    let (fraction, rest) = match rest.strip_prefix(['.', ',']) {
        Some(fraction) => fraction.split_at_checked(digits(fraction)).filter(|(digits, _)| !digits.is_empty())?,
        None => ("", rest),
    };
    if whole.is_empty() {
        return None;
    }
    let all = [whole, fraction].concat();
    let all = all.trim_start_matches('0');
    let number =
        if all.is_empty() { Decimal::ZERO } else { Decimal::from_digits(false, all.as_bytes(), fraction.len() as i64) };
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Result<String, NotADuration> {
        parse(text).map(|seconds| seconds.normalized().to_text())
    }

    #[test]
    fn spellings() {
        for (text, expected) in [
            ("PT10M", "600"),
            ("pt10m", "600"),
            ("P1DT2H3M4S", "93784"),
            ("P2W", "1209600"),
            ("P1D", "86400"),
            ("PT0S", "0"),
            ("PT1.5S", "1.5"),
            ("PT0,5H", "1800"),
            ("-PT10M", "-600"),
            ("PT-10M", "-600"),
            ("PT1H-30M", "1800"),
            ("1h2m3.5s", "3723.5"),
            ("-1h30m", "-5400"),
            ("5m", "300"),
            ("2d", "172800"),
            ("1w", "604800"),
            ("1w2d", "777600"),
            ("1.5h", "5400"),
            ("250ms", "0.25"),
            ("0.4ms", "0.0004"),
            ("3µs", "0.000003"),
            ("3μs", "0.000003"),
            ("3us", "0.000003"),
            ("1s500ms", "1.5"),
            ("7ns", "0.000000007"),
            ("1d 2h 3m 4s", "93784"),
            ("-1m 30s", "-90"),
            ("0s", "0"),
            (" 5m ", "300"),
            ("26:03:04", "93784"),
            ("6:03:04", "21784"),
            ("0:00:01.500000", "1.5"),
            ("-26:03:04", "-93784"),
            ("123456:00:00", "444441600"),
            ("3 days, 04:05:06", "273906"),
            ("1 day, 0:00:05", "86405"),
            ("3 days 04:05:06", "273906"),
            ("-1 day, 23:59:59", "-1"),
        ] {
            assert_eq!(seconds(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn other_texts() {
        for text in [
            "",
            "-",
            "soon",
            "P",
            "PT",
            "P1DT",
            "P1",
            "P1H",
            "PT1D",
            "PT1M1H",
            "PT1M1M",
            "1",
            "h",
            "5 m",
            "5x",
            "5M",
            "--5m",
            "+5m",
            ".5s",
            "1.s",
            "1:2:3",
            "1:60:00",
            "1:00:60",
            "1:00:00:00",
            "a:00:00",
            ":00:00",
            "1.5:00:00",
            "1:00:00x",
            "1:00:045",
            "1:00:+5",
            "1:00:0.5",
            "3 days",
            "3 days, 24:00:00",
            "x days, 00:00:00",
            "3 days,00:00:00",
            "1h\n2m",
            "٣m",
        ] {
            assert_eq!(seconds(text), Err(NotADuration::Unknown), "{text}");
        }
        for text in ["P1Y", "P1M", "P1Y2M3D", "-P1MT1H", "1y"] {
            assert_eq!(seconds(text), Err(NotADuration::YearsOrMonths), "{text}");
        }
        for text in ["03:04", "-3:04"] {
            assert_eq!(seconds(text), Err(NotADuration::TwoGroups), "{text}");
        }
    }

    #[test]
    fn hostile_texts() {
        for text in ["9".repeat(1_000_000), "1h".repeat(1_000_000), format!("P{}D", "9".repeat(MAX_TEXT))] {
            assert_eq!(seconds(&text), Err(NotADuration::Unknown));
        }
        assert!(seconds(&format!("{}w", "9".repeat(200))).is_ok());
        assert!(seconds(&"1h".repeat(128)).is_ok_and(|seconds| seconds == "460800"));
    }
}
