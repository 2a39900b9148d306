//! The borders that no compiler keeps: inside a crate no files depend on each other in a circle.
//!
//! A file depends on another where it names something that is defined there, by `crate::`, `super::` or
//! through a re-export. A module and the modules inside it are one thing and may name each other; tests
//! may name everything.

#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A module's path inside its crate; the crate itself is the empty one.
type Module = Vec<String>;

/// What a file holds, as far as it matters here.
#[derive(Default)]
struct File {
    /// What it names, as paths from the crate.
    names: Vec<Vec<String>>,
    /// What it imports or exports, by the name that it has here.
    imports: BTreeMap<String, Vec<String>>,
}

/// Crates whose circles are known and about to be cut.
const PENDING: [&str; 0] = [];

#[test]
fn no_files_depend_on_each_other_in_a_circle() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace's folder");
    let mut crates = 0;
    let mut circles = Vec::new();
    for folder in fs::read_dir(root).expect("the workspace can be read").flatten() {
        let source = folder.path().join("src");
        let name = folder.file_name().to_string_lossy().into_owned();
        if !name.starts_with("itl-") || !source.is_dir() {
            continue;
        }
        crates += 1;
        let files = files(&source);
        assert!(!files.is_empty(), "{name} has no files");
        let found = circles_of(&dependencies(&files));
        if PENDING.contains(&name.as_str()) {
            assert!(!found.is_empty(), "{name} has no circles; take it off the list");
            continue;
        }
        for circle in found {
            let names: Vec<String> = circle.iter().map(|module| shown(module)).collect();
            circles.push(format!("{name}: {}", names.join(" → ")));
        }
    }
    assert!(crates >= 8, "only {crates} crates were found");
    assert!(circles.is_empty(), "these files depend on each other in a circle:\n{}", circles.join("\n"));
}

/// The crates, each with lower ones before it.
const FLOORS: [&str; 15] = [
    "itl-syntax",
    "itl-time",
    "itl-regex",
    "itl-text",
    "itl-value",
    "itl-eval",
    "itl-prompt",
    "itl-analysis",
    "itl-alert",
    "itl-import",
    "itl-worker",
    "itl-cli",
    "itl-wire",
    "itl-wasm",
    "itl-abi",
];

#[test]
fn crates_depend_in_one_direction() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace's folder");
    for (floor, name) in FLOORS.iter().enumerate() {
        let manifest = fs::read_to_string(root.join(name).join("Cargo.toml")).expect("a manifest");
        let normal = manifest.split("[dev-dependencies]").next().unwrap_or_default();
        let (_, dependencies) = normal.split_once("\n[dependencies]").expect("dependencies");
        for line in dependencies.lines() {
            let Some(dependency) = line.split(" =").next().filter(|name| name.starts_with("itl-")) else { continue };
            let dependency = dependency.trim_end_matches(".workspace");
            let below = FLOORS.iter().position(|known| *known == dependency);
            assert!(below.is_some_and(|below| below < floor), "{name} depends on {dependency}");
        }
    }
}

/// Functions of the standard library that decide by a table of the compiler's version of Unicode. White space and control
/// characters are not among them: Unicode has not changed the first since 2013 and never changes the second.
const TABLES_OF_THE_COMPILER: [&str; 7] =
    ["is_alphabetic", "is_alphanumeric", "is_numeric", "is_lowercase", "is_uppercase", "to_lowercase", "to_uppercase"];

#[test]
fn no_compilers_table_decides_a_byte() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace's folder");
    let mut found = Vec::new();
    for name in FLOORS.iter().filter(|name| !matches!(**name, "itl-cli" | "itl-worker")) {
        let mut paths = Vec::new();
        collect(&root.join(name).join("src"), &mut paths);
        for path in paths {
            let text = fs::read_to_string(&path).expect("a source can be read");
            if path.ends_with("tests.rs") || path.components().any(|part| part.as_os_str() == "tests") {
                continue;
            }
            let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
            for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
                let words = || line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
                if words().any(|word| TABLES_OF_THE_COMPILER.contains(&word)) {
                    found.push(format!("{}: {}", path.strip_prefix(root).unwrap_or(&path).display(), line.trim()));
                }
            }
        }
    }
    assert!(found.is_empty(), "these follow the compiler's version of Unicode:\n{}", found.join("\n"));
}

#[test]
fn the_tests_of_the_invariants_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace's folder");
    let page = fs::read_to_string(root.join("ARCHITECTURE.md")).expect("the page");
    let mut paths = Vec::new();
    for folder in FLOORS.iter().copied().chain(["spec-tests"]) {
        for part in ["src", "tests"] {
            if root.join(folder).join(part).is_dir() {
                collect(&root.join(folder).join(part), &mut paths);
            }
        }
    }
    let mut named = 0;
    for name in page.split('`').filter(|name| name.contains(".rs::")) {
        let (file, test) = name.split_once("::").unwrap_or_default();
        let declaration = format!("fn {test}(");
        let is_there = paths
            .iter()
            .filter(|path| path.file_name().is_some_and(|name| name == file))
            .any(|path| fs::read_to_string(path).is_ok_and(|text| text.contains(&declaration)));
        assert!(is_there, "ARCHITECTURE.md names {name}, which is not there");
        named += 1;
    }
    assert!(named > 15, "only {named} tests are named");
}

#[test]
fn circles_are_found() {
    let file = |source: &str, at: &[&str]| {
        let module: Module = at.iter().map(|&part| part.to_owned()).collect();
        (module.clone(), read(source, &module))
    };
    let a = "use crate::b::{self, inner::{C, D as E}};\n// use crate::d;\n#[cfg(test)]\nmod tests { use crate::d::X; }";
    let b = "mod inner;\npub use inner::C;\npub use crate::d::F;";
    let files = BTreeMap::from([
        file("mod a; mod b; mod d; pub use d::F;", &[]),
        file(a, &["a"]),
        file(b, &["b"]),
        file("use super::super::d;\nfn f() { crate::F::new() }", &["b", "inner"]),
        file("fn f() { crate::a::g(r#\"crate::b\"#) }", &["d"]),
    ]);
    let dependencies = dependencies(&files);
    let of = |at: &str| dependencies.get(&vec![at.to_owned()]).cloned().unwrap_or_default();
    let names = |modules: BTreeSet<Module>| modules.iter().map(|module| shown(module)).collect::<Vec<_>>();
    assert_eq!(names(of("a")), ["b", "b::inner"]);
    assert_eq!(names(of("d")), ["a"]);
    assert_eq!(circles_of(&dependencies).len(), 1);
}

fn shown(module: &[String]) -> String {
    if module.is_empty() { "lib".to_owned() } else { module.join("::") }
}

/// The files of a crate by the modules that they are; those that only tests are made of are left out.
fn files(source: &Path) -> BTreeMap<Module, File> {
    let mut paths = Vec::new();
    collect(source, &mut paths);
    let texts: BTreeMap<Module, String> = paths
        .iter()
        .map(|path| {
            let inside = path.strip_prefix(source).expect("below the source");
            let mut module: Module = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            let file = module.pop().expect("a file has a name");
            let stem = file.trim_end_matches(".rs");
            if !matches!(stem, "mod" | "lib" | "main") {
                module.push(stem.to_owned());
            }
            (module, fs::read_to_string(path).expect("a source can be read"))
        })
        .collect();
    let is_test = |module: &Module| {
        let Some((name, parent)) = module.split_last() else { return false };
        let declaration = format!("mod {name};");
        texts.get(parent).is_some_and(|text| {
            text.split_once(&declaration).is_some_and(|(before, _)| {
                before.trim_end().lines().last().is_some_and(|line| line.starts_with("#[cfg(") && line.contains("test"))
            })
        })
    };
    texts
        .iter()
        .filter(|(module, _)| !is_test(module))
        .map(|(module, text)| (module.clone(), read(text, module)))
        .collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            paths.push(path);
        }
    }
}

/// Reads what a file names.
fn read(source: &str, module: &Module) -> File {
    let mut file = File::default();
    // Tests stand at the end of a file.
    let lines: Vec<&str> = source.lines().collect();
    let is_tests = |pair: &[&str]| {
        matches!(pair, [attribute, module]
            if attribute.starts_with("#[cfg(") && attribute.contains("test") && module.starts_with("mod ") && module.contains('{'))
    };
    let end = lines.windows(2).position(is_tests).unwrap_or(lines.len());
    let source: String =
        lines.iter().take(end).map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let mut rest = source.as_str();
    while let Some(at) = next_use(rest) {
        let (before, statement) = rest.split_at(at);
        name_paths(before, module, &mut file);
        let (statement, after) = statement.split_once(';').unwrap_or((statement, ""));
        for (name, path) in tree(statement.trim_start_matches("use ")) {
            let path = from_crate(&path, module);
            file.names.push(path.clone());
            file.imports.insert(name, path);
        }
        rest = after;
    }
    name_paths(rest, module, &mut file);
    file
}

/// Where the next `use` begins that stands at the beginning of a line, but for its visibility.
fn next_use(text: &str) -> Option<usize> {
    text.match_indices("use ").map(|(at, _)| at).find(|at| {
        let line = text.get(..*at).and_then(|before| before.rsplit('\n').next()).unwrap_or_default().trim_start();
        line.is_empty() || (line.starts_with("pub") && !line.contains(['=', '{', ';', '"']))
    })
}

/// The paths that stand in code.
fn name_paths(code: &str, module: &Module, file: &mut File) {
    for keyword in ["crate::", "super::"] {
        for (at, _) in code.match_indices(keyword) {
            let before = code.get(..at).unwrap_or_default();
            if before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '"' | '$')) {
                continue;
            }
            let path = code.get(at..).unwrap_or_default();
            let end = path.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':'))).unwrap_or(path.len());
            let parts: Vec<String> = path
                .get(..end)
                .unwrap_or_default()
                .split("::")
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect();
            file.names.push(from_crate(&parts, module));
        }
    }
}

/// The names that a tree of imports makes, with their paths.
fn tree(text: &str) -> Vec<(String, Vec<String>)> {
    let text = text.trim();
    let Some((prefix, inside)) = text.split_once('{') else {
        let (path, name) = text.split_once(" as ").map_or((text, None), |(path, name)| (path, Some(name)));
        let parts: Vec<String> =
            path.split("::").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
        let name = name.or_else(|| parts.last().map(String::as_str)).unwrap_or_default().trim().to_owned();
        return vec![(name, parts)];
    };
    let inside = inside.trim_end().strip_suffix('}').unwrap_or(inside);
    let prefix: Vec<String> =
        prefix.split("::").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    split(inside)
        .into_iter()
        .flat_map(tree)
        .map(|(name, path)| {
            let own = path.first().is_some_and(|part| part == "self");
            let name = if own && name == "self" { prefix.last().cloned().unwrap_or_default() } else { name };
            (name, prefix.iter().cloned().chain(path.into_iter().filter(|part| part != "self")).collect())
        })
        .collect()
}

/// The branches of a tree.
fn split(text: &str) -> Vec<&str> {
    let (mut branches, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                branches.push(text.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    branches.push(text.get(start..).unwrap_or_default());
    branches.into_iter().filter(|branch| !branch.trim().is_empty()).collect()
}

/// A path from the crate; one that begins with neither `crate` nor `super` is read from the module itself.
fn from_crate(path: &[String], module: &Module) -> Vec<String> {
    let mut base = module.clone();
    let mut rest = path;
    while let Some((first, after)) = rest.split_first() {
        match first.as_str() {
            "crate" => base.clear(),
            "super" => {
                base.pop();
            }
            "self" => {}
            _ => break,
        }
        rest = after;
    }
    base.extend(rest.iter().cloned());
    base
}

/// The module that defines what a path names, re-exports followed.
fn definition(path: &[String], files: &BTreeMap<Module, File>, depth: usize) -> Option<Module> {
    let length =
        (0..=path.len()).rev().find(|length| path.get(..*length).is_some_and(|part| files.contains_key(part)))?;
    let module = path.get(..length)?.to_vec();
    if depth < 16
        && let Some(name) = path.get(length)
        && let Some(target) = files.get(&module)?.imports.get(name)
    {
        let whole: Vec<String> = target.iter().chain(path.get(length + 1..)?).cloned().collect();
        // What does not lead into a file is from another crate.
        if whole.get(..length) != Some(path.get(..length)?) || files.contains_key(whole.get(..=length)?) {
            return definition(&whole, files, depth + 1);
        }
        return None;
    }
    Some(module)
}

fn dependencies(files: &BTreeMap<Module, File>) -> BTreeMap<Module, BTreeSet<Module>> {
    let related = |a: &Module, b: &Module| a.starts_with(b) || b.starts_with(a);
    files
        .iter()
        .map(|(module, file)| {
            let targets = file.names.iter().filter_map(|path| definition(path, files, 0));
            (module.clone(), targets.filter(|target| !related(module, target)).collect())
        })
        .collect()
}

/// Groups of modules that all lead to each other.
fn circles_of(dependencies: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<Vec<Module>> {
    let reached: BTreeMap<&Module, BTreeSet<&Module>> =
        dependencies.keys().map(|module| (module, reachable(module, dependencies))).collect();
    let mut circles: Vec<Vec<Module>> = Vec::new();
    for (module, targets) in &reached {
        if !targets.contains(*module) || circles.iter().flatten().any(|known| known == *module) {
            continue;
        }
        let back = |other: &&&Module| reached.get(**other).is_some_and(|targets| targets.contains(*module));
        circles.push(targets.iter().filter(back).map(|other| (*other).clone()).collect());
    }
    circles
}

fn reachable<'d>(from: &Module, dependencies: &'d BTreeMap<Module, BTreeSet<Module>>) -> BTreeSet<&'d Module> {
    let mut seen = BTreeSet::new();
    let mut next: Vec<&Module> = dependencies.get(from).into_iter().flatten().collect();
    while let Some(module) = next.pop() {
        if seen.insert(module) {
            next.extend(dependencies.get(module).into_iter().flatten());
        }
    }
    seen
}
