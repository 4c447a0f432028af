//! Changes of the catalogue are numbered, so that every program on the database
//! learns what others changed; citations are found by what they adopt, too.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
DROP TABLE standard_changed;
CREATE TABLE catalogue_change (
    undated TEXT PRIMARY KEY,
    seq BIGINT NOT NULL
);
CREATE INDEX catalogue_change_seq ON catalogue_change (seq);
ALTER TABLE citation ADD COLUMN adopts TEXT NOT NULL DEFAULT '';
CREATE INDEX citation_adopts ON citation (adopts);
"#;

const DOWN: &str = "
DROP INDEX citation_adopts;
ALTER TABLE citation DROP COLUMN adopts;
DROP TABLE catalogue_change;
CREATE TABLE standard_changed (
    undated TEXT PRIMARY KEY
);
";
