//! What nobody has confirmed: whose network it came from (hashed with a key of this
//! installation), how much it takes, and what all of it takes together, from each
//! network, and on each day. Comments that wait for their author have a day on which
//! they are forgotten; those that waited before this step get theirs when the
//! housekeeping first sees them, so that nobody loses one unwarned. What is not
//! counted yet was there before.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
CREATE TABLE unconfirmed (
    item TEXT PRIMARY KEY,
    network TEXT NOT NULL,
    wide TEXT NOT NULL,
    words BIGINT NOT NULL,
    files BIGINT NOT NULL
);
CREATE TABLE unconfirmed_total (
    scope TEXT PRIMARY KEY,
    bytes BIGINT NOT NULL
);
ALTER TABLE comment ADD COLUMN expires TEXT;
CREATE INDEX comment_expires ON comment (expires);
"#;

const DOWN: &str = "
DROP INDEX comment_expires;
ALTER TABLE comment DROP COLUMN expires;
DROP TABLE unconfirmed_total;
DROP TABLE unconfirmed;
";
