//! Rows 41 to 44, 48, 51, 55 and 58: what the worker finds around itself: permissions, passwords, clock, ports, files, another version of itself.

use super::trial::{Trial, done, times};
use crate::broker::{Worker, output, shared_node, shared_vhost};
use std::process::{Command, Stdio};

/// Lets `user` do what `pattern` matches, as one call: each starts an Erlang of its own.
fn permit(vhost: &str, user: &str, pattern: &str) {
    shared_node().tell(&format!("ctl set_permissions -p {vhost} {user} {pattern} {pattern} {pattern}"));
}

/// A user of its own, and the URL with it.
fn user(row: &str) -> (String, String) {
    let (name, url) = (format!("user{row}"), shared_vhost(&format!("row{row}")));
    shared_node().tell(&format!("ctl add_user {name} first"));
    permit(&format!("row{row}"), &name, ".*");
    let theirs = url.replace("guest:guest", &format!("{name}:first"));
    (url, theirs)
}

#[test]
fn row_41_a_clock_that_jumps() {
    let mut trial = Trial::new("41", "wall clock a year back, then two years on", &shared_vhost("row41"));
    let folder = tempfile::tempdir().expect("a folder");
    let clock = folder.path().join("clock");
    let library = ["x86_64", "aarch64"]
        .map(|machine| format!("/usr/lib/{machine}-linux-gnu/faketime/libfaketime.so.1"))
        .into_iter()
        .find(|file| std::path::Path::new(file).exists())
        .expect("libfaketime is there: scripts/test installs it");
    std::fs::write(&clock, "-365d\n").expect("written");
    let mut command = trial.run(&trial.url, &["--prefetch", "20"]);
    command.env("LD_PRELOAD", library).env("FAKETIME_TIMESTAMP_FILE", &clock).env("FAKETIME_NO_CACHE", "1");
    // As a real jump: the clock that timers run on goes on.
    command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1").env("DONT_FAKE_MONOTONIC", "1");
    let worker = Worker::spawn(command);
    trial.publish(50);
    done(&[&worker], 50);
    let year = |log: &str| log.lines().last().and_then(|line| line.split_once('-')).expect("a line").0.to_owned();
    let before = year(&worker.log());
    std::fs::write(&clock, "+730d\n").expect("written");
    trial.publish(50);
    done(&[&worker], 100);
    assert_ne!(year(&worker.log()), before, "the worker saw the jump");
    std::fs::write(&clock, "-365d\n").expect("written");
    trial.publish(50);
    done(&[&worker], 150);
    assert_eq!(worker.count("connection lost"), 0);
    trial.stop(worker);
    trial.settle();
}

#[test]
fn row_42_a_permission_is_revoked() {
    let (url, theirs) = user("42");
    let mut trial = Trial::new("42", "permissions revoked at run time, and given again", &url);
    let worker = trial.worker_at(&theirs, &[]);
    worker.says("consuming");
    permit("row42", "user42", "^$");
    shared_node().tell("ctl close_all_connections --vhost row42 maintenance");
    trial.reconnect();
    worker.says("E111");
    trial.publish(50);
    permit("row42", "user42", ".*");
    trial.lifted();
    done(&[&worker], 50);
    trial.recovered();
    trial.stop(worker);
    trial.settle();
}

#[test]
fn row_43_a_password_is_changed() {
    let (url, theirs) = user("43");
    let mut trial = Trial::new("43", "password changed, then the file that holds it", &url);
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), "first\n").expect("written");
    let setting = format!("amqp.password_file={}", file.path().display());
    let worker = trial.worker_at(&theirs.replace(":first", ""), &["--set", &setting]);
    worker.says("consuming");
    shared_node().tell("ctl change_password user43 second");
    shared_node().tell("ctl close_all_connections --vhost row43 maintenance");
    trial.reconnect();
    worker.says("E103");
    trial.publish(50);
    std::fs::write(file.path(), "second\n").expect("written");
    trial.lifted();
    done(&[&worker], 50);
    trial.recovered();
    let log = trial.stop(worker);
    assert!(!log.contains("first") && !log.contains("second@"), "no password in the log: {log}");
    trial.settle();
}

#[test]
fn row_44_a_virtual_host_that_comes_later() {
    let mut node = shared_node();
    let elsewhere = node.vhost("row44-elsewhere");
    drop(node);
    let url = elsewhere.replace("row44-elsewhere", "row44");
    let wrong = Worker::start(&url.replace("guest:guest", "guest:wrong"), &[]);
    wrong.says("E103");
    wrong.signal("TERM");
    assert_eq!(wrong.end().0, Some(0), "it stays, and can be stopped");
    let worker = Worker::start(&url, &[]);
    worker.says("E105");
    node = shared_node();
    node.vhost("row44");
    drop(node);
    let mut trial = Trial::new("44", "virtual host missing at the start", &url);
    trial.lifted();
    trial.publish(50);
    done(&[&worker], 50);
    trial.recovered();
    trial.stop(worker);
    trial.settle();
}

#[test]
fn row_48_settings_that_would_take_everything() {
    let mut trial = Trial::new("48", "prefetch 0", &shared_vhost("row48"));
    trial.publish(5);
    let refused = output(&trial.url, &["run", "--prefetch", "0"]);
    assert_eq!(refused.status.code(), Some(78));
    trial.settle();
}

#[test]
fn row_51_two_kinds_of_workers_side_by_side() {
    let mut trial = Trial::new("51", "two workers with different output side by side", &shared_vhost("row51"));
    let one = trial.worker(&["--prefetch", "10"]);
    let other = trial.worker(&["--prefetch", "10", "--set", "output.detail=compact", "--set", "output.offsets=utf16"]);
    one.says("consuming");
    other.says("consuming");
    for _ in 0..2 {
        trial.publish(100);
    }
    done(&[&one, &other], 200);
    assert!(one.count("enriched id") > 0 && other.count("enriched id") > 0, "they share the work");
    trial.stop(one);
    trial.stop(other);
    trial.settle();
}

#[test]
fn row_55_no_port_and_no_log() {
    let mut trial = Trial::new("55", "health port taken; log pipe closed", &shared_vhost("row55"));
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("bound").to_string();
    let refused = output(&trial.url, &["run", "--http", &address]);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && told.contains("http.address"), "{told}");
    let mut command = trial.run(&trial.url, &[]);
    let mut worker = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program runs");
    drop(worker.stderr.take());
    trial.publish(50);
    crate::broker::wait_for("50 events", || (trial.client.ready(super::trial::EVENTS) == 50).then_some(()));
    let status = Command::new("kill").args(["-TERM", &worker.id().to_string()]).status().expect("kill is there");
    assert!(status.success());
    assert_eq!(worker.wait().expect("it ends").code(), Some(0), "nobody reads the log, and it works all the same");
    trial.settle();
}

#[test]
fn row_58_no_more_files() {
    let mut trial = Trial::new("58", "no file descriptors left", &shared_vhost("row58"));
    trial.publish(50);
    let few = trial.run(&trial.url, &[]);
    let mut command = Command::new("prlimit");
    command.arg("--nofile=10").arg(few.get_program()).args(few.get_args()).stdin(Stdio::null());
    for (name, value) in few.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let worker = Worker::spawn(command);
    times(&worker, "Too many open files", 2);
    assert!(!worker.log().contains("panicked"), "{}", worker.log());
    trial.kill(worker);
    let worker = trial.worker(&[]);
    done(&[&worker], 50);
    trial.stop(worker);
    trial.settle();
}
