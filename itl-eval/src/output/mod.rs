//! What happens to text on its way out: escaping for the format that a template writes, the
//! budget of the place it goes to, and the check that a JSON document is one.

mod boundary;
pub mod budget;
pub mod escape;
pub mod json_check;

pub use budget::{Budget, Cut, PRESETS, Preset, Unit};
pub use escape::{Escape, UnknownEscape};
pub use json_check::JsonFault;
