//! Readers of foreign files: the catalogue of standards, the trees of codes,
//! the WTO's export of notifications, TRIS. Bytes in, rows and [`Problem`]s
//! out; no database, no network, no clock.
//!
//! Every reader is an iterator of `Result<Row, Problem>` that goes on after a
//! problem: a bad row never stops the rest, and what was skipped, left out or
//! repaired is said before the row that it concerns. What cannot be read at all
//! (not such a file) is a [`NotReadable`] when the reader is made.

pub mod catalogue;
pub mod codes;
pub mod correspondences;
mod dates;
pub mod eping;
mod members;
mod objectives;
mod problem;
mod products;
pub mod text;
pub mod tris;
pub mod tris_days;

pub use problem::*;
