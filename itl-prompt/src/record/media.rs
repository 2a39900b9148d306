//! Images and documents, in the spellings of the providers.

use super::keep::{Fault, Keeper};
use crate::turn::{Media, MediaSource, Part, PartKind, Str};
use itl_eval::Value;
use itl_syntax::Code;

pub(super) const PARTS: &str = "parts have a `type`: text, image, document, tool_use or tool_result";

fn wrong(message: String) -> Fault {
    Fault::new(Code::InvalidPart, message, "an image or document is base64 in `data` with its `media_type`, or a `url`")
}

/// Reads an image or a document of that `type`.
pub(super) fn read(part: &Value<'_>, kind: &str, place: &str, keeper: &mut Keeper) -> Result<Part, Fault> {
    let inner = |key: &str| {
        let found = part.get_str(key);
        if found.is_absent() { part.clone() } else { found }
    };
    let (image, of) = match kind {
        "image" | "input_image" => (true, part.clone()),
        "image_url" => (true, inner("image_url")),
        "document" | "input_file" | "document_url" => (false, part.clone()),
        "file" => (false, inner("file")),
        "" if !part.get_str("image").is_absent() => (true, part.get_str("image")),
        "" if !part.get_str("document").is_absent() => (false, part.get_str("document")),
        "" => return Err(Fault::new(Code::InvalidPart, format!("{place}` has no `type`"), PARTS)),
        other => {
            let shown: String = other.chars().take(40).collect();
            return Err(Fault::new(Code::InvalidPart, format!("{place}` has the unknown type `{shown}`"), PARTS));
        }
    };
    let media = media(&of, image, place, keeper)?;
    Ok(Part::new(if image { PartKind::Image(Box::new(media)) } else { PartKind::Document(Box::new(media)) }))
}

fn media(of: &Value<'_>, image: bool, place: &str, keeper: &mut Keeper) -> Result<Media, Fault> {
    let source = of.get_str("source");
    let from = if source.is_absent() { of } else { &source };
    let text = |value: Value<'_>| match value {
        Value::Text(text) if !text.is_empty() => Some(text.into_owned()),
        _ => None,
    };
    let name = first(of, &["name", "title", "filename", "document_name"]);
    let name = text(name).map(|name| keeper.keep(&name)).transpose()?;
    let detail = text(of.get_str("detail")).map(|detail| keeper.keep(&detail)).transpose()?;
    let mut media_type = text(first(from, &["media_type", "mime_type", "mimeType"]));
    if media_type.is_none()
        && let Some(format) = text(of.get_str("format"))
    {
        media_type = Some(of_format(&format, image));
    }
    let mut data = text(first(from, &["data", "bytes", "file_data"]));
    // Anthropic takes the words of a document as they are.
    if !image && matches!(source.get_str("type"), Value::Text(kind) if *kind == *"text") {
        data = data.map(|words| encoded(&words));
        media_type = media_type.or_else(|| Some("text/plain".to_owned()));
    }
    let given = match of {
        Value::Text(url) => Some(url.to_string()),
        _ => text(first(from, &["url", "image_url", "file_url", "document_url", "uri"])),
    };
    let (data, url) = match (data, given) {
        (Some(data), _) if data.starts_with("data:") => (None, Some(data)),
        (data @ Some(_), _) => (data, None),
        (None, url) => (None, url),
    };
    let source = match (data, url) {
        (Some(data), _) => base64(&data, place, keeper)?,
        (None, Some(url)) => match url.strip_prefix("data:") {
            Some(rest) => {
                let (kind, data) = rest
                    .split_once(";base64,")
                    .ok_or_else(|| wrong(format!("{place}` is a data URL without base64")))?;
                media_type = Some(kind.to_owned());
                base64(data, place, keeper)?
            }
            None => MediaSource::Url(keeper.keep(&url)?),
        },
        (None, None) => return Err(wrong(format!("{place}` has neither `data` nor `url`"))),
    };
    if matches!(source, MediaSource::Base64(_)) && media_type.is_none() {
        return Err(wrong(format!("{place}` has no `media_type`")));
    }
    let kind: Option<Str> = media_type.map(|kind| keeper.keep(&kind)).transpose()?;
    Ok(Media { source, kind, name, detail })
}

/// Converse names a format where others name a media type.
fn of_format(format: &str, image: bool) -> String {
    match format {
        "pdf" => "application/pdf".to_owned(),
        "txt" => "text/plain".to_owned(),
        "md" => "text/markdown".to_owned(),
        "jpg" => "image/jpeg".to_owned(),
        other if image => format!("image/{other}"),
        other => format!("application/{other}"),
    }
}

fn base64(data: &str, place: &str, keeper: &mut Keeper) -> Result<MediaSource, Fault> {
    let body = data.trim_end_matches('=');
    let padding = data.len() - body.len();
    let bad = body.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/'));
    if let Some(at) = bad {
        return Err(wrong(format!("{place}.data` is not base64: byte {at} is not one of its characters")));
    }
    if data.is_empty() || !data.len().is_multiple_of(4) || padding > 2 {
        return Err(wrong(format!(
            "{place}.data` is not base64: its length of {} is not a multiple of four",
            data.len()
        )));
    }
    Ok(MediaSource::Base64(keeper.keep(data)?))
}

/// A text as base64.
fn encoded(text: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(text.len().div_ceil(3) * 4);
    for three in text.as_bytes().chunks(3) {
        let bits = three.iter().fold(0, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            let letter = LETTERS.get((bits >> (18 - 6 * at) & 63) as usize);
            out.push(letter.filter(|_| at <= three.len()).map_or('=', |letter| char::from(*letter)));
        }
    }
    out
}

/// The first of some keys that is there.
pub(super) fn first<'a>(value: &Value<'a>, keys: &[&str]) -> Value<'a> {
    keys.iter().map(|key| value.get_str(key)).find(|found| !found.is_absent()).unwrap_or_default()
}
