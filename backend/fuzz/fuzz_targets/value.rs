//! Values in JSON, paths and queries. Parsed values can be formatted and parsed again.
#![no_main]

use chatspace::kernel::{Cursor, Permissions, Timestamp, UserId, address};
use serde_json::{from_str, to_string};

libfuzzer_sys::fuzz_target!(|text: &str| {
    for json in [text.to_owned(), to_string(text).expect("text can be written")] {
        let _ = from_str::<Cursor>(&json);
        if let Ok(time) = from_str::<Timestamp>(&json) {
            assert_eq!(from_str::<Timestamp>(&to_string(&time).expect("it was read")).expect("it was written"), time);
        }
        if let Ok(id) = from_str::<UserId>(&json) {
            assert_eq!(from_str::<UserId>(&to_string(&id).expect("it was read")).expect("it was written"), id);
        }
        if let Ok(permissions) = from_str::<Permissions>(&json) {
            assert_eq!(Permissions::from_stored(permissions.to_stored()), permissions);
        }
    }
    if let Some(address) = address::parse(text) {
        assert_eq!(address::parse(&address.to_string()), Some(address));
    }
    if let Some(network) = address::parse_network(text) {
        assert_eq!(address::parse_network(&network.to_string()), Some(network));
    }
});
