//! Every word of the interface, through Fluent files under `locales/`: one
//! folder a language, one file a page. A key that is missing is a failing test,
//! not a blank.

use std::{borrow::Cow, collections::HashMap};

use fluent_templates::{LanguageIdentifier, Loader, fluent_bundle::FluentValue, langid, static_loader};

/// A variable of a text: words or a number.
pub type Value = FluentValue<'static>;

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

/// The text of that key, if there is one.
pub fn t_if_any(key: &str) -> Option<String> {
    LOCALES.try_lookup(language().identifier(), key)
}

/// The text of that key with its variables: numbers decide plurals.
pub fn t_with(key: &str, variables: &[(&'static str, Value)]) -> String {
    text(language(), key, variables)
}

/// The text of that key in a language; the key itself, in brackets, when there is none.
pub fn text(language: Language, key: &str, variables: &[(&'static str, Value)]) -> String {
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

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    /// Calls whose first argument is a key, and what goes before it.
    const CALLS: [(&str, &str); 7] = [
        ("t(\"", ""),
        ("t_with(\"", ""),
        ("row(\"", ""),
        ("row_of(\"", ""),
        ("field(\"", "field-"),
        ("of(\"", "field-"),
        ("answer(\"", "field-"),
    ];

    fn keys_in(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                keys_in(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let source = fs::read_to_string(&path).unwrap();
                for (call, prefix) in CALLS {
                    for (at, _) in source.match_indices(call) {
                        // `t("` is no part of a longer name.
                        let before = source[..at].chars().next_back().unwrap_or(' ');
                        if before.is_alphanumeric() || matches!(before, '_' | '.') {
                            continue;
                        }
                        let rest = &source[at + call.len()..];
                        found.push(format!("{prefix}{}", &rest[..rest.find('"').unwrap()]));
                    }
                }
            }
        }
    }

    #[test]
    fn every_text_exists() {
        use domain::{divergence::Code, notification::*, standard::*};
        let mut keys = Vec::new();
        for folder in ["src/pages", "src/components", "src/drafting"] {
            keys_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut keys);
        }
        keys.retain(|k| k.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '-' | '_')));
        assert!(keys.len() > 60, "the search for keys finds them: {}", keys.len());
        keys.extend(Objective::ALL.map(|o| format!("objective-{}", o.as_str())));
        keys.extend(State::ALL.map(|s| format!("state-{}", s.as_str())));
        keys.extend(Kind::ALL.map(|k| format!("kind-{}", k.as_str())));
        keys.extend(Code::ALL.map(|c| format!("divergence-{}", c.as_str())));
        keys.extend(Article::ALL.map(|a| format!("article-{}", a.as_str().replace('.', "-"))));
        keys.extend(Correspondence::ALL.iter().map(|c| format!("correspondence-{}", c.as_str())));
        keys.extend(DeviationReason::ALL.iter().map(|r| format!("reason-{}", r.as_str())));
        keys.extend(
            domain::search::Conditions::PARAMETERS
                .iter()
                .filter(|p| !matches!(**p, "sort" | "page"))
                .map(|p| format!("condition-{p}")),
        );
        keys.extend(AddendumKind::ALL.map(|k| format!("addendum-{}", k.as_str())));
        keys.extend(Step::ALL.map(|s| format!("step-{}", s.as_str())));
        use domain::comment::{CommentKind, CommentState, Disposition, Publication, Stance};
        let of = |prefix: &str, names: &mut dyn Iterator<Item = &'static str>| {
            names.map(|name| format!("{prefix}-{name}")).collect::<Vec<_>>()
        };
        keys.extend(of("comment-kind", &mut CommentKind::ALL.iter().map(|k| k.as_str())));
        keys.extend(of("comment-state", &mut CommentState::ALL.iter().map(|k| k.as_str())));
        keys.extend(of("disposition", &mut Disposition::ALL.iter().map(|k| k.as_str())));
        keys.extend(of("publication", &mut Publication::ALL.iter().map(|k| k.as_str())));
        keys.extend(of("comment-public", &mut Publication::ALL.iter().map(|k| k.as_str())));
        keys.extend(of("stance", &mut Stance::ALL.iter().map(|k| k.as_str())));
        keys.extend(crate::pages::comment::LANGUAGES.map(|code| format!("language-{code}")));
        for section in crate::drafting::Section::ALL {
            keys.push(format!("section-{}", section.as_str()));
        }
        use registry::notifications::{Cause, Verdict};
        keys.extend(Cause::ALL.map(|c| format!("cause-{}", c.as_str())));
        keys.extend(Verdict::ALL.map(|v| format!("verdict-{}-hint", v.as_str())));
        keys.extend(
            ["raised", "changed", "explained", "dismissed", "open", "resolved"].map(|w| format!("flag-{w}")),
        );
        use registry::{consultations::ConsultationState, documents::DocumentStatus};
        for status in DocumentStatus::ALL.map(DocumentStatus::as_str) {
            keys.extend([format!("document-status-{status}"), format!("hint-file_status-{status}")]);
        }
        keys.extend(ConsultationState::ALL.map(|s| format!("consultation-state-{}", s.as_str())));
        keys.extend(crate::pages::changes::STANDINGS.map(|(_, name)| format!("standing-{name}")));
        use domain::clock::{ReminderKind, StandstillEventKind};
        keys.extend(StandstillEventKind::ALL.map(|k| format!("standstill-event-{}", k.as_str())));
        keys.extend(StandstillEventKind::ALL.map(|k| format!("event-article-{}", k.as_str())));
        keys.extend(ReminderKind::ALL.map(|k| format!("reminder-{}", k.as_str())));
        let whys = [
            "opinion-on-goods",
            "opinion-on-services",
            "opinion-on-voluntary-agreement",
            "commission-intends-act",
            "covered-by-proposal",
            "council-position",
            "blocking-lapsed",
            "urgency",
        ];
        keys.extend(whys.map(|why| format!("standstill-why-{why}")));
        let without = [
            "no-standstill",
            "before-receipt",
            "too-late",
            "already-as-long",
            "not-for-services",
            "not-for-agreements",
            "not-blocked",
        ];
        keys.extend(without.map(|why| format!("standstill-without-{why}")));
        let calendars =
            ["comments-close", "standstill-ends", "final-text-due", "until", "open", "authority", "of"];
        keys.extend(calendars.map(|what| format!("calendar-{what}")));
        keys.extend(["recorded", "taken-back"].map(|what| format!("event-standstill-{what}")));
        keys.extend(domain::search::Sort::ALL.map(|s| format!("sort-{}", s.as_str())));
        // Whatever variables a text has: one that is missing would fail the look-up.
        let names = [
            "address",
            "at",
            "by",
            "files",
            "since",
            "what",
            "after",
            "alone",
            "article",
            "authorities",
            "authority",
            "before",
            "clause",
            "condition",
            "confidential",
            "count",
            "day",
            "days",
            "email",
            "first",
            "hours",
            "instead",
            "longer",
            "minutes",
            "missing",
            "name",
            "notifications",
            "number",
            "open",
            "page",
            "pages",
            "passed",
            "reason",
            "received",
            "shared",
            "standards",
            "superseded",
            "symbol",
            "total",
            "why",
        ];
        let variables = names.map(|name| (name, FluentValue::from(2)));
        let missing: Vec<_> =
            keys.into_iter().filter(|k| text(Language::English, k, &variables) == format!("[{k}]")).collect();
        assert_eq!(missing, [""; 0]);
    }

    #[test]
    fn numbers_decide_plurals() {
        let left = |days: i64| text(Language::English, "days-left", &[("days", days.into())]);
        assert_eq!((left(1).as_str(), left(3).as_str()), ("1 day left", "3 days left"));
    }
}
