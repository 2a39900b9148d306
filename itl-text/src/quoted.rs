//! Names in messages.

use std::fmt;

/// The most characters of a name that a message shows. A path may be as long as a template.
const MAX_SHOWN: usize = 80;

/// A name between backticks, cut if it is long.
pub struct Quoted<'t>(pub &'t str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(MAX_SHOWN) {
            Some((end, _)) => write!(f, "`{}…`", self.0.get(..end).unwrap_or_default()),
            None => write!(f, "`{}`", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_SHOWN, Quoted};

    #[test]
    fn long_names_are_cut_between_characters() {
        let name = "ä".repeat(MAX_SHOWN);
        assert_eq!(Quoted("host").to_string(), "`host`");
        assert_eq!(Quoted(&name).to_string(), format!("`{name}`"));
        assert_eq!(Quoted(&format!("{name}.x")).to_string(), format!("`{name}…`"));
    }
}
