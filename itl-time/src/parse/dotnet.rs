//! The dates of .NET's JSON.

use super::cursor::Cursor;
use super::fields::Found;
use super::offset;
use super::unix::Number;
use crate::instant::UnixUnit;

/// `/Date(1674950737000)/`, `/Date(1674950737000+0100)/`: milliseconds, and an offset to show
/// them in.
pub(super) fn read<'t>(cursor: &mut Cursor<'t>) -> Option<Found<'t>> {
    cursor.eat(b'\\');
    if !cursor.eat_text("/Date(") {
        return None;
    }
    let number = Number::read(cursor)?;
    let offset = if cursor.peek() == Some(b')') { None } else { Some(offset::numeric(cursor)?) };
    if !cursor.eat(b')') {
        return None;
    }
    cursor.eat(b'\\');
    (cursor.eat(b'/') && cursor.at_end()).then_some(Found::Unix(number.instant(UnixUnit::Millis), offset))
}
