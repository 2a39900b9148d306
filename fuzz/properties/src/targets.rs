//! The properties, by name.

mod abi;
mod analysis;
mod boundary;
mod dates;
mod elements;
mod escapes;
mod format;
mod prompts;
mod regexes;
mod render;
mod roads;

use crate::mutate::Main;

/// A property of any input.
#[derive(Clone, Copy)]
pub struct Target {
    /// Its name, that of its fuzz target and of the folders of its inputs.
    pub name: &'static str,
    /// What the first text of an input is.
    pub main: Main,
    /// Panics where the property does not hold.
    pub run: fn(&[u8]),
}

/// All of them.
pub const TARGETS: [Target; 11] = [
    Target { name: "render", main: Main::Template, run: render::run },
    Target { name: "roads", main: Main::Template, run: roads::run },
    Target { name: "format", main: Main::Template, run: format::run },
    Target { name: "analysis", main: Main::Template, run: analysis::run },
    Target { name: "prompts", main: Main::Template, run: prompts::run },
    Target { name: "elements", main: Main::Template, run: elements::run },
    Target { name: "boundary", main: Main::Template, run: boundary::run },
    Target { name: "abi", main: Main::Template, run: abi::run },
    Target { name: "escapes", main: Main::Text, run: escapes::run },
    Target { name: "regexes", main: Main::Regex, run: regexes::run },
    Target { name: "dates", main: Main::Date, run: dates::run },
];

impl Target {
    /// The property of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        TARGETS.iter().find(|target| target.name == name)
    }
}
