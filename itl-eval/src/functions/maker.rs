//! Text in the making, paid for while it grows.

use super::Call;
use itl_value::Value;

/// How much may stand on the bill before it is paid: small pieces are then not free, and large
/// ones are paid before they are made.
const SLICE: usize = 4096;

/// Room for most results, so that text made of small pieces does not move while it grows.
const FIRST: usize = 64;

/// Collects text whose size is not known before it is made.
pub(super) struct Maker {
    out: String,
    owed: usize,
}

/// The text that `write` makes; `None` where the render cannot afford it.
///
/// Where the text is the last thing to be done for a tag, it is written where it is printed, and
/// the value is an empty rest.
pub(super) fn made<'a>(
    call: &mut Call<'_, 'a>,
    write: impl FnOnce(&mut Maker, &mut Call<'_, 'a>) -> Option<()>,
) -> Option<Value<'a>> {
    let printed = call.printed.take();
    let out = printed.as_ref().map_or_else(|| String::with_capacity(FIRST), |_| String::new());
    let mut maker = Maker { out, owed: 0 };
    let Some(printed) = printed else {
        write(&mut maker, call)?;
        call.afford(maker.owed);
        return Some(Value::Text(maker.out.into()));
    };
    std::mem::swap(&mut maker.out, printed);
    let start = maker.out.len();
    let done = write(&mut maker, call);
    call.afford(maker.owed);
    std::mem::swap(&mut maker.out, printed);
    if done.is_none() {
        printed.truncate(start);
    }
    done.map(|()| Value::text(""))
}

impl Maker {
    /// Appends `piece`; `None` where the render cannot afford it.
    #[inline]
    pub(super) fn push(&mut self, piece: &str, call: &mut Call<'_, '_>) -> Option<()> {
        self.room(piece.len(), call)?.push_str(piece);
        Some(())
    }

    /// Makes room for `bytes` that a writer then puts into the text itself.
    #[inline]
    pub(super) fn room(&mut self, bytes: usize, call: &mut Call<'_, '_>) -> Option<&mut String> {
        // A piece costs something also where it is empty.
        self.owed = self.owed.saturating_add(bytes).saturating_add(1);
        if self.owed >= SLICE && !call.afford(std::mem::take(&mut self.owed)) {
            return None;
        }
        Some(&mut self.out)
    }
}
