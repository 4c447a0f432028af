//! The one-time code of the first-run page. It is printed where the program was
//! started, and forgotten as soon as it was used or somebody administers.

use registry::Registry;
use tokio::sync::{Mutex, MutexGuard};

/// The code, as long as there is one.
#[derive(Debug, Default)]
pub struct FirstRun(Mutex<Option<Code>>);

/// A one-time code.
#[derive(Debug, Clone)]
pub struct Code(String);

impl FirstRun {
    /// With a code where nobody administers the registry yet, and it is no demonstration.
    pub async fn of(registry: &Registry, demonstration: bool) -> registry::Result<Self> {
        let needed = !demonstration && registry.needs_administrator().await?;
        Ok(Self(Mutex::new(needed.then(Code::new))))
    }

    /// The code to print.
    pub async fn code(&self) -> Option<String> {
        self.0.lock().await.as_ref().map(|code| code.0.clone())
    }

    /// The code, held by the one who uses it: nobody else does meanwhile.
    pub async fn held(&self) -> MutexGuard<'_, Option<Code>> {
        self.0.lock().await
    }
}

impl Code {
    fn new() -> Self {
        let digits = format!("{:032x}", rand::random::<u128>());
        let groups: Vec<&str> = (0..4).map(|i| &digits[i * 6..(i + 1) * 6]).collect();
        Self(groups.join("-"))
    }

    /// Whether this was typed, with or without the hyphens.
    pub fn is(&self, typed: &str) -> bool {
        let plain = |text: &str| {
            let letters = text.chars().filter(char::is_ascii_alphanumeric);
            // Hashed: how long the comparison takes tells nothing about the code.
            registry::sha256(letters.map(|c| c.to_ascii_lowercase()).collect::<String>())
        };
        plain(typed) == plain(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_typed() {
        let code = Code("a1b2c3-d4e5f6".to_owned());
        assert!(code.is("a1b2c3-d4e5f6") && code.is(" A1B2C3 D4E5F6"));
        assert!(!code.is("") && !code.is("a1b2c3"));
        assert_ne!(Code::new().0, Code::new().0);
    }
}
