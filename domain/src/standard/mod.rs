//! Standards: how they are identified, what the catalogue says of them, and how
//! a notification refers to them.

mod catalogue;
mod correspondences;
mod id;
mod link;
mod record;
mod reference;

#[cfg(test)]
pub(crate) use catalogue::fixture::{catalogue as catalogue_fixture, records as catalogue_records};
pub use catalogue::*;
pub use correspondences::*;
pub use id::*;
pub use link::*;
pub use record::*;
pub use reference::*;
