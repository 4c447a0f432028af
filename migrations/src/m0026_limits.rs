//! How often something was tried, by kind and by a hash of who tried, in windows
//! of ten minutes: servers on one database share their limits. The hash is made
//! with a salt that is thrown away with the day, so that no address is kept.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
CREATE TABLE limit_salt (
    day TEXT PRIMARY KEY,
    salt TEXT NOT NULL
);
CREATE TABLE limit_count (
    kind TEXT NOT NULL,
    hash TEXT NOT NULL,
    slot BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    PRIMARY KEY (kind, hash, slot)
);
CREATE INDEX limit_count_slot ON limit_count (slot);
"#;

const DOWN: &str = "
DROP TABLE limit_count;
DROP TABLE limit_salt;
";
