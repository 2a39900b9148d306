//! What the broker says when it does not do what it was asked.

use crate::transport::{Cause, PublishError, Unavailable};
use async_nats::jetstream;
use async_nats::jetstream::ErrorCode;
use async_nats::jetstream::context::{PublishError as NatsError, PublishErrorKind};
use std::error::Error as _;
use std::fmt;

/// Why a worker cannot begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetupError {
    /// Somebody has to change something.
    Mistake(String),
    /// It may be possible later.
    Unavailable(String),
}

impl SetupError {
    pub(super) fn unavailable(self) -> Unavailable {
        match self {
            Self::Mistake(message) | Self::Unavailable(message) => Unavailable(message),
        }
    }
}

impl From<Unavailable> for SetupError {
    fn from(Unavailable(message): Unavailable) -> Self {
        Self::Unavailable(message)
    }
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mistake(message) | Self::Unavailable(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for SetupError {}

/// Why a message was not stored.
pub(super) fn publish(error: &NatsError) -> PublishError {
    let said = error.source().and_then(|source| source.downcast_ref::<jetstream::Error>());
    let message = said.map_or_else(|| error.to_string(), ToString::to_string);
    let cause = match (error.kind(), said.map(jetstream::Error::error_code)) {
        (PublishErrorKind::MaxPayloadExceeded, _) | (_, Some(ErrorCode::STREAM_MESSAGE_EXCEEDS_MAXIMUM)) => {
            return PublishError::TooLarge(message);
        }
        (
            _,
            Some(
                ErrorCode::STREAM_STORE_FAILED
                | ErrorCode::STORAGE_RESOURCES_EXCEEDED
                | ErrorCode::MEMORY_RESOURCES_EXCEEDED
                | ErrorCode::ACCOUNT_RESOURCES_EXCEEDED
                | ErrorCode::INSUFFICIENT_RESOURCES,
            ),
        ) => Cause::Full,
        (PublishErrorKind::TimedOut | PublishErrorKind::BrokenPipe | PublishErrorKind::MaxAckPending, _) => Cause::Away,
        (PublishErrorKind::StreamNotFound, _) => Cause::NoStream,
        _ => Cause::Refused,
    };
    PublishError::Unavailable(cause, message)
}
