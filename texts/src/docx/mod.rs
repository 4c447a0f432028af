//! DOCX (ECMA-376): paragraphs with their automatic numbers as Word prints them,
//! tables row by row, footnotes behind their paragraph. Words that were deleted
//! with changes tracked are left out, inserted ones are in.

mod body;
mod numbering;
mod package;
mod styles;
mod xml;

use std::collections::HashMap;

use crate::{Kind, Limits, NotReadable, Read};

pub(crate) use numbering::{letters, roman};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, NotReadable> {
    let mut package = package::Package::open(bytes, limits)?;
    let main = package.main_part()?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let beside = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let document = package.part(&main)?.ok_or(NotReadable::Broken { kind: Kind::Docx })?;
    let styles = package.part(&beside("styles.xml"))?.map(|part| styles::read(&part, limits)).transpose()?;
    let numbering =
        package.part(&beside("numbering.xml"))?.map(|part| numbering::read(&part, limits)).transpose()?;
    let mut notes = HashMap::new();
    for (file, kind) in [("footnotes.xml", 'f'), ("endnotes.xml", 'e')] {
        if let Some(part) = package.part(&beside(file))? {
            for (id, text) in body::notes(&part, limits)? {
                notes.insert((kind, id), text);
            }
        }
    }
    let pages = package.part("docProps/app.xml")?.and_then(|part| package::pages(&part));
    let body = body::read(
        &document,
        &styles.unwrap_or_default(),
        &mut numbering.unwrap_or_default(),
        &notes,
        limits,
    )?;
    Ok(Read { kind: Kind::Docx, paragraphs: body.paragraphs, pages, notes: body.notes })
}
