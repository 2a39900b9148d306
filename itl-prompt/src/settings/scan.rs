//! Finds the settings of a file, and says which of them stand where they cannot.

use super::PromptSettings;
use super::parse::{Name, Place};
use itl_syntax::ast::{Delimiters, ItemId, Kind};
use itl_syntax::comment::{self, Setting};
use itl_syntax::{Code, Diagnostic, Document, Span};
use std::sync::Arc;

/// What comments say to `itl check` about the data.
const CONTRACT: [&str; 2] = ["param", "sample"];

/// Reads the settings of a prompt, or of a partial of that name.
pub(super) fn file(document: &Document<'_>, partial: Option<&Arc<str>>, into: &mut PromptSettings) {
    let source = document.source;
    let mut close = Delimiters::default().close;
    let mut scan = Scan { partial, into, open: Vec::new(), seen: Given::default() };
    for (at, item) in document.items.iter().enumerate() {
        match item.kind {
            Kind::SetDelimiters(delimiters) => close = delimiters.close,
            Kind::Section { .. } | Kind::Parent { .. } | Kind::Block { .. } => {
                if let Kind::Section { expr, .. } = &item.kind {
                    scan.into.reads.note(expr.span.of(source));
                }
                let block = matches!(item.kind, Kind::Block { .. }).then(Given::default);
                scan.open.push((at as ItemId, block));
            }
            Kind::Close { open } => {
                if let Some(place) = scan.open.iter().rposition(|(known, _)| *known == open) {
                    scan.open.truncate(place);
                }
            }
            Kind::Comment => {
                let tag = item.span.of(source);
                let text = comment::inside(tag, close);
                let offset = item.span.start as usize + tag.find('!').map_or(0, |at| at + 1);
                for setting in comment::settings(text) {
                    let span = Span::new(offset + setting.start, offset + setting.end);
                    scan.setting(&setting, span);
                }
            }
            _ => match &item.kind {
                Kind::Variable { expr, .. } => scan.into.reads.note(expr.span.of(source)),
                Kind::Partial { name: itl_syntax::ast::Name::Dynamic(_) } => {
                    scan.into.reads.unknown();
                    scan.into.has_marks = true;
                }
                _ => {}
            },
        }
    }
}

struct Scan<'a> {
    partial: Option<&'a Arc<str>>,
    into: &'a mut PromptSettings,
    /// The tags that are open; for those that are blocks, the settings in them so far.
    open: Vec<(ItemId, Option<Given>)>,
    /// The settings outside of blocks so far.
    seen: Given,
}

/// Settings, one bit for each.
#[derive(Default)]
struct Given(u64);

impl Given {
    /// Adds a setting and returns whether it is new.
    fn add(&mut self, name: Name) -> bool {
        let known = self.0;
        self.0 |= 1 << name as u64;
        self.0 != known
    }
}

const _: () = assert!(Name::ALL.len() <= u64::BITS as usize);

impl Scan<'_> {
    fn fault(&mut self, mut fault: Diagnostic) {
        fault.partial = self.partial.cloned();
        self.into.faults.push(fault);
    }

    fn setting(&mut self, setting: &Setting<'_>, span: Span) {
        let Some(name) = Name::of(setting.name) else {
            if !CONTRACT.contains(&setting.name) {
                self.fault(unknown(setting.name, span));
            }
            return;
        };
        self.into.has_marks |= name.place() == Place::Mark;
        // Where it stands in no block, what it says holds for the file.
        let in_block = self.open.iter().any(|(_, block)| block.is_some());
        let top = self.open.is_empty() && self.partial.is_none();
        if name.place() == Place::Prompt && !top {
            let place = match self.partial {
                Some(_) => "a partial or parent",
                None => "a block or section",
            };
            let message = format!("`@{}` holds for the whole prompt and cannot stand in {place}", name.text());
            return self.fault(
                Diagnostic::new(Code::SettingPlace, span, message)
                    .help("write it outside of all blocks and sections of the prompt's own file"),
            );
        }
        if matches!(name, Name::Escape | Name::Keep) && !in_block && !self.open.is_empty() {
            let message = format!("`@{}` stands in a section, and holds for a block or a whole file", name.text());
            return self.fault(
                Diagnostic::new(Code::SettingPlace, span, message)
                    .help("write it into the block that it is for, or outside of all sections"),
            );
        }
        let block = self.open.iter_mut().rev().find_map(|(_, block)| block.as_mut());
        if name.place() != Place::Mark && !block.unwrap_or(&mut self.seen).add(name) {
            let message = format!("`@{}` is given twice", name.text());
            return self.fault(Diagnostic::new(Code::SettingTwice, span, message).help("keep one of the two"));
        }
        if name.place() == Place::Prompt || (name == Name::Escape && top) {
            self.into.places.push((name.text(), span));
            if let Err(message) = name.apply(setting.value, self.into) {
                self.fault(message.at(span));
            }
        } else {
            // What holds for a block only is the render's; whether it can be read is said here.
            let mut aside = PromptSettings::default();
            if let Err(message) = name.apply(setting.value, &mut aside) {
                self.fault(message.at(span));
            }
        }
    }
}

/// Names that providers have for a setting, which are nearer to another one's by their letters.
const ALIASES: [(&str, Name); 4] = [
    ("max_tokens", Name::MaxOutputTokens),
    ("max_completion_tokens", Name::MaxOutputTokens),
    ("maxTokens", Name::MaxOutputTokens),
    ("maxOutputTokens", Name::MaxOutputTokens),
];

fn unknown(name: &str, span: Span) -> Diagnostic {
    let shown: String = name.chars().take(40).collect();
    let alias = ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, meant)| meant.text());
    match alias.or_else(|| itl_eval::closest(name, Name::ALL.iter().map(|known| known.text()))) {
        Some(near) => Diagnostic::new(Code::UnknownSetting, span, format_args!("there is no setting `@{shown}`"))
            .help(format_args!("did you mean `@{near}`?"))
            .suggest(Span::new(span.start as usize + 1, span.start as usize + 1 + name.len()), near),
        None => Diagnostic::new(
            Code::UnrecognizedSetting,
            span,
            format_args!("`@{shown}` is not a setting of a prompt"),
        )
        .help("a line of a comment that begins with `@` is a setting; write the word without `@` where it is none"),
    }
}
