//! Sessions without what opens them: until here the data held the session's
//! identifier in plain, so all that were open end. When a session began and was
//! last used is known from now on. What the installation knows of itself, of which a copy of
//! the database must tell as well: that it is a demonstration. Those filled in
//! before this step are known by addresses that cannot exist (RFC 2606).

crate::step::step!(UP, DOWN);

const UP: &str = r#"
DELETE FROM session;
ALTER TABLE session ADD COLUMN begun TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN used TEXT NOT NULL DEFAULT '';
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
INSERT INTO setting (name, value)
    SELECT 'demonstration', MIN(created) FROM account WHERE email LIKE '%@tbt-kenya.example' HAVING COUNT(*) > 0;
"#;

const DOWN: &str = "
DROP TABLE setting;
DELETE FROM session;
ALTER TABLE session DROP COLUMN used;
ALTER TABLE session DROP COLUMN begun;
";
