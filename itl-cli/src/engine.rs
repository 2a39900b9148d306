//! An engine from the command line's options.

use crate::args::LanguageArgs;
use crate::files;
use crate::stop::Stop;
use itl_eval::{Engine, Escape, FolderPartials, Zone};
use std::path::Path;

/// The engine for one template; `path` is its file.
pub(crate) fn build(args: &LanguageArgs, path: Option<&str>, zone: Zone) -> Result<Engine, Stop> {
    let mut builder = Engine::builder().dialect(files::dialect(path, args.dialect)).zone(zone);
    if let Some(folder) = &args.partials {
        if !folder.is_dir() {
            let what = if folder.exists() { "it is no folder" } else { "there is no such folder" };
            return Err(Stop::usage(format!("cannot read partials from {}: {what}", folder.display())));
        }
        builder = builder.partials(FolderPartials::new(folder.clone()));
    }
    if let Some(escape) = &args.escape {
        let escape: Escape = escape.parse().map_err(|_| Stop::usage(format!("unknown output format {escape}")))?;
        builder = builder.escape(escape);
    }
    Ok(builder.build())
}

/// The zone of that name.
pub(crate) fn zone(name: Option<&str>) -> Result<Zone, Stop> {
    let Some(name) = name else { return Ok(Zone::UTC) };
    Zone::named(name).ok_or_else(|| {
        let help = match itl_eval::zone_meant(name) {
            Some((_, help)) => help,
            None => "zones are named as in the IANA database, such as Europe/Berlin".to_owned(),
        };
        Stop::usage(format!("unknown time zone {name}: {help}"))
    })
}

/// The file of a partial, as diagnostics name it.
pub(crate) fn partial_file(args: &LanguageArgs, name: &str) -> String {
    let folder = args.partials.as_deref().unwrap_or(Path::new(""));
    let candidates = ["itl", "mustache"].map(|ending| folder.join(format!("{name}.{ending}")));
    let found = candidates.iter().find(|file| file.exists()).or(candidates.first());
    found.map_or_else(|| name.to_owned(), |file| file.display().to_string())
}
