//! Who does what before publication and beside it: drafts handed over to the
//! enquiry point, authorities that notify a measure together, links with which
//! people set their password, and the log of administration.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
CREATE TABLE handover (
    notification_id BIGINT PRIMARY KEY REFERENCES notification (id),
    account_id BIGINT REFERENCES account (id),
    actor TEXT NOT NULL,
    at TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE TABLE joint_authority (
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    authority_code TEXT NOT NULL REFERENCES authority (code),
    position INTEGER NOT NULL,
    state TEXT NOT NULL,
    asked_by BIGINT REFERENCES account (id),
    answered_by BIGINT REFERENCES account (id),
    answered_name TEXT NOT NULL,
    note TEXT NOT NULL,
    approved_by BIGINT REFERENCES account (id),
    approved_name TEXT NOT NULL,
    PRIMARY KEY (notification_id, authority_code)
);
CREATE INDEX joint_authority_authority ON joint_authority (authority_code);
CREATE TABLE invitation (
    account_id BIGINT PRIMARY KEY REFERENCES account (id),
    token_sha256 TEXT NOT NULL UNIQUE,
    expires TEXT NOT NULL,
    first BOOLEAN NOT NULL
);
CREATE TABLE administration (
    id {key},
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    account_id BIGINT REFERENCES account (id),
    country TEXT NOT NULL,
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX administration_country ON administration (country, id);
ALTER TABLE session ADD COLUMN account_id BIGINT;
CREATE INDEX session_account ON session (account_id);
CREATE INDEX authority_country ON authority (country);
CREATE INDEX notification_record ON notification (authority_code, source, state, kind, published, closes_on, closes_at, adopted_on);
"#;

const DOWN: &str = "
DROP INDEX notification_record;
DROP INDEX authority_country;
DROP INDEX session_account;
ALTER TABLE session DROP COLUMN account_id;
DROP TABLE administration;
DROP TABLE invitation;
DROP TABLE joint_authority;
DROP TABLE handover;
";
