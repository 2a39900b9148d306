//! Every link of a document leads to a file that exists, and to a heading of it; so does the rule that each
//! case of the corpus names.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_relative_link_resolves() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
    let pages = pages(&root);
    assert!(pages.iter().any(|page| page.ends_with("README.md")), "no documents found");
    let (mut checked, mut broken) = (0, Vec::new());
    for page in &pages {
        let text = fs::read_to_string(page).unwrap();
        for (line, target) in links(&text) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            checked += 1;
            let (path, heading) = target.split_once('#').unwrap_or((&target, ""));
            let file = if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
            let name = page.strip_prefix(&root).unwrap().display();
            if !file.exists() {
                broken.push(format!("{name}:{line}: there is no {target}"));
            } else if !heading.is_empty() && !anchors(&fs::read_to_string(&file).unwrap()).iter().any(|a| a == heading)
            {
                broken.push(format!("{name}:{line}: {target} has no such heading"));
            }
        }
    }
    println!("links: {checked} in {} documents", pages.len());
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_case_names_a_rule_of_the_public_pages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
    let mut pages: HashMap<String, Vec<String>> = HashMap::new();
    let (mut checked, mut broken) = (0, Vec::new());
    let corpus = spec_tests::load(&spec_tests::cases_folder()).unwrap();
    let of_corpus = corpus.into_iter().flat_map(|(file, cases)| {
        cases.cases.into_iter().map(move |case| (format!("{file}: {}", case.name), case.rule))
    });
    let of_prompts = spec_tests::prompt_cases().unwrap().into_iter().map(|case| (case.name, case.rule));
    for (name, rule) in of_corpus.chain(of_prompts) {
        checked += 1;
        let (page, heading) = rule.split_once('#').unwrap_or_default();
        let headings = pages
            .entry(page.to_owned())
            .or_insert_with(|| fs::read_to_string(root.join(page)).map_or_else(|_| Vec::new(), |text| anchors(&text)));
        if !headings.iter().any(|anchor| anchor == heading) {
            broken.push(format!("{name}: there is no {rule:?}"));
        }
    }
    println!("rules: {checked} cases");
    assert!(checked > 4_000 && broken.is_empty(), "{}", broken.join("\n"));
}

/// The documents of the repository, without what tools put into it.
fn pages(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            let skipped =
                name.starts_with('.') || matches!(&*name, "target" | "node_modules" | "dist" | "pkg" | "corpus");
            if path.is_dir() && !skipped && !path.is_symlink() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The lines outside code blocks.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fence: Option<usize> = None;
    text.lines().enumerate().filter_map(move |(at, line)| {
        let ticks = line.trim_start().bytes().take_while(|b| *b == b'`').count();
        match fence {
            None if ticks >= 3 => fence = Some(ticks),
            Some(open) if ticks >= open && line.trim().bytes().all(|b| b == b'`') => fence = None,
            None => return Some((at + 1, line)),
            Some(_) => {}
        }
        None
    })
}

/// The targets of inline links and images, code spans left out.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in prose(text) {
        let line = without_code(line);
        let mut rest = line.as_str();
        while let Some(at) = rest.find("](") {
            rest = &rest[at + 2..];
            let Some(end) = rest.find(')') else { break };
            let target = rest[..end].split_whitespace().next().unwrap_or("");
            found.push((number, target.to_owned()));
            rest = &rest[end..];
        }
    }
    found
}

fn without_code(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('`') {
        out.push_str(&rest[..at]);
        let ticks = rest[at..].bytes().take_while(|b| *b == b'`').count();
        let behind = &rest[at + ticks..];
        match behind.find(&"`".repeat(ticks)) {
            Some(end) => rest = &behind[end + ticks..],
            None => return out,
        }
    }
    out + rest
}

/// The anchors that GitHub gives the headings of a page.
fn anchors(text: &str) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut found = Vec::new();
    for (_, line) in prose(text) {
        let hashes = line.bytes().take_while(|b| *b == b'#').count();
        let Some(title) = line.get(hashes..).filter(|rest| (1..=6).contains(&hashes) && rest.starts_with(' ')) else {
            continue;
        };
        let slug: String = title
            .trim()
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect();
        let count = seen.entry(slug.clone()).or_default();
        found.push(if *count == 0 { slug } else { format!("{slug}-{count}") });
        *count += 1;
    }
    found
}
