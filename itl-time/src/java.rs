//! The date patterns of Java and their relatives, as strftime patterns.

/// The strftime pattern that prints what a Java date pattern such as `dd.MM.yyyy HH:mm` would.
///
/// The letters are those of `java.time.format.DateTimeFormatter`, as far as strftime has them;
/// those of .NET and moment.js that mean the same are understood too. None for a text that has
/// other letters outside quotes, or is no date pattern: one that means something has two letters
/// of different kinds, or a run of letters.
///
/// ```
/// use itl_time::strftime_of_java;
///
/// assert_eq!(strftime_of_java("dd.MM.yyyy HH:mm").as_deref(), Some("%d.%m.%Y %H:%M"));
/// assert_eq!(strftime_of_java("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").as_deref(), Some("%Y-%m-%dT%H:%M:%S.%3f%:z"));
/// assert_eq!(strftime_of_java("FULL"), None);
/// ```
pub fn strftime_of_java(pattern: &str) -> Option<String> {
    /// Longer texts are no patterns.
    const MAX_PATTERN: usize = 100;
    if pattern.len() > MAX_PATTERN {
        return None;
    }
    let mut out = String::new();
    let mut rest = pattern;
    let mut kinds = 0;
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            rest = literal(rest, &mut out)?;
            continue;
        }
        let length = rest.chars().take_while(|next| *next == first).count() * first.len_utf8();
        let (run, after) = rest.split_at_checked(length)?;
        if first.is_ascii_alphabetic() {
            out.push_str(specifier(first, run.len())?);
            kinds += 1;
        } else {
            out.push_str(&run.replace('%', "%%"));
        }
        rest = after;
    }
    // A single letter is a style, and a word of one repeated letter says little.
    (kinds > 1 || matches!(pattern, "yyyy" | "YYYY" | "MMMM" | "EEEE" | "HH" | "MM" | "dd")).then_some(out)
}

/// Takes a text in quotes; two of them are one that is meant.
fn literal<'t>(text: &'t str, out: &mut String) -> Option<&'t str> {
    let mut rest = text.strip_prefix('\'')?;
    if let Some(after) = rest.strip_prefix('\'') {
        out.push('\'');
        return Some(after);
    }
    loop {
        let end = rest.find('\'')?;
        out.push_str(&rest.get(..end)?.replace('%', "%%"));
        rest = rest.get(end + 1..)?;
        match rest.strip_prefix('\'') {
            Some(after) => {
                out.push('\'');
                rest = after;
            }
            None => return Some(rest),
        }
    }
}

/// The specifier of a letter that is written so many times.
fn specifier(letter: char, count: usize) -> Option<&'static str> {
    Some(match (letter, count) {
        ('y' | 'u' | 'Y', 2) => "%y",
        ('y' | 'u' | 'Y', 1 | 4) => "%Y",
        ('M' | 'L', 1) => "%-m",
        ('M' | 'L', 2) => "%m",
        ('M' | 'L', 3) => "%b",
        ('M' | 'L', 4) => "%B",
        ('d' | 'D', 1) => "%-d",
        ('d' | 'D', 2) => "%d",
        ('D', 3) => "%j",
        ('d' | 'E' | 'e', 3) | ('E', 1 | 2) => "%a",
        ('d' | 'E' | 'e', 4) => "%A",
        ('H', 1) => "%-H",
        ('H', 2) => "%H",
        ('h', 1) => "%-I",
        ('h', 2) => "%I",
        ('m', 1) => "%-M",
        ('m', 2) => "%M",
        ('s', 1) => "%-S",
        ('s', 2) => "%S",
        ('S' | 'f' | 'n', 3) => "%3f",
        ('S' | 'f' | 'n', 6) => "%6f",
        ('S' | 'f' | 'n', 9) => "%9f",
        ('a' | 'A', 1) | ('t', 2) => "%p",
        ('z' | 'v', 1..=3) | ('V', 2) => "%Z",
        ('Z', 1..=3) | ('X' | 'x', 2) => "%z",
        ('X' | 'x' | 'Z', 3 | 5) | ('K', 1) => "%:z",
        ('X' | 'x', 1) => "%:::z",
        ('w', 1 | 2) => "%V",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::strftime_of_java;
    use crate::Pattern;

    #[test]
    fn patterns() {
        for (java, strftime) in [
            ("dd.MM.yyyy HH:mm", "%d.%m.%Y %H:%M"),
            ("dd.MM.yyyy", "%d.%m.%Y"),
            ("d.M.yy H:mm", "%-d.%-m.%y %-H:%M"),
            ("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "%Y-%m-%dT%H:%M:%S.%3f%:z"),
            ("yyyy-MM-dd HH:mm:ss Z", "%Y-%m-%d %H:%M:%S %z"),
            ("EEE, d MMM yyyy HH:mm:ss z", "%a, %-d %b %Y %H:%M:%S %Z"),
            ("EEEE, MMMM d, yyyy 'at' h:mm a", "%A, %B %-d, %Y at %-I:%M %p"),
            ("YYYY-MM-DD HH:mm:ss", "%Y-%m-%d %H:%M:%S"),
            ("MM/dd/yyyy hh:mm:ss tt", "%m/%d/%Y %I:%M:%S %p"),
            ("HH:mm 'o''clock 100%'", "%H:%M o'clock 100%%"),
            ("h''m", "%-I'%-M"),
            ("yyyy", "%Y"),
        ] {
            assert_eq!(strftime_of_java(java).as_deref(), Some(strftime), "{java}");
            assert!(Pattern::compile(strftime).is_ok(), "{strftime}");
        }
    }

    #[test]
    fn other_texts() {
        for text in ["", "X", "f", "FULL", "MEDIUM", "short", "yyyyyyy", "'open", "q", "at HH:mm", "%Y"] {
            assert_eq!(strftime_of_java(text), None, "{text}");
        }
        assert_eq!(strftime_of_java(&"d.M".repeat(100_000)), None);
    }
}
