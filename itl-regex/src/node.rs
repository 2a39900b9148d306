//! What a pattern means.

#[derive(Debug)]
pub(crate) enum Node {
    Empty,
    Char(char),
    /// One character of the set of that number; of an empty set none, ever.
    Set(usize),
    Look(Look),
    Group(u32, Box<Node>),
    Repeat {
        node: Box<Node>,
        least: u32,
        most: Option<u32>,
        greedy: bool,
    },
    Concat(Vec<Node>),
    Alternation(Vec<Node>),
}

/// What must be so between two characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Start,
    End,
    LineStart,
    LineEnd,
    LineStartCrlf,
    LineEndCrlf,
    /// `at` has a bit for each of the four cases that pass: of a word before and a word behind,
    /// none, the first, the second, both.
    Word {
        at: u8,
        unicode: bool,
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

impl Node {
    /// `node` repeated. What matches only the empty text is repeated once at most.
    pub(crate) fn repeated(node: Self, mut least: u32, mut most: Option<u32>, greedy: bool) -> Self {
        if node.is_only_empty() {
            least = least.min(1);
            most = Some(most.map_or(1, |most| most.min(1)));
        }
        match (least, most) {
            (0, Some(0)) => Self::Empty,
            (1, Some(1)) => node,
            _ => Self::Repeat { node: Box::new(node), least, most, greedy },
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

    /// Whether it matches no empty text.
    pub(crate) fn takes_some(&self) -> bool {
        match self {
            Self::Empty | Self::Look(_) => false,
            Self::Char(_) | Self::Set(_) => true,
            Self::Group(_, node) => node.takes_some(),
            Self::Repeat { node, least, .. } => *least > 0 && node.takes_some(),
            Self::Concat(nodes) => nodes.iter().any(Self::takes_some),
            Self::Alternation(nodes) => nodes.iter().all(Self::takes_some),
        }
    }
}
