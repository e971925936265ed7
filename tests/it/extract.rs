//! `quotewire extract`, run as people run it.

use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// Runs the command in `folder` with `input` on standard input.
fn extract(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_quotewire"))
        .arg("extract")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(input.as_bytes()).expect("it reads its input");
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// The article ids of the events in `output`, one a line.
fn ids(output: &Output) -> Vec<String> {
    let events = text(&output.stdout);
    let id = |line: &str| serde_json::from_str::<Value>(line).expect("an event a line")["article"]["id"].clone();
    events.lines().map(|line| id(line).as_str().expect("an id").to_owned()).collect()
}

fn article(id: &str) -> String {
    serde_json::json!({"id": id, "title": "Bridge shut", "body": "“It will reopen in May,” Mayor Ann Lee said."})
        .to_string()
}

/// A folder with `files`.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).expect("a file");
    }
    folder
}

#[test]
fn one_event_per_article_in_the_order_of_the_input() {
    let lines = (0..40).map(|n| article(&format!("line-{n}"))).collect::<Vec<_>>().join("\n");
    let packed = zstd::encode_all(article("packed").as_bytes(), 1).expect("zstd");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(article("zipped").as_bytes()).expect("gzip");
    let folder = folder(&[
        ("a.json", article("first").as_bytes()),
        ("b.jsonl", lines.as_bytes()),
        ("c.json.zst", &packed),
        ("d.jsonl.gz", &gz.finish().expect("gzip")),
    ]);
    let mut want = vec!["first".to_owned()];
    want.extend((0..40).map(|n| format!("line-{n}")));
    want.extend(["packed".to_owned(), "zipped".to_owned(), "piped-1".to_owned(), "piped-2".to_owned()]);
    let input = [article("piped-1"), article("piped-2")].join("\n");
    let run = |jobs: &str| {
        extract(folder.path(), &["a.json", "b.jsonl", "c.json.zst", "d.jsonl.gz", "-", "--jobs", jobs], &input)
    };
    let (one, many) = (run("1"), run("5"));
    assert_eq!(text(&one.stderr), "");
    assert_eq!(ids(&one), want);
    assert!(one.status.success() && one.stdout == many.stdout, "the number of threads changes the output");
}

#[test]
fn a_bad_file_is_named_and_the_others_are_done() {
    let folder = folder(&[
        ("good.json", article("good").as_bytes()),
        ("bad.json", b"{\"id\":"),
        ("lines.jsonl", format!("{}\n{{}}\n{}", article("l-1"), article("l-3")).as_bytes()),
    ]);
    let output = extract(folder.path(), &["bad.json", "missing.json", "good.json", "lines.jsonl"], "");
    assert_eq!(output.status.code(), Some(65));
    assert_eq!(ids(&output), ["good", "l-1", "l-3"]);
    let errors = text(&output.stderr);
    let errors: Vec<_> = errors.lines().collect();
    assert_eq!(errors.len(), 3, "{errors:#?}");
    for (error, begins) in errors.iter().zip(["error: bad.json: ", "error: missing.json: ", "error: lines.jsonl:2: "]) {
        assert!(error.starts_with(begins), "{error}");
    }
}

#[test]
fn plain_text_takes_its_first_line_as_title() {
    let folder = folder(&[("a.txt", b"Bridge shut\n\nThe bridge is shut.\n")]);
    let output = extract(folder.path(), &["a.txt", "--format", "json"], "");
    let event: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(event["article"]["title"], "Bridge shut");
    assert_eq!(event["processing"]["input"]["format"], "text");
}

#[test]
fn the_samples_need_no_file() {
    let output = extract(Path::new("."), &["--sample", "--offsets", "utf16,utf8", "--detail", "compact"], "");
    let events = text(&output.stdout);
    assert_eq!(events.lines().count(), quotewire::cli::samples::ALL.len());
    let event: Value = serde_json::from_str(events.lines().next().expect("an event")).expect("JSON");
    assert!(event["text"].get("fields").is_none(), "compact leaves the text out");
    assert!(event["entities"][0]["mentions"][0]["utf16"].is_array());
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let plain = extract(Path::new("."), &["--sample", "--format", "text"], "");
    assert!(!text(&plain.stdout).contains('\x1b'));
    let coloured = extract(Path::new("."), &["--sample", "--format", "text", "--color", "always"], "");
    assert!(text(&coloured.stdout).contains('\x1b'));
}

#[test]
fn a_page_holds_no_script_whatever_the_article_holds() {
    let hostile = serde_json::json!({
        "id": "<script>alert(1)</script>",
        "title": "\"><script>alert(2)</script>",
        "body": "“<script>alert('3')</script>,” Ann <b>Lee</b> & Sons said.",
    });
    let page = text(&extract(Path::new("."), &["-", "--format", "html"], &hostile.to_string()).stdout);
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert!(!page.contains("<script") && !page.contains("<b>Lee"), "{page}");
    assert!(page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'"));
    assert!(!page.contains("http://") && !page.contains("https://"), "a page that asks for nothing");
}

#[test]
fn an_unknown_input_format_lists_the_known_ones() {
    let output = extract(Path::new("."), &["--sample", "--input-format", "ninja"], "");
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("ninjs-3"), "{}", text(&output.stderr));
}
