//! The values that ITL templates read: JSON documents, parsed payloads, values of the host program, paths
//! into all of them, and the reader that parses JSON text into a payload.
//!
//! Nothing here knows a template.
#![deny(missing_docs)]

mod host;
mod json;
mod key;
mod name_index;
mod order;
mod path;
mod payload;
mod serialize;
mod value;
mod value_ref;

pub use host::{HostValue, Lambda, short_message};
pub use json::{JsonError, escape_json, read_json, read_value, write_json_string};
#[doc(hidden)]
pub use json::{Projection, ProjectionId};
pub use key::LookupKey;
#[doc(hidden)]
pub use name_index::NameIndex;
#[doc(hidden)]
pub use path::whole_number;
pub use path::{KeyPath, Step};
pub use payload::{Payload, Unreadable};
pub use value::{Kind, List, MadeList, Map, Text, Value};
#[doc(hidden)]
pub use value_ref::ValueRef;

#[cfg(test)]
mod sizes {
    //! Sizes of the types on the hot path.

    use crate::payload::Node;
    use crate::{LookupKey, Value, ValueRef};

    #[test]
    fn hot_types() {
        assert_eq!([size_of::<LookupKey>(), size_of::<ValueRef<'_>>()], [56, 24]);
        assert_eq!([size_of::<Node>(), size_of::<Value<'_>>()], [16, 40]);
    }
}

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
