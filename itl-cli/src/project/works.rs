//! A folder as the playground shows it: templates that share their settings are one work, with their samples as events
//! and their partials beside them.

use super::Projects;
use crate::check::SAMPLES;
use crate::data;
use crate::engine;
use crate::files::{self, TEMPLATES};
use crate::outcome::CliError;
use crate::settings::{Settings, path};
use crate::source::Sourced;
use itl_analysis::Contract;
use itl_eval::{Budget, Dialect, Escape, Fit, FolderPartials, OnError, PRESETS, Partials as _, Unit};
use itl_syntax::LineIndex;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::path::{Path, is_separator};

/// The most bytes of all texts together; a browser has to hold them.
const MAX_BYTES: usize = 32 << 20;

/// The works of a folder, in the form that the page reads, and what was wrong with files.
pub(crate) fn read(folder: &str) -> Value {
    let mut reader = Reader {
        folder,
        projects: Projects::default(),
        samples: HashMap::new(),
        room: MAX_BYTES,
        problems: Vec::new(),
    };
    let works = reader.works();
    let root = super::absolute(Path::new(folder));
    let name = root.file_name().map_or_else(|| "project".into(), |name| name.to_string_lossy());
    json!({
        "name": name,
        "folder": root.to_string_lossy(),
        "works": works.iter().map(|work| work.json(&name)).collect::<Vec<_>>(),
        "problems": reader.problems,
    })
}

struct Reader<'f> {
    folder: &'f str,
    projects: Projects,
    /// The files of samples by what names them; templates mostly share it.
    samples: HashMap<Vec<String>, Vec<String>>,
    /// How many bytes of texts may still be read.
    room: usize,
    problems: Vec<String>,
}

/// Templates that share all their settings.
struct Work {
    /// The settings, and the samples, as the page takes them; what differs makes another work.
    shared: Map<String, Value>,
    templates: Vec<Text>,
    partials: Vec<Text>,
    events: Vec<Text>,
}

struct Text {
    name: String,
    text: String,
}

impl Text {
    /// The folder of its name, with the separator after it; empty where there is none.
    fn folder(&self) -> &str {
        self.name.rfind(is_separator).and_then(|at| self.name.get(..=at)).unwrap_or_default()
    }
}

impl Reader<'_> {
    fn works(&mut self) -> Vec<Work> {
        let search = files::find(&[self.folder.to_owned()], TEMPLATES);
        self.note(&search.problems);
        let mut works: Vec<Work> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        for file in &search.files {
            let settings = self.projects.settings(Some(file));
            // A partial is shown beside the templates that may use it.
            if settings.partials.as_deref().is_some_and(|partials| Path::new(file).starts_with(partials)) {
                continue;
            }
            let Some(text) = self.template(file) else { continue };
            let samples = self.samples(file, &text.text, &settings);
            let shared = shared(file, &settings, &samples);
            let at = *known.entry(Value::Object(shared.clone()).to_string()).or_insert(works.len());
            if at == works.len() {
                let events = samples.iter().filter_map(|sample| self.event(sample)).collect();
                works.push(Work { shared, templates: Vec::new(), partials: self.partials(file, &settings), events });
            }
            if let Some(work) = works.get_mut(at) {
                work.templates.push(text);
            }
        }
        let problems = self.projects.take_problems();
        self.note(&problems);
        works
    }

    fn template(&mut self, file: &str) -> Option<Text> {
        match files::template(file) {
            Ok(source) => self.take(file, source.text.to_string()),
            Err(unusable) => {
                let (problem, _) = unusable.finding();
                self.note(&[problem]);
                None
            }
        }
    }

    /// The files of the samples that the settings and the template's own comments name.
    fn samples(&mut self, file: &str, text: &str, settings: &Settings) -> Vec<String> {
        let mut samples = match self.samples.get(&settings.samples) {
            Some(known) => known.clone(),
            None => {
                let search = files::find(&settings.samples, SAMPLES);
                self.note(&search.problems);
                self.samples.insert(settings.samples.clone(), search.files.clone());
                search.files
            }
        };
        let Ok(engine) = engine::build(settings, Some(file)) else { return samples };
        let folder = Path::new(file).parent().unwrap_or(Path::new(""));
        for (named, _) in &Contract::of(&engine.parse(text)).samples {
            let sample = path(folder, named);
            if Path::new(&sample).is_file() && !samples.contains(&sample) {
                samples.push(sample);
            }
        }
        samples
    }

    /// An event is JSON in the page; what is written otherwise is shown as that.
    fn event(&mut self, file: &str) -> Option<Text> {
        let text = if files::ends_with(file, &["json"]) {
            files::try_bytes(file).and_then(|bytes| {
                let bytes = files::without_mark(&bytes).unwrap_or(&bytes).to_vec();
                String::from_utf8(bytes).map_err(|_| format!("{file} is not UTF-8"))
            })
        } else {
            match data::value(file, None) {
                Ok(value) => value.map(|value| format!("{value:#}")).map_err(|problem| sentence(&problem)),
                Err(CliError::Usage(message)) => Err(message),
                Err(CliError::Closed) => return None,
            }
        };
        match text {
            Ok(text) => self.take(file, text),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    fn partials(&mut self, file: &str, settings: &Settings) -> Vec<Text> {
        let Some(folder) = &settings.partials else { return Vec::new() };
        let dialect = settings.dialect_of(Some(file));
        let partials = FolderPartials::new(folder.clone());
        let names = below(folder);
        names
            .into_iter()
            .filter_map(|name| {
                let text = partials.load(&name, dialect)?.into_owned();
                self.take(&name, text)
            })
            .collect()
    }

    /// Pays for a text; it is named as seen from the folder.
    fn take(&mut self, file: &str, text: String) -> Option<Text> {
        let inside = Path::new(file).strip_prefix(self.folder).ok();
        let name = inside.map_or_else(|| file.into(), Path::to_string_lossy);
        match self.room.checked_sub(text.len()) {
            Some(room) => {
                self.room = room;
                Some(Text { name: name.into_owned(), text })
            }
            None => {
                self.problems.push(format!("{name} is left out: the texts are larger than {} MiB", MAX_BYTES >> 20));
                None
            }
        }
    }

    /// Remembers what was wrong, once however many templates have it.
    fn note(&mut self, found: &[Sourced]) {
        for problem in found.iter().map(sentence) {
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
    }
}

/// The names of the partials in a folder and below it.
fn below(folder: &Path) -> Vec<String> {
    let search = files::find(&[folder.to_string_lossy().into_owned()], TEMPLATES);
    let name = |file: &String| {
        let inside = Path::new(file).strip_prefix(folder).ok()?.with_extension("");
        Some(inside.to_string_lossy().replace('\\', "/"))
    };
    let mut names: Vec<String> = search.files.iter().filter_map(name).collect();
    names.sort();
    names.dedup();
    names
}

/// What was found, in a line.
fn sentence(found: &Sourced) -> String {
    let place = LineIndex::new(&found.text).position(found.diagnostic.span.start as usize);
    format!("{}:{}:{}: {}", found.file, place.line, place.column, found.diagnostic.message)
}

/// The settings of a template, by the names that the page gives them.
fn shared(file: &str, settings: &Settings, samples: &[String]) -> Map<String, Value> {
    let dialect = settings.dialect_of(Some(file));
    let mut shared = Map::new();
    let mut set = |name: &str, value: Value| drop(shared.insert(name.to_owned(), value));
    set("dialect", if dialect == Dialect::Mustache { "mustache" } else { "itl" }.into());
    set("timezone", settings.zone.map_or("UTC", |zone| zone.name()).into());
    set("now", settings.now.into());
    set("escape", settings.escape.map(Escape::name).into());
    set("target", if settings.portable { "ilert" } else { "full" }.into());
    set("onError", settings.on_error.map(OnError::name).into());
    set("fit", settings.fit.map(Fit::name).into());
    set("allow", settings.allow.iter().map(|code| code.id()).collect::<Vec<_>>().into());
    set("trusted", settings.trusted.clone().into());
    let preset = settings.budget.as_ref().and_then(|budget| PRESETS.iter().find(|one| one.budget() == *budget));
    set("budget", preset.map(|preset| preset.name).into());
    let chars = settings.budget.as_ref().filter(|budget| budget.unit() == Unit::Chars && preset.is_none());
    set("limit", chars.map(Budget::limit).into());
    set("samples", samples.into());
    shared
}

impl Work {
    fn json(&self, project: &str) -> Value {
        let templates = short(&self.templates);
        let title = match self.templates.as_slice() {
            [one] => format!("{project}: {}", one.name),
            _ if templates.folder.is_empty() => project.to_owned(),
            _ => format!("{project}: {}", templates.folder),
        };
        let template = |(name, text): (&str, &str)| json!({"name": name, "text": text, "partial": false});
        let partial = |one: &Text| json!({"name": one.name, "text": one.text, "partial": true});
        let docs: Vec<Value> =
            templates.texts.into_iter().map(template).chain(self.partials.iter().map(partial)).collect();
        let events = short(&self.events).texts;
        let events: Vec<Value> = events.into_iter().map(|(name, text)| json!({"name": name, "text": text})).collect();
        let mut work = self.shared.clone();
        work.remove("samples");
        work.insert("v".to_owned(), 2.into());
        work.insert("title".to_owned(), title.into());
        work.insert("docs".to_owned(), docs.into());
        work.insert("events".to_owned(), events.into());
        Value::Object(work)
    }
}

/// Texts by their names in the folder that all of them are in; a tab has little room.
struct Short<'t> {
    folder: &'t str,
    texts: Vec<(&'t str, &'t str)>,
}

fn short(texts: &[Text]) -> Short<'_> {
    let first = texts.first().map_or("", Text::folder);
    let folder = if texts.iter().all(|text| text.folder() == first) { first } else { "" };
    let texts = texts.iter().map(|text| (text.name.strip_prefix(folder).unwrap_or(&text.name), &*text.text));
    Short { folder: folder.trim_end_matches(is_separator), texts: texts.collect() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::read;
    use crate::files::testing::folder;
    use serde_json::{Value, json};

    fn works(files: &[(&str, &str)]) -> (Value, Vec<Value>) {
        let folder = folder(files);
        let root = folder.path().to_string_lossy().into_owned();
        let mut read = read(&root);
        // What follows is compared without the folder's own name.
        let text = read
            .to_string()
            .replace(&format!("{root}/"), "")
            .replace(folder.path().file_name().unwrap().to_str().unwrap(), "it");
        read = serde_json::from_str(&text).unwrap();
        let works = read["works"].as_array().unwrap().clone();
        (read, works)
    }

    #[test]
    fn templates_that_share_their_settings_are_one_work() {
        let (read, works) = works(&[
            (
                "itl.toml",
                "timezone = \"Europe/Berlin\"\npartials = \"parts\"\nsamples = \"data\"\nallow = \"W0301\"\n\
                 [[templates]]\nfiles = \"c.itl\"\non_error = \"empty\"\nportable = true\nbudget = \"sms\"\n",
            ),
            ("a.itl", "A"),
            ("b.itl", "{{! @sample more/x.json }}B"),
            ("c.itl", "C"),
            ("d.itl", "D"),
            ("m.mustache", "M"),
            ("parts/sign.itl", "S"),
            ("parts/deep/er.itl", "E"),
            ("data/one.json", "\u{feff}{ \"a\": 1.0 }"),
            ("data/two.yaml", "a: [1]"),
            ("more/x.json", "{}"),
        ]);
        assert_eq!(read["problems"], json!([]));
        let names = |work: &Value, list: &str| -> Vec<String> {
            work[list].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
        };
        let docs: Vec<_> = works.iter().map(|work| names(work, "docs").join(" ")).collect();
        let parts = "deep/er sign";
        assert_eq!(
            docs,
            [
                format!("a.itl d.itl {parts}"),
                format!("b.itl {parts}"),
                format!("c.itl {parts}"),
                format!("m.mustache {parts}")
            ]
        );
        assert_eq!(names(&works[0], "events"), ["one.json", "two.yaml"]);
        assert_eq!(names(&works[1], "events"), ["data/one.json", "data/two.yaml", "more/x.json"]);
        assert_eq!(works[0]["events"][0]["text"], "{ \"a\": 1.0 }");
        assert_eq!(works[0]["events"][1]["text"], "{\n  \"a\": [\n    1\n  ]\n}");
        assert_eq!(works[0]["docs"][3], json!({"name": "sign", "text": "S", "partial": true}));
        let setting = |at: usize, name: &str| works[at][name].clone();
        assert_eq!((setting(0, "timezone"), setting(0, "dialect")), (json!("Europe/Berlin"), json!("itl")));
        assert_eq!((setting(0, "allow"), setting(0, "target")), (json!(["W0301"]), json!("full")));
        assert_eq!(
            (setting(2, "onError"), setting(2, "target"), setting(2, "budget")),
            (json!("empty"), json!("ilert"), json!("sms"))
        );
        assert_eq!(setting(3, "dialect"), "mustache");
        assert_eq!((setting(0, "title"), setting(2, "title")), (json!("it"), json!("it: c.itl")));
    }

    #[test]
    fn what_cannot_be_read_is_told_and_the_rest_is_there() {
        let (read, works) = works(&[
            ("itl.toml", "samples = [\"x.yaml\", \"none.json\"]\nbudgt = 1\n"),
            ("a.itl", "A"),
            ("x.yaml", "a: ["),
        ]);
        assert_eq!(works.len(), 1);
        let problems = read["problems"].to_string();
        assert!(
            problems.contains("itl.toml:2:1: ") && problems.contains("none.json") && problems.contains("x.yaml:1"),
            "{problems}"
        );
    }

    #[test]
    fn a_folder_without_templates_has_no_works() {
        let (read, works) = works(&[("x.txt", "")]);
        assert!(works.is_empty() && read["problems"][0].as_str().unwrap().contains("there is no file that ends in"));
    }
}
