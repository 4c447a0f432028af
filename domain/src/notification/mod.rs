//! A notification: one authority's announcement of one measure.

mod completeness;
mod content;
mod imported;
mod kind;
mod life_cycle;
mod template;

pub use completeness::*;
pub use content::*;
pub use imported::*;
pub use kind::*;
pub use life_cycle::*;
pub use template::*;
