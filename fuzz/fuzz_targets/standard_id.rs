//! Any bytes: the reader of identifiers must not panic, and what it reads must
//! read back as itself.

#![no_main]

use domain::standard::StandardId;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let _ = StandardId::from_urn(&text);
    let Ok(id) = text.parse::<StandardId>() else { return };
    let printed = id.to_string();
    let again: StandardId = printed.parse().expect("a normal form parses");
    assert_eq!(again, id, "{printed}");
    let undated = id.undated();
    assert_eq!(undated.undated(), undated);
    let read: StandardId = undated.to_string().parse().expect("an undated form parses");
    assert_eq!(read.undated(), undated);
    let _ = (id.adopted(), id.base(), id.root(), id.publishers(), id.parts(), id.supplements(), id.urn());
    let _ = (id.stage(), id.document_type(), id.iteration(), id.edition(), id.languages(), id.month());
    let _ = (id.reaffirmed(), id.release(), id.is_consolidated(), id.all_parts());
});
