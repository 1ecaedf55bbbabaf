//! The program: choose the allocator, run the command, turn its failure into an exit code.

use std::process::ExitCode;

use tikv_jemallocator::Jemalloc;

/// Its background threads give freed memory back to the system, even when nothing else happens.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

/// The allocator's settings; jemalloc reads this symbol, a pointer to a C string, before the first allocation.
///
/// Four arenas instead of four for each processor: idle memory is mostly arenas. One for each processor would be fewer on a small
/// machine, but jemalloc warns about that wherever a process may not use all of them. Threads cache few small objects: a cache
/// outlives a burst of connections, and keeps the pages around its objects. Large objects are cached without such a limit, or a
/// connection would take half as much again. What is larger than 32 KiB has an arena of its own, which returns freed memory at once:
/// small objects that live long would otherwise be placed in it, and keep it resident.
#[expect(unsafe_code, reason = "the name of an exported symbol cannot be checked for collisions; only jemalloc has this one")]
#[unsafe(export_name = "_rjem_malloc_conf")]
pub static MALLOC_CONF: &[u8; 88] = b"narenas:4,tcache_nslots_small_max:10,tcache_nslots_small_min:4,oversize_threshold:32768\0";

fn main() -> ExitCode {
    chatspace::cli::run()
}
