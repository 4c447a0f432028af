//! Fingerprints of what a form was opened with: they tell whether someone else
//! changed it in the meantime.

use sha2::{Digest as _, Sha256};

/// A fingerprint of these values. It depends on their order.
pub(crate) fn fingerprint<'a>(values: impl IntoIterator<Item = &'a (String, String)>) -> String {
    let mut hash = Sha256::new();
    for (name, value) in values {
        // Lengths keep ("ab", "c") and ("a", "bc") apart.
        hash.update(name.len().to_le_bytes());
        hash.update(name);
        hash.update(value.len().to_le_bytes());
        hash.update(value);
    }
    hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn tells_values_apart() {
        let pair = |a: &str, b: &str| vec![(a.to_owned(), b.to_owned())];
        assert_eq!(fingerprint(&pair("a", "b")), fingerprint(&pair("a", "b")));
        assert_ne!(fingerprint(&pair("ab", "c")), fingerprint(&pair("a", "bc")));
        assert_ne!(fingerprint(&pair("a", "")), fingerprint(&[]));
    }
}
