//! Where the fields of an alert source stand in its file.

use super::scalar::Scalar;
use granit_parser::{Event, Parser, Span as Range, StructureStyle};
use itl_eval::Span;
use std::collections::HashMap;

/// The places of fields by their paths, such as `linkTemplates[0].hrefTemplate`.
#[derive(Default)]
pub(super) struct Places {
    fields: HashMap<String, Place>,
}

struct Place {
    name: Option<Span>,
    value: Span,
    scalar: Option<Scalar>,
}

/// A list or mapping that is open; without a path it holds no field.
enum Frame {
    List { path: Option<String>, next: usize, in_flow: bool },
    Map { path: Option<String>, name: Option<(String, Span)>, in_flow: bool },
}

/// No field of an alert source lies deeper.
const MAX_DEPTH: usize = 8;

/// No field of an alert source has a longer path, in bytes.
const MAX_PATH: usize = 256;

impl Places {
    /// The places in a text that was read as YAML or JSON already. What the reader of places does not understand has
    /// none, and findings there are those of the file.
    pub(super) fn of(text: &str) -> Self {
        let mut places = Self::default();
        let mut stack: Vec<Frame> = Vec::new();
        for event in Parser::new_from_str(text) {
            let Ok((event, range)) = event else { break };
            match event {
                Event::Scalar(value, style, ..) => {
                    let in_flow = matches!(
                        stack.last(),
                        Some(Frame::List { in_flow: true, .. } | Frame::Map { in_flow: true, .. })
                    );
                    let Some((Some(path), name)) = node(&mut stack, Some(&value), span(&range)) else { continue };
                    let scalar = Scalar::new(text, span(&range), style, in_flow, &value);
                    places.add(path, name, &range, Some(scalar));
                }
                Event::Alias(_) => {
                    if let Some((Some(path), name)) = node(&mut stack, None, span(&range)) {
                        places.add(path, name, &range, None);
                    }
                }
                Event::SequenceStart(style, ..) | Event::MappingStart(style, ..) => {
                    let (path, name) = node(&mut stack, None, span(&range)).unwrap_or_default();
                    if let Some(path) = &path {
                        places.add(path.clone(), name, &range, None);
                    }
                    let in_flow = style == StructureStyle::Flow;
                    stack.push(if matches!(event, Event::SequenceStart(..)) {
                        Frame::List { path, next: 0, in_flow }
                    } else {
                        Frame::Map { path, name: None, in_flow }
                    });
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    stack.pop();
                }
                Event::DocumentEnd => break,
                _ => {}
            }
        }
        places
    }

    fn add(&mut self, path: String, name: Option<Span>, range: &Range, scalar: Option<Scalar>) {
        self.fields.insert(path, Place { name, value: span(range), scalar });
    }

    /// The place of a field, or of the nearest one that it would stand in.
    fn nearest(&self, path: &str) -> Option<&Place> {
        let mut path = path;
        loop {
            if let Some(place) = self.fields.get(path) {
                return Some(place);
            }
            path = path.get(..path.rfind(['.', '['])?)?;
        }
    }

    /// Where the name of a field stands.
    pub(super) fn name(&self, path: &str) -> Span {
        self.nearest(path).map_or(Span::default(), |place| place.name.unwrap_or(place.value))
    }

    /// Where the value of a field stands; of an object or list, its name.
    pub(super) fn value(&self, path: &str) -> Span {
        self.nearest(path).map_or(Span::default(), |place| match (&place.scalar, place.name) {
            (None, Some(name)) => name,
            _ => place.value,
        })
    }

    /// The place in the file of a place in the text of a field.
    pub(super) fn inside(&self, path: &str, at: Span) -> Span {
        match self.fields.get(path).and_then(|place| place.scalar.as_ref()) {
            Some(scalar) => scalar.place(at),
            None => self.in_object(path).map_or_else(|| self.value(path), |scalar| scalar.place(at)),
        }
    }

    /// How a replacement of a place in the text of a field is written in the file; `None` where it cannot be.
    pub(super) fn written(&self, path: &str, at: Span, replacement: &str) -> Option<String> {
        let own = self.fields.get(path).and_then(|place| place.scalar.as_ref());
        own.or_else(|| self.in_object(path))?.written(at, replacement)
    }

    /// The text of a template that is an object.
    fn in_object(&self, path: &str) -> Option<&Scalar> {
        self.fields.get(&format!("{path}.textTemplate"))?.scalar.as_ref()
    }
}

fn span(range: &Range) -> Span {
    range.byte_range().map_or(Span::default(), |range| Span::new(range.start, range.end))
}

/// The path and the name of the node that begins; `None` where it is itself a name.
fn node(stack: &mut [Frame], text: Option<&str>, at: Span) -> Option<(Option<String>, Option<Span>)> {
    let is_deep = stack.len() > MAX_DEPTH;
    let fits = |path: &&String, own: usize| !is_deep && path.len() + own <= MAX_PATH;
    match stack.last_mut() {
        None => Some((Some(String::new()), None)),
        Some(Frame::List { path, next, .. }) => {
            *next += 1;
            let path = path.as_ref().filter(|path| fits(path, 0));
            Some((path.map(|path| format!("{path}[{}]", *next - 1)), None))
        }
        Some(Frame::Map { path, name, .. }) => match name.take() {
            None => {
                // A name that is no text belongs to no field.
                *name = Some((text.unwrap_or("?").to_owned(), at));
                None
            }
            Some((own, at)) => {
                let path = path.as_ref().filter(|path| fits(path, own.len()));
                Some((path.map(|path| if path.is_empty() { own } else { format!("{path}.{own}") }), Some(at)))
            }
        },
    }
}
