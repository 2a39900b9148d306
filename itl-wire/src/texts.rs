//! The texts that the build without them has beside it: what functions do, and what codes mean.

use crate::answers;
use crate::json::Writer;
use itl_eval::{Code, Registry};

/// The texts of the library and of all codes, by name.
pub(crate) fn all(registry: &Registry) -> String {
    let mut w = Writer::new();
    w.object(|w| {
        w.key("functions").object(|w| {
            for row in registry.iter() {
                w.key(&row.name).object(|w| {
                    answers::texts(w, row);
                    w.key("shown").text(&itl_analysis::function_doc(row));
                });
            }
        });
        w.key("codes").object(|w| {
            for one in Code::ALL {
                w.key(one.id()).object(|w| answers::meaning(w, *one));
            }
        });
    });
    w.finish()
}
