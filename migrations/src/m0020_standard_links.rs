//! What checks of the addresses of cited standards found. A row is about the
//! address it names: what was known of one that a later import replaced counts
//! no more.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
CREATE TABLE standard_link (
    standard_id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    checked TEXT NOT NULL,
    failing_since TEXT,
    dead BOOLEAN NOT NULL
);
"#;

const DOWN: &str = "
DROP TABLE standard_link;
";
