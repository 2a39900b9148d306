//! Texts that name an instant.
//!
//! Each family of spellings has a reader in a file of its own, and [`FAMILIES`] lists them all. No
//! text is read by two of them, so their order decides nothing but how soon the usual ones are
//! found; a test holds that.

mod access_log;
mod basic;
mod cursor;
mod day_first;
mod dotnet;
mod fields;
mod iso;
mod month_first;
mod numeric;
mod offset;
mod refusal;
pub(crate) mod time;
mod unix;
mod unix_date;
mod unread;

use crate::instant::Instant;
use crate::zone::Zone;
use cursor::Cursor;
use fields::Found;

pub use refusal::patterns_with_year_last;
pub use unix::{ParsedUnix, parse_unix, parse_unix_by_size};
pub use unread::Unread;

/// An instant read from a date text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParsedDate {
    /// The instant; it is [in range](Instant::in_range).
    pub instant: Instant,
    /// The offset that the text carried, in seconds, for results in the same one. None where the
    /// text had none, or said `Z`, `UTC` or `GMT`.
    pub offset: Option<i32>,
}

/// What [`assume_zone`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assumed {
    /// The text has an offset of its own, or counts from 1970.
    HasOffset,
    /// The instant of a local time, with the offset that the zone has then.
    Local(ParsedDate),
}

/// A family of spellings.
struct Family {
    /// Whether the family may read a text that begins with that byte.
    begins: fn(u8) -> bool,
    /// A text that it reads, for warnings.
    example: &'static str,
    read: for<'t> fn(&mut Cursor<'t>) -> Option<Found<'t>>,
}

/// The families in the order in which they are tried.
const FAMILIES: [Family; 9] = [
    family(is_digit, "2023-01-29T00:05:37Z", iso::read),
    family(|byte| is_digit(byte) || byte == b'-', "1674950737", unix::read),
    family(
        |byte| is_digit(byte) || byte.is_ascii_alphabetic() || byte == b'(',
        "Sun, 29 Jan 2023 00:05:37 +0000",
        day_first::read,
    ),
    family(is_digit, "20230129T000537Z", basic::read),
    family(is_digit, "2023/01/29 00:05:37", numeric::read),
    family(|byte| is_digit(byte) || byte == b'[', "29/Jan/2023:00:05:37 +0000", access_log::read),
    family(|byte| byte.is_ascii_alphabetic(), "Jan 29, 2023 12:05:37 AM", month_first::read),
    family(|byte| byte.is_ascii_alphabetic(), "Sun Jan 29 00:05:37 UTC 2023", unix_date::read),
    family(|byte| byte == b'/' || byte == b'\\', "/Date(1674950737000)/", dotnet::read),
];

const fn family(
    begins: fn(u8) -> bool,
    example: &'static str,
    read: for<'t> fn(&mut Cursor<'t>) -> Option<Found<'t>>,
) -> Family {
    // Without help nothing shows an example.
    Family { begins, example: if cfg!(any(feature = "help", test)) { example } else { "" }, read }
}

const fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

/// Reads a date text in any of the spellings that monitoring systems send, or says why not.
///
/// A text without an offset is read in `zone`: a time that the zone's clocks skip moves forward
/// by what they skip; of a time that they show twice, the earlier is taken. White space at the
/// ends is ignored.
///
/// ```
/// use itl_time::{parse_date, Unread, Zone};
///
/// let parsed = parse_date("2023-01-29 01:05:37,5 +0100", Zone::UTC)?;
/// assert_eq!(parsed.instant.unix_ms(), 1_674_950_737_500);
/// assert_eq!(parsed.offset, Some(3600));
/// assert_eq!(parse_date("Sunday, 29-Jan-23 00:05:37 GMT", Zone::UTC)?.instant.unix_secs(), 1_674_950_737);
/// assert_eq!(parse_date("2023-02-29", Zone::UTC), Err(Unread::NoSuchDate));
/// # Ok::<(), Unread>(())
/// ```
pub fn parse_date(text: &str, zone: Zone) -> Result<ParsedDate, Unread> {
    match find(text.trim())? {
        Found::Civil(fields) => fields.resolve(zone),
        Found::Unix(instant, offset) => Ok(ParsedDate { instant: instant.ok_or(Unread::OutOfRange)?, offset }),
        Found::SmallNumber => Err(Unread::SmallNumber),
    }
}

/// Reads a local date text in `zone`, or finds that it has an offset of its own.
///
/// An abbreviation that [`parse_date`] does not read, such as `CST`, is taken for the zone's own;
/// of a time that the zone's clocks show twice it says which is meant.
///
/// ```
/// use itl_time::{assume_zone, Assumed, Unread, Zone};
///
/// assert_eq!(assume_zone("2023-01-29 00:05:37Z", Zone::UTC)?, Assumed::HasOffset);
/// assert!(matches!(assume_zone("2023-01-29 00:05:37", Zone::UTC)?, Assumed::Local(_)));
/// # Ok::<(), Unread>(())
/// ```
pub fn assume_zone(text: &str, zone: Zone) -> Result<Assumed, Unread> {
    match find(text.trim())? {
        Found::Civil(fields) => Ok(fields.assume(zone)?.map_or(Assumed::HasOffset, Assumed::Local)),
        Found::Unix(instant, _) => instant.map(|_| Assumed::HasOffset).ok_or(Unread::OutOfRange),
        Found::SmallNumber => Err(Unread::SmallNumber),
    }
}

/// Whether a text is the zero time of Go and .NET, which their programs send for "never".
///
/// The same instant in another spelling is a date like any other.
///
/// ```
/// assert!(itl_time::is_zero_time("0001-01-01T00:00:00Z"));
/// assert!(!itl_time::is_zero_time("0001-01-01 00:00:00Z"));
/// ```
pub fn is_zero_time(text: &str) -> bool {
    text.strip_prefix("0001-01-01T00:00:00").is_some_and(|rest| matches!(rest, "" | "Z" | "+00:00"))
}

/// What the one reader finds that takes the text, or why there is none.
fn find(text: &str) -> Result<Found<'_>, Unread> {
    /// A text that parts from an example sooner resembles it by chance.
    const MIN_LIKENESS: usize = 3;
    #[cfg(feature = "perf")]
    if let Some(fields) = iso::read_usual(text.as_bytes()) {
        return Ok(Found::Civil(fields));
    }
    let first = text.bytes().next().unwrap_or_default();
    let mut nearest = (MIN_LIKENESS, "2023-01-29T00:05:37Z");
    for family in FAMILIES.iter().filter(|family| (family.begins)(first)) {
        let mut cursor = Cursor::new(text);
        if let Some(found) = (family.read)(&mut cursor) {
            return Ok(found);
        }
        if cfg!(feature = "help") && cursor.position() > nearest.0 {
            nearest = (cursor.position(), family.example);
        }
    }
    Err(refusal::reason(text, nearest.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The examples of the families that read a text.
    fn readers(text: &str) -> Vec<&'static str> {
        let reads = |family: &&Family| (family.read)(&mut Cursor::new(text)).is_some();
        FAMILIES.iter().filter(reads).map(|family| family.example).collect()
    }

    #[test]
    fn every_example_is_read_by_its_family_alone() {
        for family in &FAMILIES {
            assert_eq!(readers(family.example), [family.example]);
            assert!(family.example.bytes().next().is_some_and(family.begins), "{}", family.example);
        }
    }

    /// Texts made of the parts that spellings share.
    fn parts() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            Just("Sun"),
            Just("sunday,"),
            Just("Jan"),
            Just("March"),
            Just("Sept."),
            Just("29"),
            Just("1"),
            Just("2023"),
            Just("23"),
            Just("20230129"),
            Just("20230129000537"),
            Just("1674950737"),
            Just("00:05:37"),
            Just("4:12"),
            Just("000537"),
            Just(".5"),
            Just(",123"),
            Just("AM"),
            Just("PM"),
            Just("at"),
            Just("Z"),
            Just("UTC"),
            Just("GMT+1"),
            Just("CEST"),
            Just("CST"),
            Just("+0100"),
            Just("-05:30"),
            Just("+01.00"),
            Just("(CET)"),
            Just("[Europe/Berlin]"),
            Just("m=+0.1"),
            Just("/Date("),
            Just(")/"),
            Just("1e9"),
        ];
        let separator = prop_oneof![
            Just(""),
            Just(" "),
            Just("-"),
            Just("/"),
            Just("."),
            Just(":"),
            Just(", "),
            Just("T"),
            Just("  "),
        ];
        proptest::collection::vec((part, separator), 1..7)
            .prop_map(|parts| parts.into_iter().flat_map(|(part, separator)| [part, separator]).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn no_text_is_read_twice(text in parts()) {
            let text = text.trim();
            let readers = readers(text);
            prop_assert!(readers.len() <= 1, "{} is read as {:?}", text, readers);
            // The first byte lets in every family that reads the text.
            prop_assert_eq!(find(text).is_ok(), !readers.is_empty(), "{}", text);
        }
    }
}
