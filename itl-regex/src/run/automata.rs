//! Runs patterns without look-around on the automata of the crate `regex-automata`, for speed.
//!
//! The automata are built from this crate's own tree: what a class contains and which characters are equal without
//! case is decided by this crate's tables, whatever version of Unicode the dependencies have. An automaton over bytes
//! cannot decide Unicode's `\b` in text beyond ASCII, so there the simulation runs; in ASCII text it is ASCII's `\b`.

use crate::info::Info;
use crate::node::{Look, Node};
use crate::parse::Parsed;
use crate::set::Set;
use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::{Input, meta};
use regex_syntax::hir;

/// Patterns that count for more are run by the simulation: building their automata would take tens of milliseconds.
const MAX_BYTES: usize = 1 << 20;
/// The crate `regex`'s own default for the memory of a search.
const CACHE_BYTES: usize = 2 << 20;

pub(crate) struct Automata(meta::Regex);

/// The slots of a search, kept for the next one.
#[derive(Default)]
pub(crate) struct Slots(Vec<Option<NonMaxUsize>>);

impl Automata {
    /// `None` if the pattern has to be run by the simulation.
    pub(crate) fn new(parsed: &Parsed, info: &Info) -> Option<Self> {
        if !parsed.look_arounds.is_empty() || info.size > MAX_BYTES {
            return None;
        }
        // Far more than it takes: what is too large has been refused.
        let max_bytes = info.size.saturating_mul(16).max(1 << 20);
        let config = meta::Config::new().nfa_size_limit(Some(max_bytes)).hybrid_cache_capacity(CACHE_BYTES);
        let hir = hir(&parsed.node, &parsed.sets);
        meta::Builder::new().configure(config).build_from_hir(&hir).ok().map(Self)
    }

    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }

    /// Searches from `start` and fills `found` with positions.
    pub(crate) fn search(&self, text: &str, start: usize, slots: &mut Slots, found: &mut [usize]) -> bool {
        let input = Input::new(text).range(start..);
        if let [from, to] = found {
            let Some(whole) = self.0.search(&input) else { return false };
            (*from, *to) = (whole.start(), whole.end());
            return true;
        }
        slots.0.clear();
        slots.0.resize(found.len(), None);
        if self.0.search_slots(&input, &mut slots.0).is_none() {
            return false;
        }
        for (position, slot) in found.iter_mut().zip(&slots.0) {
            *position = slot.map_or(super::nfa::NONE, NonMaxUsize::get);
        }
        true
    }
}

fn class(ranges: &[(char, char)]) -> hir::Class {
    let ranges = ranges.iter().map(|(first, last)| hir::ClassUnicodeRange::new(*first, *last));
    hir::Class::Unicode(hir::ClassUnicode::new(ranges))
}

fn hir(node: &Node, sets: &[Set]) -> hir::Hir {
    let all = |nodes: &[Node]| nodes.iter().map(|node| hir(node, sets)).collect();
    match node {
        Node::Empty => hir::Hir::empty(),
        Node::Char(c) => hir::Hir::literal(c.encode_utf8(&mut [0; 4]).as_bytes()),
        Node::Set(number) => hir::Hir::class(class(&sets.get(*number).map_or_else(Vec::new, Set::scalar_ranges))),
        Node::Look(look) => assertion(*look),
        Node::Group(index, node) => {
            hir::Hir::capture(hir::Capture { index: *index, name: None, sub: Box::new(hir(node, sets)) })
        }
        Node::Repeat { node, min, max, greedy } => {
            let sub = Box::new(hir(node, sets));
            hir::Hir::repetition(hir::Repetition { min: *min, max: *max, greedy: *greedy, sub })
        }
        Node::Concat(nodes) => hir::Hir::concat(all(nodes)),
        Node::Alternation(nodes) => hir::Hir::alternation(all(nodes)),
    }
}

fn assertion(look: Look) -> hir::Hir {
    hir::Hir::look(match look {
        Look::Start => hir::Look::Start,
        Look::End => hir::Look::End,
        Look::LineStart => hir::Look::StartLF,
        Look::LineEnd => hir::Look::EndLF,
        Look::LineStartCrlf => hir::Look::StartCRLF,
        Look::LineEndCrlf => hir::Look::EndCRLF,
        Look::Word { at: Look::BOUNDARY, .. } => hir::Look::WordAscii,
        Look::Word { at: Look::NO_BOUNDARY, .. } => hir::Look::WordAsciiNegate,
        Look::Word { at: Look::WORD_START, .. } => hir::Look::WordStartAscii,
        Look::Word { at: Look::WORD_END, .. } => hir::Look::WordEndAscii,
        Look::Word { at: Look::WORD_START_HALF, .. } => hir::Look::WordStartHalfAscii,
        Look::Word { at: Look::WORD_END_HALF, .. } => hir::Look::WordEndHalfAscii,
        // There are no other cases, and patterns with look-around are run by the simulation.
        Look::Word { .. } | Look::Around { .. } => return hir::Hir::fail(),
    })
}
