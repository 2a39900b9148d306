//! `itl render`
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::format_collect, missing_docs, reason = "tests")]

mod common;

use common::{Folder, itl, run, run_in, run_with};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::process::Stdio;

#[test]
fn text_goes_to_stdout_exactly() {
    let ran = run_with(&["render", "-e", "Disk full on {{ host.upperCase() }}", "--data", "-"], br#"{"host": "db-7"}"#);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, "Disk full on DB-7", ""));
}

#[test]
fn template_from_a_file_from_stdin_and_as_text() {
    let folder = Folder::new("render-sources");
    let file = folder.file("t.itl", "{{ a }}\n");
    let data = folder.file("d.json", r#"{"a": 95.0}"#);
    for (args, input) in [
        (vec!["render", &file, "--data", &data], ""),
        (vec!["render", "-", "--data", &data], "{{ a }}\n"),
        (vec!["render", "-e", "{{ a }}\n", "--data", &data], ""),
    ] {
        let ran = run_with(&args, input.as_bytes());
        assert_eq!((ran.code, ran.out.as_str()), (0, "95.0\n"), "{args:?}: {}", ran.err);
    }
    assert_eq!(run(&["render", "-", "--data", "-"]).code, 2);
    assert_eq!(run(&["render"]).code, 2);
    assert_eq!(run(&["render", &file, "-e", "x"]).code, 2);
}

#[test]
fn set_changes_the_payload() {
    let ran = run(&[
        "render",
        "-e",
        "{{ a.b }} {{ n }} {{ l[1] }}",
        "--set",
        "a.b=x y",
        "--set",
        "n=1.50",
        "--set",
        "l=[1,2]",
    ]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "x y 1.5 2"));
    let ran = run_with(&["render", "-e", "{{ a }}{{ b }}", "--data", "-", "--set", "b=2"], br#"{"a": 1, "b": 1}"#);
    assert_eq!((ran.code, ran.out.as_str()), (0, "12"));
    let ran = run(&["render", "-e", "x", "--set", "nothing"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("PATH=VALUE"), "{}", ran.err);
}

#[test]
fn yaml_keeps_numbers_and_the_order_of_keys() {
    let folder = Folder::new("render-yaml");
    let yaml =
        "z: 1\na: {y: 95.0, x: 18446744073709551615}\ntext: yes\non: no\nnull_: ~\nzip: \"0123\"\nlist: [1, two]\n";
    let data = folder.file("d.yaml", yaml);
    let ran = run(&["render", "-e", "{{ . }}", "--data", &data]);
    let expected = r#"{"z":1,"a":{"y":95.0,"x":18446744073709551615},"text":"yes","on":"no","null_":null,"zip":"0123","list":[1,"two"]}"#;
    assert_eq!((ran.code, ran.out.as_str()), (0, expected), "{}", ran.err);
    let alias = folder.file("e.yml", "base: &b {host: db}\nother: *b\n");
    assert_eq!(run(&["render", "-e", "{{ other.host }}", "--data", &alias]).out, "db");
}

#[test]
fn yaml_that_explodes_or_is_broken_is_an_error_with_its_place() {
    let folder = Folder::new("render-bad-yaml");
    let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for level in 1..12 {
        let items = vec![format!("*a{}", level - 1); 10].join(",");
        writeln!(bomb, "a{level}: &a{level} [{items}]").unwrap();
    }
    let bomb = folder.file("bomb.yaml", bomb);
    let ran = run(&["render", "-e", "still sent", "--data", &bomb]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "still sent"));
    assert!(ran.err.contains("E0601"), "{}", ran.err);
    let deep = folder.file("deep.yaml", "[".repeat(100_000));
    assert_eq!(run(&["render", "-e", "x", "--data", &deep]).code, 1);
    let broken = folder.file("broken.yaml", "a: 1\nb: [1, 2\nc: }\n");
    let ran = run(&["render", "-e", "{{ a }}!", "--data", &broken]);
    assert_eq!((ran.code, ran.out.as_str()), (1, "!"));
    assert!(ran.err.contains("broken.yaml:") && !ran.err.contains("W0301"), "{}", ran.err);
}

#[test]
fn lenient_prints_and_warns_strict_prints_nothing() {
    let source = "{{ host.uper() }} {{ state }}";
    let ran = run(&["render", "-e", source]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "{{ host.uper() }} "));
    assert!(ran.err.contains("error[E0201]") && ran.err.contains("warning[W0301]"), "{}", ran.err);
    assert!(ran.err.contains("<template>:1:9"), "{}", ran.err);
    assert!(!ran.err.contains('\u{1b}'), "colours off a terminal");
    let ran = run(&["render", "-e", source, "--strict"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("E0201"));
    assert_eq!(run(&["render", "-e", "{{ a }}", "--strict"]).code, 1);
    assert_eq!(run(&["render", "-e", "{{ a }}", "--lenient"]).code, 0);
    assert_eq!(run(&["render", "-e", "{{ a }}", "--strict", "--set", "a=1"]).out, "1");
    assert_eq!(run(&["render", "-e", "x", "--strict", "--lenient"]).code, 2);
}

#[test]
fn a_payload_that_is_no_json_still_gives_a_message() {
    let payload = b"{\n  \"host\": \"db-7\",\n  \"state\" \"down\"\n}";
    let ran = run_with(&["render", "-e", "alert: {{ host }}", "--data", "-"], payload);
    assert_eq!((ran.code, ran.out.as_str()), (1, "alert: "));
    assert!(ran.err.contains("E0601") && ran.err.contains("<stdin>:3:11"), "{}", ran.err);
    assert!(ran.err.contains(r#""state" "down""#), "{}", ran.err);
    let ran = run_with(&["render", "-e", "alert", "--data", "-", "--strict"], payload);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    let ran = run_with(&["render", "-e", "alert", "--data", "-"], b"{\"a\": \"\xff\"}");
    assert_eq!((ran.code, ran.out.as_str()), (1, "alert"));
    assert!(ran.err.contains("byte 7 is not UTF-8"), "{}", ran.err);
    let ran = run_with(&["render", "-e", "alert", "--data", "-"], b"");
    assert_eq!((ran.code, ran.out.as_str()), (1, "alert"));
    let deep = "[".repeat(200_000);
    assert_eq!(run_with(&["render", "-e", "alert", "--data", "-"], deep.as_bytes()).code, 1);
    let ran = run_with(&["render", "-e", "{{ a }}", "--data", "-", "--set", "a=1"], b"nonsense");
    assert_eq!((ran.code, ran.out.as_str()), (1, "1"));
}

#[test]
fn json_output_has_the_text_and_the_diagnostics() {
    let ran = run(&["render", "-e", "ä {{ host.upercase() }}", "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(shown["text"], "ä {{ host.upercase() }}");
    let one = &shown["diagnostics"][0];
    let keys: Vec<_> = one.as_object().unwrap().keys().cloned().collect();
    let expected = [
        "file",
        "code",
        "severity",
        "message",
        "start",
        "end",
        "line",
        "column",
        "labels",
        "help",
        "suggestion",
        "partial",
    ];
    assert_eq!(keys, expected);
    assert_eq!(one["code"], "E0201");
    assert_eq!(
        (&one["start"], &one["end"], &one["line"], &one["column"]),
        (&json!(11), &json!(19), &json!(1), &json!(11))
    );
    assert_eq!(one["suggestion"], json!({"start": 11, "end": 19, "replacement": "upperCase"}));
    let ran = run(&["render", "-e", "{{ a }}", "--format", "json", "--strict"]);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &shown["text"], &shown["diagnostics"][0]["code"]), (1, &Value::Null, &json!("W0301")));
    let ran = run_with(&["render", "-e", "a", "--format", "json", "--data", "-"], b"{");
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &shown["text"], &shown["diagnostics"][0]["code"]), (1, &json!("a"), &json!("E0601")));
}

#[test]
fn dialects_by_ending_and_by_flag() {
    let folder = Folder::new("render-dialects");
    let mustache = folder.file("t.mustache", "{{a}} {{b.length()}}");
    let itl = folder.file("t.itl", "{{a}}");
    assert_eq!(run(&["render", &mustache, "--set", "a=<"]).out, "&lt; ");
    assert_eq!(run(&["render", &itl, "--set", "a=<"]).out, "<");
    assert_eq!(run(&["render", &itl, "--set", "a=<", "--dialect", "mustache"]).out, "&lt;");
    assert_eq!(run(&["render", &mustache, "--set", "a=<", "--escape", "none"]).out, "< ");
    assert_eq!(run(&["render", &mustache, "--set", "a=<", "--dialect", "itl", "--set", "b=xyz"]).out, "< 3");
    assert_eq!(run(&["render", &itl, "--escape", "rtf"]).code, 2);
}

#[test]
fn partials_from_a_folder() {
    let folder = Folder::new("render-partials");
    folder.file("parts/sign.itl", "-- {{ team }}");
    folder.file("parts/deep/bad.itl", "{{ a.nope() }}");
    let parts = folder.path("parts");
    let ran = run(&["render", "-e", "{{> sign }}", "--set", "team=ops", "--partials", &parts]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "-- ops"));
    let ran = run(&["render", "-e", "{{> deep/bad }}", "--partials", &parts]);
    assert!(ran.err.contains("deep/bad.itl:1:6"), "{}", ran.err);
    let ran = run(&["render", "-e", "{{> gone }}", "--partials", &parts]);
    assert!(ran.code == 0 && ran.err.contains("W0303"), "{}", ran.err);
    assert_eq!(run(&["render", "-e", "x", "--partials", &folder.path("nowhere")]).code, 2);
}

#[test]
fn a_partial_beside_the_template_is_hinted_at() {
    let folder = Folder::new("render-beside");
    let template = folder.file("t.itl", "{{> sign }}{{> none }}");
    folder.file("sign.itl", "-- ops");
    let ran = run(&["render", &template]);
    assert_eq!((ran.code, ran.err.matches("W0303").count()), (0, 2));
    let hint = format!("{} lies beside the template; name its folder: --partials", folder.path("sign.itl"));
    assert_eq!(ran.err.matches(&hint).count(), 1, "{}", ran.err);
    assert_eq!(run(&["render", &template, "--partials", &folder.path("")]).out, "-- ops");
    let ran = run_in(&folder, &["render", "t.itl"]);
    assert!(ran.err.contains("name its folder: --partials ."), "{}", ran.err);
}

#[test]
fn a_byte_order_mark_of_a_template_is_not_printed() {
    let folder = Folder::new("render-template-mark");
    let template = folder.file("t.itl", b"\xef\xbb\xbfDisk {{ a.nope() }}");
    let ran = run(&["render", &template]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "Disk {{ a.nope() }}"));
    assert!(ran.err.contains("t.itl:1:11\n"), "{}", ran.err);
    let ran = run(&["check", &template, "--format", "json"]);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    let one = &shown["diagnostics"][0];
    assert_eq!((&one["start"], &one["column"]), (&json!(13), &json!(11)), "offsets are those of the file");
}

#[test]
fn yaml_from_stdin() {
    let yaml = b"host: db-7\nlist: [1]\n";
    let ran = run_with(&["render", "-e", "{{ host }}{{ list }}", "--data", "-", "--data-format", "yaml"], yaml);
    assert_eq!((ran.code, ran.out.as_str()), (0, "db-7[1]"));
    for (text, is_yaml) in [("host: db-7\n", true), ("---\nhost: db-7\n", true), ("- a\n", true), ("{host: 1}", false)]
    {
        let ran = run_with(&["render", "-e", "{{ host }}", "--data", "-"], text.as_bytes());
        assert_eq!((ran.code, ran.err.contains("--data-format yaml")), (1, is_yaml), "{}", ran.err);
    }
    let folder = Folder::new("render-data-format");
    let odd = folder.file("alert.txt", yaml);
    assert_eq!(run(&["render", "-e", "{{ host }}", "--data", &odd, "--data-format", "yaml"]).out, "db-7");
    let ran = run_with(&["render", "-e", "x", "--ndjson", "--data-format", "yaml"], yaml);
    assert_eq!(ran.code, 2);
}

#[test]
fn the_clock_reads_rfc3339() {
    for (now, printed) in [
        ("2023-01-29T00:05:37Z", "1674950737000"),
        ("2023-01-29T01:05:37.5+01:00", "1674950737500"),
        ("1674950737000", "1674950737000"),
    ] {
        assert_eq!(run(&["render", "-e", "{{ @now }}", "--now", now]).out, printed);
    }
    let ran = run(&["render", "-e", "x", "--now", "yesterday"]);
    assert!(ran.code == 2 && ran.err.contains("RFC 3339"), "{}", ran.err);
}

#[test]
fn zone_and_clock() {
    let shown = "{{ at.formatUnixMs(\"L\") }}";
    let at = ["render", "-e", shown, "--set", "at=1674950737000", "--timezone"];
    let ran = run(&[&at[..], &["Europe/Berlin"]].concat());
    assert_eq!(ran.out, "January 29, 2023 at 1:05:37 AM CET");
    let ran = run(&[&at[..], &["Europe/Nowhere"]].concat());
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert_eq!(run(&["render", "-e", "{{ @now }}", "--now", "-5"]).out, "-5");
    let ran = run(&["render", "-e", "{{ at.relativeTime() }}", "--set", "at=1674950737", "--now", "1674950917000"]);
    assert_eq!(ran.out, "3 minutes ago");
    let now: i64 = run(&["render", "-e", "{{ @now }}"]).out.parse().unwrap();
    assert!(now > 1_700_000_000_000, "the machine's clock is the default");
}

#[test]
fn budgets() {
    let ran = run(&["render", "-e", "0123456789", "--max-chars", "5"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "0123…"));
    assert!(ran.err.contains("W0305"), "{}", ran.err);
    let ran = run(&["render", "-e", "0123456789", "--max-bytes", "5"]);
    assert_eq!(ran.out.len(), 5);
    let long = "x".repeat(500);
    assert_eq!(run(&["render", "-e", &long, "--budget", "sms"]).out.chars().count(), 160);
    assert_eq!(run(&["render", "-e", "x", "--budget", "pigeon"]).code, 2);
    assert_eq!(run(&["render", "-e", "x", "--max-chars", "1", "--max-bytes", "1"]).code, 2);
}

#[test]
fn json_as_the_output_format_is_checked() {
    let ran = run(&["render", "-e", r#"{"a": "{{ a }}"}"#, "--escape", "json", "--set", "a=say \"hi\""]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, r#"{"a": "say \"hi\""}"#, ""));
    let ran = run(&["render", "-e", r#"{"a": {{ a }}}"#, "--escape", "json", "--set", "a=x"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, r#"{"a": x}"#));
    assert!(ran.err.contains("E0602"), "{}", ran.err);
    let ran = run(&["render", "-e", r#"{"a": {{ a }}}"#, "--escape", "json", "--set", "a=x", "--strict"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
}

#[test]
fn files_that_cannot_be_read_are_one_clear_line() {
    let folder = Folder::new("render-files");
    let missing = folder.path("gone.itl");
    let template = folder.file("t.itl", "x");
    let binary = folder.file("b.itl", b"a\nb\xff");
    for (args, says) in [
        (vec!["render", &missing], "there is no such file"),
        (vec!["render", &template, "--data", &missing], "there is no such file"),
        (vec!["render", env!("CARGO_MANIFEST_DIR")], "it is a folder"),
    ] {
        let ran = run(&args);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (2, "", 1), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(says), "{}", ran.err);
    }
    let ran = run(&["render", &binary]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("byte 3 is not UTF-8") && ran.err.contains("b.itl:2:2\n"), "{}", ran.err);
}

#[test]
fn huge_templates_are_refused_and_still_printed() {
    let folder = Folder::new("render-huge");
    let huge = folder.file("t.itl", "0123456789".repeat(1 << 20));
    let ran = run(&["render", &huge]);
    assert_eq!((ran.code, ran.out.len()), (0, 10 << 20));
    assert!(ran.err.contains("E0401"), "{}", ran.err);
    assert_eq!(run(&["render", &huge, "--strict"]).code, 1);
    let deep = folder.file("deep.itl", "{{#a}}".repeat(100_000) + &"{{/a}}".repeat(100_000));
    let ran = run(&["render", &deep]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("E0402") || ran.err.contains("E0401"), "{}", ran.err);
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = Folder::new("render-pipe");
    let large = folder.file("t.itl", "0123456789".repeat(50_000));
    let mut child = itl().args(["render", &large]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_payload_that_is_no_text_is_drawn_where_it_stops_being_one() {
    let folder = Folder::new("render-bytes");
    let data = folder.file("d.json", b"{\"a\":1,\n\"b\":\"\xff\"}");
    let ran = run(&["render", "-e", "{{ a }}", "--data", &data]);
    assert_eq!(ran.code, 1);
    for part in ["byte 13 is not UTF-8", "d.json:2:6\n", "2 | \"b\":\"\u{fffd}\"}\n"] {
        assert!(ran.err.contains(part), "{}", ran.err);
    }
    let ran = run(&["render", "-e", "{{ a }}", "--data", &data, "--format", "json"]);
    let shown: Value = serde_json::from_str(&ran.out).unwrap();
    let one = &shown["diagnostics"][0];
    assert_eq!((&one["start"], &one["line"], &one["column"]), (&json!(13), &json!(2), &json!(6)));
}

#[test]
fn a_byte_order_mark_before_json_is_skipped() {
    let folder = Folder::new("render-mark");
    let json = folder.file("d.json", b"\xef\xbb\xbf{\"a\":1}");
    let yaml = folder.file("d.yaml", b"\xef\xbb\xbfa: 1\n");
    for data in [&json, &yaml] {
        assert_eq!(run(&["render", "-e", "{{ a }}", "--data", data]).out, "1");
        assert_eq!(run(&["render", "-e", "{{ a }}{{ b }}", "--data", data, "--set", "b=2"]).out, "12");
    }
    assert_eq!(run_with(&["render", "-e", "{{ a }}", "--data", "-"], b"\xef\xbb\xbf{\"a\":1}").out, "1");
}

#[test]
fn yaml_is_refused_in_words_for_its_writer() {
    let folder = Folder::new("render-yaml-words");
    let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
    for level in 1..9 {
        let alias = format!("*a{}", level - 1);
        writeln!(bomb, "a{level}: &a{level} [{}]", [alias.as_str(); 10].join(",")).unwrap();
    }
    for (yaml, says, place) in [
        ("a: 1\na: 2\n", "the key `a` stands twice in one mapping\n", ":2:1"),
        ("a: 1\n---\nb: 2\n", "there is more than one document in it; a payload is one\n", ":3:1"),
        ("null: x\n", "a key is null; put it into quotes if that is its name\n", ":1:1"),
        (bomb.as_str(), "it is too large or too deep, what its aliases stand for counted in\n", ":6:14"),
        ("a: &a [*a]\n", "an alias stands inside of what it stands for\n", ":1:8"),
        ("a: .nan\n", "`.nan` is not a JSON number; put it into quotes as a text\n", ":1:4"),
    ] {
        let data = folder.file("d.yaml", yaml);
        let ran = run(&["render", "-e", "x", "--data", &data]);
        assert!(ran.code == 1 && ran.err.contains(&format!("is not valid YAML: {says}")), "{}", ran.err);
        assert!(ran.err.contains(&format!("d.yaml{place}\n")), "{}", ran.err);
    }
}

#[test]
fn what_a_render_costs_is_explained() {
    let folder = Folder::new("render-cost");
    let mut template = "{{#l}}{{> row }}\n{{/l}}{{ t.replaceAll(\"x\", \"y\") }}".to_owned();
    for n in 0..12 {
        write!(template, "{{{{ k{n} }}}}").unwrap();
    }
    let file = folder.file("t.itl", &template);
    folder.file("partials/row.itl", "{{ a }}");
    let keys = (0..12).map(|n| format!(", \"k{n}\": {n}")).collect::<Vec<_>>().concat();
    let data = format!(r#"{{"l": [{{"a": 1}}, {{"a": 2}}], "t": "{}"{keys}}}"#, "x".repeat(3_200));
    let args = ["render", &file, "--partials", &folder.path("partials"), "--data", "-", "--explain-cost"];
    let ran = run_with(&args, data.as_bytes());
    let plain = run_with(&args[..args.len() - 1], data.as_bytes());
    assert_eq!((ran.code, &ran.out, plain.err.as_str()), (0, &plain.out, ""));
    let lines: Vec<&str> = ran.err.lines().collect();
    assert!(lines[0].starts_with("cost: ") && lines[0].contains(" of 10,000,000 steps, "), "{}", ran.err);
    assert!(
        lines[2].contains("t.itl:2:7  {{ t.replaceAll(\"x\", \"y\") }}") && lines[2].contains("3,200"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("row.itl:1:1  {{ a }}"), "{}", ran.err);
    assert_eq!(lines.len(), 14, "{}", ran.err);
    assert!(lines[12].contains("6 tags more"), "{}", ran.err);

    let json = run_with(&[&args[..], &["--format", "json"]].concat(), data.as_bytes());
    let cost = &serde_json::from_str::<Value>(&json.out).unwrap()["cost"];
    let tags = cost["tags"].as_array().unwrap();
    assert_eq!((tags.len(), &cost["others"]["tags"], &cost["limit"]), (10, &json!(6), &json!(10_000_000)));
    let sum: u64 = tags.iter().map(|tag| tag["steps"].as_u64().unwrap()).sum();
    assert_eq!(
        sum + cost["others"]["steps"].as_u64().unwrap() + cost["rest"]["steps"].as_u64().unwrap(),
        cost["steps"]
    );
    assert_eq!(tags[0]["tag"], "{{ t.replaceAll(\"x\", \"y\") }}");
    assert_eq!((&tags[0]["line"], &tags[0]["column"], &tags[0]["bytes"]), (&json!(2), &json!(7), &json!(3_200)));
    assert_eq!(run(&["render", &file, "--explain-cost", "--ndjson"]).code, 2);
}

#[test]
fn a_file_without_end_is_not_read_to_its_end() {
    if !cfg!(target_os = "linux") {
        return;
    }
    for args in [["render", "/dev/zero", "--set", "a=1"], ["render", "-e{{ a }}", "--data", "/dev/zero"]] {
        let ran = run(&args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains("cannot read /dev/zero: it is larger than 64 MiB"), "{}", ran.err);
    }
}

#[test]
fn texts_in_the_place_of_files_are_told_where_they_go() {
    for (args, says) in [
        (&["render", "hi {{ host }}"][..], "a template as text follows -e"),
        (&["check", "{{ host }}"], "a template as text follows -e"),
        (&["render", "-e", "x", "--data", r#"{"a": 1}"#], "data as text goes to stdin, which is -"),
    ] {
        let ran = run(args);
        assert!(ran.code > 0 && ran.err.contains(says), "{args:?}: {}", ran.err);
    }
}
