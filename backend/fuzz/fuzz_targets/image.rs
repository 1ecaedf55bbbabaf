//! Pictures: what a file claims, and, for small ones, that it is decoded within what was reckoned for it.
#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| chatspace::media::fuzzing::image(file));
