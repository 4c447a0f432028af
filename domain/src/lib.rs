//! The words and rules of Concordance: symbols, dates and clocks, the life
//! cycle of a notification, identifiers of standards, references to them and
//! what diverges. No I/O, no clock of its own, no knowledge of pages or
//! databases: everything here is a pure function of its arguments and compiles
//! for the server and for the browser alike.

pub mod authority;
pub mod clock;
pub mod codes;
pub mod comment;
pub mod divergence;
pub mod email;
pub mod grouping;
pub mod harmonization;
pub mod notification;
pub mod recognition;
pub mod references;
pub mod role;
pub mod search;
pub mod standard;
pub mod suggestion;
pub mod symbol;
pub mod text;
pub mod web_address;
