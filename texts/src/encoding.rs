//! From bytes to characters: UTF-8, UTF-16 with its mark, and another encoding
//! where the file declares it or where it is beyond doubt.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::{NotReadable, Note};

/// Share of bytes above 127 that are whole characters of UTF-8 from which the
/// file is damaged UTF-8 and not another encoding.
const DAMAGED: usize = 4;

/// Letters beyond ASCII from which a guess is more than a guess.
const ENOUGH: usize = 3;

/// The characters of a file, and a note when it is not in UTF-8.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> Result<(String, Option<Note>), NotReadable> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return whole(encoding, &bytes[mark..]).ok_or(NotReadable::NotUtf8 { at: mark });
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((text.to_owned(), None)),
        Err(error) => error,
    };
    let refused = NotReadable::NotUtf8 { at: error.valid_up_to() };
    if let Some(encoding) = declared.and_then(|label| Encoding::for_label(label.as_bytes()))
        && encoding != UTF_8
    {
        return whole(encoding, bytes).ok_or(refused);
    }
    // A character of UTF-8 that the end cut off, or most of them whole.
    if error.error_len().is_none() || is_damaged_utf8(bytes) {
        return Err(refused);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let Some((text, note)) = whole(encoding, bytes) else { return Err(refused) };
    // A text has words: control characters of the second row show a wrong guess.
    let strange = text.chars().filter(|c| matches!(c, '\u{80}'..='\u{9f}' | '\u{fffd}')).count();
    let letters = text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).count();
    let high = text.chars().filter(|c| !c.is_ascii()).count();
    if strange > 0
        || letters < ENOUGH
        || letters * 2 < high && encoding != WINDOWS_1252
        || mixes_scripts(&text)
    {
        return Err(refused);
    }
    Ok((text, note))
}

/// The text when every byte has a meaning in the encoding.
fn whole(encoding: &'static Encoding, bytes: &[u8]) -> Option<(String, Option<Note>)> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?.into_owned();
    let note = (encoding != UTF_8).then(|| Note::OtherEncoding { encoding: encoding.name().to_owned() });
    Some((text, note))
}

/// Whether most of the bytes above 127 are characters of UTF-8.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    let (mut good, mut bad) = (0, 0);
    loop {
        match std::str::from_utf8(rest) {
            Ok(text) => {
                good += text.chars().filter(|c| !c.is_ascii()).count();
                break;
            }
            Err(error) => {
                let (text, tail) = rest.split_at(error.valid_up_to());
                good += String::from_utf8_lossy(text).chars().filter(|c| !c.is_ascii()).count();
                bad += 1;
                rest = &tail[error.error_len().unwrap_or(tail.len()).max(1).min(tail.len())..];
            }
        }
    }
    good > 0 && good * DAMAGED >= bad
}

/// Whether words have letters of Latin and of another alphabet in them: no text
/// has, a wrongly guessed encoding does.
fn mixes_scripts(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).any(|word| {
        let other = |c: char| matches!(u32::from(c), 0x370..=0x7ff | 0xe00..=0xe7f);
        word.chars().any(|c| c.is_ascii_alphabetic()) && word.chars().any(other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_and_marked_encodings_are_read() {
        let latin = b"H\xf6he";
        assert_eq!(decode(latin, Some("iso-8859-1")).map(|d| d.0), Ok("Höhe".to_owned()));
        let wide = [0xff, 0xfe, b'A', 0, 0xe9, 0];
        assert_eq!(decode(&wide, None).map(|d| d.0), Ok("Aé".to_owned()));
    }

    #[test]
    fn another_encoding_is_read_when_it_is_beyond_doubt() {
        let text = "Настоящий регламент распространяется на игрушки";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
        let (read, note) = decode(&bytes, None).unwrap();
        assert_eq!(read, text);
        assert_eq!(note, Some(Note::OtherEncoding { encoding: "windows-1251".to_owned() }));
    }

    #[test]
    fn broken_utf8_is_refused_and_says_where() {
        let mut bytes = "Die Höhe und die Länge".as_bytes().to_vec();
        let at = bytes.len();
        bytes.push(0xff);
        bytes.extend_from_slice("größer".as_bytes());
        assert_eq!(decode(&bytes, None), Err(NotReadable::NotUtf8 { at }));
    }
}
