//! This engine and its peers on the same work, in one process and in turn.

pub mod counting;
pub mod dom;
pub mod engines;
#[cfg(feature = "peers")]
pub mod functions;
pub mod measure;
pub mod payloads;
pub mod report;
pub mod workload;
