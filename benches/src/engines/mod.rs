//! Every engine's templates and its way to a text; each file holds one engine.

#[cfg(feature = "peers")]
mod askama;
mod hand;
#[cfg(feature = "peers")]
mod handlebars;
mod itl;
#[cfg(feature = "peers")]
mod liquid;
#[cfg(feature = "peers")]
mod minijinja;
#[cfg(feature = "peers")]
mod mustache;
mod ramhorns;
#[cfg(feature = "peers")]
mod tera;
#[cfg(feature = "peers")]
mod tinytemplate;
mod typed;
#[cfg(feature = "peers")]
mod upon;

use crate::measure::Suite;
use crate::payloads::Inputs;

/// The template of the stream measurement: W1's.
pub const SUMMARY: &str = itl::W1;

/// Adds the cases of all engines, in the order of the table's rows.
pub fn add_all(suite: &mut Suite, inputs: &'static Inputs) {
    hand::add(suite, inputs);
    itl::add(suite, inputs);
    ramhorns::add(suite, inputs);
    #[cfg(feature = "peers")]
    {
        upon::add(suite, inputs);
        tera::add(suite, inputs);
        minijinja::add(suite, inputs);
        handlebars::add(suite, inputs);
        liquid::add(suite, inputs);
        mustache::add(suite, inputs);
        tinytemplate::add(suite, inputs);
        askama::add(suite, inputs);
    }
    typed::add(suite, inputs);
}
