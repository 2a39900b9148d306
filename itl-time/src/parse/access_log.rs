//! The dates of web servers' access logs.

use super::cursor::Cursor;
use super::fields::{Fields, Found};
use super::{day_first, offset, time};

/// `29/Jan/2023:00:05:37 +0000`, also in the brackets that it stands in.
pub(super) fn read<'t>(cursor: &mut Cursor<'t>) -> Option<Found<'t>> {
    let in_brackets = cursor.eat(b'[');
    let day = cursor.one_or_two_digits()?;
    if !cursor.eat(b'/') {
        return None;
    }
    let month = day_first::month(cursor)?;
    if !cursor.eat(b'/') {
        return None;
    }
    let mut fields = Fields::date(cursor.four_digits()?, month, day);
    if !cursor.eat(b':') {
        return None;
    }
    fields.time = time::read(cursor, time::Form::Iso)?;
    if !in_brackets {
        fields.offset = offset::to_end(cursor)?;
        return Some(Found::Civil(fields));
    }
    if cursor.spaces() {
        fields.offset = offset::read(cursor)?;
    }
    (cursor.eat(b']') && cursor.at_end()).then_some(Found::Civil(fields))
}
