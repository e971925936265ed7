//! The command line without a broker: what is printed, and with which exit code it ends.

use crate::broker::{feed, output, quotewire, succeed};
use std::io::Write;
use std::process::Stdio;

fn code_and_error(arguments: &[&str]) -> (Option<i32>, String) {
    let output = output("", arguments);
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn without_a_command_the_help_names_all_of_them() {
    let (code, help) = code_and_error(&[]);
    assert_eq!(code, Some(2));
    for command in
        ["run", "extract", "explain", "publish", "tail", "dlq", "doctor", "topology", "config", "schema", "healthcheck"]
    {
        assert!(help.contains(&format!("\n  {command} ")), "{command} is missing in:\n{help}");
    }
}

#[test]
fn config_shows_where_a_value_is_from_and_no_password() {
    let url = "amqp://ann:s3cret@mq:5672/news";
    let shown = succeed(url, &["config", "show", "--origin", "--set", "input.prefetch=9"]);
    assert!(shown.contains("prefetch = 9  # --set"), "{shown}");
    assert!(shown.contains("amqp://ann:***@mq:5672/news") && !shown.contains("s3cret"), "{shown}");
    assert!(succeed(url, &["config", "check"]).contains("the settings are good"));
    assert!(succeed(url, &["config", "defaults"]).contains("[topology]"));
}

#[test]
fn wrong_settings_end_with_78_and_name_file_and_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mine.toml");
    std::fs::write(&file, "[input]\nprefetch_cout = 3\n").expect("written");
    let output =
        quotewire("amqp://mq/", &["config", "check", "-c", file.to_str().expect("UTF-8")]).output().expect("runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(78));
    assert!(
        error.contains("E301") && error.contains("mine.toml") && error.contains("did you mean input.prefetch?"),
        "{error}"
    );
}

#[test]
fn a_secret_file_is_read_and_a_missing_one_is_named() {
    let (code, error) = code_and_error(&["publish", "--sample", "--set", "amqp.url_file=/nowhere/url"]);
    assert_eq!(code, Some(78), "{error}");
    assert!(error.contains("amqp.url_file = /nowhere/url"), "{error}");
}

#[test]
fn nothing_to_read_is_a_usage_error_and_unreadable_input_is_bad_data() {
    let good = "amqp://mq/";
    let output = |arguments: &[&str]| quotewire(good, arguments).output().expect("runs");
    assert_eq!(output(&["publish", "--repeat", "2", "-"]).status.code(), Some(2));
    assert_eq!(output(&["extract", "--input-format", "morse", "--sample"]).status.code(), Some(2));
    let bad = output(&["extract", "/nowhere.txt", "--sample", "--format", "jsonl"]);
    assert_eq!(bad.status.code(), Some(65), "the others are still done");
    assert_eq!(String::from_utf8_lossy(&bad.stdout).lines().count(), 9);
}

#[test]
fn a_dry_run_lists_and_publishes_nothing() {
    let told =
        feed("amqp://guest:guest@127.0.0.1:1/", &["publish", "-n", "-"], b"{\"body\": \"x\"}\n{\"body\": \"y\"}\n");
    assert!(told.contains("standard input:1 14 bytes") && told.contains("would publish 2 messages"), "{told}");
}

#[test]
fn a_closed_pipe_ends_extract_quietly() {
    let mut child = quotewire("amqp://mq/", &["extract", "-", "--format", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("runs");
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().expect("piped");
    for _ in 0..2000 {
        if stdin.write_all(b"{\"body\": \"One line of many, said Ann Brook.\"}\n").is_err() {
            break;
        }
    }
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn eval_without_the_annotated_articles_says_so() {
    let (code, error) = code_and_error(&["eval", "voa-dev", "--shared", "no/such/folder"]);
    assert!(
        code != Some(0) && error.contains("name their folders with --fixtures, and --shared or QUOTEWIRE_SHARED"),
        "{error}"
    );
}
