//! The program: it sets the allocator, runs the command, and turns its error into an exit code.

use std::process::ExitCode;

use tikv_jemallocator::Jemalloc;

/// Background threads of the allocator return freed memory to the system, even when the server is idle.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

/// The allocator's settings; jemalloc reads this symbol, a pointer to a C string, before the first allocation.
///
/// Four arenas instead of four for each processor, since most idle memory is in arenas. One for each processor would be fewer on
/// a small machine, but jemalloc warns about that if a process may not use all of them. Threads cache few small objects:
/// otherwise a cache outlives a burst of connections, and retains the pages around its objects. The cache of large objects is not
/// limited, or a connection would need half as much memory again.
#[expect(unsafe_code, reason = "the name of an exported symbol cannot be checked for collisions; only jemalloc has this one")]
#[unsafe(export_name = "_rjem_malloc_conf")]
pub static MALLOC_CONF: &[u8; 88] = b"narenas:4,tcache_nslots_small_max:10,tcache_nslots_small_min:4,oversize_threshold:32768\0";

fn main() -> ExitCode {
    chatspace::cli::run()
}
