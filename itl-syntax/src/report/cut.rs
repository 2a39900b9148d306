//! The part of a source that a diagnostic is drawn with.
//!
//! The drawing library walks over all that it is given, and a template may be one line of a
//! megabyte with a thousand mistakes in it.

use crate::span::slice;
use memchr::{memchr, memchr_iter, memrchr};
use std::borrow::Cow;
use std::ops::Range;

/// Columns that line numbers and margins take.
const MARGIN: usize = 10;
/// A line never has less room than this.
const MIN_LINE: usize = 30;
/// At most as many bytes are shown on either side of a place in a longer line.
const BESIDE: usize = 60;
/// As many bytes of a place itself are shown.
const PLACE: usize = 400;
/// Places with more lines between them are shown apart.
const APART: usize = 20;

/// Lines of a source, long ones cut around the places that matter.
pub(super) struct Cut<'s> {
    /// What is shown.
    pub(super) text: Cow<'s, str>,
    /// The number of its first line in the source, from 1.
    pub(super) line: usize,
    /// What is kept of the source, and where it stands in the text.
    pieces: Vec<(Range<usize>, usize)>,
}

impl<'s> Cut<'s> {
    /// The lines of `source` on which the places stand, in a drawing of that many columns.
    pub(super) fn new(source: &'s str, places: &[Range<usize>], columns: usize) -> Self {
        let room = columns.saturating_sub(MARGIN).max(MIN_LINE);
        let places: Vec<_> = places.iter().map(|place| shortened(source, place)).collect();
        let first = places.iter().map(|place| place.start).min().unwrap_or(0);
        let last = places.iter().map(|place| place.end).max().unwrap_or(0);
        let (start, end) = (line_start(source, first), line_end(source, last));
        let line = memchr_iter(b'\n', slice(source, ..start).as_bytes()).count() + 1;
        let lines = slice(source, start..end);
        if lines.split('\n').all(|line| line.len() <= room) {
            return Self { text: lines.into(), line, pieces: vec![(start..end, 0)] };
        }
        let mut cut = Self { text: Cow::Borrowed(""), line, pieces: Vec::new() };
        let mut text = String::new();
        let mut at = start;
        for (i, line) in lines.split('\n').enumerate() {
            if i > 0 {
                text.push('\n');
            }
            cut.add(source, at..at + line.len(), &places, room, &mut text);
            at += line.len() + 1;
        }
        cut.text = text.into();
        cut
    }

    /// Adds what is shown of a line in `room` bytes.
    fn add(&mut self, source: &str, line: Range<usize>, places: &[Range<usize>], room: usize, text: &mut String) {
        let mut windows = if line.len() <= room {
            vec![line.clone()]
        } else {
            let on_line = places.iter().filter(|place| place.start <= line.end && place.end >= line.start);
            on_line
                .map(|place| {
                    let (start, end) = (place.start.max(line.start), place.end.min(line.end));
                    let end = end.min(start + room);
                    let beside = (room.saturating_sub(end - start + 6) / 2).min(BESIDE);
                    boundary(source, start.saturating_sub(beside)).max(line.start)
                        ..boundary(source, end + beside).min(line.end)
                })
                .collect()
        };
        if windows.is_empty() {
            windows.push(line.start..boundary(source, line.start + BESIDE.min(room)));
        }
        windows.sort_by_key(|window| window.start);
        let mut shown = line.start;
        for window in windows {
            let window = window.start.max(shown)..window.end.max(shown);
            if window.start > shown {
                text.push('…');
            }
            self.pieces.push((window.clone(), text.len()));
            text.push_str(slice(source, window.clone()));
            shown = window.end;
        }
        if shown < line.end {
            text.push('…');
        }
    }

    /// Where a place of the source stands in the text.
    pub(super) fn place(&self, source: &str, place: &Range<usize>) -> Range<usize> {
        let place = shortened(source, place);
        let start = self.offset(place.start);
        start..self.offset(place.end).max(start)
    }

    fn offset(&self, at: usize) -> usize {
        let piece = self.pieces.iter().find(|(kept, _)| at <= kept.end).or(self.pieces.last());
        piece.map_or(0, |(kept, start)| start + at.clamp(kept.start, kept.end) - kept.start)
    }
}

/// A place brought inside the source, and not longer than what is shown of one.
fn shortened(source: &str, place: &Range<usize>) -> Range<usize> {
    let start = boundary(source, place.start);
    start..boundary(source, place.end.min(start + PLACE)).max(start)
}

/// Line and column of a place, both from 1, the column in characters.
pub(super) fn position(source: &str, at: usize) -> (usize, usize) {
    let at = boundary(source, at);
    let start = line_start(source, at);
    let line = memchr_iter(b'\n', slice(source, ..start).as_bytes()).count() + 1;
    (line, slice(source, start..at).chars().count() + 1)
}

/// Whether two places are too far from each other to be drawn in one piece.
pub(super) fn apart(source: &str, a: &Range<usize>, b: &Range<usize>) -> bool {
    let (a, b) = (boundary(source, a.start), boundary(source, b.start));
    let between = slice(source, a.min(b)..a.max(b));
    memchr_iter(b'\n', between.as_bytes()).nth(APART).is_some()
}

fn line_start(source: &str, at: usize) -> usize {
    memrchr(b'\n', slice(source, ..at).as_bytes()).map_or(0, |newline| newline + 1)
}

fn line_end(source: &str, at: usize) -> usize {
    memchr(b'\n', slice(source, at..).as_bytes()).map_or(source.len(), |newline| at + newline)
}

/// The start of the character at an offset, or the source's end.
pub(super) fn boundary(source: &str, at: usize) -> usize {
    let mut at = at.min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}
