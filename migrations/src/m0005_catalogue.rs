//! The catalogue of standards, and the names of HS and ICS codes.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
CREATE TABLE standard (
    id TEXT PRIMARY KEY,
    undated TEXT NOT NULL,
    base TEXT NOT NULL,
    publisher TEXT NOT NULL,
    number TEXT NOT NULL,
    part TEXT NOT NULL,
    year INTEGER,
    kind TEXT NOT NULL,
    supplement TEXT NOT NULL,
    consolidates TEXT NOT NULL,
    title_en TEXT NOT NULL,
    title_fr TEXT NOT NULL,
    ics TEXT NOT NULL,
    stage TEXT NOT NULL,
    status TEXT NOT NULL,
    published TEXT NOT NULL,
    withdrawn TEXT NOT NULL,
    replaced_by TEXT NOT NULL,
    under_revision_by TEXT NOT NULL,
    rest TEXT NOT NULL,
    sha256 TEXT NOT NULL
);
CREATE INDEX standard_undated ON standard (undated);
CREATE INDEX standard_base ON standard (base);
CREATE TABLE standard_changed (
    undated TEXT PRIMARY KEY
);
CREATE TABLE code_name (
    scheme TEXT NOT NULL,
    code TEXT {bytes} NOT NULL,
    name TEXT NOT NULL,
    name_fr TEXT NOT NULL,
    folded TEXT NOT NULL,
    PRIMARY KEY (scheme, code)
);
"#;

const DOWN: &str = "
DROP TABLE code_name;
DROP TABLE standard_changed;
DROP TABLE standard;
";
