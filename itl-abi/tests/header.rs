//! The header says what the library is: every function with its types, every number, every field.

#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]

use std::collections::BTreeMap;

const HEADER: &str = include_str!("../include/itl.h");
const RUST: &str = include_str!("../src/boundary.rs");
const TYPES: &str = include_str!("../src/answer.rs");

/// A type of Rust as C writes it.
fn in_c(kind: &str) -> String {
    match kind {
        "u8" => "uint8_t".into(),
        "u32" => "uint32_t".into(),
        "u64" => "uint64_t".into(),
        "i32" => "int32_t".into(),
        "usize" => "size_t".into(),
        "c_void" => "void".into(),
        "Answer" => "itl_answer".into(),
        "Bytes" => "itl_bytes".into(),
        "Option<HostFunction>" => "itl_host".into(),
        pointer => match (pointer.strip_prefix("*const "), pointer.strip_prefix("*mut ")) {
            (Some(target), _) => format!("const {}*", in_c(target)),
            (_, Some(target)) => format!("{}*", in_c(target)),
            _ => panic!("no type of C for {pointer}"),
        },
    }
}

/// `(a: T, b: U) -> R` of Rust as the list `R T a, U b`.
fn rust_signature(text: &str) -> Vec<String> {
    let (params, rest) = text.split_once(')').expect("the end of the parameters");
    let result = rest.split_once("->").map_or("void", |(_, kind)| kind.trim());
    let named = params.split(',').filter_map(|param| param.split_once(':'));
    let named = named.map(|(name, kind)| format!("{} {}", in_c(kind.trim()), name.trim()));
    std::iter::once(in_c(result)).chain(named).collect()
}

/// `T a, U b` of C as `T a`, with pointers' stars beside their types.
fn c_declarations(text: &str, between: char) -> Vec<String> {
    let tidy = |one: &str| {
        let words: Vec<&str> = one.split_whitespace().collect();
        words.join(" ").replace(" *", "* ")
    };
    text.split(between).map(tidy).filter(|one| !one.is_empty() && one != "void").collect()
}

/// The header without its comments.
fn code() -> String {
    let mut rest = HEADER;
    let mut code = String::new();
    while let Some((before, comment)) = rest.split_once("/*") {
        code.push_str(before);
        rest = comment.split_once("*/").expect("the end of a comment").1;
    }
    code + rest
}

#[test]
fn the_functions_are_those_of_the_library() {
    let library: BTreeMap<String, Vec<String>> = RUST
        .split("extern \"C\" fn ")
        .skip(1)
        .map(|text| {
            let (name, rest) = text.split_once('(').expect("parameters");
            (name.to_owned(), rust_signature(rest.split('{').next().unwrap_or_default()))
        })
        .collect();
    assert!(library.len() >= 9, "only {library:?}");
    let header: BTreeMap<String, Vec<String>> = code()
        .split(';')
        .filter_map(|text| {
            let (head, params) = text.rsplit_once('(')?;
            let (result, name) = head.trim().rsplit_once(|c: char| c.is_whitespace() || c == '*')?;
            let pointer = if head.contains(&format!("*{name}")) { "*" } else { "" };
            let result = result.lines().last()?.trim();
            let params = c_declarations(params.split(')').next()?, ',');
            let all = std::iter::once(format!("{result}{pointer}").replace(" *", "*")).chain(params);
            let is_function = name.starts_with("itl_") && !name.ends_with(')');
            is_function.then(|| (name.to_owned(), all.collect()))
        })
        .collect();
    assert_eq!(header, library);
}

#[test]
fn the_structures_have_the_same_fields() {
    for (name, rust) in [("itl_bytes", "Bytes"), ("itl_answer", "Answer")] {
        let (_, text) = TYPES.split_once(&format!("pub struct {rust} {{")).expect("the structure");
        let fields =
            text.split_once('}').expect("its end").0.lines().filter_map(|line| line.trim().strip_prefix("pub "));
        let library: Vec<String> = fields
            .filter_map(|field| field.trim_end_matches(',').split_once(": "))
            .map(|(name, kind)| format!("{} {name}", in_c(kind)))
            .collect();
        let code = code();
        let (_, text) = code.split_once(&format!("typedef struct {name} {{")).expect("the structure");
        assert_eq!(c_declarations(text.split_once('}').expect("its end").0, ';'), library, "{name}");
    }
    let (_, text) = RUST.split_once("unsafe extern \"C\" fn(").expect("the function of the host");
    let code = code();
    let (_, params) = code.split_once("(*itl_host)(").expect("the function of the host");
    let mut expected = vec!["int32_t".to_owned()];
    expected.extend(c_declarations(params.split(')').next().unwrap_or_default(), ','));
    assert_eq!(rust_signature(text.split(';').next().unwrap_or_default()), expected);
}

#[test]
fn the_numbers_are_the_same() {
    let number = |name: &str| {
        let (_, rest) = HEADER.split_once(&format!("#define {name} ")).expect("the number");
        rest.split_whitespace().next().and_then(|word| word.parse::<i32>().ok())
    };
    assert_eq!(number("ITL_OK"), Some(itl_abi::OK));
    assert_eq!(number("ITL_NOTED"), Some(itl_abi::NOTED));
    assert_eq!(number("ITL_REFUSED"), Some(itl_abi::REFUSED));
    assert_eq!(number("ITL_FAILED"), Some(itl_abi::FAILED));
    assert_eq!(number("ITL_VERSION"), Some(1));
    assert_eq!(itl_abi::itl_version(), itl_abi::VERSION);
    assert_eq!(itl_abi::VERSION, 1);
}

/// The whole of the crate's `unsafe`: blocks, functions, implementations, attributes. The compiler refuses it elsewhere.
#[test]
fn unsafe_code_is_short_and_stands_at_the_border() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let mut with = Vec::new();
    for file in std::fs::read_dir(folder).expect("the sources").flatten() {
        let text = std::fs::read_to_string(file.path()).expect("a source");
        if text.lines().any(|line| is_code(line) && line.contains("unsafe ")) {
            with.push((file.file_name().to_string_lossy().into_owned(), text.lines().count()));
        }
    }
    let names: Vec<&str> = with.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["boundary.rs"]);
    assert!(with.iter().map(|(_, lines)| lines).sum::<usize>() < 300, "{with:?}");
    let root = include_str!("../src/lib.rs");
    assert!(root.contains("#![deny(missing_docs, unsafe_code)]"));
    assert_eq!(root.matches("unsafe_code,").count(), 1, "one module is excepted");
}

/// Above each block and implementation a `SAFETY` comment, above each function a section `# Safety`.
#[test]
fn whatever_is_unsafe_says_why_it_holds() {
    let lines: Vec<&str> = RUST.lines().collect();
    let mut counts = (0, 0);
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| is_code(line)) {
        let above = |skipped: fn(&str) -> bool, wanted: &str| {
            let block = lines.iter().take(at).rev().skip_while(|line| skipped(line.trim()));
            block.take_while(|line| !is_code(line) && !line.is_empty()).any(|line| line.contains(wanted))
        };
        if line.contains("unsafe {") || line.starts_with("unsafe impl") {
            assert!(above(|_| false, "// SAFETY: "), "line {}: {line}", at + 1);
            counts.0 += 1;
        } else if line.contains("unsafe fn ") || line.contains("pub unsafe extern") {
            assert!(above(|line| line.starts_with("#["), "/// # Safety"), "line {}: {line}", at + 1);
            counts.1 += 1;
        }
    }
    assert!(counts.0 >= 10 && counts.1 >= 7, "{counts:?}");
}

fn is_code(line: &str) -> bool {
    !line.trim_start().starts_with("//") && !line.is_empty()
}
