//! Citations are found by the international standards that the authority
//! declares, or the text states, to correspond to what is cited. What was read
//! before this step is filled in by the registry when it opens the database.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
ALTER TABLE citation ADD COLUMN declared TEXT NOT NULL DEFAULT '';
ALTER TABLE citation ADD COLUMN stated TEXT NOT NULL DEFAULT '';
CREATE INDEX citation_declared ON citation (declared);
CREATE INDEX citation_stated ON citation (stated);
"#;

const DOWN: &str = "
DROP INDEX citation_stated;
DROP INDEX citation_declared;
ALTER TABLE citation DROP COLUMN stated;
ALTER TABLE citation DROP COLUMN declared;
DELETE FROM counter WHERE name = 'citations-linked';
";
