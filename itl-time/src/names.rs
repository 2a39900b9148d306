//! English names of months and days.

pub(crate) const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The place of a name in a list, long or in its first three letters, in any case.
pub(crate) fn place_of(word: &[u8], names: &[&str]) -> Option<u8> {
    let is = |name: &&str| {
        word.eq_ignore_ascii_case(name.as_bytes())
            || word.len() == 3 && word.eq_ignore_ascii_case(short(name).as_bytes())
    };
    u8::try_from(names.iter().position(is)?).ok()
}

/// The first three letters of a name.
pub(crate) fn short(name: &str) -> &str {
    name.get(..3).unwrap_or(name)
}
