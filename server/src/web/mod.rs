//! What all pages share on the way in and out: who visits, which language,
//! content policy, limits, errors, embedded files.

pub mod assets;
pub mod attachments;
pub mod audit;
pub mod bodies;
pub mod browser;
pub mod crawlers;
pub mod downloads;
pub mod edge;
pub mod errors;
pub mod files;
pub mod forms;
pub mod heavy;
pub mod kept;
mod known_browser;
pub mod limits;
pub mod local;
pub mod network;
pub mod numbers;
pub mod observe;
pub mod policy;
pub mod readiness;
pub mod reading;
pub mod request_id;
pub mod resume;
pub mod sessions;
mod shared_tries;
pub mod sign_in;
mod tries;
pub mod uploads;
pub mod visitor;

pub use errors::WebError;
pub use forms::{FormPairs, FormWithFile};
pub use visitor::Visitor;
