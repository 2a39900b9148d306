//! The partials that misspelt names mean.

use crate::costs;
use crate::engine::Settings;
use std::sync::OnceLock;
#[cfg(feature = "help")]
use std::sync::{Mutex, PoisonError};

/// The names of all partials, listed once for a template, and what misspelt ones mean: a stream of events would list the
/// same folder for each of them.
#[derive(Debug, Default)]
pub(crate) struct NearPartials {
    names: OnceLock<Vec<String>>,
    #[cfg(feature = "help")]
    known: Mutex<Vec<(String, Option<String>)>>,
}

/// The most misspelt names that are remembered: a template has few, a payload that gives the names any number.
#[cfg(feature = "help")]
const MAX_KNOWN: usize = 64;

impl NearPartials {
    /// The name that is probably meant by one that is none, and the steps that finding it takes.
    pub(super) fn find(&self, name: &str, settings: &Settings) -> (Option<String>, u64) {
        let names = self.names.get_or_init(|| settings.partial_names());
        let steps = costs::names(name, names.len());
        #[cfg(feature = "help")]
        return (self.near(name, names), steps);
        #[cfg(not(feature = "help"))]
        (None, steps)
    }

    #[cfg(feature = "help")]
    fn near(&self, name: &str, names: &[String]) -> Option<String> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, near)) = known.iter().find(|(known, _)| known == name) {
            return near.clone();
        }
        let near = itl_text::closest(name, names.iter().map(String::as_str)).map(str::to_owned);
        if known.len() < MAX_KNOWN {
            known.push((name.to_owned(), near.clone()));
        }
        near
    }
}
