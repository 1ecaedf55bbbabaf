//! Multipart forms with a file.
#![no_main]

use actix_web::test::TestRequest;

libfuzzer_sys::fuzz_target!(|body: &[u8]| {
    let request = TestRequest::post().insert_header(("content-type", "multipart/form-data; boundary=x")).set_payload(body.to_vec());
    actix_rt::System::new().block_on(chatspace::http::fuzzing::form(request));
});
