//! `quotewire healthcheck`: asks a running worker how it is, for images that hold no other program.

use crate::cli::exit::{self, usage};
use crate::settings::Settings;
use anyhow::{Context, Result};
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// Ask the worker on this machine whether it is ready; exit code 1 if not.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    /// Ask whether it is alive, not whether it is ready to work.
    #[arg(long)]
    live: bool,
}

/// Runs the command.
///
/// # Errors
/// If no worker answers at `http.address`.
pub(super) fn run(args: &Args, settings: &Settings) -> Result<ExitCode> {
    let address = settings.http.address.ok_or_else(|| usage("http.address is empty: there is nobody to ask"))?;
    let answer = ask(reachable(address), if args.live { "/healthz" } else { "/readyz" })
        .with_context(|| format!("no worker answers at {address} (http.address)"))?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    writeln!(std::io::stdout(), "{}", body.trim())?;
    let ok = head.split(' ').nth(1) == Some("200");
    Ok(if ok { ExitCode::SUCCESS } else { ExitCode::from(exit::NOT_READY) })
}

/// A worker that listens everywhere is asked on the loopback.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

fn ask(address: SocketAddr, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everywhere_is_here() {
        assert_eq!(reachable(([0, 0, 0, 0], 8080).into()), ([127, 0, 0, 1], 8080).into());
        assert_eq!(reachable(([10, 0, 0, 1], 8080).into()), ([10, 0, 0, 1], 8080).into());
    }
}
