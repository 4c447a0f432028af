//! PDF: from glyphs on pages to paragraphs. A PDF knows places of characters and
//! nothing of words, lines or paragraphs: these are told by distances.

mod glyphs;
mod lines;
mod paragraphs;
mod repeated;

use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, RenderContent, TransformExt as _,
    hayro_syntax::{DecryptionError, LoadPdfError, Pdf},
    interpret_page,
    kurbo::Rect,
};

use crate::{Kind, Limits, NotReadable, Note, Read};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, NotReadable> {
    let broken = NotReadable::Broken { kind: Kind::Pdf };
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            NotReadable::Password { kind: Kind::Pdf }
        }
        _ => broken.clone(),
    })?;
    let count = pdf.pages().len();
    if count == 0 {
        return Err(broken);
    }
    if count > limits.pages {
        return Err(NotReadable::TooManyPages { pages: count, limit: limits.pages });
    }
    let cache = InterpreterCache::new();
    // Annotations are remarks of readers, not the text.
    let settings = InterpreterSettings { render_content: RenderContent::PAGE, ..Default::default() };
    let mut pages = Vec::with_capacity(count);
    let (mut pictures, mut unknown, mut read) = (0, 0, 0);
    let mut without_text = Vec::new();
    let mut any_text = false;
    for (at, page) in pdf.pages().iter().enumerate() {
        let (width, height) = page.render_dimensions();
        let mut device = glyphs::Glyphs::default();
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, f64::from(width), f64::from(height)),
            &cache,
            pdf.xref(),
            settings.clone(),
        );
        interpret_page(page, &mut context, &mut device);
        let empty = device.glyphs.iter().all(|glyph| glyph.text.trim().is_empty());
        any_text |= !empty;
        if empty && device.pictures > 0 {
            without_text.push(at + 1);
        }
        pictures += device.pictures;
        unknown += device.unknown;
        read += device.glyphs.len();
        if read > limits.text {
            return Err(NotReadable::TooMuchText { limit: limits.text });
        }
        pages.push(lines::Page { height: f64::from(height), lines: lines::lines(device.glyphs) });
    }
    if !any_text && !without_text.is_empty() {
        return Err(NotReadable::Scanned { pages: count });
    }
    if unknown > 0 && unknown * 2 > read {
        return Err(NotReadable::NoText { kind: Kind::Pdf });
    }
    let mut notes = Vec::new();
    if repeated::leave_out(&mut pages) > 0 {
        notes.push(Note::RepeatedLinesLeftOut);
    }
    // A picture of a page is said by the page.
    pictures -= without_text.len().min(pictures);
    if pictures > 0 {
        notes.push(Note::PicturesLeftOut { count: pictures });
    }
    if !without_text.is_empty() {
        notes.push(Note::PagesWithoutText { pages: without_text, of: count });
    }
    if unknown > 0 {
        notes.push(Note::CharactersUnknown { count: unknown });
    }
    Ok(Read { kind: Kind::Pdf, paragraphs: paragraphs::paragraphs(&pages), pages: Some(count), notes })
}
