//! One page a file; each is a function from data to a [`Page`](crate::render::Page).

pub mod error;
pub mod home;
pub mod notification;
pub mod outbox;
pub mod results;
pub mod sign_in;
pub mod standard;
pub mod standards;
