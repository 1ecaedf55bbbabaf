//! Frames of the gateway, from clients of the de facto API and from our own.
#![no_main]

libfuzzer_sys::fuzz_target!(|frame: &[u8]| {
    chatspace::gateway::fuzzing::frame(frame, false);
    chatspace::gateway::fuzzing::frame(frame, true);
});
