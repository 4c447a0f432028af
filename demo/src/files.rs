//! The content’s files, carried in the program.

pub(crate) const AUTHORITIES: &str = include_str!("../content/authorities.json");
pub(crate) const ACCOUNTS: &str = include_str!("../content/accounts.json");
pub(crate) const CATALOGUE: &str = include_str!("../content/catalogue.jsonl");
pub(crate) const CODES: &str = include_str!("../content/codes.json");

pub(crate) const CONSULTATIONS: &str = include_str!("../content/consultations.json");

/// Notifications, a file a theme.
pub(crate) const NOTIFICATIONS: &[(&str, &str)] = &[
    ("notifications/appliances.json", include_str!("../content/notifications/appliances.json")),
    ("notifications/children.json", include_str!("../content/notifications/children.json")),
    ("notifications/mobility.json", include_str!("../content/notifications/mobility.json")),
    ("notifications/food.json", include_str!("../content/notifications/food.json")),
    ("notifications/health.json", include_str!("../content/notifications/health.json")),
    ("notifications/energy-buildings.json", include_str!("../content/notifications/energy-buildings.json")),
    ("notifications/digital.json", include_str!("../content/notifications/digital.json")),
    (
        "notifications/chemicals-environment.json",
        include_str!("../content/notifications/chemicals-environment.json"),
    ),
    ("notifications/industry.json", include_str!("../content/notifications/industry.json")),
    (
        "notifications/measurement-conformity.json",
        include_str!("../content/notifications/measurement-conformity.json"),
    ),
    ("notifications/tris.json", include_str!("../content/notifications/tris.json")),
    ("notifications/unpublished.json", include_str!("../content/notifications/unpublished.json")),
];

/// Texts of drafts and final texts.
pub(crate) const TEXTS: &[(&str, &str)] = &[
    ("aus-bunk-beds-draft.md", include_str!("../content/texts/aus-bunk-beds-draft.md")),
    ("fra-sacs-compostables-projet.md", include_str!("../content/texts/fra-sacs-compostables-projet.md")),
    ("gbr-charge-points-draft.md", include_str!("../content/texts/gbr-charge-points-draft.md")),
    ("gbr-wheelchairs-final.md", include_str!("../content/texts/gbr-wheelchairs-final.md")),
    ("gcc-toys-draft.md", include_str!("../content/texts/gcc-toys-draft.md")),
    ("ken-cooking-appliances-revised.md", include_str!("../content/texts/ken-cooking-appliances-revised.md")),
    (
        "ken-cooking-appliances-revised-fr.md",
        include_str!("../content/texts/ken-cooking-appliances-revised-fr.md"),
    ),
    ("ken-cooking-appliances-draft.md", include_str!("../content/texts/ken-cooking-appliances-draft.md")),
];
