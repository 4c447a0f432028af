//! What every handler can reach.

use std::sync::Arc;

use axum::extract::FromRef;
use object_store::ObjectStore;
use registry::Registry;
use search_index::Index;

use crate::{config::Serve, web::limits::Limits};

/// What every handler can reach. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// Use cases on the database.
    pub registry: Registry,
    /// Full-text index.
    pub index: Index,
    /// Uploaded files.
    pub store: Arc<dyn ObjectStore>,
    /// Held to share from storing bytes until a row names them, and alone while
    /// rows are removed with the bytes that no other row names: a file is known
    /// by its hash, so the same bytes may come while they go.
    pub files: Arc<tokio::sync::RwLock<()>>,
    /// Whose turn it is to compare texts and to write long pages.
    pub heavy: Arc<crate::web::heavy::Heavy>,
    /// Where bodies of requests wait until they are complete.
    pub bodies: Arc<crate::web::bodies::Bodies>,
    /// Addresses of styles, scripts and islands.
    pub assets: app::render::Assets,
    /// Rate limits.
    pub limits: Arc<Limits>,
    /// Configuration.
    pub config: Arc<Serve>,
    /// Whether this is a demonstration, whose password is published.
    pub demonstration: bool,
    /// The one-time code of the first-run page.
    pub first_run: Arc<crate::first_run::FirstRun>,
    /// Whether the background jobs are alive (`/health`).
    pub jobs: Arc<crate::jobs::Health>,
    /// What was seen last of whether work can be done (`/ready`).
    pub readiness: Arc<crate::web::readiness::Seen>,
    /// Public pages as they were when they could be made.
    pub kept: Arc<crate::web::kept::Kept>,
}

impl FromRef<AppState> for Registry {
    fn from_ref(state: &AppState) -> Self {
        state.registry.clone()
    }
}
