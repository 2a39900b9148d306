//! What a template may cost.

/// Upper bounds on compiling and rendering. They are always on; the defaults are far beyond
/// every honest message and far below what hurts a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest template or partial, in bytes. Default 1 MiB.
    pub template_bytes: usize,
    /// Deepest nesting of sections inside each other. Default 128.
    pub depth: usize,
    /// Deepest nesting of partials inside each other. Default 100.
    pub partial_depth: usize,
    /// Largest output, in bytes. Default 16 MiB.
    pub output_bytes: usize,
    /// Most tags and functions run by one render; functions charge for the text they make, one
    /// step for 16 bytes, and for the text they go through. Default 10 million.
    pub steps: u64,
    /// Largest size of a template's regular expressions together, compiled, in bytes. Default
    /// 16 MiB: an address like `[\w.-]{1,64}@[\w.-]{1,255}` takes 10.
    pub regex_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            template_bytes: 1 << 20,
            depth: 128,
            partial_depth: 100,
            output_bytes: 16 << 20,
            steps: 10_000_000,
            regex_bytes: 16 << 20,
        }
    }
}
