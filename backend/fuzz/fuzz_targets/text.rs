//! The markdown of messages, and names.
#![no_main]

use chatspace::kernel::{grammar, text};

libfuzzer_sys::fuzz_target!(|content: &str| {
    let mentions = grammar::mentions(content);
    // Each mention takes at least four characters, such as `<@1>`.
    assert!(mentions.len() <= content.len() / 4, "no more mentions than there is room for");
    // Names that are no mentions themselves leave none.
    let named = grammar::with_names(content, &|_| Some("name".to_owned()));
    assert!(grammar::mentions(&named).len() <= mentions.len());
    if let Ok(name) = text::name(content, 1, 32) {
        assert_eq!(text::name(&name, 1, 32).as_ref(), Ok(&name), "a name that was taken is taken again as it is");
    }
    if let Ok(prose) = text::prose(content, 4000) {
        assert_eq!(text::prose(&prose, 4000).as_ref(), Ok(&prose));
    }
    let _ = text::username(content);
    let folded = text::folded(content);
    assert_eq!(text::folded(&folded), folded, "what is folded stays as it is");
});
