//! Suggestions while typing: `/suggest/standards`, `/suggest/hs`, `/suggest/ics`.

use axum::{
    Json, Router,
    extract::{Path, Query, State},
    routing::get,
};
use registry::codes::Scheme;
use serde::{Deserialize, Serialize};

use crate::{state::AppState, web::WebError};

/// Suggestions at most.
const MOST: u64 = 8;

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/suggest/{kind}", get(suggest))
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    q: String,
}

/// One suggestion.
#[derive(Serialize)]
struct Suggestion {
    /// What is written into the field.
    value: String,
    /// What explains it.
    words: String,
}

async fn suggest(
    State(state): State<AppState>,
    Path(kind): Path<String>,
    Query(typed): Query<Typed>,
) -> Result<Json<Vec<Suggestion>>, WebError> {
    let words: String = typed.q.trim().chars().take(100).collect();
    if words.is_empty() {
        return Ok(Json(Vec::new()));
    }
    let codes = async |scheme| -> Result<Vec<Suggestion>, WebError> {
        let found = state.registry.code_suggest(scheme, &words, MOST).await?;
        Ok(found.into_iter().map(|c| Suggestion { value: c.code, words: c.name }).collect())
    };
    let found = match kind.as_str() {
        "hs" => codes(Scheme::Hs).await?,
        "ics" => codes(Scheme::Ics).await?,
        "standards" => {
            let found = state.registry.standard_suggest(&words, MOST).await?;
            let brief = |s: registry::catalogue::StandardBrief| {
                let status =
                    app::texts::text(Default::default(), &format!("status-{}", s.status.as_str()), &[]);
                Suggestion { value: s.id, words: format!("{} · {status}", s.title) }
            };
            found.into_iter().map(brief).collect()
        }
        _ => return Err(WebError::NotFound),
    };
    Ok(Json(found))
}
