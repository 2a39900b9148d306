//! The tree of a parsed pattern.

#[derive(Debug)]
pub(crate) enum Node {
    Empty,
    Char(char),
    /// One character of the set of that number; an empty set never matches.
    Set(usize),
    Look(Look),
    Group(u32, Box<Node>),
    Repeat {
        node: Box<Node>,
        min: u32,
        max: Option<u32>,
        greedy: bool,
    },
    Concat(Vec<Node>),
    Alternation(Vec<Node>),
}

/// A zero-width assertion: a condition on the position between two characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Start,
    End,
    LineStart,
    LineEnd,
    LineStartCrlf,
    LineEndCrlf,
    /// `at` has a bit for each of the four cases that pass: a word character on neither side, before only, after
    /// only, on both sides.
    Word {
        at: u8,
        unicode: bool,
    },
    /// Look-ahead or look-behind: the number of its [`LookAround`], and whether it must fail.
    Around {
        number: u32,
        negative: bool,
    },
}

impl Look {
    pub(crate) const BOUNDARY: u8 = 0b0110;
    pub(crate) const NO_BOUNDARY: u8 = 0b1001;
    pub(crate) const WORD_START: u8 = 0b0100;
    pub(crate) const WORD_END: u8 = 0b0010;
    pub(crate) const WORD_START_HALF: u8 = 0b0101;
    pub(crate) const WORD_END_HALF: u8 = 0b0011;
}

/// The inside of a look-ahead or look-behind. Inner ones have smaller numbers than those that they stand in.
#[derive(Debug)]
pub(crate) struct LookAround {
    pub(crate) behind: bool,
    pub(crate) node: Node,
}

impl Node {
    /// `node` repeated. An expression that matches only the empty text is repeated once at most.
    pub(crate) fn repeated(node: Self, mut min: u32, mut max: Option<u32>, greedy: bool) -> Self {
        if node.is_only_empty() {
            min = min.min(1);
            max = Some(max.map_or(1, |max| max.min(1)));
        }
        match (min, max) {
            (0, Some(0)) => Self::Empty,
            (1, Some(1)) => node,
            _ => Self::Repeat { node: Box::new(node), min, max, greedy },
        }
    }

    /// Whether it matches the empty text and no other.
    fn is_only_empty(&self) -> bool {
        match self {
            Self::Empty | Self::Look(_) => true,
            Self::Char(_) | Self::Set(_) => false,
            Self::Group(_, node) | Self::Repeat { node, .. } => node.is_only_empty(),
            Self::Concat(nodes) | Self::Alternation(nodes) => nodes.iter().all(Self::is_only_empty),
        }
    }

    /// Whether every match takes at least one character.
    pub(crate) fn takes_some(&self) -> bool {
        match self {
            Self::Empty | Self::Look(_) => false,
            Self::Char(_) | Self::Set(_) => true,
            Self::Group(_, node) => node.takes_some(),
            Self::Repeat { node, min, .. } => *min > 0 && node.takes_some(),
            Self::Concat(nodes) => nodes.iter().any(Self::takes_some),
            Self::Alternation(nodes) => nodes.iter().all(Self::takes_some),
        }
    }
}
