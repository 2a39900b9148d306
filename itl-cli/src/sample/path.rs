//! Places in payloads, as people write and read them: `alerts[].labels.host`.

use serde_json::Value;

/// A step into a payload.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Key(String),
    /// An item of an array; without a number, any.
    Item(Option<usize>),
}

/// A path of steps.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Path(pub(crate) Vec<Part>);

impl Path {
    /// Reads a path as templates write it, with `[]` for any item.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        use itl_syntax::ast::{Head, Link};
        // No index of a path is that far from the end, so it can stand for any.
        const ANY: &str = "[-9999999]";
        let marked = text.trim().replace("[]", ANY);
        let expr = itl_syntax::parser::parse(&marked, &marked, 0, itl_eval::Dialect::Itl)
            .map_err(|diagnostic| diagnostic.message)?;
        let mut parts = Vec::new();
        match expr.head {
            Head::Key(key) => parts.push(Part::Key(key.text.into_owned())),
            Head::Current => {}
            Head::Loop(var) => return Err(format!("{} is not a key of a payload", var.name())),
        }
        for link in expr.links {
            parts.push(match link {
                Link::Key(key) => Part::Key(key.text.into_owned()),
                Link::Index { index: -9_999_999, .. } => Part::Item(None),
                Link::Index { index, .. } => match usize::try_from(index) {
                    Ok(index) => Part::Item(Some(index)),
                    Err(_) => return Err(format!("the index {index} counts from the end; write [] for any item")),
                },
                _ => return Err("write a path of keys and indexes".to_owned()),
            });
        }
        Ok(Self(parts))
    }

    /// Whether `place` is at this path or below it.
    pub(crate) fn covers(&self, place: &[Part]) -> bool {
        let fits = |(own, other): (&Part, &Part)| match (own, other) {
            (Part::Item(None), Part::Item(_)) => true,
            // `list.0` is an item of a list here too.
            (Part::Key(key), Part::Item(Some(at))) => *key == at.to_string(),
            (own, other) => own == other,
        };
        self.0.len() <= place.len() && self.0.iter().zip(place).all(fits)
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.0.is_empty() {
            return f.write_str(".");
        }
        for (at, part) in self.0.iter().enumerate() {
            match part {
                Part::Key(key) if itl_syntax::key::is_plain(key) => {
                    if at > 0 {
                        f.write_str(".")?;
                    }
                    f.write_str(key)?;
                }
                Part::Key(key) => write!(f, "[{}]", Value::from(key.as_str()))?,
                Part::Item(None) => f.write_str("[]")?,
                Part::Item(Some(item)) => write!(f, "[{item}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, Path};

    #[test]
    fn paths_are_read_written_and_cover_what_is_below() {
        for text in ["a.b", "alerts[].labels.host", "a[0][1]", "[\"a.b\"].c", "."] {
            assert_eq!(Path::parse(text).map(|path| path.to_string()), Ok(text.to_owned()));
        }
        let place = [Part::Key("a".into()), Part::Item(Some(1)), Part::Key("b".into())];
        for (text, covers) in
            [("a", true), ("a[]", true), ("a[1].b", true), ("a[0]", false), ("a.1", true), ("b", false)]
        {
            assert_eq!(Path::parse(text).map(|path| path.covers(&place)), Ok(covers), "{text}");
        }
        assert!(Path::parse("a[-1]").is_err() && Path::parse("a.b()").is_err() && Path::parse("@index").is_err());
    }
}
