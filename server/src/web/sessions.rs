//! The registry as the store of sessions.

use async_trait::async_trait;
use jiff::Timestamp;
use registry::{Registry, Unavailable};
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use super::visitor::ACCOUNT;

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
        let data = serde_json::to_string(record).map_err(|e| Error::Encode(e.to_string()))?;
        let expires = Timestamp::from_second(record.expiry_date.unix_timestamp())
            .map_err(|e| Error::Encode(e.to_string()))?;
        let account = record.data.get(ACCOUNT).and_then(serde_json::Value::as_i64);
        self.0.session_save(&record.id.to_string(), &data, expires, account).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        match self.0.session_load(&id.to_string()).await.map_err(backend)? {
            Some(data) => serde_json::from_str(&data).map(Some).map_err(|e| Error::Decode(e.to_string())),
            None => Ok(None),
        }
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.0.session_delete(&id.to_string()).await.map_err(backend)
    }
}
