//! Where the values of a render come from.

#[cfg(feature = "documents")]
use itl_value::HostValue;
use itl_value::Payload;
#[cfg(feature = "documents")]
use serde_json::Value as Json;

/// Where the values of a render come from. Every variant renders the same text for the same values.
///
/// ```
/// use itl_eval::{Payload, Template};
/// use serde_json::json;
/// let template = Template::compile("{{ host }} is down")?;
/// let payload = Payload::from_json(r#"{"host": "db-7"}"#)?;
/// assert_eq!(template.render(&payload).text, "db-7 is down");
/// assert_eq!(template.render(&json!({"host": "db-7"})).text, "db-7 is down");
/// assert_eq!(template.render(br#"{"host": "db-7"}"#).text, "db-7 is down");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Source<'a> {
    /// A JSON document.
    #[cfg(feature = "documents")]
    Json(&'a Json),
    /// A parsed payload.
    Payload(&'a Payload<'a>),
    /// A value of the host program, which may hold callbacks.
    #[cfg(feature = "documents")]
    Host(&'a HostValue),
    /// The bytes of a JSON text, of which only what the template can touch is kept. If they are not JSON, the
    /// text is rendered with every variable missing, and a diagnostic names the place of the mistake.
    Bytes(&'a [u8]),
}

#[cfg(feature = "documents")]
impl<'a> From<&'a Json> for Source<'a> {
    fn from(document: &'a Json) -> Self {
        Self::Json(document)
    }
}

impl<'a> From<&'a Payload<'_>> for Source<'a> {
    fn from(payload: &'a Payload<'_>) -> Self {
        Self::Payload(payload)
    }
}

#[cfg(feature = "documents")]
impl<'a> From<&'a HostValue> for Source<'a> {
    fn from(value: &'a HostValue) -> Self {
        Self::Host(value)
    }
}

impl<'a> From<&'a [u8]> for Source<'a> {
    fn from(json: &'a [u8]) -> Self {
        Self::Bytes(json)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Source<'a> {
    fn from(json: &'a [u8; N]) -> Self {
        Self::Bytes(json)
    }
}

impl<'a> From<&'a Vec<u8>> for Source<'a> {
    fn from(json: &'a Vec<u8>) -> Self {
        Self::Bytes(json)
    }
}
