//! Which parts of templates their tests reach, from what the engine reports of its own renders.

pub(crate) mod cobertura;
pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod lcov;
mod record;
pub(crate) mod text;

pub(crate) use record::{Record, Recorder};

use crate::settings::Settings;
use crate::source::Source;
use itl_eval::{Point, PointKind, Span, Template};
use itl_syntax::finding::Locations;
use record::Key;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The coverage of all files that tests have run, sorted by name.
#[derive(Debug, Default)]
pub(crate) struct Coverage {
    pub(crate) files: Vec<FileCoverage>,
}

/// The coverage of a template or partial.
#[derive(Debug)]
pub(crate) struct FileCoverage {
    pub(crate) file: Arc<str>,
    pub(crate) text: Arc<str>,
    /// In the order of the text.
    pub(crate) points: Vec<CoveredPoint>,
}

/// A place that can do one thing or several, and how often it did each.
#[derive(Debug)]
pub(crate) struct CoveredPoint {
    pub(crate) span: Span,
    /// Line and column of the span's start, from 1.
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) kind: PointKind,
    pub(crate) goals: Vec<Goal>,
    /// How often it ran.
    pub(crate) runs: u64,
}

/// How many characters of a tag programs and pages get.
const MAX_SOURCE: usize = 1_000;

/// One thing that a place can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Goal {
    pub(crate) name: String,
    pub(crate) hits: u64,
}

/// How many of how many goals are reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) covered: usize,
    pub(crate) total: usize,
}

impl Share {
    /// In percent, 100 where there is nothing to reach.
    pub(crate) fn percent(self) -> f64 {
        if self.total == 0 { 100.0 } else { self.covered as f64 * 100.0 / self.total as f64 }
    }

    /// In percent with one decimal, rounded down: 100.0 is said of nothing less.
    pub(crate) fn shown(self) -> String {
        let tenths = (self.covered * 1_000).checked_div(self.total).unwrap_or(1_000);
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

impl std::iter::Sum for Share {
    fn sum<I: Iterator<Item = Self>>(shares: I) -> Self {
        shares.fold(Self::default(), |a, b| Self { covered: a.covered + b.covered, total: a.total + b.total })
    }
}

impl Coverage {
    /// Adds what renders of a template did.
    pub(crate) fn add(&mut self, source: &Source, settings: &Settings, template: &Template, record: &Record) {
        let mut by_partial: BTreeMap<Option<Arc<str>>, Vec<Point>> = BTreeMap::new();
        for point in template.coverage_points() {
            by_partial.entry(point.partial.clone()).or_default().push(point);
        }
        by_partial.entry(None).or_default();
        for (partial, points) in by_partial {
            let (file, text): (Arc<str>, Arc<str>) = match &partial {
                None => (source.name.clone(), source.text.clone()),
                Some(name) => {
                    let Some(text) = template.partial_source(name) else { continue };
                    (settings.partial_file(name).into(), text.into())
                }
            };
            let file = self.file(file, &text);
            let locations = Locations::new(points.iter().map(|point| (None, point.tag)), |_| &text);
            // The same text may have been run with other settings before.
            let known = |(at, point): (usize, &CoveredPoint)| ((point.span, point.kind.clone()), at);
            let known: HashMap<(Span, PointKind), usize> = file.points.iter().enumerate().map(known).collect();
            for point in points {
                let counts = record.counts(&Key::of(&point));
                let (goals, runs) = (counts.goals(&point.kind), counts.runs());
                let at = locations.get(None, point.tag);
                let (line, column) = (at.line as u32, at.column as u32);
                match known.get(&(point.tag, point.kind.clone())).and_then(|at| file.points.get_mut(*at)) {
                    Some(known) => known.merge(goals, runs),
                    None => {
                        file.points.push(CoveredPoint { span: point.tag, line, column, kind: point.kind, goals, runs });
                    }
                }
            }
            file.points.sort_by_key(|point| point.span);
        }
    }

    /// The file of that name; one text is one file, however often it is compiled.
    fn file(&mut self, name: Arc<str>, text: &Arc<str>) -> &mut FileCoverage {
        let at = match self.files.binary_search_by(|known| known.file.cmp(&name)) {
            Ok(at) => at,
            Err(at) => {
                self.files.insert(at, FileCoverage { file: name, text: text.clone(), points: Vec::new() });
                at
            }
        };
        #[expect(clippy::indexing_slicing, reason = "the place was found or made just before")]
        &mut self.files[at]
    }

    pub(crate) fn share(&self) -> Share {
        self.files.iter().map(FileCoverage::share).sum()
    }
}

impl FileCoverage {
    pub(crate) fn share(&self) -> Share {
        self.points.iter().map(CoveredPoint::share).sum()
    }

    /// The points of each line that has some, by line.
    pub(crate) fn lines(&self) -> BTreeMap<u32, Vec<&CoveredPoint>> {
        let mut lines: BTreeMap<u32, Vec<&CoveredPoint>> = BTreeMap::new();
        for point in &self.points {
            lines.entry(point.line).or_default().push(point);
        }
        lines
    }
}

impl CoveredPoint {
    pub(crate) fn share(&self) -> Share {
        Share { covered: self.goals.iter().filter(|goal| goal.hits > 0).count(), total: self.goals.len() }
    }

    fn merge(&mut self, goals: Vec<Goal>, runs: u64) {
        for goal in goals {
            match self.goals.iter_mut().find(|known| known.name == goal.name) {
                Some(known) => known.hits += goal.hits,
                None => self.goals.push(goal),
            }
        }
        self.runs += runs;
    }

    /// The start of its tag: a tag may be as long as its file, and hold a place for each of a hundred thousand calls.
    pub(crate) fn source<'t>(&self, text: &'t str, max_chars: usize) -> Cow<'t, str> {
        let tag = self.span.of(text);
        match tag.char_indices().nth(max_chars) {
            Some((end, _)) => Cow::Owned(format!("{}…", tag.get(..end).unwrap_or_default())),
            None => Cow::Borrowed(tag),
        }
    }

    /// What kind of place it is, in a word, with the function's name where it is a call.
    pub(crate) fn what(&self) -> String {
        match &self.kind {
            PointKind::Print => "tag".to_owned(),
            PointKind::Section => "section".to_owned(),
            PointKind::Inverted => "inverted section".to_owned(),
            PointKind::Partial => "partial".to_owned(),
            PointKind::Branches { function, .. } => format!("{function}()"),
            _ => "place".to_owned(),
        }
    }
}
