//! Standards: how they are identified, what the catalogue says of them, and how
//! a notification refers to them.

mod catalogue;
mod id;
mod record;
mod reference;

#[cfg(test)]
pub(crate) use catalogue::fixture::catalogue as catalogue_fixture;
pub use catalogue::*;
pub use id::*;
pub use record::*;
pub use reference::*;
