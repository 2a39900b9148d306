//! How a call ended.

use itl_wire::json::Writer;
use itl_wire::options::Refused;

/// `ITL_OK`: there are no notes.
pub const OK: i32 = 0;
/// `ITL_NOTED`: the notes belong to the result.
pub const NOTED: i32 = 1;
/// `ITL_REFUSED`: the call was wrong, and the notes say how.
pub const REFUSED: i32 = 2;
/// `ITL_FAILED`: a defect of the engine was caught; the notes say which.
pub const FAILED: i32 = 3;

/// What a call made.
pub(crate) struct Outcome {
    pub(crate) status: i32,
    pub(crate) handle: u64,
    pub(crate) text: String,
    pub(crate) notes: String,
}

impl Outcome {
    /// A text with notes, which may be empty.
    pub(crate) fn new(text: String, notes: String) -> Self {
        let status = if notes.is_empty() { OK } else { NOTED };
        Self { status, handle: 0, text, notes }
    }

    /// A defect, by what its panic said.
    pub(crate) fn failed(message: &str) -> Self {
        let refusal = Refusal { code: "internal", argument: String::new(), message: message.to_owned() };
        Self { status: FAILED, ..refusal.into() }
    }
}

/// Why there is no result.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// `invalid-argument`, `released`, `unsupported` or `internal`.
    pub(crate) code: &'static str,
    /// What is wrong, such as `options.timezone`.
    pub(crate) argument: String,
    pub(crate) message: String,
}

impl Refusal {
    pub(crate) fn new(argument: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: "invalid-argument", argument: argument.into(), message: message.into() }
    }
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        let code = if refused.unsupported { "unsupported" } else { "invalid-argument" };
        Self { code, argument: refused.argument.into(), message: refused.message }
    }
}

impl From<Refusal> for Outcome {
    fn from(refusal: Refusal) -> Self {
        let mut w = Writer::new();
        w.object(|w| {
            w.key("code").text(refusal.code);
            w.key("argument").text(&refusal.argument);
            w.key("message").text(&refusal.message);
        });
        Self { status: REFUSED, handle: 0, text: String::new(), notes: w.finish() }
    }
}
