//! The content’s files, carried in the program.

pub(crate) const AUTHORITIES: &str = include_str!("../content/authorities.json");
pub(crate) const ACCOUNTS: &str = include_str!("../content/accounts.json");
pub(crate) const CATALOGUE: &str = include_str!("../content/catalogue.jsonl");
pub(crate) const CODES: &str = include_str!("../content/codes.json");

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
pub(crate) const TEXTS: &[(&str, &str)] = &[];
