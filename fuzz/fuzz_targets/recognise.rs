//! Any bytes as a text: finding references must not panic; mentions lie in the
//! text, in order, and do not overlap; a reader finds what the whole text gives.

#![no_main]

use domain::recognition::{recognise, recognise_reader};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let found = recognise(&text);
    let characters: Vec<char> = text.chars().collect();
    let mut last = 0;
    for mention in &found {
        assert!(last <= mention.start && mention.start < mention.end && mention.end <= characters.len());
        let words: String = characters[mention.start..mention.end].iter().collect();
        assert_eq!(words, mention.text);
        last = mention.end;
        let read = mention.id.to_string().parse().expect("a found identifier parses");
        assert_eq!(mention.id, read);
    }
    let mut streamed = Vec::new();
    recognise_reader(text.as_bytes(), |m| streamed.push(m)).expect("memory does not fail");
    assert_eq!(streamed, found);
});
