//! Comments with their replies, and mails waiting to be sent.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
CREATE TABLE comment (
    id {key},
    number TEXT NOT NULL UNIQUE,
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    account_id BIGINT REFERENCES account (id),
    from_authority BOOLEAN NOT NULL,
    author TEXT NOT NULL,
    organisation TEXT NOT NULL,
    email TEXT NOT NULL,
    clause TEXT NOT NULL,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    language TEXT NOT NULL,
    confidential BOOLEAN NOT NULL,
    late BOOLEAN NOT NULL,
    received TEXT NOT NULL,
    key_sha256s TEXT NOT NULL,
    token_sha256 TEXT UNIQUE,
    reply_author TEXT,
    reply_text TEXT,
    reply_at TEXT
);
CREATE INDEX comment_notification ON comment (notification_id, state);
CREATE INDEX comment_sha256 ON comment (sha256);
CREATE TABLE mail (
    id {key},
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    written TEXT NOT NULL,
    due TEXT,
    sent TEXT,
    failures INTEGER NOT NULL,
    last_failure TEXT NOT NULL
);
CREATE INDEX mail_due ON mail (due);
"#;

const DOWN: &str = "
DROP TABLE mail;
DROP TABLE comment;
";
