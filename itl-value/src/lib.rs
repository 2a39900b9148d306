//! The values that ITL templates read: JSON documents, payloads made ready, contexts of the host,
//! paths into all of them, and the reader that makes a payload of JSON text.
//!
//! Nothing here knows a template.
#![deny(missing_docs)]

mod context_data;
mod key_tag;
mod names;
mod path;
mod payload;
mod project;
mod spot;
pub mod value;

pub use context_data::{Context, Lambda};
#[doc(hidden)]
pub use names::Names;
pub use path::{KeyPath, Step};
pub use payload::Payload;
pub use project::{JsonError, escape_json, read_json, write_json_string};
#[doc(hidden)]
pub use project::{Wanted, WantedId};
#[doc(hidden)]
pub use spot::Spot;
pub use value::{Kind, List, LookupKey, Map, Value};

#[cfg(test)]
mod sizes {
    //! What the render loop walks over stays small: whoever makes these larger finds out here.

    use crate::payload::Node;
    use crate::{LookupKey, Spot, Value};

    #[test]
    fn hot_types() {
        assert_eq!([size_of::<LookupKey>(), size_of::<Spot<'_>>()], [56, 24]);
        assert_eq!([size_of::<Node>(), size_of::<Value<'_>>()], [16, 40]);
    }
}
