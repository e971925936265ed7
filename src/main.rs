//! The `quotewire` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    #[cfg(target_env = "gnu")]
    share_memory();
    quotewire::cli::main()
}

/// Lets all threads take memory from one place. Else glibc keeps for each of them what it once took, and `worker.memory_bytes` would bound what is in
/// use, but not what the process holds.
#[cfg(target_env = "gnu")]
#[expect(
    unsafe_code,
    reason = "glibc has no other way to say it but a variable that must be there before the process is"
)]
fn share_memory() {
    // SAFETY: there is no other thread yet. Where it fails all stays as it was.
    unsafe { libc::mallopt(libc::M_ARENA_MAX, 1) };
}
