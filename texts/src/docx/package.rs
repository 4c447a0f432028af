//! The ZIP archive of a DOCX, unpacked with limits that are kept while
//! unpacking: what its directory says of sizes is not believed.

use std::io::{Cursor, Read as _};

use zip::{ZipArchive, result::ZipError};

use super::xml::{Token, Xml};
use crate::{Kind, Limits, NotReadable};

const BROKEN: NotReadable = NotReadable::Broken { kind: Kind::Docx };

/// Parts smaller than this may be packed as tightly as they like.
const SMALL: u64 = 4 << 20;

pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    limits: Limits,
    unpacked: u64,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, NotReadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BROKEN)?;
        if archive.len() > limits.entries {
            return Err(NotReadable::Bomb);
        }
        Ok(Self { archive, limits: *limits, unpacked: 0 })
    }

    /// The characters of a part; nothing when there is none.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, NotReadable> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(NotReadable::Password { kind: Kind::Docx });
            }
            Err(_) => return Err(BROKEN),
        };
        let packed = file.compressed_size();
        let left = self.limits.part.min(self.limits.unpacked.saturating_sub(self.unpacked));
        let allowed = left.min(packed.saturating_mul(self.limits.ratio).max(SMALL));
        let mut bytes = Vec::new();
        file.take(allowed + 1).read_to_end(&mut bytes).map_err(|_| BROKEN)?;
        let length = bytes.len() as u64;
        if length > allowed {
            return Err(NotReadable::Bomb);
        }
        self.unpacked += length;
        characters(&bytes).map(Some)
    }

    /// The name of the part that holds the text.
    pub fn main_part(&mut self) -> Result<String, NotReadable> {
        let relations = self.part("_rels/.rels")?.unwrap_or_default();
        let mut xml = Xml::new(&relations, self.limits.depth, Kind::Docx);
        while let Some(token) = xml.next()? {
            if let Token::Open { name: "Relationship", element } = token
                && element.value("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
                && let Some(target) = element.value("Target")
            {
                return Ok(target.trim_start_matches('/').to_owned());
            }
        }
        Ok("word/document.xml".to_owned())
    }
}

/// The text of a part: UTF-8, or UTF-16 with its mark.
fn characters(bytes: &[u8]) -> Result<String, NotReadable> {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding
            .decode_without_bom_handling_and_without_replacement(&bytes[mark..])
            .map(std::borrow::Cow::into_owned)
            .ok_or(BROKEN),
        None => String::from_utf8(bytes.to_vec()).map_err(|_| BROKEN),
    }
}

/// The count of pages that the program stored that wrote the file.
pub(super) fn pages(part: &str) -> Option<usize> {
    let from = part.find("<Pages>")? + "<Pages>".len();
    let length = part[from..].find('<')?;
    part[from..from + length].trim().parse().ok().filter(|pages| *pages > 0)
}
