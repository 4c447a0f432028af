//! Every word of the interface, through Fluent files under `locales/`: one
//! folder a language, one file a page. A key that is missing is a failing test,
//! not a blank.

use std::{borrow::Cow, collections::HashMap};

use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue, langid, static_loader};

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "en",
        // Isolation marks are for mixed directions; they would end up in copied text.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static EN: LanguageIdentifier = langid!("en");

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
}

impl Language {
    /// ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
        }
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        match self {
            Self::English => &EN,
        }
    }
}

/// The text of that key in the language of the request.
pub fn t(key: &str) -> String {
    text(language(), key, &[])
}

/// The text of that key with its variables: numbers decide plurals.
pub fn t_with(key: &str, variables: &[(&'static str, FluentValue<'static>)]) -> String {
    text(language(), key, variables)
}

/// The text of that key in a language; the key itself, in brackets, when there is none.
pub fn text(language: Language, key: &str, variables: &[(&'static str, FluentValue<'static>)]) -> String {
    let found = if variables.is_empty() {
        LOCALES.try_lookup(language.identifier(), key)
    } else {
        let variables: HashMap<Cow<'static, str>, FluentValue<'static>> =
            variables.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
        LOCALES.try_lookup_with_args(language.identifier(), key, &variables)
    };
    found.unwrap_or_else(|| format!("[{key}]"))
}

fn language() -> Language {
    leptos::prelude::use_context::<crate::render::Request>().map_or(Language::default(), |r| r.language)
}
