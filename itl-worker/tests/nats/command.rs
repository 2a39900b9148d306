//! The command `itl worker` of a test.

use crate::server::{Server, free_port};
use std::fs;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

/// A folder with a configuration and templates.
pub(crate) struct Setup {
    pub(crate) folder: PathBuf,
    pub(crate) http: u16,
    /// Variables of the worker's environment.
    pub(crate) variables: Vec<(&'static str, String)>,
}

/// A running worker; it ends with the test.
pub(crate) struct Running {
    child: Child,
    http: u16,
    log: PathBuf,
}

pub(crate) const TEMPLATE: &str = "{{ host.upperCase() }} is {{ state }}";

impl Setup {
    /// A worker of `server`; `head` and `events` are lines of the configuration's start and of its table of events, `table`
    /// of the table of its template.
    pub(crate) fn new(server: &Server, head: &str, events: &str, table: &str) -> Self {
        let folder = server.folder.path().join("worker");
        fs::create_dir_all(folder.join("templates")).unwrap();
        let (url, http) = (server.url(), free_port());
        let config = format!(
            r#"{head}
[nats]
servers = "{url}"
[events]
stream = "EVENTS"
{events}
[dead_letters]
subject = "dead.itl"
[http]
listen = "127.0.0.1:{http}"
[[streams]]
name = "MESSAGES"
subjects = "messages.>"
[[streams]]
name = "DEAD"
subjects = "dead.>"
[[templates]]
files = "templates"
events = "events.{{name}}"
messages = "messages.{{name}}"
{table}
"#
        );
        fs::write(folder.join("worker.toml"), config).unwrap();
        let setup = Self { folder, http, variables: Vec::new() };
        setup.template("disk.itl", TEMPLATE);
        setup
    }

    /// Changes the configuration.
    pub(crate) fn change(&self, from: &str, to: &str) {
        let path = self.folder.join("worker.toml");
        let config = fs::read_to_string(&path).unwrap();
        assert!(config.contains(from), "{config}");
        fs::write(path, config.replace(from, to)).unwrap();
    }

    /// Writes a template as editors do: beside it, then in its place.
    pub(crate) fn template(&self, name: &str, text: &str) {
        let path = self.folder.join("templates").join(name);
        let draft = path.with_extension("draft");
        fs::write(&draft, text).unwrap();
        fs::rename(draft, path).unwrap();
    }

    pub(crate) fn start(&self) -> Running {
        let itl = std::env::var("ITL").expect("ITL names the command, built with the feature worker");
        let log = self.folder.join("log");
        let out = fs::File::options().create(true).append(true).open(&log).unwrap();
        let child = Command::new(itl)
            .args(["worker", "--config"])
            .arg(self.folder.join("worker.toml"))
            .envs(self.variables.iter().cloned())
            .stdout(Stdio::null())
            .stderr(out)
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        Running { child, http: self.http, log }
    }
}

impl Running {
    /// Kills it hard.
    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id().unwrap()
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.id().to_string();
        assert!(std::process::Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    pub(crate) async fn ended(&mut self) -> ExitStatus {
        self.child.wait().await.unwrap()
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// The status and the body of an answer; 0 where there is none.
    pub(crate) async fn get(&self, path: &str) -> (u16, String) {
        let Ok(mut connection) = TcpStream::connect(("127.0.0.1", self.http)).await else { return (0, String::new()) };
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        connection.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        let _ = connection.read_to_string(&mut answer).await;
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        (status, answer.split_once("\r\n\r\n").map_or_else(String::new, |(_, body)| body.to_owned()))
    }

    /// The value of a metric, all labels together; `only` is a part of the labels.
    pub(crate) async fn metric(&self, name: &str, only: &str) -> f64 {
        let (_, text) = self.get("/metrics").await;
        let lines = text.lines().filter_map(|line| line.strip_prefix("itl_worker_")?.strip_prefix(name));
        let wanted = lines.filter(|rest| rest.starts_with([' ', '{']) && rest.contains(only));
        wanted.filter_map(|rest| rest.rsplit(' ').next()?.parse::<f64>().ok()).sum()
    }
}
