//! What all pages share on the way in and out: who visits, which language,
//! content policy, limits, errors, embedded files.

pub mod assets;
pub mod attachments;
pub mod bodies;
pub mod downloads;
pub mod errors;
pub mod files;
pub mod forms;
pub mod heavy;
pub mod limits;
pub mod observe;
pub mod policy;
pub mod reading;
pub mod resume;
pub mod sessions;
pub mod sign_in;
mod tries;
pub mod uploads;
pub mod visitor;

pub use errors::WebError;
pub use forms::{FormPairs, FormWithFile};
pub use visitor::Visitor;
