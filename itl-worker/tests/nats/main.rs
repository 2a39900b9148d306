//! The command `itl worker` with a nats-server, both as processes that are killed. `./test worker` runs it; the variables
//! `ITL` names the command, `ITL_WORKER_KILLS` and `ITL_WORKER_EVENTS` make the proof longer.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::float_cmp,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "tests"
)]
#![allow(clippy::disallowed_methods, reason = "the clocks of the test itself")]

mod command;
mod faults;
mod kills;
mod rates;
mod server;
mod templates;
mod traps;
