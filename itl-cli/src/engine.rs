//! An engine from the settings of a template.

use crate::outcome::CliError;
use crate::settings::Settings;
use itl_eval::{Engine, EngineBuilder, FolderPartials, Zone};

/// The engine for one template; `path` is its file.
pub(crate) fn build(settings: &Settings, path: Option<&str>) -> Result<Engine, CliError> {
    Ok(builder(settings, path)?.build())
}

/// As [`build`], for callers that have more to set.
pub(crate) fn builder(settings: &Settings, path: Option<&str>) -> Result<EngineBuilder, CliError> {
    let dialect = settings.dialect_of(path);
    let mut builder = Engine::builder().dialect(dialect).zone(settings.zone.unwrap_or(Zone::UTC));
    if let Some(folder) = &settings.partials {
        if !folder.is_dir() {
            let what = if folder.exists() { "it is not a folder" } else { "there is no such folder" };
            return Err(CliError::usage(format!("cannot read partials from {}: {what}", folder.display())));
        }
        builder = builder.partials(FolderPartials::new(folder.clone()));
    }
    if let Some(escape) = settings.escape {
        builder = builder.escape(escape);
    }
    if let Some(on_error) = settings.on_error {
        builder = builder.on_error(on_error);
    }
    Ok(builder)
}
