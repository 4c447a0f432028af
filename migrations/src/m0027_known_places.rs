//! From which browsers and networks somebody has signed in before: strangers'
//! failures never keep them out there. Of a browser's secret the SHA-256 is kept,
//! of a network a hash that only the account's own row makes.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
CREATE TABLE known_place (
    account_id BIGINT NOT NULL REFERENCES account (id),
    sha256 TEXT NOT NULL,
    seen TEXT NOT NULL,
    PRIMARY KEY (account_id, sha256)
);
CREATE INDEX known_place_seen ON known_place (seen);
"#;

const DOWN: &str = "
DROP TABLE known_place;
";
