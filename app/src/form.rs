//! What a person typed, and what was wrong with it: given back so that nothing
//! typed is ever lost.

use registry::FieldError;

use crate::fingerprint::fingerprint;

/// Typed values and errors of one form.
#[derive(Debug, Clone, Default)]
pub struct FormState {
    /// Names and values in the order sent; names may repeat.
    pub values: Vec<(String, String)>,
    /// What was not accepted; field names are those of the form.
    pub errors: Vec<FieldError>,
}

impl FormState {
    /// A form filled from these pairs, without errors.
    pub fn filled(values: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>) -> Self {
        Self { values: values.into_iter().map(|(n, v)| (n.into(), v.into())).collect(), errors: Vec::new() }
    }

    /// The same values with errors.
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// First value of a field, empty when there is none.
    pub fn value(&self, field: &str) -> String {
        self.values.iter().find(|(n, _)| n == field).map(|(_, v)| v.clone()).unwrap_or_default()
    }

    /// All values of a field (checkboxes).
    pub fn values_of(&self, field: &str) -> Vec<String> {
        self.values.iter().filter(|(n, _)| n == field).map(|(_, v)| v.clone()).collect()
    }

    /// Whether a checkbox or radio is set.
    pub fn has(&self, field: &str, value: &str) -> bool {
        self.values.iter().any(|(n, v)| n == field && v == value)
    }

    /// A fingerprint of the values: it tells whether what a form was opened with
    /// was changed in the meantime.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.values)
    }

    /// The error of a field.
    pub fn error(&self, field: &str) -> Option<String> {
        self.errors.iter().find(|e| e.field == field).map(|e| e.message.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_with_its_errors() {
        let form = FormState::filled([("hs", "85"), ("hs", "95"), ("title", "x")])
            .with_errors(vec![FieldError::new("title", "Enter a longer title")]);
        assert_eq!(form.values_of("hs"), ["85", "95"]);
        assert_eq!(form.value("title"), "x");
        assert_eq!(form.value("nothing"), "");
        assert!(form.has("hs", "95") && !form.has("hs", "84"));
        assert_eq!(form.error("title").as_deref(), Some("Enter a longer title"));
        assert_eq!(form.error("hs"), None);
    }
}
