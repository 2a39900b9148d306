//! Who watches a render: what is reported, and what an observer may decide.

use crate::output::Escape;
use itl_syntax::Span;
use itl_value::Value;
use std::sync::Arc;

/// Watches a render; see [`Template::render_observed`].
///
/// The evaluator knows blocks and where they write. What a block means is the observer's own.
/// In the render of a prompt the escape `xml` knows where in markup a value stands, comments
/// that begin with `@escape` hold for the block or file they stand in, and a section over a
/// key that no object has, but nearly, is an error.
///
/// [`Template::render_observed`]: crate::Template::render_observed
pub trait RenderObserver {
    /// A block begins to write.
    fn block(&mut self, _block: &BlockStart<'_>) -> BlockWatch {
        BlockWatch::Ignore
    }

    /// The innermost block that is watched has written everything before `output`, in bytes of the text.
    /// Returns whether it was a text of its own.
    fn block_end(&mut self, _output: usize) -> bool {
        false
    }

    /// A text of its own has ended, and is the end of `out`. The observer may take the beginning of what is written
    /// away; returns how many bytes it took. What it took counts as output all the same.
    fn take(&mut self, _out: &mut String) -> usize {
        0
    }

    /// Whether the render is that of a prompt, with the rules that prompts have.
    fn is_prompt(&self) -> bool {
        false
    }

    /// Whether [`RenderObserver::tag`] is to be called. Asked once, before the render.
    fn watches_tags(&self) -> bool {
        false
    }

    /// A tag of the template, or of a partial that was compiled with it, has run.
    fn tag(&mut self, run: &TagRun<'_>) {
        let _ = run;
    }

    /// Whether [`RenderObserver::cost`] is to be called. Asked once, before the render.
    fn watches_costs(&self) -> bool {
        false
    }

    /// A tag of the template, or of a partial that was compiled with it, has taken steps.
    fn cost(&mut self, cost: &CostOfRun<'_>) {
        let _ = cost;
    }

    /// The render has taken `steps` and the text is `bytes` long.
    fn ended(&mut self, steps: u64, bytes: usize) {
        let _ = (steps, bytes);
    }

    /// Whether anything is to be reported of each tag.
    #[doc(hidden)]
    fn watches(&self) -> bool {
        self.watches_tags() || self.watches_prints() || self.watches_costs()
    }

    /// A comment that holds a setting is reached.
    fn comment(&mut self, _comment: &CommentAt<'_>) {}

    /// A tag is about to print a list. Returns whether the observer keeps it, so that nothing is printed.
    fn list(&mut self, _list: &PrintedList<'_>) -> bool {
        false
    }

    /// Whether it is no mistake that the value of `path` is missing at this place.
    fn expects_missing(&mut self, _path: &str) -> bool {
        false
    }

    /// Whether [`RenderObserver::printed`] is called.
    fn watches_prints(&self) -> bool {
        false
    }

    /// A tag has printed what stands in `out` from `tag.output` on; it may be changed.
    fn printed(&mut self, _tag: &PrintedTag<'_>, _out: &mut String) {}
}

/// What an observer wants of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockWatch {
    /// Nothing.
    Ignore,
    /// [`RenderObserver::block_end`] is called for it.
    End,
    /// The same, and what it writes is a text of its own: markup that is open around it is not inside it.
    Text,
}

/// One run of one tag.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TagRun<'r> {
    /// The tag; of a reference in it the reference.
    pub tag: Span,
    /// The partial it stands in; `None` for the template itself.
    pub partial: Option<&'r Arc<str>>,
    /// What it did.
    pub action: TagAction,
}

/// What one run of one tag has cost.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CostOfRun<'r> {
    /// The tag.
    pub tag: Span,
    /// The partial it stands in; `None` for the template itself.
    pub partial: Option<&'r Arc<str>>,
    /// 1, or 0 for a further cost of a run that was reported.
    pub runs: u64,
    /// The steps.
    pub steps: u64,
    /// The bytes that it wrote.
    pub bytes: usize,
}

/// What a tag did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TagAction {
    /// It printed a value of that many bytes.
    Print {
        /// Zero where nothing was printed.
        bytes: usize,
    },
    /// A section asked for its value.
    Section {
        /// How often what stands in it would run: never for a false value, once for each item of a list. An
        /// inverted section runs where this is zero.
        rounds: usize,
        /// Whether the value is a list.
        list: bool,
    },
    /// A partial was called.
    Partial,
    /// A function chose one of its branches.
    Branch {
        /// The position of the call among the steps and calls after the path's plain steps.
        link: usize,
        /// The number of the branch, as in [`Point`](crate::Point).
        branch: u32,
    },
}

/// A block at the moment when its body begins to run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BlockStart<'r> {
    /// The block's name.
    pub name: &'r str,
    /// The tag that opens it.
    pub tag: Span,
    /// The partial it stands in; `None` for the template itself.
    pub partial: Option<&'r Arc<str>>,
    /// Where it begins to write, in bytes of the text.
    pub output: usize,
    /// The nearest context that is an object; missing where there is none.
    pub object: &'r Value<'r>,
    /// Whether an override runs in the place of its own body.
    pub overridden: bool,
    /// The index of the list's item that it runs for; of the innermost list where there are several.
    pub item: Option<usize>,
    /// How many bytes the output may still grow by; what an observer copies counts as output.
    pub room: usize,
    /// The escape in force inside it.
    pub escape: Escape,
}

/// A comment that holds a setting, where it is reached.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CommentAt<'r> {
    /// Its source, delimiters included.
    pub source: &'r str,
    /// The tag.
    pub tag: Span,
    /// The partial it stands in.
    pub partial: Option<&'r Arc<str>>,
    /// How long the text is, in bytes.
    pub output: usize,
}

/// A list that a tag prints.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PrintedList<'r> {
    /// The path that the tag names, as written.
    pub path: &'r str,
    /// The list.
    pub value: &'r Value<'r>,
    /// How its texts are escaped.
    pub escape: Escape,
    /// Where the tag prints, in bytes of the text.
    pub output: usize,
    /// How many bytes the output may still grow by.
    pub room: usize,
}

/// A tag that has printed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PrintedTag<'r> {
    /// The path that the tag names, as written.
    pub path: &'r str,
    /// The tag.
    pub tag: Span,
    /// The partial it stands in.
    pub partial: Option<&'r Arc<str>>,
    /// Whether it printed its value as it is.
    pub raw: bool,
    /// Where its text begins, in bytes of the text.
    pub output: usize,
}
