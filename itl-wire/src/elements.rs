//! Templates as the elements that ilert stores, and back.

use crate::answers;
use crate::json::Writer;
use crate::options::{self, Refused};
use itl_eval::Dialect;
use itl_syntax::ParseLimits;
use itl_syntax::elements::{self, Arg, Element, ElementKind};
use serde_json::Value;

/// The elements of a template and the text that ilert rebuilds from them; both null where it is refused.
pub(crate) fn to_elements(source: &str, arguments: &str) -> Result<String, Refused> {
    let verbatim = options::read(arguments)?.contains_key("verbatim");
    let document = itl_syntax::parse(source, Dialect::Itl, ParseLimits::default());
    let read = if verbatim {
        elements::to_elements_verbatim(&document)
    } else {
        elements::to_elements(&document).map(|list| (list, elements::warnings(&document)))
    };
    let mut w = Writer::new();
    w.object(|w| {
        let found = match read {
            Ok((list, found)) => {
                w.key("text").text(&elements::to_text(&list));
                w.key("elements").list(&list, element);
                found
            }
            Err(found) => {
                w.key("text").null();
                w.key("elements").null();
                found
            }
        };
        answers::diagnostics(w.key("diagnostics"), &found, source, &|_| None);
    });
    Ok(w.finish())
}

fn element(w: &mut Writer, one: &Element) {
    w.object(|w| {
        w.key("type").text(match one.kind {
            ElementKind::Text => "TEXT",
            ElementKind::Var => "VAR",
            ElementKind::Raw => "RAW",
        });
        w.key("val").text(&one.val);
        if let Some(func) = &one.func {
            w.key("func").text(func);
        }
        if !one.args.is_empty() {
            w.key("args").list(&one.args, |w, arg| {
                w.object(|w| match arg {
                    Arg::S(text) => w.key("S").text(text),
                    Arg::N(number) => w.key("N").raw(&number.to_string()),
                });
            });
        }
    });
}

/// The text of elements, as JSON; `list` is JSON too.
pub(crate) fn to_text(list: &str) -> Result<String, Refused> {
    let refused = |message: String| Refused::new("elements", message);
    let Ok(Value::Array(list)) = itl_eval::read_json(list) else {
        return Err(refused("the elements are not a list".into()));
    };
    let mut all = Vec::with_capacity(list.len());
    for (at, one) in list.iter().enumerate() {
        all.push(read(one).ok_or_else(|| refused(format!("elements[{at}] is not an element")))?);
    }
    let mut w = Writer::new();
    w.text(&elements::to_text(&all));
    Ok(w.finish())
}

fn read(one: &Value) -> Option<Element> {
    let val = one.get("val").map_or(Some(""), Value::as_str)?.to_owned();
    let given = |name| one.get(name).filter(|value| !value.is_null());
    let mut element = match one.get("type")?.as_str()? {
        "TEXT" => Element::text(val),
        "VAR" | "RAW" => Element::variable(val),
        _ => return None,
    };
    if let Some(func) = given("func") {
        element.func = Some(func.as_str()?.to_owned());
    }
    if let Some(args) = given("args") {
        let args = args.as_array()?.iter();
        element.args = args.map(arg).collect::<Option<_>>()?;
    }
    Some(element)
}

fn arg(arg: &Value) -> Option<Arg> {
    match (arg.get("S"), arg.get("N")) {
        (Some(text), None) => Some(Arg::S(text.as_str()?.to_owned())),
        (None, Some(number)) => Some(Arg::N(number.as_i64()?.into())),
        _ => None,
    }
}
