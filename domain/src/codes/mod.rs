//! Codes of products: Harmonized System and International Classification for Standards.

mod hs;
mod ics;

pub use hs::*;
pub use ics::*;
