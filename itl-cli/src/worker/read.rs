//! Reads a configuration; what is wrong in it is found with its place.

use super::config::{Choices, Config, TemplateTable};
use super::values::{count, file, flag, name, positive, seconds, secret, subject, text, texts};
use crate::settings::{Setting, unknown};
use crate::source::Sourced;
use crate::tables::{Key, Tables, json};
use itl_worker::nats::{Login, NatsOptions, NewStream};
use itl_worker::{Pattern, Target, WorkerOptions};
use serde_json::Value;
use std::net::{Ipv4Addr, SocketAddr};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads a key's value.
type Read<T> = fn(&mut T, &Value, &Path) -> Result<(), String>;

/// The keys of a table.
type Keys<T> = &'static [(&'static str, Read<T>)];

/// The keys at the start of the file.
const WORKER: Keys<Config> = &[
    ("jobs", |config, value, _| positive(value).map(|jobs| config.options.jobs = jobs)),
    ("drain_timeout", |config, value, _| seconds(value).map(|time| config.options.drain_timeout = time)),
];

/// `[nats]`
const NATS: Keys<Config> = &[
    ("servers", |config, value, _| {
        config.nats.servers = texts(value)?.into_iter().map(str::to_owned).collect();
        Ok(())
    }),
    ("name", |config, value, _| text(value).map(|name| name.clone_into(&mut config.nats.name))),
    ("credentials", |config, value, folder| {
        config.nats.login = Login::Credentials(file(value, folder)?);
        Ok(())
    }),
    ("user", |config, value, _| {
        let user = text(value)?.to_owned();
        config.nats.login = Login::User(user, password(config));
        Ok(())
    }),
    ("password_file", |config, value, folder| {
        let user = if let Login::User(user, _) = &config.nats.login { user.clone() } else { String::new() };
        config.nats.login = Login::User(user, secret(value, folder)?);
        Ok(())
    }),
    ("token_file", |config, value, folder| {
        config.nats.login = Login::Token(secret(value, folder)?);
        Ok(())
    }),
    ("nkey_file", |config, value, folder| {
        config.nats.login = Login::NKey(secret(value, folder)?);
        Ok(())
    }),
    ("tls", |config, value, _| flag(value).map(|tls| config.nats.tls.is_required = tls)),
    ("ca", |config, value, folder| file(value, folder).map(|ca| config.nats.tls.ca = Some(ca))),
    ("certificate", |config, value, folder| {
        let key = config.nats.tls.identity.take().map(|(_, key)| key).unwrap_or_default();
        config.nats.tls.identity = Some((file(value, folder)?, key));
        Ok(())
    }),
    ("key", |config, value, folder| {
        let certificate = config.nats.tls.identity.take().map(|(certificate, _)| certificate).unwrap_or_default();
        config.nats.tls.identity = Some((certificate, file(value, folder)?));
        Ok(())
    }),
];

/// `[events]`
const EVENTS: Keys<Config> = &[
    ("stream", |config, value, _| name(value).map(|stream| config.nats.stream = stream)),
    ("consumer", |config, value, _| {
        config.nats.consumer = name(value)?;
        config.options.consumer.clone_from(&config.nats.consumer);
        Ok(())
    }),
    ("filter", |config, value, _| text(value)?.parse().map(|filter| config.nats.filter = Some(filter))),
    ("start", |config, value, _| {
        config.nats.from_start = match text(value)? {
            "all" => true,
            "new" => false,
            other => return Err(unknown("start", other, &["all", "new"])),
        };
        Ok(())
    }),
    ("ack_wait", |config, value, _| seconds(value).map(|time| config.nats.ack_wait = time)),
    ("max_in_flight", |config, value, _| positive(value).map(|count| config.options.max_in_flight = count)),
    ("max_in_flight_bytes", |config, value, _| positive(value).map(|count| config.options.max_in_flight_bytes = count)),
    ("max_deliveries", |config, value, _| positive(value).map(|count| config.options.max_deliveries = count as u64)),
    ("carry", |config, value, _| {
        config.options.carried_headers = texts(value)?.into_iter().map(str::to_owned).collect();
        Ok(())
    }),
];

/// `[dead_letters]`
const DEAD_LETTERS: Keys<Config> =
    &[("subject", |config, value, _| subject(value).map(|subject| config.options.dead_letters = subject))];

/// `[http]`
const HTTP: Keys<Config> = &[("listen", |config, value, _| {
    config.listen = match text(value)? {
        "off" => None,
        address => Some(address.parse().map_err(|_| "write an address and a port, 127.0.0.1:9464, or off".to_owned())?),
    };
    Ok(())
})];

/// `[[streams]]`
const STREAM: Keys<NewStream> = &[
    ("name", |stream, value, _| name(value).map(|name| stream.name = name)),
    ("subjects", |stream, value, _| {
        let subjects = texts(value)?;
        subjects.iter().try_for_each(|subject| subject.parse::<Pattern>().map(|_| ()))?;
        stream.subjects = subjects.into_iter().map(str::to_owned).collect();
        Ok(())
    }),
    ("max_bytes", |stream, value, _| {
        stream.max_bytes = Some(i64::try_from(positive(value)?).unwrap_or(i64::MAX));
        Ok(())
    }),
    ("window", |stream, value, _| seconds(value).map(|window| stream.window = window)),
    ("replicas", |stream, value, _| count(value).map(|replicas| stream.replicas = replicas)),
];

/// The tables of the file.
const TABLES: &[&str] = &["nats", "events", "dead_letters", "http", "streams", "templates"];

/// The keys of a `[[templates]]` table, besides those of `itl.toml`.
const TEMPLATE: &[&str] = &["files", "events", "messages", "name", "strict"];

/// The place of metrics and health unless told otherwise.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 9464);

fn password(config: &Config) -> String {
    if let Login::User(_, password) = &config.nats.login { password.clone() } else { String::new() }
}

/// Reads a configuration, or says what is wrong with it.
pub(crate) fn configuration(path: &str) -> Result<Config, Vec<Sourced>> {
    let mut tables = Tables::open(Path::new(path));
    if !tables.problems.is_empty() {
        return Err(tables.problems);
    }
    let text = tables.source.text.clone();
    let document = tables.document(&text);
    let config = Config {
        path: path.to_owned(),
        folder: Path::new(path).parent().map(Path::to_owned).unwrap_or_default(),
        nats: NatsOptions::new("", "itl-worker"),
        options: WorkerOptions::new("itl-worker", ""),
        listen: Some(LISTEN),
        base: Choices::default(),
        templates: Vec::new(),
    };
    let mut reader = Reader { tables, config, seen: Vec::new() };
    reader.document(document.get_ref());
    if reader.tables.problems.is_empty() { Ok(reader.config) } else { Err(reader.tables.problems) }
}

struct Reader {
    tables: Tables,
    config: Config,
    /// Keys as `table.key`.
    seen: Vec<String>,
}

impl Reader {
    fn document(&mut self, document: &DeTable<'_>) {
        for (key, value) in document {
            match &**key.get_ref() {
                "nats" => self.table(key, value, NATS),
                "events" => self.table(key, value, EVENTS),
                "dead_letters" => self.table(key, value, DEAD_LETTERS),
                "http" => self.table(key, value, HTTP),
                "streams" => self.list(value, "streams", Self::stream),
                "templates" => self.list(value, "templates", Self::template),
                "strict" => {
                    self.config.base.strict = self.strict(value);
                }
                name if WORKER.iter().any(|(known, _)| *known == name) => self.key(key, value, WORKER),
                _ => {
                    let others: Vec<&str> =
                        WORKER.iter().map(|(name, _)| *name).chain(TABLES.iter().copied()).collect();
                    let setting = self.setting(key, value, &[&others[..], &["strict"]].concat());
                    self.config.base.settings.extend(setting);
                }
            }
        }
        for (key, example) in [
            ("events.stream", "[events] stream = \"EVENTS\""),
            ("dead_letters.subject", "[dead_letters] subject = \"dead.itl\""),
        ] {
            if !self.seen.iter().any(|seen| seen == key) && self.tables.problems.is_empty() {
                self.tables.problem(0..0, format!("{key} is missing"), Some(format!("write {example}")));
            }
        }
        if self.config.templates.is_empty() && self.tables.problems.is_empty() {
            let help = "a [[templates]] table names files, the subjects of events, and where messages go".to_owned();
            self.tables.problem(0..0, "there are no templates".to_owned(), Some(help));
        }
        self.check();
    }

    /// What only shows when all is read.
    fn check(&mut self) {
        let is_half = self
            .config
            .nats
            .tls
            .identity
            .as_ref()
            .is_some_and(|(certificate, key)| certificate == &PathBuf::new() || key == &PathBuf::new());
        if is_half {
            self.tables.problem(0..0, "a certificate needs its key, and a key its certificate".to_owned(), None);
        }
        if matches!(&self.config.nats.login, Login::User(user, _) if user.is_empty()) {
            self.tables.problem(0..0, "nats.password_file needs nats.user".to_owned(), None);
        }
    }

    /// A table with keys of its own.
    fn table(&mut self, table: &Key<'_>, value: &Spanned<DeValue<'_>>, keys: Keys<Config>) {
        let name = table.get_ref();
        let DeValue::Table(entries) = value.get_ref() else {
            return self.tables.problem(value.span(), format!("write a [{name}] table"), None);
        };
        for (key, value) in entries {
            self.seen.push(format!("{name}.{}", key.get_ref()));
            self.key(key, value, keys);
        }
    }

    fn key(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>, keys: Keys<Config>) {
        let folder = self.config.folder.clone();
        read_key(&mut self.tables, &mut self.config, key, value, keys, &folder);
    }

    /// A list of tables.
    fn list(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        name: &str,
        read: fn(&mut Self, table: &DeTable<'_>, at: Range<usize>),
    ) {
        let DeValue::Array(tables) = value.get_ref() else {
            return self.tables.problem(value.span(), format!("write [[{name}]], with two brackets"), None);
        };
        for table in tables {
            match table.get_ref() {
                DeValue::Table(entries) => read(self, entries, table.span()),
                _ => self.tables.problem(table.span(), format!("each of {name} is a table"), None),
            }
        }
    }

    fn stream(&mut self, table: &DeTable<'_>, at: Range<usize>) {
        let mut stream = NewStream {
            name: String::new(),
            subjects: Vec::new(),
            max_bytes: None,
            window: Duration::from_secs(120),
            replicas: 1,
        };
        let folder = self.config.folder.clone();
        for (key, value) in table {
            read_key(&mut self.tables, &mut stream, key, value, STREAM, &folder);
        }
        if stream.name.is_empty() || stream.subjects.is_empty() {
            return self.tables.problem(at, "a stream needs a name and subjects".to_owned(), None);
        }
        self.config.nats.streams.push(stream);
    }

    fn template(&mut self, table: &DeTable<'_>, at: Range<usize>) {
        let mut template = TemplateTable { at: at.clone(), ..TemplateTable::default() };
        for (key, value) in table {
            match &**key.get_ref() {
                "files" => template.files = self.tables.texts(value),
                "events" => template.events = self.subjects(value, |subject| subject.parse::<Pattern>().map(|_| ())),
                "messages" => {
                    let subjects = self.subjects(value, |subject| subject.parse::<Target>().map(|_| ()));
                    if subjects.len() > 1 {
                        self.tables.problem(value.span(), "write one subject".to_owned(), None);
                    }
                    template.messages = subjects.into_iter().next().unwrap_or_default();
                }
                "name" => template.name = self.tables.texts(value).into_iter().next().map(|(name, _)| name),
                "strict" => template.choices.strict = self.strict(value),
                _ => {
                    let setting = self.setting(key, value, TEMPLATE);
                    template.choices.settings.extend(setting);
                }
            }
        }
        let has = |name: &str| table.iter().any(|(key, _)| key.get_ref() == name);
        for name in ["files", "events", "messages"].into_iter().filter(|name| !has(name)) {
            self.tables.problem(at.clone(), format!("this table has no {name}"), None);
        }
        self.check_subjects(&template);
        self.config.templates.push(template);
    }

    /// The wildcards of a target are there.
    fn check_subjects(&mut self, template: &TemplateTable) {
        let Ok(target) = with_name(&template.messages, "x").parse::<Target>() else { return };
        for events in &template.events {
            let Ok(pattern) = with_name(events, "x").parse::<Pattern>() else { continue };
            if target.wildcards() > pattern.wildcards() {
                let (wanted, has) = (target.wildcards(), pattern.wildcards());
                let message = format!("messages names wildcard {{{wanted}}}, and {events} has {has}");
                self.tables.problem(template.at.clone(), message, None);
            }
        }
    }

    /// Subjects, in which `{name}` stands for a file's name.
    fn subjects(&mut self, value: &Spanned<DeValue<'_>>, check: fn(&str) -> Result<(), String>) -> Vec<String> {
        let mut subjects = Vec::new();
        for (subject, at) in self.tables.texts(value) {
            match check(&with_name(&subject, "x")) {
                Ok(()) => subjects.push(subject),
                Err(message) => self.tables.problem(at, message, None),
            }
        }
        subjects
    }

    fn strict(&mut self, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        let strict = flag(&json(value.get_ref()));
        strict.map_err(|message| self.tables.problem(value.span(), format!("strict: {message}"), None)).ok()
    }

    /// A setting of `itl.toml` that concerns renders.
    fn setting(
        &mut self,
        key: &Key<'_>,
        value: &Spanned<DeValue<'_>>,
        others: &[&str],
    ) -> Option<(&'static Setting, Value)> {
        let folder = self.config.folder.clone();
        self.tables.setting(key, value, &folder, others, |setting| setting.in_tests)
    }
}

/// Puts a file's name for `{name}`.
pub(super) fn with_name(text: &str, name: &str) -> String {
    text.replace("{name}", name)
}

fn read_key<T>(
    tables: &mut Tables,
    into: &mut T,
    key: &Key<'_>,
    value: &Spanned<DeValue<'_>>,
    keys: Keys<T>,
    folder: &Path,
) {
    let name = &**key.get_ref();
    let Some((_, read)) = keys.iter().find(|(known, _)| *known == name) else {
        let known: Vec<&str> = keys.iter().map(|(name, _)| *name).collect();
        return tables.problem(key.span(), unknown("key", name, &known), None);
    };
    if let Err(message) = read(into, &json(value.get_ref()), folder) {
        tables.problem(value.span(), format!("{name}: {message}"), None);
    }
}
