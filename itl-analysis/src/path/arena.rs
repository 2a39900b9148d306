//! Paths that share their beginnings.

use super::{Part, Path};
use itl_eval::NameIndex;
use std::rc::Rc;

/// A path, or several that a value may have, in its arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PathId(u32);

impl PathId {
    /// Its number, for tables by path.
    pub(crate) fn number(self) -> usize {
        self.0 as usize
    }
}

/// The payload itself.
pub(crate) const ROOT: PathId = PathId(0);

#[derive(Clone, Debug)]
enum Node {
    Root,
    /// A step further than `base`.
    Step {
        base: PathId,
        part: Part,
        length: usize,
    },
    /// Whatever `first` may be, then whatever `rest` may be.
    Either {
        first: PathId,
        rest: PathId,
    },
}

/// As many paths are listed for one tag; there may be twice as many with each level of sections.
pub(crate) const MAX_LISTED: usize = 256;

/// Every path that an analysis has met, each once.
///
/// A value of which too little is known may have one of several paths. They are one node, so that
/// sections inside each other make no more nodes than there are levels; they are told apart only
/// where somebody asks for the [list](PathArena::list).
#[derive(Debug)]
pub(crate) struct PathArena {
    nodes: Vec<Node>,
    /// The numbers of steps and alternatives.
    known: NameIndex,
    /// What is known of the lists that were asked for, by node.
    lists: Vec<Listed>,
}

/// What is known of the paths of a node.
#[derive(Clone, Debug, Default)]
enum Listed {
    #[default]
    Unknown,
    /// It is one path. There may be a million of these, so they hold no list.
    Single,
    Several(Rc<List>),
}

/// The paths of a node without alternatives.
#[derive(Clone, Debug)]
pub(crate) struct List {
    pub(crate) paths: Rc<[PathId]>,
    /// Whether there are more.
    pub(crate) cut: bool,
}

impl List {
    /// Of one path.
    fn of(id: PathId) -> Self {
        Self { paths: [id].into(), cut: false }
    }
}

impl Default for PathArena {
    fn default() -> Self {
        Self { nodes: vec![Node::Root], known: NameIndex::default(), lists: Vec::new() }
    }
}

impl PathArena {
    fn add(&mut self, node: Node) -> PathId {
        self.nodes.push(node);
        PathId(self.nodes.len() as u32 - 1)
    }

    fn node(&self, id: PathId) -> &Node {
        self.nodes.get(id.0 as usize).unwrap_or(&Node::Root)
    }

    /// The path one step further.
    pub(crate) fn step(&mut self, base: PathId, part: Part) -> PathId {
        let name = part.name(base.0 as usize);
        if let Some(known) = self.known.get(&name) {
            return PathId(known as u32);
        }
        let length = self.length(base) + 1;
        let id = self.add(Node::Step { base, part, length });
        self.known.set(&name, id.0 as usize);
        id
    }

    /// `first` or, where it is not that, `rest`.
    pub(crate) fn either(&mut self, first: PathId, rest: PathId) -> PathId {
        if first == rest {
            return first;
        }
        let name = format!("{}|{}", first.0, rest.0);
        if let Some(known) = self.known.get(&name) {
            return PathId(known as u32);
        }
        let id = self.add(Node::Either { first, rest });
        self.known.set(&name, id.0 as usize);
        id
    }

    /// The number of steps; of several paths that of the first.
    fn length(&self, mut id: PathId) -> usize {
        loop {
            match self.node(id) {
                Node::Root => return 0,
                Node::Step { length, .. } => return *length,
                Node::Either { first, .. } => id = *first,
            }
        }
    }

    /// The paths that a node stands for, at most [`MAX_LISTED`].
    pub(crate) fn list(&mut self, id: PathId) -> List {
        // Every node is made after those that it consists of, so that a stack of open ones is
        // enough, however deep the path is.
        let mut open = vec![id];
        while let Some(at) = open.last().copied() {
            if self.listed(at).is_some() {
                open.pop();
                continue;
            }
            let list = match self.node(at).clone() {
                Node::Root => Some(List::of(at)),
                Node::Step { base, part, .. } => match self.listed(base) {
                    // A path without alternatives is itself; nothing below it has to be listed.
                    _ if self.is_single(base) => Some(List::of(at)),
                    Some(below) => Some(List {
                        paths: below.paths.iter().map(|base| self.step(*base, part.clone())).collect(),
                        cut: below.cut,
                    }),
                    None => {
                        open.push(base);
                        None
                    }
                },
                Node::Either { first, rest } => match (self.listed(first), self.listed(rest)) {
                    (Some(first), Some(rest)) => Some(joined(&first, &rest)),
                    (None, _) => {
                        open.push(first);
                        None
                    }
                    (_, None) => {
                        open.push(rest);
                        None
                    }
                },
            };
            if let Some(list) = list {
                let single = !list.cut && *list.paths == [at];
                self.keep(at, if single { Listed::Single } else { Listed::Several(list.into()) });
                open.pop();
            }
        }
        self.listed(id).unwrap_or(List::of(id))
    }

    fn listed(&self, id: PathId) -> Option<List> {
        match self.lists.get(id.0 as usize)? {
            Listed::Unknown => None,
            Listed::Single => Some(List::of(id)),
            Listed::Several(list) => Some(List::clone(list)),
        }
    }

    fn keep(&mut self, id: PathId, list: Listed) {
        if self.lists.len() < self.nodes.len() {
            self.lists.resize(self.nodes.len(), Listed::Unknown);
        }
        if let Some(slot) = self.lists.get_mut(id.0 as usize) {
            *slot = list;
        }
    }

    /// Whether a node is known to stand for one path. Listed nodes tell at once; of others it is
    /// followed while they are steps, and each is marked, so that no step is followed twice.
    fn is_single(&mut self, id: PathId) -> bool {
        let mut followed = Vec::new();
        let mut at = id;
        let single = loop {
            match self.lists.get(at.number()) {
                Some(Listed::Single) => break true,
                Some(Listed::Several(_)) => break false,
                Some(Listed::Unknown) | None => {}
            }
            followed.push(at);
            match self.node(at) {
                Node::Root => break true,
                Node::Step { base, .. } => at = *base,
                Node::Either { .. } => break false,
            }
        };
        if single {
            for id in followed {
                self.keep(id, Listed::Single);
            }
        }
        single
    }

    /// The first of the paths that a node stands for.
    pub(crate) fn first(&self, id: PathId) -> Path {
        let mut parts = Vec::with_capacity(self.length(id));
        let mut at = id;
        loop {
            match self.node(at) {
                Node::Root => break,
                Node::Step { base, part, .. } => {
                    parts.push(part.clone());
                    at = *base;
                }
                Node::Either { first, .. } => at = *first,
            }
        }
        parts.into_iter().rev().collect()
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }
}

/// One list after the other, each path once.
fn joined(first: &List, rest: &List) -> List {
    let mut paths: Vec<PathId> = first.paths.to_vec();
    let mut known: Vec<PathId> = paths.clone();
    known.sort_unstable();
    let mut cut = first.cut || rest.cut;
    for path in rest.paths.iter().filter(|path| known.binary_search(path).is_err()) {
        if paths.len() >= MAX_LISTED {
            cut = true;
            break;
        }
        paths.push(*path);
    }
    List { paths: paths.into(), cut }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(arena: &mut PathArena, id: PathId) -> Vec<String> {
        let list = arena.list(id);
        list.paths.iter().map(|path| arena.first(*path).to_string()).collect()
    }

    #[test]
    fn alternatives_are_listed_once_each_in_order() {
        let mut arena = PathArena::default();
        let a = arena.step(ROOT, Part::key("a"));
        let items = arena.step(a, Part::Each);
        let of_items = arena.step(items, Part::key("b"));
        let of_root = arena.step(ROOT, Part::key("b"));
        let both = arena.either(of_items, of_root);
        let inner = arena.step(both, Part::key("c"));
        let all = arena.either(inner, both);
        assert_eq!(texts(&mut arena, all), ["a[].b.c", "b.c", "a[].b", "b"]);
        let twice = arena.either(of_root, both);
        assert_eq!(texts(&mut arena, twice), ["b", "a[].b"]);
        assert_eq!(arena.step(ROOT, Part::key("a")), a);
    }

    #[test]
    fn doubling_alternatives_are_cut() {
        let mut arena = PathArena::default();
        let mut at = ROOT;
        for level in 0..64 {
            let further = arena.step(at, Part::Index(level));
            at = arena.either(further, at);
        }
        let list = arena.list(at);
        assert!(list.cut && list.paths.len() == MAX_LISTED);
        assert!(arena.len() < 64 * MAX_LISTED * 2);
    }
}
