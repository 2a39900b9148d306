//! Text that a function writes, charged while it grows.

use super::call::Call;
use itl_value::Value;

/// The debt, in bytes, at which it is charged: small pieces are then not free, and large ones are charged
/// before they are written.
const CHARGE_AT: usize = 4096;

/// Capacity for most results, so that text written in small pieces is not moved while it grows.
const FIRST_CAPACITY: usize = 64;

/// Collects text whose size is not known in advance.
pub(super) struct MeteredString {
    out: String,
    /// Bytes that are written but not charged yet.
    debt: usize,
}

/// The text that `write` appends; `None` if the render runs out of fuel.
///
/// If nothing else happens to the text before it is printed, it is written straight into the output, and the
/// returned value is an empty text.
pub(super) fn write_metered<'a>(
    call: &mut Call<'_, 'a>,
    write: impl FnOnce(&mut MeteredString, &mut Call<'_, 'a>) -> Option<()>,
) -> Option<Value<'a>> {
    let printed = call.printed.take();
    let out = printed.as_ref().map_or_else(|| String::with_capacity(FIRST_CAPACITY), |_| String::new());
    let mut text = MeteredString { out, debt: 0 };
    let Some(printed) = printed else {
        write(&mut text, call)?;
        call.charge_fuel(text.debt);
        return Some(Value::Text(text.out.into()));
    };
    std::mem::swap(&mut text.out, printed);
    let start = text.out.len();
    let written = write(&mut text, call);
    call.charge_fuel(text.debt);
    std::mem::swap(&mut text.out, printed);
    if written.is_none() {
        printed.truncate(start);
    }
    written.map(|()| Value::text(""))
}

/// Capacity for texts of a bounded length, such as dates.
const SHORT_CAPACITY: usize = 96;

/// The text that `write` appends, of a length that is bounded and charged afterwards. As in [`write_metered`] it is
/// written straight into the output where nothing else happens to it.
pub(super) fn write_short<'a>(call: &mut Call<'_, 'a>, write: impl FnOnce(&mut String)) -> Value<'a> {
    if let Some(printed) = call.printed.take() {
        let start = printed.len();
        write(printed);
        let written = printed.len() - start;
        call.charge_fuel(written);
        return Value::text("");
    }
    let mut out = String::with_capacity(SHORT_CAPACITY);
    write(&mut out);
    call.charge_fuel(out.len());
    Value::Text(out.into())
}

impl MeteredString {
    /// Appends `piece`; `None` if the render runs out of fuel.
    #[inline]
    pub(super) fn push(&mut self, piece: &str, call: &mut Call<'_, '_>) -> Option<()> {
        self.reserve(piece.len(), call)?.push_str(piece);
        Some(())
    }

    /// Charges `bytes` that the caller then appends to the returned text; `None` if the render runs out of
    /// fuel.
    #[inline]
    pub(super) fn reserve(&mut self, bytes: usize, call: &mut Call<'_, '_>) -> Option<&mut String> {
        // Even an empty piece costs something.
        self.debt = self.debt.saturating_add(bytes).saturating_add(1);
        if self.debt >= CHARGE_AT && !call.charge_fuel(std::mem::take(&mut self.debt)) {
            return None;
        }
        Some(&mut self.out)
    }
}
