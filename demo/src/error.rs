//! What can go wrong while the demonstration is filled in.

/// Why the demonstration was not filled in.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The registry holds notifications already.
    #[error("this registry holds notifications already: the demonstration fills an empty one only")]
    NotEmpty,
    /// A file of the content cannot be read.
    #[error("{file} of the demonstration cannot be read")]
    Content {
        /// The file.
        file: String,
        /// What the parser says.
        #[source]
        source: serde_json::Error,
    },
    /// The content contradicts itself.
    #[error("the demonstration’s content is wrong: {0}")]
    Inconsistent(String),
    /// A day cannot be reckoned.
    #[error("a day of the demonstration cannot be reckoned")]
    Day(#[from] jiff::Error),
    /// The registry refused a step.
    #[error("{what}: {details}")]
    Registry {
        /// The step.
        what: String,
        /// The fields that were not accepted, or what the error says.
        details: String,
        /// The refusal.
        #[source]
        source: registry::Error,
    },
    /// A text of the content cannot be read.
    #[error("the text {name} cannot be read")]
    Text {
        /// Its name.
        name: String,
        /// What the reader says.
        #[source]
        source: texts::NotReadable,
    },
    /// A file could not be stored.
    #[error("the file {name} cannot be stored")]
    Store {
        /// Its name.
        name: String,
        /// What the store says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Says at which step the registry refused.
pub(crate) trait At<T> {
    /// Names the step.
    fn at(self, what: impl FnOnce() -> String) -> Result<T, Error>;
}

impl<T> At<T> for registry::Result<T> {
    fn at(self, what: impl FnOnce() -> String) -> Result<T, Error> {
        self.map_err(|source| Error::Registry {
            what: what(),
            details: match &source {
                registry::Error::Invalid(fields) => fields
                    .iter()
                    .map(|f| format!("{}: {}", f.field, f.message))
                    .collect::<Vec<_>>()
                    .join("; "),
                other => other.to_string(),
            },
            source,
        })
    }
}
