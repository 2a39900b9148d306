//! Functions that take a regular expression.

use super::compiled_regex::{Captures, Regex};
use super::metered::write_metered;
use super::text::cut;
use super::{Call, ParamKind, Row, example, param};
use itl_value::{Kind, Text, Value};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "extractRegex",
        params: &[param("re", ParamKind::Regex)],
        doc: "The first match of a regular expression; empty if there is none.",
        examples: &[
            example(r#""took 12 of 34 ms""#, r#"extractRegex("\d+")"#, "12"),
            example(r#""id=42""#, r#"extractRegex("id=(\d+)")"#, "id=42"),
            example(r#""none""#, r#"extractRegex("\d+")"#, ""),
            example("12345", r#"extractRegex("2.")"#, "23"),
            example(r#""Service: shop is down""#, r#"extractRegex("(?<=: ).*(?= is)")"#, "shop"),
        ],
        run: extract_regex,
        ..Row::BASE
    },
    Row {
        name: "extractRegexGroups",
        params: &[param("re", ParamKind::RegexWithGroups)],
        doc: "The groups of a regular expression's first match, joined in order.",
        examples: &[
            example(r#""x id=42 y""#, r#"extractRegexGroups("id=(\d+)")"#, "42"),
            example(r#""xb""#, r#"extractRegexGroups("(a)|(b)")"#, "b"),
            example(r#""ab""#, r#"extractRegexGroups("((a)b)")"#, "aba"),
            example(r#""none""#, r#"extractRegexGroups("(\d+)")"#, ""),
        ],
        run: extract_regex_groups,
        ..Row::BASE
    },
    Row {
        name: "matches",
        params: &[param("re", ParamKind::Regex)],
        returns: Kind::Boolean,
        portable: false,
        doc: "Whether a regular expression matches anywhere in the text.",
        examples: &[
            example(r#""Disk full on db""#, r#"matches("full")"#, "true"),
            example(r#""123a""#, r#"matches("^\d+$")"#, "false"),
            example(r#""CRITICAL""#, r#"matches("(?i)crit")"#, "true"),
            example("", r#"matches("^$")"#, "true"),
        ],
        run: |value, call| {
            let (text, regex) = read(value, call);
            Value::Bool(regex.is_some_and(|regex| regex.is_match(&text)))
        },
        ..Row::BASE
    },
    Row {
        name: "replaceRegex",
        params: &[param("re", ParamKind::Regex), param("with", ParamKind::Replacement)],
        portable: false,
        doc: "With every match replaced; $1 and ${name} are the match's groups, $$ a dollar.",
        examples: &[
            example(r#""a1 b22""#, r##"replaceRegex("\d+", "#")"##, "a# b#"),
            example(r#""ops@example""#, r#"replaceRegex("(\w+)@(\w+)", "$2 at $1")"#, "example at ops"),
            example(r#""2023-01""#, r#"replaceRegex("(?<y>\d+)-(?<m>\d+)", "${m}/${y}")"#, "01/2023"),
            example(r#""7 8""#, r#"replaceRegex("(\d)", "$1a")"#, "7a 8a"),
            example(r#""cost 5""#, r#"replaceRegex("(\d)", "$$$1")"#, "cost $5"),
            example(r#""abc""#, r#"replaceRegex("\d", "")"#, "abc"),
        ],
        run: replace_regex,
        ..Row::BASE
    },
];

/// The receiver as text, and the regular expression, if the search can be charged. It is charged before it runs, by
/// the pattern and the text: a single one may take seconds.
fn read<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> (Text<'a>, Option<&'a Regex>) {
    let text = super::text::read(value, call);
    let regex = call.regex(0).filter(|regex| call.charge_fuel(regex.search_cost(&text)));
    (text, regex)
}

/// The groups of the first match; charges for finding them inside the match.
fn groups<'t>(regex: &Regex, text: &'t str, call: &mut Call<'_, '_>) -> Option<Captures<'t>> {
    let captures = regex.captures(text)?;
    let size = captures.get(0).map_or(0, |whole| whole.range().len());
    call.charge_fuel(size.saturating_mul(regex.groups_rate()));
    Some(captures)
}

fn extract_regex<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let (text, regex) = read(value, call);
    let found = regex.and_then(|regex| regex.find(&text)).map(|found| found.range());
    Value::Text(cut(text, found.unwrap_or_default()))
}

fn extract_regex_groups<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let (text, regex) = read(value, call);
    let Some(captures) = regex.and_then(|regex| groups(regex, &text, call)) else {
        return Value::text("");
    };
    let mut groups = captures.iter().skip(1).flatten();
    let (first, second) = (groups.next(), groups.next());
    if second.is_none() {
        let range = first.map(|group| group.range());
        return Value::Text(cut(text, range.unwrap_or_default()));
    }
    let groups = first.into_iter().chain(second).chain(groups);
    let joined = write_metered(call, |out, call| {
        for group in groups {
            out.push(group.as_str(), call)?;
        }
        Some(())
    });
    joined.unwrap_or(Value::Text(text))
}

fn replace_regex<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let (text, regex) = read(value, call);
    let Some(regex) = regex else { return Value::Text(text) };
    let with = call.text(1, "");
    // Each name is searched for among all groups.
    if !call.charge_fuel(with.len().saturating_mul(regex.captures_len())) {
        return Value::Text(text);
    }
    let mut matches = regex.captures_iter(&text).peekable();
    if matches.peek().is_none() {
        drop(matches);
        return Value::Text(text);
    }
    let (pieces, rate) = (pieces(with, regex), regex.next_rate(&text));
    // However short it is, a match brings a slot for each group.
    let slots = (regex.captures_len() / 8).saturating_mul(64).saturating_add(MATCH_BYTES);
    let replaced = write_metered(call, |out, call| {
        let mut copied = 0;
        for captures in matches {
            let Some(whole) = captures.get(0) else { continue };
            let seen = regex.beyond(text.len() - whole.end()).saturating_mul(rate);
            let inside = whole.range().len().saturating_mul(regex.groups_rate());
            if !call.charge_fuel(seen.saturating_add(inside).saturating_add(slots)) {
                return None;
            }
            out.push(text.get(copied..whole.start()).unwrap_or_default(), call)?;
            copied = whole.end();
            for piece in &pieces {
                match piece {
                    Piece::Text(text) => out.push(text, call)?,
                    Piece::Group(group) => out.push(captures.get(*group).map_or("", |group| group.as_str()), call)?,
                    Piece::Unknown(_) => {}
                }
            }
        }
        out.push(text.get(copied..).unwrap_or_default(), call)
    });
    replaced.unwrap_or(Value::Text(text))
}

/// What each match costs, in bytes made.
const MATCH_BYTES: usize = 16;

/// A piece of a replacement.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'t> {
    Text(&'t str),
    Group(usize),
    /// A reference to a group that the regular expression does not have; it inserts nothing.
    Unknown(&'t str),
}

/// A group that a replacement names in vain.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum UnusableGroup {
    /// The regular expression has no group of that name or number.
    Unknown(String),
    /// The group is inside a look-around, where nothing is captured.
    InLookAround(usize),
}

/// The first group that a replacement names and `regex` cannot fill.
pub(crate) fn unusable_group(replacement: &str, regex: &Regex) -> Option<UnusableGroup> {
    pieces(replacement, regex).into_iter().find_map(|piece| match piece {
        Piece::Unknown(name) => Some(UnusableGroup::Unknown(name.to_owned())),
        Piece::Group(group) if regex.is_in_look_around(group) => Some(UnusableGroup::InLookAround(group)),
        _ => None,
    })
}

/// Reads `$1`, `${name}` and `$$` in a replacement; any other dollar is text.
///
/// As in Java, `$12` is group 12 where there is one, else group 1 followed by `2`.
fn pieces<'t>(replacement: &'t str, regex: &Regex) -> Vec<Piece<'t>> {
    let mut pieces = Vec::new();
    let (mut rest, mut closes) = (replacement, true);
    while let Some(at) = rest.find('$') {
        let (text, from_dollar) = rest.split_at(at);
        let after = from_dollar.get(1..).unwrap_or_default();
        let (piece, read) = reference(after, regex, &mut closes).unwrap_or((Piece::Text("$"), 0));
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        pieces.push(piece);
        rest = after.get(read..).unwrap_or_default();
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// What the text after a dollar refers to, and the length of the reference. `closes` becomes false where no brace closes
/// any more, so that none is looked for: any number of `${` may follow.
fn reference<'t>(after: &'t str, regex: &Regex, closes: &mut bool) -> Option<(Piece<'t>, usize)> {
    if after.starts_with('$') {
        return Some((Piece::Text("$"), 1));
    }
    if let Some(inside) = after.strip_prefix('{') {
        let end = if *closes { inside.find('}') } else { None };
        *closes = end.is_some();
        let name = inside.get(..end?)?;
        return Some((group(name, regex), name.len() + 2));
    }
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    // The longest number that is a group; without one, all digits are the unknown name.
    let read = (1..=digits.min(9))
        .rev()
        .find(|read| after.get(..*read).is_some_and(|number| matches!(group(number, regex), Piece::Group(_))));
    let name = after.get(..read.unwrap_or(digits)).filter(|name| !name.is_empty())?;
    Some((group(name, regex), name.len()))
}

fn group<'t>(name: &'t str, regex: &Regex) -> Piece<'t> {
    let known = if name.bytes().all(|b| b.is_ascii_digit()) {
        itl_value::whole_number(name)
            .and_then(|number| usize::try_from(number).ok())
            .filter(|number| *number < regex.captures_len())
    } else {
        regex.capture_names().position(|known| known == Some(name))
    };
    known.map_or(Piece::Unknown(name), Piece::Group)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::compiled_regex::{Error, compile};

    #[test]
    fn replacements() -> Result<(), Error> {
        let regex = compile("(?<a>x)(?<b_2>y)", 1 << 20)?;
        let read = |text: &'static str| pieces(text, &regex);
        assert_eq!(read("$1a"), [Piece::Group(1), Piece::Text("a")]);
        assert_eq!(read("$12"), [Piece::Group(1), Piece::Text("2")]);
        assert_eq!(read("$0-$2"), [Piece::Group(0), Piece::Text("-"), Piece::Group(2)]);
        assert_eq!(read("${a}${b_2}"), [Piece::Group(1), Piece::Group(2)]);
        assert_eq!(read("$$1"), [Piece::Text("$"), Piece::Text("1")]);
        assert_eq!(read("a$"), [Piece::Text("a"), Piece::Text("$")]);
        assert_eq!(read("$a${a"), [Piece::Text("$"), Piece::Text("a"), Piece::Text("$"), Piece::Text("{a")]);
        assert_eq!(read(""), []);
        Ok(())
    }

    #[test]
    fn unusable_groups() -> Result<(), Error> {
        let regex = compile("(x)(?=(?<n>y))", 1 << 20)?;
        let unusable = |text| unusable_group(text, &regex);
        let unknown = |name: &str| Some(UnusableGroup::Unknown(name.into()));
        assert_eq!(unusable("$1 $0 $$3"), None);
        assert_eq!(unusable("[$3]"), unknown("3"));
        assert_eq!(unusable("${y}"), unknown("y"));
        assert_eq!(unusable("${}"), unknown(""));
        assert_eq!(unusable("$99999999999999999999"), unknown("99999999999999999999"));
        assert_eq!(unusable("$2"), Some(UnusableGroup::InLookAround(2)));
        assert_eq!(unusable("$1${n}"), Some(UnusableGroup::InLookAround(2)));
        Ok(())
    }
}
