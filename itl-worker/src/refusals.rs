//! What the log has said of refused templates.

use crate::templates::{Refused, line};
use std::sync::{Mutex, PoisonError};

/// What the last reload refused, in the words of the log.
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<Vec<String>>);

impl Refusals {
    /// What there is to say of a reload: nothing, if the one before refused the same for the same reasons. A log that is
    /// written into the watched folder makes another reload, and comes to an end so.
    pub(crate) fn news<'r>(&self, refused: &'r [Refused]) -> &'r [Refused] {
        let words = |one: &Refused| {
            let about = format!("{} {}", one.name, one.stays.as_deref().unwrap_or_default());
            std::iter::once(about).chain(one.errors.iter().map(line)).collect::<Vec<_>>()
        };
        let now: Vec<String> = refused.iter().flat_map(words).collect();
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if *last == now {
            return &[];
        }
        *last = now;
        refused
    }
}

#[cfg(test)]
mod tests {
    use super::Refusals;
    use crate::templates::Refused;

    #[test]
    fn a_refusal_is_news_once() {
        let refused = |name: &str, stays: Option<&str>| {
            vec![Refused { name: name.into(), errors: Vec::new(), stays: stays.map(str::to_owned) }]
        };
        let refusals = Refusals::default();
        assert_eq!(refusals.news(&refused("disk", Some("1"))).len(), 1);
        assert_eq!(refusals.news(&refused("disk", Some("1"))).len(), 0);
        assert_eq!(refusals.news(&refused("disk", None)).len(), 1, "there is no older version any more");
        assert_eq!(refusals.news(&[]).len(), 0);
        assert_eq!(refusals.news(&refused("disk", None)).len(), 1, "it was mended meanwhile");
    }
}
