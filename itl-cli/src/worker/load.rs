//! Reads the templates of a configuration, with their partials, as they are now.

use super::config::{Choices, Config, TemplateTable};
use super::read::with_name;
use crate::files;
use crate::project::Projects;
use crate::settings::Settings;
use crate::source::{Source, Sourced};
use crate::{engine, report};
use itl_eval::{FolderPartials, Partials as _, RenderOptions};
use itl_worker::{PartialText, PartialTexts, TemplateSource};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The templates, and what keeps others from being read.
pub(super) struct Loaded {
    pub(super) sources: Vec<TemplateSource>,
    pub(super) problems: Vec<Sourced>,
    /// The files and folders that the templates come from.
    pub(super) places: Vec<PathBuf>,
}

/// The most bytes of partials of one folder.
const MAX_PARTIALS: usize = 4 << 20;

/// Reads the templates.
pub(super) fn templates(config: &Config) -> Loaded {
    let mut loader = Loader {
        config,
        projects: Projects::default(),
        partials: HashMap::new(),
        tables: Vec::new(),
        loaded: Loaded { sources: Vec::new(), problems: Vec::new(), places: vec![config.folder.clone()] },
    };
    for table in &config.templates {
        loader.table(table);
    }
    loader.check_circles();
    loader.loaded.problems.extend(loader.projects.take_problems());
    loader.loaded
}

struct Loader<'c> {
    config: &'c Config,
    projects: Projects,
    /// By folder and dialect.
    partials: HashMap<(PathBuf, String), PartialTexts>,
    /// Where the table of each source stands.
    tables: Vec<std::ops::Range<usize>>,
    loaded: Loaded,
}

impl Loader<'_> {
    fn table(&mut self, table: &TemplateTable) {
        for (glob, at) in &table.files {
            let glob = crate::settings::path(&self.config.folder, glob);
            let found = files::find(std::slice::from_ref(&glob), files::TEMPLATES);
            for problem in found.problems {
                self.problem(at.clone(), problem.diagnostic.message);
            }
            for file in found.files {
                self.template(table, &file);
            }
        }
    }

    fn template(&mut self, table: &TemplateTable, file: &str) {
        let path = Path::new(file);
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let name = with_name(table.name.as_deref().unwrap_or("{name}"), &stem);
        if self.loaded.sources.iter().any(|source| source.name == name) {
            let message =
                format!("two templates are called {name}; the second is {file}. Give its table a name of its own");
            return self.problem(table.at.clone(), message);
        }
        self.loaded.places.extend(path.parent().map(Path::to_owned));
        let mut settings = self.projects.settings(Some(file));
        for choices in [&self.config.base, &table.choices] {
            choices.apply(&mut settings, &self.config.folder);
        }
        let source = match self.source(table, file, &stem, name, &settings) {
            Ok(source) => source,
            Err(message) => return self.problem(table.at.clone(), message),
        };
        self.tables.push(table.at.clone());
        self.loaded.sources.push(source);
    }

    /// What is published must be nobody's event.
    fn check_circles(&mut self) {
        let outputs = self.loaded.sources.iter().zip(&self.tables);
        let mut outputs: Vec<_> = outputs.map(|(source, at)| (source.target.pattern(), at.clone())).collect();
        outputs.extend(self.config.options.dead_letters.parse().ok().map(|dead| (dead, 0..0)));
        let inputs: Vec<_> = self.loaded.sources.iter().flat_map(|source| source.events.clone()).collect();
        for (output, at) in outputs {
            if let Some(input) = inputs.iter().find(|input| input.overlaps(&output)) {
                self.problem(at, format!("messages to {output} would be events of {input}"));
            }
        }
    }

    fn source(
        &mut self,
        table: &TemplateTable,
        file: &str,
        stem: &str,
        name: String,
        settings: &Settings,
    ) -> Result<TemplateSource, String> {
        let strict = |choices: &Choices| choices.strict;
        let text = files::template(file);
        let mut builder = engine::builder(settings, Some(file)).map_err(|error| match error {
            crate::outcome::CliError::Usage(message) => message,
            crate::outcome::CliError::Closed => String::new(),
        })?;
        let partials = self.partials(settings, file)?;
        builder = builder.partials(partials.clone());
        Ok(TemplateSource {
            name,
            file: file.to_owned(),
            text: match text {
                Ok(source) => Ok(source.text.to_string()),
                Err(unusable) => Err(Box::new(finding(&unusable.finding().0))),
            },
            engine: builder.build(),
            partials,
            options: RenderOptions::new().now(settings.now).budget(settings.budget()),
            is_strict: strict(&table.choices).or(strict(&self.config.base)).unwrap_or(false),
            events: table.events.iter().map(|events| with_name(events, stem).parse()).collect::<Result<_, _>>()?,
            target: with_name(&table.messages, stem).parse()?,
        })
    }

    /// The partials of a template, read once for each folder.
    fn partials(&mut self, settings: &Settings, file: &str) -> Result<PartialTexts, String> {
        let Some(folder) = &settings.partials else { return Ok(PartialTexts::default()) };
        let dialect = settings.dialect_of(Some(file));
        let key = (folder.clone(), format!("{dialect:?}"));
        if let Some(known) = self.partials.get(&key) {
            return Ok(known.clone());
        }
        self.loaded.places.push(folder.clone());
        let from = FolderPartials::new(folder.clone());
        let mut names = from.names();
        names.extend(below(folder));
        names.sort();
        names.dedup();
        let mut bytes = 0;
        let mut texts = Vec::new();
        for name in names {
            let Some(text) = from.load(&name, dialect) else { continue };
            bytes += text.len();
            if bytes > MAX_PARTIALS {
                return Err(format!("the partials in {} have more than {MAX_PARTIALS} bytes", folder.display()));
            }
            texts.push((name.clone(), PartialText { file: settings.partial_file(&name), text: text.into_owned() }));
        }
        let texts: PartialTexts = texts.into_iter().collect();
        self.partials.insert(key, texts.clone());
        Ok(texts)
    }

    fn problem(&mut self, at: std::ops::Range<usize>, message: String) {
        let mut tables = crate::tables::Tables::open(Path::new(&self.config.path));
        tables.problem(at, message, None);
        self.loaded.problems.extend(tables.problems.pop());
    }
}

/// The names of partials in the folders below a folder.
fn below(folder: &Path) -> Vec<String> {
    let found = files::find(&[folder.display().to_string()], files::TEMPLATES).files;
    let name = |file: String| {
        let path = Path::new(&file).strip_prefix(folder).ok()?.with_extension("");
        Some(path.to_string_lossy().replace('\\', "/"))
    };
    found.into_iter().filter_map(name).collect()
}

fn finding(problem: &Sourced) -> itl_syntax::finding::Finding {
    let file = itl_syntax::finding::SourceFile::new(problem.file.clone(), &problem.text);
    itl_syntax::finding::Finding::new(&problem.diagnostic, &file)
}

/// What is wrong with a template, for people.
pub(super) fn problems(source: &TemplateSource) -> Vec<Sourced> {
    let text = match &source.text {
        Ok(text) => text,
        Err(finding) => return vec![files::unreadable(&source.file, &finding.message)],
    };
    let (template, found) = source.engine.compile_lenient(text);
    let errors = found.into_iter().filter(|one| one.severity == itl_eval::Severity::Error);
    let named = Source { name: source.file.as_str().into(), text: text.as_str().into(), marked: false };
    report::of_template(errors, &named, &template, &Settings::default())
}
