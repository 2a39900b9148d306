//! What a template may cost.

/// Upper bounds on compiling and rendering. They are always on. The defaults are far above what messages need and
/// far below what harms the host.
///
/// ```
/// use itl_eval::Limits;
/// let limits = Limits::default().steps(100_000).output_bytes(4_000);
/// assert_eq!((limits.steps, limits.depth), (100_000, 128));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Largest template or partial, in bytes. Default 1 MiB.
    pub template_bytes: usize,
    /// Largest total size of the partials that a template can reach, in bytes. Default 4 MiB.
    pub partials_bytes: usize,
    /// Deepest nesting of sections inside each other. Default 128.
    pub depth: usize,
    /// Deepest nesting of partials inside each other. Default 100.
    pub partial_depth: usize,
    /// Largest output, in bytes. Default 16 MiB.
    pub output_bytes: usize,
    /// Most steps of one render: one for each tag and function, and one for 16 bytes of text that functions read
    /// or write. Default 10 million.
    pub steps: u64,
    /// Largest total size of a template's compiled regular expressions, in bytes. Default 16 MiB: a pattern like
    /// `[\w.-]{1,64}@[\w.-]{1,255}` takes 10 MiB.
    pub regex_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            template_bytes: 1 << 20,
            partials_bytes: 4 << 20,
            depth: 128,
            partial_depth: 100,
            output_bytes: 16 << 20,
            steps: 10_000_000,
            regex_bytes: 16 << 20,
        }
    }
}

impl Limits {
    /// Sets [`Limits::template_bytes`](#structfield.template_bytes).
    #[must_use]
    pub fn template_bytes(mut self, template_bytes: usize) -> Self {
        self.template_bytes = template_bytes;
        self
    }

    /// Sets [`Limits::partials_bytes`](#structfield.partials_bytes).
    #[must_use]
    pub fn partials_bytes(mut self, partials_bytes: usize) -> Self {
        self.partials_bytes = partials_bytes;
        self
    }

    /// Sets [`Limits::depth`](#structfield.depth).
    #[must_use]
    pub fn depth(mut self, depth: usize) -> Self {
        self.depth = depth;
        self
    }

    /// Sets [`Limits::partial_depth`](#structfield.partial_depth).
    #[must_use]
    pub fn partial_depth(mut self, partial_depth: usize) -> Self {
        self.partial_depth = partial_depth;
        self
    }

    /// Sets [`Limits::output_bytes`](#structfield.output_bytes).
    #[must_use]
    pub fn output_bytes(mut self, output_bytes: usize) -> Self {
        self.output_bytes = output_bytes;
        self
    }

    /// Sets [`Limits::steps`](#structfield.steps).
    #[must_use]
    pub fn steps(mut self, steps: u64) -> Self {
        self.steps = steps;
        self
    }

    /// Sets [`Limits::regex_bytes`](#structfield.regex_bytes).
    #[must_use]
    pub fn regex_bytes(mut self, regex_bytes: usize) -> Self {
        self.regex_bytes = regex_bytes;
        self
    }
}
