//! How a command ends.

use std::io;
use std::process::ExitCode;

/// How a command went, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    /// Nothing is wrong: exit code 0.
    Fine,
    /// A template, its data or a test has errors: exit code 1.
    Errors,
    /// One of several files cannot be read: exit code 2.
    Unreadable,
}

impl Outcome {
    /// [`Outcome::Fine`] or [`Outcome::Errors`].
    pub(crate) fn of(fine: bool) -> Self {
        if fine { Self::Fine } else { Self::Errors }
    }

    /// The worse of the two.
    pub(crate) fn and(self, other: Self) -> Self {
        self.max(other)
    }

    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}

/// Why a command cannot go on.
#[derive(Debug)]
pub(crate) enum CliError {
    /// Wrong usage, or a file that cannot be read: exit code 2.
    Usage(String),
    /// Nobody reads the output any more, which is no error.
    Closed,
}

impl CliError {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    /// What becomes of an error while writing to stdout.
    pub(crate) fn output(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        Self::Usage(format!("cannot write to stdout: {error}"))
    }
}

/// What a command returns.
pub(crate) type CliResult = Result<Outcome, CliError>;

/// Writes to stdout.
pub(crate) fn print(text: &str) -> Result<(), CliError> {
    use io::Write as _;
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| CliError::output(&error))
}
