//! The machine's clock, and clocks and zones that people name. The engine reads none; this is the
//! host that does.

use itl_eval::Zone;
use std::time::{SystemTime, UNIX_EPOCH};

/// Now, in Unix milliseconds.
pub(crate) fn now() -> Option<i64> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(now.as_millis()).ok()
}

/// Reads Unix milliseconds, or an instant of RFC 3339 such as `2026-03-14T01:52:13Z`.
pub(crate) fn parse(text: &str) -> Result<i64, String> {
    let text = text.trim();
    if let Ok(milliseconds) = text.parse() {
        return Ok(milliseconds);
    }
    chrono::DateTime::parse_from_rfc3339(text).map(|instant| instant.timestamp_millis()).map_err(|_| {
        "write Unix milliseconds, 1773456000000, or RFC 3339 with an offset, 2026-03-14T01:52:13Z".to_owned()
    })
}

/// The zone of that name.
pub(crate) fn zone(name: &str) -> Result<Zone, String> {
    Zone::named(name).ok_or_else(|| {
        let help = match itl_eval::zone_meant(name) {
            Some((_, help)) => help,
            None => "zones are named as in the IANA database, such as Europe/Berlin".to_owned(),
        };
        format!("unknown time zone {name}: {help}")
    })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn milliseconds_and_rfc3339() {
        assert_eq!(parse("-5"), Ok(-5));
        assert_eq!(parse("1970-01-01T01:00:00.25+01:00"), Ok(250));
        assert_eq!(parse("1970-01-01t00:00:01z"), Ok(1_000));
        assert_eq!(parse("1969-12-31 23:59:59Z"), Ok(-1_000));
        for text in ["", "now", "2026-03-14", "2026-03-14T01:52:13", "1e3"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
