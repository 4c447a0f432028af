//! Authorities, the accounts of their officials, sessions.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
CREATE TABLE authority (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    zone TEXT NOT NULL,
    zone_place TEXT NOT NULL,
    profile TEXT NOT NULL,
    enquiry_point TEXT NOT NULL
);
CREATE TABLE account (
    id {key},
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    authority_code TEXT NOT NULL REFERENCES authority (code),
    roles TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    disabled BOOLEAN NOT NULL DEFAULT FALSE,
    created TEXT NOT NULL
);
CREATE TABLE session (
    id_sha256 TEXT PRIMARY KEY,
    data TEXT NOT NULL,
    expires TEXT NOT NULL
);
CREATE INDEX session_expires ON session (expires);
"#;

const DOWN: &str = "
DROP TABLE session;
DROP TABLE account;
DROP TABLE authority;
";
