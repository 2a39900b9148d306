//! What happens to text on its way out: escaping for the format that a template writes, the
//! budget of the place it goes to, and the check that a JSON document is one.

pub mod escape;

pub use escape::{Escape, UnknownEscape};
