//! Checks an alert source: each of its templates, and the alert that they make.

use super::Checker;
use crate::alert_source::{self, AlertFile};
use crate::clock;
use crate::engine;
use crate::outcome::CliError;
use crate::settings::Settings;
use crate::source::{Source, Sourced};
use itl_alert::{Engines, Role};
use itl_analysis::Contract;
use itl_eval::{Diagnostics, OnError, RenderOptions};

impl Checker {
    /// Checks a file, which is a template or an alert source.
    pub(crate) fn check_file(
        &mut self,
        source: &Source,
        path: &str,
        settings: &Settings,
    ) -> Result<Vec<Sourced>, CliError> {
        if !alert_source::is_source(path, &source.text) {
            return self.check(source, Some(path), settings);
        }
        let file = match AlertFile::read(source, path) {
            Ok(file) => file,
            Err(broken) => return Ok(vec![*broken]),
        };
        let mut found = file.problems();
        super::level(settings, &mut found);
        for (role, field) in file.source.templates() {
            let mut settings = settings.clone();
            if role == Role::Key {
                settings.on_error = Some(OnError::Empty);
            }
            let own = self.check(&file.template(field), Some(path), &settings)?;
            found.extend(own.into_iter().map(|one| file.located(&field.path, one)));
        }
        let mut doubts = if self.skips_renders { Vec::new() } else { self.doubts(&file, source, path, settings)? };
        super::level(settings, &mut doubts);
        found.extend(doubts);
        found.sort_by_key(|one| one.diagnostic.span);
        Ok(found)
    }

    /// What is to be said of the alerts that the source makes of the samples.
    fn doubts(
        &mut self,
        file: &AlertFile,
        source: &Source,
        path: &str,
        settings: &Settings,
    ) -> Result<Vec<Sourced>, CliError> {
        let engines = Engines::new(engine::builder(settings, Some(path))?, engine::builder(settings, Some(path))?);
        let compiled = file.source.compile(&engines);
        let samples = self.samples(settings, &Contract::default(), source, &mut Diagnostics::new())?;
        let options = RenderOptions::new().now(settings.now.or_else(clock::now));
        // What is broken is said already.
        let is_broken =
            |path: &str| compiled.templates().iter().any(|(_, one)| one.path == path && one.diagnostics.has_errors());
        let mut doubts = Vec::new();
        for (name, sample) in &samples {
            let remarks = compiled.render(&**sample, &options).remarks;
            for remark in remarks.into_iter().filter(|remark| !is_broken(remark.path)) {
                doubts.push(file.doubt(remark.path, &format!("{} (rendered with {name})", remark.message)));
            }
        }
        Ok(doubts)
    }
}
