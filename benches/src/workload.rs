//! The seven workloads.

/// Hand-written code over `serde_json::Value` as this process has it: the engine keeps the order
/// of keys, which turns every object of the program into a hashed map in insertion order.
pub const ORDERED: &str = "hand-written, keys in order";

/// What is measured; the names are those of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Workload {
    /// A summary line of five variables.
    W1,
    /// Details: a loop over 20 alerts.
    W2,
    /// Functions on text and arrays.
    W3,
    /// Dates in two styles.
    W3d,
    /// A prompt with a conversation of 30 turns.
    W4,
    /// An HTML table of 100 rows, escaped.
    W5,
    /// 12 kB of bytes to W1's text.
    W6a,
    /// 200 kB of bytes to W1's text.
    W6b,
    /// Compiling W2's template.
    W7,
}

impl Workload {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 9] =
        [Self::W1, Self::W2, Self::W3, Self::W3d, Self::W4, Self::W5, Self::W6a, Self::W6b, Self::W7];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::W1 => "W1",
            Self::W2 => "W2",
            Self::W3 => "W3",
            Self::W3d => "W3d",
            Self::W4 => "W4",
            Self::W5 => "W5",
            Self::W6a => "W6a",
            Self::W6b => "W6b",
            Self::W7 => "W7",
        }
    }

    /// What it does, for the heading of its column.
    pub fn title(self) -> &'static str {
        match self {
            Self::W1 => "summary, 5 variables",
            Self::W2 => "details, loop of 20 alerts",
            Self::W3 => "functions on text and arrays",
            Self::W3d => "dates in two styles",
            Self::W4 => "prompt, 30 turns",
            Self::W5 => "HTML table, 100 rows",
            Self::W6a => "12 kB of bytes to W1's text",
            Self::W6b => "200 kB of bytes to W1's text",
            Self::W7 => "compile W2's template",
        }
    }

    /// The engine that the others are compared with.
    pub fn baseline(self) -> &'static str {
        if self == Self::W7 { "bare tag scan" } else { "hand-written" }
    }
}
