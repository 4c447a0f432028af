//! What a file is to the official text (official, unofficial, machine
//! translation); how an official corrected the cutting of a text, kept by the
//! hash of the file so that the same bytes are cut alike when they come again;
//! consultations of an authority's own stakeholders on a foreign notification.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
ALTER TABLE document ADD COLUMN status TEXT NOT NULL DEFAULT 'official';
CREATE TABLE text_correction (
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    sha256 TEXT NOT NULL,
    version BIGINT NOT NULL,
    corrections TEXT NOT NULL,
    PRIMARY KEY (notification_id, sha256)
);
CREATE TABLE consultation (
    id {key},
    authority_code TEXT NOT NULL REFERENCES authority (code),
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    question TEXT NOT NULL,
    until TEXT NOT NULL,
    state TEXT NOT NULL,
    draft TEXT NOT NULL,
    version BIGINT NOT NULL,
    comment_number TEXT,
    opened_by TEXT NOT NULL,
    opened TEXT NOT NULL,
    UNIQUE (authority_code, notification_id)
);
CREATE TABLE consultation_stakeholder (
    id {key},
    consultation_id BIGINT NOT NULL REFERENCES consultation (id),
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    secret TEXT NOT NULL UNIQUE,
    invited TEXT NOT NULL,
    mailed TEXT NOT NULL,
    UNIQUE (consultation_id, email)
);
CREATE TABLE consultation_input (
    id {key},
    stakeholder_id BIGINT NOT NULL REFERENCES consultation_stakeholder (id),
    clause TEXT NOT NULL,
    text TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (stakeholder_id, clause)
);
"#;

const DOWN: &str = "
DROP TABLE consultation_input;
DROP TABLE consultation_stakeholder;
DROP TABLE consultation;
DROP TABLE text_correction;
ALTER TABLE document DROP COLUMN status;
";
