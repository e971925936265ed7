//! The `quotewire` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    quotewire::cli::main()
}
