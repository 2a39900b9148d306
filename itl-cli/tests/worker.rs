//! `worker`: its configuration with its mistakes, or a line that says how to get it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

#[test]
#[cfg(not(feature = "worker"))]
fn a_build_without_it_says_how_to_get_it() {
    let ran = common::run(&["worker", "--config", "worker.toml"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    assert!(ran.err.contains("--features worker"), "{}", ran.err);
}

#[cfg(feature = "worker")]
mod with_it {
    use super::common::{Folder, run, run_in};
    use serde_json::{Value, json};
    use std::path::Path;

    const WHOLE: &str = r#"
timezone = "Europe/Berlin"
strict = true
jobs = 2
[nats]
servers = ["nats://127.0.0.1:1", "nats://127.0.0.1:2"]
user = "itl"
password_file = "password"
tls = true
certificate = "c.pem"
key = "k.pem"
[events]
stream = "EVENTS"
ack_wait = 0.5
[dead_letters]
subject = "dead.itl"
[http]
listen = "off"
[[streams]]
name = "MESSAGES"
subjects = ["messages.>"]
[[templates]]
files = "templates"
events = ["events.{name}.*"]
messages = "messages.{1}"
escape = "slack"
"#;

    fn folder(name: &str, config: &str) -> Folder {
        let folder = Folder::new(name);
        folder.file("worker.toml", config);
        folder.file("password", "secret\n");
        folder.file("templates/disk.itl", "{{ host }}");
        folder
    }

    fn check(folder: &Folder) -> (i32, String) {
        let ran = run_in(folder, &["worker", "--config", "worker.toml", "--check"]);
        (ran.code, ran.err)
    }

    fn validator() -> jsonschema::Validator {
        let schema: Value = serde_json::from_str(&run(&["worker", "--schema"]).out).unwrap();
        jsonschema::validator_for(&schema).unwrap()
    }

    fn as_json(toml: &str) -> Value {
        serde_json::to_value(toml::from_str::<toml::Table>(toml).unwrap()).unwrap()
    }

    #[test]
    fn a_whole_configuration_is_read_and_meets_the_schema() {
        let folder = folder("worker-whole", WHOLE);
        assert_eq!(check(&folder), (0, "1 template and nothing is wrong\n".to_owned()));
        let validator = validator();
        assert!(validator.is_valid(&as_json(WHOLE)), "{:?}", validator.iter_errors(&as_json(WHOLE)).next());
        assert!(!validator.is_valid(&as_json(&WHOLE.replace("jobs = 2", "job = 2"))));
    }

    #[test]
    fn the_example_is_right() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/worker/worker.toml");
        let ran = run(&["worker", "--check", "--config", path.to_str().unwrap()]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(validator().is_valid(&as_json(&std::fs::read_to_string(path).unwrap())));
    }

    #[test]
    fn mistakes_are_shown_where_they_are() {
        for (from, to, place, message) in [
            ("jobs = 2", "job = 2", "4:1", "unknown key job; did you mean jobs?"),
            ("jobs = 2", "jobs = 0", "4:8", "jobs: write a whole number above 0"),
            ("jobs = 2", "samples = \"a\"", "4:1", "unknown key samples"),
            ("stream = \"EVENTS\"", "", "1:1", "events.stream is missing"),
            ("stream = \"EVENTS\"", "stream = \"a.b\"", "13:10", "stream: write a name without"),
            ("ack_wait = 0.5", "ack_wait = \"30s\"", "14:12", "ack_wait: write a number of seconds"),
            ("ack_wait = 0.5", "acks = 1", "14:1", "unknown key acks"),
            ("listen = \"off\"", "listen = \"9464\"", "18:10", "write an address and a port"),
            ("messages.{1}\"", "messages.{2}\"", "22:1", "messages names wildcard {2}"),
            ("messages.{1}\"", "events.disk.{1}\"", "22:1", "would be events of"),
            ("messages = \"messages.{1}\"", "", "22:1", "this table has no messages"),
            ("events.{name}.*", "events..*", "24:11", "a word is missing"),
            ("escape = \"slack\"", "escape = \"slak\"", "26:10", "did you mean slack?"),
            ("password_file = \"password\"", "password_file = \"gone\"", "8:17", "there is no such file"),
            ("subject = \"dead.itl\"", "subject = \"dead.>\"", "16:11", "a word of a subject holds no '>'"),
            ("files = \"templates\"", "files = \"gone/*.itl\"", "23:9", "no file matches"),
            ("timezone = \"Europe/Berlin\"", "timezone = \"Berlin\"", "2:12", "unknown time zone"),
            ("key = \"k.pem\"", "", "1:1", "a certificate needs its key"),
        ] {
            let config = WHOLE.replace(from, to);
            assert_ne!(config, WHOLE, "{from}");
            let (code, err) = check(&folder("worker-mistakes", &config));
            assert!(code > 0, "{to}");
            assert!(err.contains(&format!("worker.toml:{place}\n")) && err.contains(message), "{to}\n{err}");
        }
    }

    #[test]
    fn every_key_of_the_schema_is_known_to_the_reader() {
        let schema: Value = serde_json::from_str(&run(&["worker", "--schema"]).out).unwrap();
        let tables = ["nats", "events", "dead_letters", "http"];
        for table in tables {
            for (key, _) in schema["properties"][table]["properties"].as_object().unwrap() {
                let (_, err) = check(&folder("worker-schema", &format!("[{table}]\n{key} = {{ odd = true }}\n")));
                assert!(err.contains(&format!("{key}: ")) || err.contains("write a"), "{table}.{key}\n{err}");
                assert!(!err.contains("unknown key"), "{table}.{key}\n{err}");
            }
        }
        for (key, _) in schema["properties"].as_object().unwrap() {
            if tables.contains(&key.as_str()) {
                continue;
            }
            let (_, err) = check(&folder("worker-schema", &format!("{key} = {{ odd = true }}\n")));
            assert!(!err.contains("unknown key"), "{key}\n{err}");
        }
        for list in ["streams", "templates"] {
            for (key, _) in schema["properties"][list]["items"]["properties"].as_object().unwrap() {
                let (_, err) = check(&folder("worker-schema", &format!("[[{list}]]\n{key} = {{ odd = true }}\n")));
                assert!(!err.contains("unknown key"), "{list}.{key}\n{err}");
            }
        }
    }

    #[test]
    fn templates_are_checked_and_named_once() {
        let folder = folder("worker-templates", WHOLE);
        folder.file("templates/net.itl", "{{ host.uperCase() }}");
        let (code, err) = check(&folder);
        assert_eq!(code, 1);
        assert!(err.contains("error[E0201]") && err.contains("templates/net.itl:1:9"), "{err}");
        folder.file("templates/net.itl", "fine");
        folder.file("templates/more/disk.itl", "fine too");
        let (code, err) = check(&folder);
        assert_eq!(code, 1);
        assert!(err.contains("two templates are called disk"), "{err}");
    }

    #[test]
    fn the_schema_is_an_object_with_what_is_required() {
        let schema: Value = serde_json::from_str(&run(&["worker", "--schema"]).out).unwrap();
        assert_eq!(schema["required"], json!(["events", "dead_letters", "templates"]));
    }
}
