//! Functions that write and read other formats.

mod base64;
mod escape;
mod json;
mod url;

use super::Function;

pub(super) fn rows() -> Vec<Function> {
    [json::rows(), escape::rows(), url::rows(), base64::rows()].concat()
}
