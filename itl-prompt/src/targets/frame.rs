//! What a target writes around a turn that is one text: most turns are, and most of what stands around them is the same.

use super::{Job, Said, groups, write_each};
use crate::json::Writer;
use crate::role::Role;
use crate::turn::{Str, Turn};
use itl_eval::Escape;
use itl_syntax::Diagnostics;

/// JSON before and after the text of a turn.
struct Frame {
    /// With the comma that separates it from a turn before.
    before: String,
    after: String,
}

/// What stands around a text of the user's and of the assistant's.
#[derive(Default)]
pub(crate) struct Frames {
    user: Option<Frame>,
    assistant: Option<Frame>,
}

impl Frames {
    /// Appends a turn that is one text of the user's or the assistant's to an array that is open at the end of `out`.
    /// Returns false, and appends nothing, where there is no frame.
    #[inline]
    pub(crate) fn write(&self, role: Role, text: &str, out: &mut String) -> bool {
        let frame = if role == Role::User { &self.user } else { &self.assistant };
        let Some(Frame { before, after }) = frame else { return false };
        let before = if out.ends_with('[') { before.get(1..).unwrap_or_default() } else { before };
        out.push_str(before);
        Escape::Json.write(text, out);
        out.push_str(after);
        true
    }
}

/// Makes the frames of a job, unless it has them, of what its target writes of turns without a word.
pub(super) fn make(job: &mut Job<'_>) {
    // Of a few turns each is written for itself.
    const FEW: usize = 8;
    if cfg!(feature = "stream") && job.frames.user.is_none() && (job.turns.len() > FEW || !job.is_end) {
        job.frames = Frames { user: frame(job, Role::User), assistant: frame(job, Role::Assistant) };
    }
}

fn frame(job: &Job<'_>, role: Role) -> Option<Frame> {
    let turn = Turn::of_text(role, 0, Str::default());
    let mut aside = Job {
        turns: &[&turn],
        said: Said::default(),
        is_end: false,
        ids: None,
        frames: Frames::default(),
        found: Diagnostics::new(),
        ..*job
    };
    let mut out = String::new();
    let groups = groups(&mut aside);
    write_each(&mut aside, &mut Writer::new(&mut out), &groups);
    let (before, after) = out.split_once("\"\"")?;
    Some(Frame { before: format!(",{before}\""), after: format!("\"{after}") })
}

impl Job<'_> {
    /// Writes a turn that is one text of the user's or the assistant's. Returns false, and writes nothing, where it is more.
    #[inline]
    pub(super) fn write_plain(&self, w: &mut Writer<'_>, turn: &Turn) -> bool {
        if cfg!(not(feature = "stream")) {
            return false;
        }
        turn.plain_text().is_some_and(|text| w.item(|out| self.frames.write(turn.role, self.texts.get(text), out)))
    }
}
