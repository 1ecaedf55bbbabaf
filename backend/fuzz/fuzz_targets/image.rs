//! Images: header probing, and, for small ones, that decoding stays within the estimate.
#![no_main]

libfuzzer_sys::fuzz_target!(|file: &[u8]| chatspace::media::fuzzing::image(file));
