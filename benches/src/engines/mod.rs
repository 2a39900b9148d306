//! Every engine's templates and its way to a text; each file holds one engine.

mod hand;
mod itl;
mod ramhorns;
mod typed;

use crate::measure::Suite;
use crate::payloads::Inputs;

/// Adds the cases of all engines.
pub fn add_all(suite: &mut Suite, inputs: &'static Inputs) {
    hand::add(suite, inputs);
    typed::add(suite, inputs);
    itl::add(suite, inputs);
    ramhorns::add(suite, inputs);
}
