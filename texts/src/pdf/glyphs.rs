//! The characters of a page with their places, and how many pictures it has.

use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
    font::{Glyph as Shape, GlyphRun},
    hayro_cmap::BfString,
    kurbo::{BezPath, Point},
};
use unicode_normalization::UnicodeNormalization as _;

/// A character, in points from the page's upper left corner.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub text: String,
    pub x: f64,
    /// The base line.
    pub y: f64,
    pub width: f64,
    pub size: f64,
}

/// What is collected of a page.
#[derive(Debug, Default)]
pub(super) struct Glyphs {
    pub glyphs: Vec<Glyph>,
    pub pictures: usize,
    /// Characters that the file does not give a meaning.
    pub unknown: usize,
}

/// Units of a font's em.
const EM: f64 = 1000.0;

impl<'a> Device<'a> for Glyphs {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        // What is filled and stroked comes twice.
        if matches!(mode, DrawMode::Stroke(_)) && self.drawn_already(run, &props) {
            return;
        }
        for glyph in run.glyphs() {
            let place = props.transform * glyph.transform();
            let origin = place * Point::ZERO;
            let advance = match &**glyph {
                Shape::Outline(outline) => outline.advance_width().unwrap_or(500.0),
                Shape::Type3(shape) => shape.advance_width().unwrap_or(500.0),
            };
            let right = place * Point::new(f64::from(advance), 0.0);
            let top = place * Point::new(0.0, EM);
            let size = (top - origin).hypot();
            // Text that runs up or down the margin is none of the paragraphs.
            let slanted = (right.y - origin.y).abs() > (right.x - origin.x).abs();
            if !size.is_finite() || !origin.x.is_finite() || !origin.y.is_finite() || slanted && advance > 0.0
            {
                continue;
            }
            let text = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => {
                    self.unknown += 1;
                    '\u{fffd}'.to_string()
                }
            };
            self.glyphs.push(Glyph {
                text: plain(&text),
                x: origin.x.min(right.x),
                y: origin.y,
                width: (right.x - origin.x).abs(),
                size,
            });
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, props: ImageDrawProps<'a>) {
        // Rules and bullets are drawn as pictures of a point too.
        let [a, b, c, d, ..] = props.transform.as_coeffs();
        if a.hypot(b) > 24.0 && c.hypot(d) > 24.0 {
            self.pictures += 1;
        }
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

impl Glyphs {
    /// Whether the run's first character stands where one has just been drawn.
    fn drawn_already(&self, run: &GlyphRun<'_, '_>, props: &DrawProps<'_>) -> bool {
        let Some(first) = run.glyphs().first() else { return true };
        let at = props.transform * first.transform() * Point::ZERO;
        let recent = self.glyphs.iter().rev().take(run.glyphs().len() + 1);
        recent.into_iter().any(|glyph| (glyph.x - at.x).abs() < 0.5 && (glyph.y - at.y).abs() < 0.5)
    }
}

/// Ligatures and the shapes of Arabic letters as the letters that they stand for.
fn plain(text: &str) -> String {
    text.chars()
        .flat_map(|c| -> Box<dyn Iterator<Item = char>> {
            match u32::from(c) {
                0xfb00..=0xfdff | 0xfe70..=0xfefc => {
                    Box::new(std::iter::once(c).nfkc().collect::<Vec<_>>().into_iter())
                }
                _ => Box::new(std::iter::once(c)),
            }
        })
        .filter(|c| !c.is_control())
        .collect()
}
