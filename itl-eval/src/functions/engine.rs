//! The engine behind regular expressions.
//!
//! What a pattern means, what is wrong with it and whether it is too large is decided by
//! `itl-regex` wherever the engine runs. It is run by the crate `regex`, which is fast, or by
//! `itl-regex`, which is small; both give the same matches.

#[cfg(feature = "regex-perf")]
pub use ::regex::Regex;
pub(crate) use itl_regex::Error;
#[cfg(not(feature = "regex-perf"))]
pub use itl_regex::Regex;

/// Compiles `pattern` into at most `most` bytes; tells how many it counts for.
pub(crate) fn compile(pattern: &str, most: usize) -> Result<(Regex, usize), Error> {
    let regex = itl_regex::Regex::new(pattern, most)?;
    let size = regex.size();
    #[cfg(feature = "regex-perf")]
    let regex = {
        // Far more than it takes: what is too large has been refused.
        let most = size.saturating_mul(16).max(1 << 20);
        ::regex::RegexBuilder::new(regex.as_str()).size_limit(most).build().map_err(|_| Error::TooBig)?
    };
    Ok((regex, size))
}
