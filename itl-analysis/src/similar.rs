//! "Did you mean": the known key closest to a mistyped one.

/// Words longer than this are not compared: nobody mistypes them, and the distance costs its
/// square.
const LONGEST: usize = 64;

/// The candidate closest to `word`: at most one edit in three characters away, or the same word
/// in another case.
pub(crate) fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if length == 0 || length > LONGEST {
        return None;
    }
    let lower = itl_eval::lower(word);
    let most = (length / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == word || candidate.chars().count().abs_diff(length) > most {
            continue;
        }
        let away = strsim::osa_distance(&lower, &itl_eval::lower(candidate));
        if away <= most && best.is_none_or(|(least, _)| away < least) {
            best = Some((away, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn finds_what_was_meant_and_nothing_far_off() {
        let known = ["host", "hostname", "severity", "alertName"];
        assert_eq!(closest("hots", known), Some("host"));
        assert_eq!(closest("alertname", known), Some("alertName"));
        assert_eq!(closest("sevrity", known), Some("severity"));
        assert_eq!(closest("region", known), None);
        assert_eq!(closest("", known), None);
    }
}
