//! One page a file; each is a function from data to a [`Page`](crate::render::Page).

pub mod administration;
pub mod authorities;
pub mod catalogue;
pub mod changes;
pub mod comment;
pub mod comments;
pub mod consulted;
pub mod coordination;
pub mod desk;
pub mod done;
pub mod error;
pub mod follow;
pub mod home;
pub mod notification;
pub mod notified_text;
pub mod outbox;
pub mod password;
pub mod products;
pub mod receipt;
pub mod responses;
pub mod results;
pub mod shelf;
pub mod sign_in;
pub mod standard;
pub mod standards;
pub mod text_beside;
