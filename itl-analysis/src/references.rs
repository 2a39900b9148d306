//! The paths that a template may read.

use crate::path::Path;
use crate::scope::Read;
use crate::walk::{self, Role};
use itl_eval::{Engine, Span};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whether a path is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// The template reads it.
    Certain,
    /// The template may read it. Without a sample a loop cannot be told from an object, nor an
    /// item's key from its parent's: `alerts[].host` may then stand for `alerts.host`, and
    /// `host` is listed beside it.
    Possible,
    /// The template asks for it, and the sample does not hold it.
    Missing,
}

impl Certainty {
    /// The word that stands for it in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Possible => "possible",
            Self::Missing => "missing",
        }
    }
}

/// What a tag does with the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Usage {
    /// It prints it.
    Printed,
    /// It prints it unescaped.
    Raw,
    /// It opens a section over it.
    Section,
    /// It opens an inverted section over it.
    Inverted,
    /// It names a partial.
    PartialName,
}

impl Usage {
    /// The word that stands for it in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Printed => "printed",
            Self::Raw => "raw",
            Self::Section => "section",
            Self::Inverted => "inverted",
            Self::PartialName => "partial",
        }
    }
}

/// One path read by one tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The path, from the payload's root.
    pub path: Path,
    /// Whether it is read.
    pub certainty: Certainty,
    /// What for.
    pub usage: Usage,
    /// The functions called on it, in order.
    pub calls: Vec<String>,
    /// The tag.
    pub tag: Span,
    /// The path with its calls, inside the tag.
    pub span: Span,
    /// The partial whose source the spans count in; `None` for the template itself.
    pub partial: Option<Arc<str>>,
}

/// A path with all that is done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathUse {
    /// The path as a template writes it: `alerts[].labels.host`.
    pub text: String,
    /// Certain where any tag reads it for certain.
    pub certainty: Certainty,
    /// Each way it is used, once.
    pub usages: Vec<Usage>,
    /// Each function called on it, once.
    pub calls: Vec<String>,
    /// The tags, with the partial each stands in.
    pub tags: Vec<(Option<Arc<str>>, Span)>,
}

/// All that a template may read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    /// One entry for each path of each tag, in source order, partials where they are called.
    pub reads: Vec<Reference>,
    /// Whether the list is cut short: the template, its partials or what they may mean were
    /// too many.
    pub truncated: bool,
}

/// How many reads are listed.
const MOST_READS: usize = 100_000;

/// The paths that `source` and its partials may read. With a sample of the payload they are
/// told exactly; without one some are only possible.
///
/// ```
/// use itl_analysis::{Certainty, references};
/// use itl_eval::Engine;
/// let found = references(&Engine::new(), "{{ #alerts }}{{ host }}{{ /alerts }}", None);
/// let paths: Vec<_> = found.paths().into_iter().map(|path| (path.text, path.certainty)).collect();
/// assert_eq!(paths, [
///     ("alerts".to_owned(), Certainty::Certain),
///     ("alerts[].host".to_owned(), Certainty::Possible),
///     ("host".to_owned(), Certainty::Possible),
/// ]);
/// ```
pub fn references(engine: &Engine, source: &str, sample: Option<&Json>) -> References {
    let mut all = References::default();
    let complete = walk::walk(engine, source, walk::root(sample), &mut |visit| {
        if visit.resolved.broken {
            return;
        }
        let usage = match visit.role {
            Role::Print => Usage::Printed,
            Role::Raw => Usage::Raw,
            Role::Section => Usage::Section,
            Role::Inverted => Usage::Inverted,
            Role::Name => Usage::PartialName,
        };
        let calls: Vec<String> = visit.expr.calls().map(|call| call.name.to_owned()).collect();
        for read in &visit.resolved.reads {
            if all.reads.len() >= MOST_READS {
                all.truncated = true;
                return;
            }
            all.reads.push(Reference {
                path: read.path.clone(),
                certainty: certainty(read),
                usage,
                calls: calls.clone(),
                tag: visit.tag,
                span: visit.expr.span,
                partial: visit.partial.cloned(),
            });
        }
    });
    all.truncated |= !complete;
    all
}

fn certainty(read: &Read) -> Certainty {
    match (read.missing, read.sure) {
        (true, _) => Certainty::Missing,
        (false, true) => Certainty::Certain,
        (false, false) => Certainty::Possible,
    }
}

impl References {
    /// The paths, each once, in the order in which they are first read.
    pub fn paths(&self) -> Vec<PathUse> {
        let mut paths: Vec<PathUse> = Vec::new();
        let mut known: BTreeMap<&Path, usize> = BTreeMap::new();
        for read in &self.reads {
            let at = *known.entry(&read.path).or_insert_with(|| {
                paths.push(PathUse {
                    text: read.path.to_string(),
                    certainty: read.certainty,
                    usages: Vec::new(),
                    calls: Vec::new(),
                    tags: Vec::new(),
                });
                paths.len() - 1
            });
            let Some(path) = paths.get_mut(at) else { continue };
            path.certainty = path.certainty.min(read.certainty);
            if !path.usages.contains(&read.usage) {
                path.usages.push(read.usage);
            }
            for call in &read.calls {
                if !path.calls.contains(call) {
                    path.calls.push(call.clone());
                }
            }
            path.tags.push((read.partial.clone(), read.tag));
        }
        paths
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use itl_eval::{Dialect, MemoryPartials};
    use serde_json::json;

    fn texts(engine: &Engine, source: &str, sample: Option<&Json>) -> Vec<String> {
        let mark = |path: PathUse| match path.certainty {
            Certainty::Certain => path.text,
            Certainty::Possible => format!("{}?", path.text),
            Certainty::Missing => format!("{}!", path.text),
        };
        references(engine, source, sample).paths().into_iter().map(mark).collect()
    }

    fn itl(source: &str, sample: Option<&Json>) -> Vec<String> {
        texts(&Engine::new(), source, sample)
    }

    #[test]
    fn without_a_sample_every_possibility_is_listed() {
        assert_eq!(itl("{{ a.b[0].c }} {{ a.b[0].c }}", None), ["a.b[0].c"]);
        assert_eq!(
            itl("{{ #a }}{{ #b }}{{ c }}{{ . }}{{ .d }}{{ /b }}{{ /a }}", None),
            ["a", "a[].b?", "b?", "a[].b[].c?", "b[].c?", "a[].c?", "c?", "a[].b[]?", "b[]?", "a[].b[].d?", "b[].d?"]
        );
        assert_eq!(itl("{{ ^a }}{{ b }}{{ /a }}", None), ["a", "b"]);
        assert_eq!(itl("{{ @index }}{{ @now }}", None), [""; 0]);
    }

    #[test]
    fn with_a_sample_loops_objects_and_parents_are_told_apart() {
        let sample = json!({
            "alerts": [{"labels": {"host": "a"}}, {"labels": {}, "env": "prod"}],
            "team": {"name": "ops"}, "env": "test", "none": [], "text": "x"
        });
        let sample = Some(&sample);
        assert_eq!(
            itl("{{ #alerts }}{{ labels.host }}{{ env }}{{ team.name }}{{ nobody }}{{ /alerts }}", sample),
            ["alerts", "alerts[].labels.host", "alerts[].env", "env", "team.name", "alerts[].nobody!"]
        );
        assert_eq!(itl("{{ #team }}{{ name }}{{ env }}{{ /team }}", sample), ["team", "team.name", "env"]);
        assert_eq!(itl("{{ #text }}{{ . }}{{ env }}{{ /text }}", sample), ["text", "env"]);
        assert_eq!(itl("{{ alerts[1].env }}{{ alerts[7].env }}", sample), ["alerts[1].env", "alerts[7]!"]);
        assert_eq!(itl("{{ #none }}{{ id }}{{ /none }}", sample), ["none", "none[].id?", "id!"][..2]);
    }

    #[test]
    fn functions_that_take_keys_read_them() {
        let source = r#"{{ alerts.where("status", "x").pluck("labels.host").join() }}"#;
        assert_eq!(itl(source, None), ["alerts[].status", "alerts[].labels.host"]);
        assert_eq!(itl("{{ alerts.first().host }}", None), ["alerts[].host"]);
        assert_eq!(itl("{{ #alerts.reverse() }}{{ .host }}{{ /alerts }}", None), ["alerts", "alerts[].host?"]);
        // What a text function gives has no keys.
        assert_eq!(itl("{{ #sev.upperCase() }}{{ host }}{{ /sev }}", None), ["sev", "host"]);
    }

    #[test]
    fn partials_are_followed_once_each() {
        let partials = MemoryPartials::from([
            ("node", "{{ name }}{{ #children }}{{> node }}{{ /children }}"),
            ("line", "{{ host }}"),
            ("page", "{{ title }}{{$ body }}{{ empty }}{{/ body }}"),
        ]);
        let engine = Engine::builder().partials(partials).build();
        let sample = json!({"name": "a", "children": [{"name": "b"}], "alerts": [{"host": 1}], "title": "", "own": 1});
        let sample = Some(&sample);
        assert_eq!(texts(&engine, "{{> node }}", sample), ["name", "children"]);
        assert_eq!(texts(&engine, "{{ #alerts }}{{> line }}{{ /alerts }}", sample), ["alerts", "alerts[].host"]);
        assert_eq!(texts(&engine, "{{< page }}{{$ body }}{{ own }}{{/ body }}{{/ page }}", sample), ["title", "own"]);
        assert_eq!(texts(&engine, "{{< page }}{{/ page }}", sample), ["title", "empty!"]);
        let found = references(&engine, "{{> line }}", None);
        assert_eq!(found.reads.first().and_then(|read| read.partial.as_deref()), Some("line"));
    }

    #[test]
    fn the_tree_of_a_recursive_partial_does_not_explode() {
        let twice = |name: &str| (format!("p{name}"), format!("{{{{> p{name}0 }}}}{{{{> p{name}1 }}}}{{{{ x }}}}"));
        let names = (0..14).flat_map(|depth| (0..1u32 << depth).map(move |n| format!("{n:0depth$b}")));
        let partials: MemoryPartials = names.take(9_000).map(|name| twice(&name)).collect();
        let engine = Engine::builder().partials(partials).build();
        let found = references(&engine, "{{> p0 }}", None);
        assert!(found.reads.len() <= MOST_READS);
    }

    #[test]
    fn mustache_names_are_names() {
        let engine = Engine::builder().dialect(Dialect::Mustache).build();
        assert_eq!(texts(&engine, "{{a.b}}{{{c}}}{{&d[0]}}", None), ["a.b", "c", "[\"d[0]\"]"]);
        let usages: Vec<_> = references(&engine, "{{a}}{{{a}}}{{#a}}{{/a}}", None).paths().remove(0).usages;
        assert_eq!(usages, [Usage::Printed, Usage::Raw, Usage::Section]);
    }
}
