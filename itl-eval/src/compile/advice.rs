//! What is said of calls that cannot be made: unknown functions, wrong arguments, unknown zones.

use crate::functions::foreign::calls::{Rewrite, filled, positional, rewritten};
use crate::functions::foreign::{Target, foreign_name};
use crate::functions::{self, Function, Param, Registry};
use itl_syntax::ast::{self, Spelling};
use itl_syntax::foreign::quotes_around_commas;
use itl_syntax::literal::EscapeError;
use itl_syntax::{Code, Diagnostic, Span};
use itl_text::Quoted;
use itl_value::Kind;

/// Says which function is meant by a name that is none: one of another language, or one that is
/// close in spelling.
pub(super) fn unknown_function(call: &ast::Call<'_>, source: &str, registry: &Registry) -> Diagnostic {
    let new = |message| Diagnostic::new(Code::UnknownFunction, call.name_span, message);
    if functions::is_left_out(call.name) {
        return new(format!("the function {} is not part of this build", Quoted(call.name)))
            .help("it goes beyond ilert's own functions; the full build holds it");
    }
    let unknown = new(format!("unknown function {}", Quoted(call.name)));
    if cfg!(feature = "foreign")
        && let Some(foreign) = foreign_name(call.name)
    {
        return of_another_language(unknown, call, foreign.target, source, registry);
    }
    if !cfg!(feature = "help") {
        return unknown;
    }
    match registry.closest(call.name) {
        Some(close) => unknown.help(format_args!("did you mean `{close}`?")).suggest(call.name_span, close),
        None if cfg!(feature = "foreign") => unknown.help(nearest_subject(call.name, registry)),
        None => unknown,
    }
}

fn of_another_language(
    unknown: Diagnostic,
    call: &ast::Call<'_>,
    target: Target,
    source: &str,
    registry: &Registry,
) -> Diagnostic {
    let known = |name: &str| registry.get(name).is_some();
    let arguments: Vec<String> = call.args.iter().map(|arg| arg.span.of(source).to_owned()).collect();
    match target {
        Target::Name(name) if known(name) => {
            let unknown = unknown.help(format_args!("here it is `{name}`"));
            let rewrite = match positional(call.name, &arguments) {
                // An argument with a name is none here.
                Some((renamed, values)) if values != arguments => {
                    itl_syntax::foreign::Vocabulary::call(registry, renamed, &values)
                        .map_or(Rewrite::Unknown, Rewrite::Call)
                }
                Some(_) => rewritten(call.name, &arguments),
                None => Rewrite::Unknown,
            };
            match rewrite {
                Rewrite::Same => unknown.suggest(call.name_span, name),
                Rewrite::Call(written) => Diagnostic { help: None, ..unknown }
                    .help(format_args!("here it is `{written}`"))
                    .suggest(call.span, written),
                Rewrite::Unknown => unknown,
            }
        }
        Target::Call(pattern) if pattern.split('(').next().is_some_and(known) => match filled(pattern, &arguments) {
            Some(written) => unknown.help(format_args!("here it is `{written}`")).suggest(call.span, written),
            None => unknown.help(format_args!("here it is `{}`", pattern.replace("{}", "n"))),
        },
        Target::Choice(names) => {
            let names: Vec<_> = names.iter().filter(|name| known(name)).map(|name| format!("`{name}()`")).collect();
            unknown.help(format_args!("here it is {}", names.join(" or ")))
        }
        Target::Advice(advice) => unknown.help(advice),
        Target::Name(_) | Target::Call(_) => unknown.help("this build does not hold the function for it"),
    }
}

/// Words by which a subject is known in a function's name.
const SUBJECTS: [(&[&str], &str, &[&str]); 5] = [
    (
        &["date", "time", "day", "hour", "zone", "unix", "epoch", "month", "year", "clock"],
        "time",
        &["formatDateString", "formatUnix", "parseDate", "relativeTime", "age", "secondsSince"],
    ),
    (
        &["num", "round", "sum", "percent", "int", "float", "abs", "math", "bytes", "duration", "digit"],
        "numbers",
        &["add", "multiply", "round", "formatNumber", "humanizeBytes", "humanizeDuration"],
    ),
    (
        &["list", "array", "item", "each", "sort", "filter", "group", "key", "value", "entr", "where", "uniq"],
        "lists and objects",
        &["pluck", "where", "sortBy", "groupBy", "entries", "join"],
    ),
    (
        &["json", "url", "base64", "html", "xml", "code", "escape", "hash"],
        "encoding",
        &["toJson", "parseJson", "urlEncode", "base64Encode", "htmlEscape"],
    ),
    (&[""], "text", &["trim", "replaceAll", "substring", "split", "truncate", "upperCase"]),
];

/// Names the functions of the subject that a name speaks of.
fn nearest_subject(name: &str, registry: &Registry) -> String {
    let lower = name.to_ascii_lowercase();
    let subject = SUBJECTS.iter().find(|(words, ..)| words.iter().any(|word| lower.contains(word)));
    let Some((_, subject, functions)) = subject else { return "`itl functions` lists all".to_owned() };
    let held: Vec<_> =
        functions.iter().filter(|name| registry.get(name).is_some()).map(|name| format!("`{name}`")).collect();
    format!("no function has a name like that; for {subject} there are {} and others", held.join(", "))
}

/// Says how many arguments a function takes.
pub(super) fn arity(function: &Function, call: &ast::Call<'_>, source: &str) -> Diagnostic {
    let fits = |count: usize| count >= function.required() && function.at_most().is_none_or(|most| count <= most);
    if let Some((joined, found)) = quotes_around_commas(call, source)
        && fits(call.args.len() + 1 - joined)
    {
        return found;
    }
    let takes = match (function.required(), function.at_most()) {
        (1, None) => "one argument or more".to_owned(),
        (min, None) => format!("{min} arguments or more"),
        (0, Some(0)) => "no arguments".to_owned(),
        (1, Some(1)) => "one argument".to_owned(),
        (min, Some(max)) if min == max => format!("{min} arguments"),
        (min, Some(max)) => format!("{min} to {max} arguments"),
    };
    let given = match call.args.len() {
        0 => "none was given".to_owned(),
        1 => "one was given".to_owned(),
        n => format!("{n} were given"),
    };
    let found =
        Diagnostic::new(Code::WrongArity, call.span, format_args!("`{}` takes {takes}, {given}", function.name));
    if !cfg!(feature = "help") {
        return found;
    }
    semicolons(call).map_or_else(
        || found.clone().help(format_args!("it is called as `{}`", function.signature())),
        |(span, text)| found.clone().help("arguments are separated by commas").suggest(span, text),
    )
}

/// The argument of a call that holds semicolons, with commas in their place.
fn semicolons(call: &ast::Call<'_>) -> Option<(Span, String)> {
    let arg = call.args.iter().find(|arg| matches!(arg.spelling, Spelling::Bare(raw) if raw.contains(';')))?;
    Some((arg.span, arg.raw().replace(';', ",")))
}

/// Names the escape sequence of an argument that stands for no character.
pub(super) fn invalid_escape(arg: &ast::Arg<'_>, error: &EscapeError) -> Box<Diagnostic> {
    let base = arg.span.start as usize + usize::from(matches!(arg.spelling, Spelling::Quoted { .. }));
    let span = Span::new(base + error.start, base + error.end);
    Box::new(
        Diagnostic::new(Code::InvalidEscape, span, "this escape is not a character")
            .help("write `\\u{…}` with the hexadecimal number of a Unicode scalar value"),
    )
}

/// Names the units of time for an argument that is none of them.
pub(super) fn unknown_unit(arg: &ast::Arg<'_>, text: &str) -> Box<Diagnostic> {
    let message = format!("unknown unit of time {}", Quoted(text));
    Box::new(Diagnostic::new(Code::WrongType, arg.span, message).help(functions::number::UNITS_HELP))
}

/// Says that an argument is of another kind than the parameter takes.
pub(super) fn wrong_type(arg: &ast::Arg<'_>, param: Param) -> Box<Diagnostic> {
    let kind = param.kind.name();
    let found = Diagnostic::new(Code::WrongType, arg.span, format_args!("`{}` takes a {kind}", param.name));
    let raw = arg.raw();
    if !cfg!(feature = "help") {
        return Box::new(found);
    }
    if let Some(rest) =
        raw.trim().strip_prefix(['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}'])
    {
        let number = format!("-{}", rest.trim_start());
        let found = found.help("that is a dash, not a minus");
        let is_number = functions::number::is_number(&number);
        return Box::new(if is_number { found.suggest(arg.span, number) } else { found });
    }
    if matches!(arg.spelling, Spelling::Bare(_)) && raw.contains(';') {
        return Box::new(found.help("arguments are separated by commas").suggest(arg.span, raw.replace(';', ",")));
    }
    Box::new(found.label(arg.span, format_args!("expected a {kind}")))
}

/// Says that an array can only come from the payload.
pub(super) fn needs_reference(param: Param, span: Span) -> Box<Diagnostic> {
    let message = format!("`{}` takes an {}", param.name, param.kind.name());
    let help = "write a reference to a field that holds one, such as `$labels`";
    Box::new(Diagnostic::new(Code::WrongType, span, message).help(help))
}

/// Warns where the kinds are known and cannot fit.
pub(super) fn wrong_receiver(function: &Function, receiver: Kind, call: &ast::Call<'_>) -> Option<Diagnostic> {
    let fits = match function.receiver {
        Kind::Array | Kind::Object => matches!(receiver, Kind::Any) || receiver == function.receiver,
        Kind::Number | Kind::Instant => !matches!(receiver, Kind::Boolean | Kind::Array | Kind::Object),
        _ => true,
    };
    (!fits).then(|| {
        let message = format!(
            "`{}` works on {}, and the value before it is {}",
            function.name,
            function.receiver.name(),
            receiver.name()
        );
        Diagnostic::new(Code::WrongReceiver, call.name_span, message).help("the value is printed unchanged")
    })
}

/// Warns of slashes around a regular expression, as JavaScript, Ruby and Perl have them.
pub(super) fn regex_slashes(arg: &ast::Arg<'_>) -> Option<Diagnostic> {
    let raw = arg.raw();
    if !cfg!(feature = "foreign") {
        return None;
    }
    let (inside, flags) = raw.strip_prefix('/')?.rsplit_once('/')?;
    let is_flags = flags.chars().all(|c| matches!(c, 'i' | 'm' | 's' | 'g' | 'u'));
    let is_bare = matches!(arg.spelling, Spelling::Bare(_));
    // In quotes a path of a URL looks like that too.
    if inside.is_empty() || !is_flags || !(is_bare || inside.starts_with('^') || inside.ends_with('$')) {
        return None;
    }
    let flags: String = flags.chars().filter(|c| matches!(c, 'i' | 'm' | 's')).collect();
    let flags = if flags.is_empty() { flags } else { format!("(?{flags})") };
    let quote = if inside.contains('"') { '\'' } else { '"' };
    let found = Diagnostic::new(Code::RegexSlashes, arg.span, "the slashes belong to the regular expression here")
        .help("write it in quotes, without slashes");
    Some(found.suggest(arg.span, format_args!("{quote}{flags}{}{quote}", inside.replace("\\/", "/"))))
}

/// Warns of `\1` in a replacement.
pub(super) fn backslash_group(arg: &ast::Arg<'_>) -> Option<Diagnostic> {
    let raw = arg.raw();
    if !cfg!(feature = "foreign") {
        return None;
    }
    let mut text = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    let mut found = false;
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some(digit)) if digit.is_ascii_digit() => {
                text.push('$');
                found = true;
            }
            ('\\', Some(_)) => {
                text.push(c);
                text.extend(chars.next());
            }
            _ => text.push(c),
        }
    }
    found.then(|| {
        let quote = match arg.spelling {
            Spelling::Quoted { quote, .. } => quote,
            _ => '"',
        };
        Diagnostic::new(Code::ReplacementBackslash, arg.span, "groups are written `$1` in a replacement")
            .help("a backslash before a digit is text here")
            .suggest(arg.span, format_args!("{quote}{text}{quote}"))
    })
}
