//! The registry as the store of sessions. What is stored is the data alone: the
//! identifier is what opens the session, and stays with the browser.

use async_trait::async_trait;
use registry::{Registry, Unavailable};
use tower_sessions::{
    SessionStore,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
    session_store::{Error, Result},
};

use super::{audit::Line, visitor::ACCOUNT};

/// Sessions in the registry's database.
#[derive(Clone)]
pub struct RegistryStore(pub Registry);

impl std::fmt::Debug for RegistryStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RegistryStore")
    }
}

/// The store's error is a text: what may be tried later goes by its stable name.
fn backend(error: registry::Error) -> Error {
    match error {
        registry::Error::Unavailable(why, _) => Error::Backend(why.as_str().to_owned()),
        error => Error::Backend(format!("{:#}", anyhow::Error::new(error))),
    }
}

/// Why sessions cannot be read or kept at present, where that is all.
pub fn unavailable(error: &tower_sessions::session::Error) -> Option<Unavailable> {
    match error {
        tower_sessions::session::Error::Store(Error::Backend(name)) => Unavailable::from_name(name),
        _ => None,
    }
}

#[async_trait]
impl SessionStore for RegistryStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        // 128 random bits do not meet twice; if they ever did, take others.
        while self.0.session_load(&record.id.to_string()).await.map_err(backend)?.is_some() {
            record.id = Id::default();
        }
        self.save(record).await
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let data = serde_json::to_string(&record.data).map_err(|e| Error::Encode(e.to_string()))?;
        let account = record.data.get(ACCOUNT).and_then(serde_json::Value::as_i64);
        self.0.session_save(&record.id.to_string(), &data, account).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some(stored) = self.0.session_load(&id.to_string()).await.map_err(backend)? else {
            Line::new("session-not-known").write();
            return Ok(None);
        };
        if stored.use_unknown {
            // Whoever asks for a page does not wait for this, nor fails with it.
            let (registry, id) = (self.0.clone(), id.to_string());
            tokio::spawn(async move {
                if let Err(error) = registry.session_used(&id).await {
                    tracing::warn!(?error, "that a session is used could not be written down");
                }
            });
        }
        let data = serde_json::from_str(&stored.data).map_err(|e| Error::Decode(e.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(stored.expires.as_second())
            .map_err(|e| Error::Decode(e.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.0.session_delete(&id.to_string()).await.map_err(backend)
    }
}

#[cfg(test)]
mod tests {
    use domain::role::Role;
    use tower_sessions::session::Id;

    use crate::testing;

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_typed_after_the_end_of_a_session_is_carried_over_the_sign_in() {
        let folder = tempfile::tempdir().unwrap();
        let state = testing::state(folder.path()).await;
        let email = "amina@example.org";
        let account = testing::person(&state.registry, email, &[Role::Official]).await;
        let cookie = testing::signed_in(&state, email, testing::PASSWORD).await;
        let caller = registry::Caller::Official(state.registry.official(account).await.unwrap().unwrap());
        let draft = state.registry.draft_create(&caller).await.unwrap();
        assert_eq!(state.registry.sessions_end_others(&caller, "").await.unwrap(), 1);
        let sent = async |path: String| {
            let body = "description=Typed+for+an+hour.";
            let request = testing::form(&path, "http://registry.example.org", body);
            let router = crate::serve::router(state.clone(), None);
            testing::answer(router, testing::with_cookie(request, &cookie)).await
        };
        // An autosave does not pretend that it saved: it answers nothing that a script takes for that.
        let (parts, said) = sent(format!("/desk/{draft}/description/autosave")).await;
        assert_eq!(parts.status, 303);
        assert_eq!(said, "");
        let (parts, page) = sent(format!("/desk/{draft}/description")).await;
        assert_eq!(parts.status, 401);
        assert!(page.contains("Typed+for+an+hour."), "{page}");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_on_the_disk_opens_no_session() {
        let folder = tempfile::tempdir().unwrap();
        let state = testing::state(folder.path()).await;
        testing::person(&state.registry, "amina@example.org", &[Role::Official]).await;
        let cookie = testing::signed_in(&state, "amina@example.org", testing::PASSWORD).await;
        let (parts, page) = testing::answer(
            crate::serve::router(state.clone(), None),
            testing::with_cookie(testing::get("/account"), &cookie),
        )
        .await;
        assert_eq!(parts.status, 200);
        assert!(page.contains("amina@example.org"), "{page}");
        let (_, value) = cookie.split_once('=').unwrap();
        let id: Id = value.parse().unwrap();
        // As the browser sends it, as a number, as bytes.
        let secrets = [value.as_bytes().to_vec(), id.0.to_string().into_bytes(), id.0.to_le_bytes().to_vec()];
        let mut looked_at = 0;
        for name in ["registry.sqlite", "registry.sqlite-wal"] {
            let Ok(bytes) = std::fs::read(folder.path().join(name)) else { continue };
            looked_at += usize::from(bytes.windows(9).any(|w| w == b"\"account\""));
            for secret in &secrets {
                assert!(!bytes.windows(secret.len()).any(|w| w == secret), "{name} holds the cookie");
            }
        }
        assert!(looked_at > 0, "the session is in one of them");
    }
}
