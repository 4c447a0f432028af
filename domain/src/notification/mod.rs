//! A notification: one authority's announcement of one measure.

mod content;
mod kind;
mod life_cycle;

pub use content::*;
pub use kind::*;
pub use life_cycle::*;
