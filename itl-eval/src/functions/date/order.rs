//! Arrays in the order of time.

use super::read::{charge, instant_of, is_zero};
use crate::functions::array::{on_list, sorting};
use crate::functions::{Call, ParamKind, Row, Yields, example, param};
use itl_time::Instant;
use itl_value::{Kind, Value};

pub(super) const ROWS: &[Row] = &[Row {
    name: "sortByTime",
    receiver: Kind::Array,
    params: &[param("key", ParamKind::Key)],
    returns: Kind::Array,
    portable: false,
    yields: Yields::Receiver,
    doc: "The items in the order of a key's instants, the earliest first; items without an instant come before \
          them.",
    examples: &[
        example(
            r#"[{"at": "2023-01-29T01:00:00+02:00"}, {"at": "2023-01-28T22:59:00Z"}]"#,
            r#"sortByTime("at").pluck("at").join(" ")"#,
            "2023-01-28T22:59:00Z 2023-01-29T01:00:00+02:00",
        ),
        example(r#"[{"at": 1674950737}, {}, {"at": 0}]"#, r#"sortByTime("at")"#, r#"[{},{"at":0},{"at":1674950737}]"#),
        example(r#""x""#, r#"sortByTime("at")"#, "x"),
    ],
    run: sort_by_time,
    ..Row::BASE
}];

fn sort_by_time<'a>(value: Value<'a>, call: &mut Call<'_, 'a>) -> Value<'a> {
    let (Some(key), zone) = (call.key(0), call.zone) else { return value };
    on_list(value, call, |list, call| {
        if !sorting::<Option<Instant>>(list, call) {
            return Vec::new();
        }
        let mut items = Vec::with_capacity(list.len());
        let mut unread = 0_usize;
        for item in list.iter() {
            let found = item.follow_key_path(key);
            charge(&found, call);
            if call.is_out() {
                break;
            }
            let instant = instant_of(&found, zone);
            unread += usize::from(instant.is_none() && !found.is_empty() && !is_zero(&found));
            items.push((instant, item));
        }
        let rounds = items.len().max(2).ilog2() as usize;
        call.charge_fuel(items.len().saturating_mul(rounds).saturating_mul(4));
        items.sort_by_key(|(instant, _)| *instant);
        if unread > 0 {
            let noun = if unread == 1 { "item has" } else { "items have" };
            let _ = call.failed(Value::Missing, format!("{unread} {noun} no date at the key"));
        }
        items.into_iter().map(|(_, item)| item).collect()
    })
}
