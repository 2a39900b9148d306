//! What happens to text on its way out: escaping for the format that a template writes, the
//! budget of the place it goes to, and the check that a JSON document is one.

#[cfg(feature = "extensions")]
mod boundary;
#[cfg(feature = "extensions")]
pub mod budget;
#[cfg(feature = "extensions")]
pub(crate) mod cut;
#[cfg(feature = "extensions")]
pub(crate) mod delivery;
pub mod escape;
#[cfg(feature = "extensions")]
mod fit;
#[cfg(feature = "extensions")]
pub mod json_check;
#[cfg(feature = "extensions")]
pub(crate) mod markup;
pub(crate) mod print;

#[cfg(feature = "extensions")]
pub use budget::{Budget, Cut, PRESETS, Preset, Unit};
pub use escape::{Escape, UnknownEscape};
#[cfg(feature = "extensions")]
pub use fit::{Fit, UnknownFit};
#[cfg(feature = "extensions")]
pub use json_check::JsonFault;
#[cfg(feature = "extensions")]
#[doc(hidden)]
pub use markup::Markup;
