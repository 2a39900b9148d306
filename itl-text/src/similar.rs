//! The known word closest to a misspelt one.

/// Words of more characters are compared with none: it takes time proportional to the square of their length.
pub const MAX_COMPARED: usize = 64;

/// The candidate closest to `word`, if it is close enough to be meant: one edit for three characters, the same word
/// in another case, or a word that begins with it. Of two characters one may be left out; any two keys of one
/// character are one edit apart.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    closest_of(word, &mut candidates.into_iter())
}

/// One function for every kind of candidates, since each copy of it counts in the browser build.
fn closest_of<'a>(word: &str, candidates: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if length > MAX_COMPARED {
        return None;
    }
    let lower = crate::case::lower(word);
    let max = if length < 3 { 0 } else { length / 3 };
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other = candidate.chars().count();
        let max = if length == 2 && other == 3 { 1 } else { max };
        if other > MAX_COMPARED || (other.abs_diff(length) > max && !prefixed(&lower, candidate)) {
            continue;
        }
        let away = if crate::case::lower(candidate) == lower {
            0
        } else if prefixed(&lower, candidate) {
            1
        } else {
            distance(&lower, &crate::case::lower(candidate))
        };
        if away <= max && best.is_none_or(|(closest, _)| away < closest) {
            best = Some((away, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Whether the candidate begins with the word, as `upperCase` with `upper`.
fn prefixed(lower: &str, candidate: &str) -> bool {
    let candidate = crate::case::lower(candidate);
    lower.len() >= 3 && candidate.starts_with(lower)
}

/// The number of edits between two words. A swap of neighbours is one edit.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let width = b.len() + 1;
    let mut rows = vec![0; width * (a.len() + 1)];
    let cell = |rows: &[usize], i: usize, j: usize| rows.get(i * width + j).copied().unwrap_or(usize::MAX / 2);
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            let value = if i == 0 || j == 0 {
                i + j
            } else {
                let same = a.get(i - 1) == b.get(j - 1);
                let mut value = (cell(&rows, i - 1, j) + 1)
                    .min(cell(&rows, i, j - 1) + 1)
                    .min(cell(&rows, i - 1, j - 1) + usize::from(!same));
                if i > 1 && j > 1 && a.get(i - 1) == b.get(j - 2) && a.get(i - 2) == b.get(j - 1) {
                    value = value.min(cell(&rows, i - 2, j - 2) + 1);
                }
                value
            };
            if let Some(slot) = rows.get_mut(i * width + j) {
                *slot = value;
            }
        }
    }
    cell(&rows, a.len(), b.len())
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn finds_what_was_meant_and_nothing_far_off() {
        let known = ["upperCase", "lowerCase", "trim", "join", "joinFromObjectArray"];
        assert_eq!(closest("uperCase", known), Some("upperCase"));
        assert_eq!(closest("uppercase", known), Some("upperCase"));
        assert_eq!(closest("upper", known), Some("upperCase"));
        assert_eq!(closest("tirm", known), Some("trim"));
        assert_eq!(closest("frobnicate", known), None);
        assert_eq!(closest("", known), None);
        assert_eq!(closest("A", ["B"]), None);
        assert_eq!(closest("A", ["B", "a"]), Some("a"));
        assert_eq!(closest("id", ["ip"]), None);
        assert_eq!(closest("ur", ["ip", "url"]), Some("url"));
    }
}
