//! What a comment says to a tool: settings, each on a line of its own that begins with `@`.

/// The text between a comment's exclamation mark and its closing delimiter.
pub fn inside<'s>(tag: &'s str, close: &str) -> &'s str {
    let inside = tag.split_once('!').map_or("", |(_, inside)| inside);
    inside.strip_suffix(close).unwrap_or(inside)
}

/// A line of a comment that sets something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting<'s> {
    /// What stands after the `@`, up to whitespace.
    pub name: &'s str,
    /// The rest of the line, without whitespace around it.
    pub value: &'s str,
    /// Where the `@` stands, in bytes of the comment's text.
    pub start: usize,
    /// Where the value ends, in bytes of the comment's text.
    pub end: usize,
}

/// The settings of a comment's text.
///
/// ```
/// use itl_syntax::comment::settings;
/// let found: Vec<_> = settings(" @escape xml\n by hand\n @cache ").map(|one| (one.name, one.value)).collect();
/// assert_eq!(found, [("escape", "xml"), ("cache", "")]);
/// ```
pub fn settings(text: &str) -> impl Iterator<Item = Setting<'_>> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let line_start = at;
        at += line.len();
        let start = line_start + (line.len() - line.trim_start().len());
        let body = line.trim();
        let rest = body.strip_prefix('@').filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))?;
        let (name, value) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        Some(Setting { name, value: value.trim(), start, end: start + body.len() })
    })
}
