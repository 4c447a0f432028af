//! The registry as the store of sessions.

use async_trait::async_trait;
use jiff::Timestamp;
use registry::Registry;
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

fn backend(error: registry::Error) -> Error {
    Error::Backend(format!("{:#}", anyhow::Error::new(error)))
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
