//! One analysis of one template, from which every question about it is answered.

use crate::documents::Documents;
use crate::knowledge::{Knowledge, MAX_STEPS};
use crate::preview::Previews;
use crate::shape::{Shape, ShapeId, UNKNOWN};
use crate::walk::{Visitor, Walk};
use itl_eval::{Engine, Span, Template};
use itl_syntax::Document;
use itl_syntax::ast::{Kind, Name};
use std::cell::RefCell;

/// What a template reads, what is wrong with it, and what an editor can offer while it is written.
///
/// It is made once of what was parsed and compiled already; no question parses or compiles the
/// template again. Of the payload it knows what `shape` says, if anything.
///
/// ```
/// use itl_analysis::{Analysis, CheckOptions, Shape};
/// use itl_eval::{Code, Engine};
/// use serde_json::json;
///
/// let engine = Engine::new();
/// let document = engine.parse("{{ #alerts }}{{ labels.hots }}{{ /alerts }}");
/// let (template, _) = engine.compile_document(&document);
/// let sample = json!({"alerts": [{"labels": {"host": "db-7"}}]});
/// let shape = Shape::sample(&sample);
/// let analysis = Analysis::new(&template, &document, Some(&shape));
///
/// assert_eq!(analysis.references().paths()[1].text, "alerts[].labels.hots");
/// let found = analysis.check(&CheckOptions::default());
/// assert_eq!(found[0].code, Code::UnknownPath);
/// assert_eq!(found[0].help.as_deref(), Some("did you mean `host`?"));
/// ```
///
/// Every answer is bounded: a question that would take more than some million steps is answered
/// from what was seen until then.
pub struct Analysis<'a> {
    pub(crate) template: &'a Template,
    pub(crate) document: &'a Document<'a>,
    pub(crate) documents: Documents<'a>,
    pub(crate) root: ShapeId,
    /// Whether the shape is a schema.
    pub(crate) by_schema: bool,
    pub(crate) known: RefCell<Knowledge<'a>>,
}

impl<'a> Analysis<'a> {
    /// An analysis of `template`, which was compiled from `document`.
    pub fn new(template: &'a Template, document: &'a Document<'a>, shape: Option<&Shape<'a>>) -> Self {
        let mut known = Knowledge::new(Previews::new(template.engine()));
        let root = known.shapes.root(shape);
        Self {
            template,
            document,
            documents: Documents::new(template, document),
            root,
            by_schema: shape.is_some_and(Shape::is_schema),
            known: RefCell::new(known),
        }
    }

    /// The same, whose questions take a quarter of the steps at most, for whoever asks beside another analysis.
    #[must_use]
    pub fn beside_another(self) -> Self {
        self.known.borrow_mut().steps_of_walk = MAX_STEPS / 4;
        self
    }

    pub(crate) fn engine(&self) -> &'a Engine {
        self.template.engine()
    }

    /// Whether anything is known of the payload.
    pub(crate) fn has_shape(&self) -> bool {
        self.root != UNKNOWN
    }

    /// Visits every path of the template and its partials. Returns whether all could be visited.
    pub(crate) fn walk(&self, visitor: Visitor<'_, 'a>) -> bool {
        let walk = Walk { engine: self.engine(), document: self.document, documents: &self.documents };
        walk.run(self.root, &mut self.known.borrow_mut(), visitor)
    }

    /// The steps that all questions so far took, for tests of how they grow.
    #[doc(hidden)]
    pub fn work(&self) -> u64 {
        self.known.borrow().work()
    }
}

/// The name that a tag calls a partial by, where it is written out.
pub(crate) fn called<'s>(kind: &Kind<'s>) -> Option<&'s str> {
    match kind {
        Kind::Partial { name: Name::Static(name) } | Kind::Parent { name: Name::Static(name), .. } => Some(name),
        _ => None,
    }
}

/// Whether an offset lies in a span, its end included: there the writer may be at work.
pub(crate) fn touches(span: Span, offset: usize) -> bool {
    span.start as usize <= offset && offset <= span.end as usize
}
