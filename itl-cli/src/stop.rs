//! How a command ends.

use std::io;
use std::process::ExitCode;

/// Whether the template and its data were fine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Fine,
    Errors,
}

impl Verdict {
    pub(crate) fn of(fine: bool) -> Self {
        if fine { Self::Fine } else { Self::Errors }
    }

    /// The worse of the two.
    pub(crate) fn and(self, other: Self) -> Self {
        if self == Self::Errors { self } else { other }
    }

    pub(crate) fn code(self) -> ExitCode {
        match self {
            Self::Fine => ExitCode::SUCCESS,
            Self::Errors => ExitCode::from(1),
        }
    }
}

/// Why a command cannot go on.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Wrong usage, or a file that cannot be read.
    Usage(String),
    /// Nobody reads the output any more.
    Closed,
}

impl Stop {
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

/// What a command gives.
pub(crate) type Done = Result<Verdict, Stop>;

/// Writes to stdout.
pub(crate) fn print(text: &str) -> Result<(), Stop> {
    use io::Write as _;
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| Stop::output(&error))
}
