//! The names that functions have in other languages, and what to write instead.
//!
//! One table: the messages about unknown functions, the suggestions for filters, and the page
//! `docs/functions-compared.md` are made from it.

pub(crate) mod calls;

use Target::{Advice, Call, Choice, Name};

/// A function or filter of other languages.
#[derive(Clone, Copy, Debug)]
pub struct ForeignName {
    /// Its names, in whatever languages.
    pub names: &'static [&'static str],
    /// The languages that have one of them; empty without the feature `docs`.
    pub languages: &'static str,
    /// What to write instead.
    pub target: Target,
}

/// What to write instead of a function of another language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A function that takes the same arguments.
    Name(&'static str),
    /// A call; `{}` is replaced by the arguments as written.
    Call(&'static str),
    /// One of several functions.
    Choice(&'static [&'static str]),
    /// Something else than a function.
    Advice(&'static str),
}

const fn row(names: &'static [&'static str], languages: &'static str, target: Target) -> ForeignName {
    // Only the page that is made from the table needs the languages.
    ForeignName { names, languages: if cfg!(feature = "docs") { languages } else { "" }, target }
}

/// The table, by subject. The smallest build, which has few of the functions, leaves it out.
pub static FOREIGN_NAMES: &[ForeignName] = if cfg!(feature = "foreign") { TABLE } else { &[] };

const TABLE: &[ForeignName] = &[
    // Text
    row(
        &["upper", "toUpper", "upcase", "toUpperCase", "uppercase", "strtoupper"],
        "Jinja, Go, Liquid, Java, JavaScript, Python",
        Name("upperCase"),
    ),
    row(
        &["lower", "toLower", "downcase", "toLowerCase", "lowercase", "strtolower"],
        "Jinja, Go, Liquid, Java, JavaScript, Python",
        Name("lowerCase"),
    ),
    row(&["title", "titlecase", "capitalizeAll", "startCase"], "Jinja, Go, Sprig, Handlebars", Name("titleCase")),
    row(&["ucfirst", "capitalizeFirst", "upperFirst"], "PHP, Handlebars, Lodash", Name("capitalize")),
    row(&["trimSpace", "strip", "trimAll", "stripWhitespace"], "Go, Liquid, Python, Java, Sprig", Name("trim")),
    row(&["lstrip", "trimLeft", "stripLeading"], "Liquid, Python, JavaScript, Java", Name("trimStart")),
    row(&["rstrip", "trimRight", "stripTrailing"], "Liquid, Python, JavaScript, Java", Name("trimEnd")),
    row(&["trimPrefix", "removeprefix", "stripPrefix"], "Go, Sprig, Python", Name("removePrefix")),
    row(&["trimSuffix", "removesuffix", "stripSuffix"], "Go, Sprig, Python", Name("removeSuffix")),
    row(&["remove"], "Liquid", Call("replaceAll({}, \"\")")),
    row(&["replace", "replaceText", "str_replace"], "Jinja, Liquid, Go, JavaScript, Java", Name("replaceAll")),
    row(
        &["reReplaceAll", "regex_replace", "regexReplaceAll", "re_replace", "replace_regex", "regexReplace", "gsub"],
        "Alertmanager, Jinja, Sprig, Ansible, Ruby",
        Name("replaceRegex"),
    ),
    row(
        &["regexFind", "regex_search", "re_search", "regex_findall", "search"],
        "Sprig, Jinja, Ansible",
        Name("extractRegex"),
    ),
    row(&["regexMatch", "match", "regex_match", "reMatch", "test"], "Sprig, Go, Jinja, JavaScript", Name("matches")),
    row(&["startswith", "hasPrefix", "starts_with", "beginsWith"], "Python, Go, Sprig, PHP", Name("startsWith")),
    row(&["endswith", "hasSuffix", "ends_with"], "Python, Go, Sprig, PHP", Name("endsWith")),
    row(&["includes", "has", "include", "in"], "JavaScript, Sprig, Liquid", Name("contains")),
    row(&["eq", "equalTo", "is", "isEqualTo"], "Go, Jinja, Java, Handlebars", Name("equals")),
    row(
        &["equalsIgnoreCase"],
        "Java",
        Advice("compare texts of one letter case: `{{ #x.lowerCase().equals(\"…\") }}…{{ /x }}`"),
    ),
    row(
        &["and"],
        "Go, Handlebars",
        Advice("a section inside a section asks for both: `{{ #a }}{{ #b }}…{{ /b }}{{ /a }}`"),
    ),
    row(
        &["notEquals", "ne", "neq", "notEqual", "isNot", "isnt"],
        "Go, Keep, Handlebars",
        Advice("write the inverted section: `{{ ^x.equals(\"…\") }}…{{ /x }}`"),
    ),
    row(
        &["notContains", "notIncludes"],
        "Keep, Handlebars",
        Advice("write the inverted section: `{{ ^x.contains(\"…\") }}…{{ /x }}`"),
    ),
    row(
        &["isEmpty", "empty", "isBlank", "blank", "isNull", "isNone"],
        "Java, Sprig, Jinja, Liquid",
        Advice("write the inverted section: `{{ ^x }}…{{ /x }}` runs where x is missing or empty"),
    ),
    row(
        &["isNotEmpty", "isPresent", "present", "exists", "isDefined", "defined", "notEmpty"],
        "Java, Liquid, Jinja",
        Advice("write a section: `{{ #x }}…{{ /x }}` runs where x is there and not empty"),
    ),
    row(&["substr", "substringFrom", "mid"], "JavaScript, Sprig", Name("substring")),
    row(
        &["trunc", "truncatechars", "abbrev", "ellipsis", "cut", "shorten"],
        "Sprig, Django, Handlebars, Python",
        Name("truncate"),
    ),
    row(&["padLeft", "rjust", "leftPad", "lpad", "zfill"], "Java, Python, Lodash", Name("padStart")),
    row(&["padRight", "ljust", "rightPad", "rpad"], "Java, Python, Lodash", Name("padEnd")),
    row(&["concat", "cat", "suffix", "plusText"], "JavaScript, Sprig, Liquid", Name("append")),
    row(&["prefix"], "Handlebars", Name("prepend")),
    row(&["splitList", "splitlines", "tokenize", "explode"], "Sprig, Python, PHP", Name("split")),
    row(&["nindent", "indentLines"], "Sprig", Name("indent")),
    row(
        &["charAt", "at", "nth", "index", "get"],
        "Java, JavaScript, Jinja, Go",
        Advice("write the position in brackets: `x[0]`, `x[-1]`; of a text `x.substring(0, 1)`"),
    ),
    row(
        &["indexOf", "find", "strpos"],
        "Java, JavaScript, Python",
        Advice(
            "`contains(\"…\")` answers whether it is there; `substringAfter(\"…\")` and `substringBefore(\"…\")` cut there",
        ),
    ),
    row(
        &["default_if_none", "coalesce", "orElse", "or", "otherwise", "fallback", "ifEmpty", "d"],
        "Django, Sprig, Java, Jinja, SQL",
        Name("default"),
    ),
    row(
        &["ternary", "iif", "ifElse", "yesno", "if", "when", "cond"],
        "Sprig, Handlebars, Django, SQL",
        Advice(
            "write a section and its opposite, `{{ #x }}a{{ /x }}{{ ^x }}b{{ /x }}`, or `x.switch(\"key\", \"result\", \"else\")`",
        ),
    ),
    row(&["not", "negate"], "Go, Jinja", Advice("write the inverted section: `{{ ^x }}…{{ /x }}`")),
    row(
        &["pluralize", "plural", "singular"],
        "Django, Sprig, Rails",
        Advice("write both words: `n.switch(\"1\", \"alert\", \"alerts\")`"),
    ),
    row(
        &["emoji", "icon", "color"],
        "Slack, Alertmanager",
        Advice("write the table: `severity.switch(\"critical\", \"🔴\", \"warning\", \"🟡\", \"⚪\")`"),
    ),
    row(&["left"], "SQL, Excel", Call("substring(0, {})")),
    row(&["case", "mapValues", "translate", "lookup"], "SQL, Handlebars", Name("switch")),
    row(
        &["toString", "string", "str", "text", "print", "printf", "format", "sprintf"],
        "Java, Go, Jinja, Python",
        Advice(
            "every value prints as text by itself; join texts with `append(\"…\")`, or write them beside each other",
        ),
    ),
    row(
        &["safe", "raw", "safeHtml", "noescape"],
        "Jinja, Twig, Alertmanager",
        Advice("`{{{ x }}}` prints the value without escapes"),
    ),
    // Numbers
    row(&["plus", "sumWith"], "Liquid, Handlebars", Name("add")),
    row(&["minus", "sub"], "Liquid, Sprig", Name("subtract")),
    row(&["times", "mul"], "Liquid, Sprig", Name("multiply")),
    row(&["div", "dividedBy", "divided_by"], "Sprig, Liquid", Name("divide")),
    row(&["gt", "greater", "isGreaterThan", "moreThan"], "Go, Handlebars", Name("greaterThan")),
    row(&["lt", "less", "isLessThan"], "Go, Handlebars", Name("lessThan")),
    row(&["ge", "gte", "greaterOrEqual"], "Go, Handlebars", Name("atLeast")),
    row(&["le", "lte", "lessOrEqual"], "Go, Handlebars", Name("atMost")),
    row(&["roundTo", "toFixed", "toPrecision", "fixed"], "JavaScript", Name("round")),
    row(&["ceiling"], "SQL, C#", Name("ceil")),
    row(
        &["int", "toInt", "float", "number", "parseInt", "parseFloat", "atoi", "toNumber"],
        "Jinja, Sprig, JavaScript",
        Advice("a text that holds a number is one: `x.add(1)`; round it with `x.round()` or `x.floor()`"),
    ),
    row(
        &["humanize", "humanize1024", "filesizeformat", "bytes", "prettyBytes", "fileSize", "formatBytes"],
        "Prometheus, Jinja, Django",
        Name("humanizeBytes"),
    ),
    row(
        &["numberFormat", "number_format", "intcomma", "commafy", "toLocaleString", "addCommas"],
        "PHP, Twig, Django, JavaScript",
        Name("formatNumber"),
    ),
    row(
        &["humanizePercentage", "percent", "toPercent", "percentage"],
        "Prometheus",
        Advice("write `x.multiply(100).round(1)` and a `%`"),
    ),
    row(&["duration", "humanDuration", "prettyDuration", "toDuration"], "Sprig, Prometheus", Name("humanizeDuration")),
    // Arrays and objects
    row(&["size", "count", "len", "strlen"], "Liquid, Java, Jinja, Go, Python", Name("length")),
    row(&["map", "attributes", "mapBy", "collect"], "Liquid, Jinja, JavaScript, Ruby", Name("pluck")),
    row(&["filter", "select", "selectattr", "filterBy"], "JavaScript, Jinja, Liquid", Name("where")),
    row(&["reject", "rejectattr", "exclude"], "Jinja, Ruby", Name("whereNot")),
    row(&["limit", "take", "head", "top"], "Liquid, Lodash, Twig, Java", Call("slice(0, {})")),
    row(&["tail", "takeLast", "takeRight"], "Lodash, Java", Call("slice(-{})")),
    row(&["skip", "drop", "offset"], "Java, Lodash, Liquid", Name("slice")),
    row(&["rest"], "Sprig", Call("slice(1)")),
    row(&["uniq", "distinct", "dedupe"], "Liquid, Sprig, Java", Name("unique")),
    row(&["sorted", "order", "sort_natural"], "Python, Java, Liquid", Name("sort")),
    row(&["orderBy", "sort_by", "dictsort"], "SQL, Ruby, Jinja", Name("sortBy")),
    row(&["groupby", "group_by"], "Jinja, Liquid", Name("groupBy")),
    row(&["joinWith", "implode", "sortedPairsJoin"], "Sprig, PHP", Name("join")),
    row(&["flat", "flatMap"], "JavaScript, Java", Name("flatten")),
    row(&["reversed", "rev"], "Python, Go", Name("reverse")),
    row(
        &["items", "sortedPairs", "pairs", "toPairs", "entrySet"],
        "Jinja, Alertmanager, Lodash, Java",
        Name("entries"),
    ),
    row(&["keySet", "getKeys"], "Java", Name("keys")),
    row(&["total", "sumBy"], "Lodash", Name("sum")),
    row(&["avg", "mean"], "SQL, Python", Name("average")),
    row(
        &["each", "forEach", "range", "loop"],
        "Handlebars, JavaScript, Go",
        Advice("a section over a list runs for each item: `{{ #xs }}…{{ /xs }}`"),
    ),
    row(&["firstItem"], "Java", Name("first")),
    // Time
    row(
        &["date", "strftime", "formatDate", "dateFormat", "formatTime", "date_format", "toDate"],
        "Liquid, Jinja, Sprig, Java, Handlebars",
        Name("formatDateString"),
    ),
    row(&["fromUnix", "unixToDate", "fromtimestamp", "unixtime"], "Sprig, Python", Name("formatUnix")),
    row(
        &["toUnix", "unixEpoch", "timestamp", "epoch", "getTime", "unix"],
        "Sprig, Python, JavaScript, Moment",
        Choice(&["toUnixSec", "toUnixMs"]),
    ),
    row(
        &["since", "ago", "timeAgo", "fromNow", "humanizeTimestamp", "naturaltime", "timesince"],
        "Go, Sprig, Moment, Prometheus, Django",
        Choice(&["relativeTime", "age"]),
    ),
    row(
        &["diff", "timeDiff", "dateDiff", "elapsed", "durationSince", "durationUntil", "until", "between"],
        "Moment, SQL, Sprig, Java",
        Advice(
            "seconds between two fields: `endsAt.secondsSince($startsAt)`, up to now `startsAt.age()`; `humanizeDuration()` spells them",
        ),
    ),
    row(
        &["minutesSince", "hoursSince", "daysSince"],
        "Java, Ruby",
        Advice("seconds up to now are `startsAt.age()`; `humanizeDuration()` spells them, `divide(60)` makes minutes"),
    ),
    row(
        &["toISOString", "isoformat", "toRfc3339"],
        "JavaScript, Python, Go",
        Advice("write `x.formatDateString(\"%Y-%m-%dT%H:%M:%SZ\", \"UTC\")`"),
    ),
    row(
        &["dateModify", "addTime", "plusSeconds", "date_modify", "timedelta"],
        "Sprig, Java, Twig, Python",
        Name("addSeconds"),
    ),
    row(
        &["now", "today", "currentTime"],
        "Go, Jinja, JavaScript",
        Advice("the render's clock is the variable `@now`: `{{ @now.formatUnixMs(\"S\") }}`"),
    ),
    row(
        &["tz", "toTimezone", "inTimezone", "inZone", "toLocalTime"],
        "Twig, Moment, Java",
        Advice("the second argument of a date function is a zone: `at.formatDateString(\"L\", \"Europe/Berlin\")`"),
    ),
    row(&["strptime", "parseTime", "toDatetime", "as_datetime"], "Python, Go, Jinja", Name("parseDate")),
    // Encoding
    row(
        &["json", "tojson", "toJSON", "to_json", "dump", "jsonify", "stringify", "json_encode"],
        "Jinja, Sprig, Keep, Liquid, JavaScript, PHP",
        Name("toJson"),
    ),
    row(
        &["fromJson", "from_json", "fromjson", "json_decode", "loads"],
        "Sprig, Ansible, jq, PHP, Python",
        Name("parseJson"),
    ),
    row(
        &["urlquery", "urlencode", "url_encode", "encodeURIComponent", "queryEscape", "quote_plus"],
        "Go, Jinja, Liquid, JavaScript, Python",
        Name("urlEncode"),
    ),
    row(
        &["url_decode", "decodeURIComponent", "queryUnescape", "unquote"],
        "Liquid, JavaScript, Go, Python",
        Name("urlDecode"),
    ),
    row(
        &["b64enc", "base64", "b64encode", "btoa", "base64_encode"],
        "Sprig, Liquid, Ansible, JavaScript",
        Name("base64Encode"),
    ),
    row(&["b64dec", "b64decode", "atob", "base64_decode"], "Sprig, Ansible, JavaScript, Liquid", Name("base64Decode")),
    row(
        &["escape", "escape_once", "html", "e", "escapeHtml", "htmlspecialchars"],
        "Jinja, Liquid, Go, Java, PHP",
        Name("htmlEscape"),
    ),
    row(&["unescape", "html_unescape", "unescapeHtml", "htmlDecode"], "Python, Java, C#", Name("htmlUnescape")),
    row(&["escapeXml", "xmlencode"], "Java", Name("xmlEscape")),
    row(&["js", "escapeJson", "escapejs"], "Go, Java, Django", Name("jsonEscape")),
];

/// The row that has `name`, in whatever letter case.
pub fn foreign_name(name: &str) -> Option<&'static ForeignName> {
    FOREIGN_NAMES
        .iter()
        .find(|row| row.names.contains(&name))
        .or_else(|| FOREIGN_NAMES.iter().find(|row| row.names.iter().any(|known| known.eq_ignore_ascii_case(name))))
}

/// Pairs of which a name close to one in spelling is opposite in sense to the other.
const OPPOSITES: [(&str, &str); 14] = [
    ("unescape", "escape"),
    ("decode", "encode"),
    ("first", "last"),
    ("before", "after"),
    ("start", "end"),
    ("prefix", "suffix"),
    ("left", "right"),
    ("min", "max"),
    ("greater", "less"),
    ("least", "most"),
    ("upper", "lower"),
    ("floor", "ceil"),
    ("pick", "omit"),
    ("append", "prepend"),
];

/// Whether two names, close in spelling as they may be, mean the opposite of each other.
pub(super) fn are_opposite(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    is_negated(&a) != is_negated(&b)
        || OPPOSITES.iter().any(|(one, other)| {
            // `unescape` holds `escape`: which of the two a name has is the longer one.
            let side = |name: &str| match (name.contains(one), name.contains(other)) {
                (true, true) => Some(one.len() > other.len()),
                (true, false) => Some(true),
                (false, true) => Some(false),
                (false, false) => None,
            };
            matches!((side(&a), side(&b)), (Some(a), Some(b)) if a != b)
        })
}

/// Whether a name begins or ends with a word for not: `notX`, `isNotX`, `whereNot`.
fn is_negated(name: &str) -> bool {
    ["not", "isnot", "non", "dont", "doesnt", "isnt"].iter().any(|word| name.starts_with(word)) || name.ends_with("not")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::Registry;
    use std::collections::HashSet;

    #[test]
    fn every_name_is_there_once_and_leads_to_a_function() {
        let registry = Registry::standard();
        if cfg!(not(feature = "extensions")) {
            // The functions are not in this build.
            return;
        }
        let mut seen = HashSet::new();
        for row in FOREIGN_NAMES {
            for name in row.names {
                assert!(seen.insert(*name), "{name} twice");
                assert!(registry.get(name).is_none(), "{name} is a function here");
            }
            let targets = match row.target {
                Name(name) => vec![name],
                Call(call) => vec![call.split('(').next().unwrap_or_default()],
                Choice(names) => names.to_vec(),
                Advice(_) => vec![],
            };
            for target in targets {
                assert!(registry.get(target).is_some(), "{target} of {:?}", row.names);
            }
        }
    }

    #[test]
    fn opposites_are_seen_whatever_their_letters() {
        for (a, b) in [
            ("unescape", "htmlEscape"),
            ("urlDecode", "urlEncode"),
            ("notEquals", "equals"),
            ("substrBefore", "substringAfter"),
            ("xmlUnescape", "xmlEscape"),
            ("atMost", "atLeast"),
            ("where", "whereNot"),
            ("padStart", "padEnd"),
        ] {
            assert!(are_opposite(a, b) && are_opposite(b, a), "{a} {b}");
        }
        for (a, b) in
            [("htmlUnescap", "htmlUnescape"), ("uperCase", "upperCase"), ("note", "notes"), ("frist", "first")]
        {
            assert!(!are_opposite(a, b), "{a} {b}");
        }
    }
}
