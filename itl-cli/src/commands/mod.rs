//! One file for each command.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod elements;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod functions;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod man;
pub(crate) mod playground;
pub(crate) mod prompt;
pub(crate) mod refs;
pub(crate) mod render;
pub(crate) mod sample;
pub(crate) mod test;
pub(crate) mod worker;
