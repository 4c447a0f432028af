//! What holds for every text.

use std::io::Cursor;

use proptest::prelude::*;

use super::super::{Mention, recognise, recognise_reader};

/// Characters and words of which references and their neighbours are made.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop_oneof![
        Just("ISO ".to_owned()),
        Just("ISO/IEC".to_owned()),
        Just("DIN EN ".to_owned()),
        Just("NEN-EN-".to_owned()),
        Just("ГОСТ Р ".to_owned()),
        Just("GB/T ".to_owned()),
        Just("ASTM D".to_owned()),
        Just("IS ".to_owned()),
        Just("ＩＳＯ".to_owned()),
        Just("آيزو ".to_owned()),
        Just("API RP ".to_owned()),
        Just("ITU-T X.".to_owned()),
        Just(", Ausgabe Juli 1985".to_owned()),
        Just(" and ".to_owned()),
        Just(" (Part 1 & ".to_owned()),
        Just(" bis -".to_owned()),
        Just(" to ".to_owned()),
        Just(":2015".to_owned()),
        Just("-2".to_owned()),
        Just("\\_".to_owned()),
        Just("\n\n".to_owned()),
        Just("。".to_owned()),
        Just("；".to_owned()),
        Just(" shall ".to_owned()),
        Just("\u{ad}".to_owned()),
        Just("（".to_owned()),
        Just(")".to_owned()),
        Just("+A1".to_owned()),
        Just("/".to_owned()),
        "[0-9]{1,6}",
        "\\PC{0,6}",
        "[ ,.;:()/-]{1,3}",
    ];
    prop::collection::vec(scrap, 0..40).prop_map(|scraps| scraps.concat())
}

fn sound(text: &str, found: &[Mention]) -> Result<(), TestCaseError> {
    let characters: Vec<char> = text.chars().collect();
    let mut last = 0;
    for mention in found {
        prop_assert!(mention.start >= last && mention.start < mention.end && mention.end <= characters.len());
        prop_assert_eq!(&characters[mention.start..mention.end].iter().collect::<String>(), &mention.text);
        last = mention.end;
    }
    Ok(())
}

proptest! {
    #[test]
    fn spans_lie_in_the_text_in_order(text in scraps()) {
        sound(&text, &recognise(&text))?;
    }

    #[test]
    fn nothing_panics(text in "\\PC{0,200}") {
        sound(&text, &recognise(&text))?;
    }

    #[test]
    fn a_reader_gives_the_same(text in scraps(), times in 1usize..400) {
        let text = text.repeat(times);
        let mut streamed = Vec::new();
        recognise_reader(Cursor::new(text.as_bytes()), |m| streamed.push(m)).unwrap();
        prop_assert_eq!(streamed, recognise(&text));
    }
}
