//! What the worker's page says.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

/// An address that nobody listens at.
pub(crate) fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("bound").to_string()
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("the worker listens");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").expect("asked");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answered");
    answer
}

/// The status of a page.
pub(crate) fn status(address: &str, path: &str) -> u16 {
    get(address, path).split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status")
}

/// The text of a page.
pub(crate) fn body(address: &str, path: &str) -> String {
    get(address, path).split_once("\r\n\r\n").expect("a body").1.to_owned()
}

/// The value of a metric, with its labels as they are written.
pub(crate) fn metric(address: &str, name: &str) -> i64 {
    let page = get(address, "/metrics");
    let value = page.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    value.unwrap_or_else(|| panic!("no {name} in {page}")).parse().expect("a number")
}
