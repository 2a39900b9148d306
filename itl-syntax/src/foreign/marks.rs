//! The marks by which tags of other languages trim whitespace: `{{- x -}}`, `{{~ x ~}}`.

use crate::literal::is_blank;

/// The inside of a tag between trim marks; `None` where there are none.
pub(super) fn without_marks(inner: &str) -> Option<&str> {
    let front = inner.strip_prefix('~').or_else(|| inner.strip_prefix('-').filter(|rest| rest.starts_with(is_blank)));
    let rest = front.unwrap_or(inner);
    let back = rest.strip_suffix('~').or_else(|| rest.strip_suffix('-').filter(|rest| rest.ends_with(is_blank)));
    (front.is_some() || back.is_some()).then(|| back.unwrap_or(rest).trim_matches(is_blank))
}
