//! Notifications with their symbols, files, references, divergences and log.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
CREATE TABLE notification (
    id {key},
    authority_code TEXT NOT NULL REFERENCES authority (code),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    source TEXT NOT NULL,
    parent_symbol TEXT,
    content TEXT NOT NULL,
    version BIGINT NOT NULL,
    title TEXT NOT NULL,
    products TEXT NOT NULL,
    description TEXT NOT NULL,
    published TEXT,
    closes_on TEXT,
    closes_at TEXT,
    late_comments BOOLEAN NOT NULL DEFAULT FALSE,
    adopted_on TEXT,
    created_by BIGINT REFERENCES account (id),
    submitted_by BIGINT REFERENCES account (id),
    approved_by BIGINT REFERENCES account (id),
    created TEXT NOT NULL,
    changed TEXT NOT NULL
);
CREATE INDEX notification_authority ON notification (authority_code, state);
CREATE INDEX notification_closes ON notification (closes_at);
CREATE INDEX notification_published ON notification (published, id);
CREATE TABLE notification_symbol (
    symbol TEXT PRIMARY KEY,
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    authority_code TEXT NOT NULL REFERENCES authority (code),
    position INTEGER NOT NULL,
    root TEXT NOT NULL
);
CREATE INDEX notification_symbol_notification ON notification_symbol (notification_id, position);
CREATE INDEX notification_symbol_root ON notification_symbol (root);
CREATE INDEX notification_symbol_authority ON notification_symbol (authority_code);
CREATE TABLE content_version (
    id {key},
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    version BIGINT NOT NULL,
    content TEXT NOT NULL,
    replaced TEXT NOT NULL,
    UNIQUE (notification_id, version)
);
CREATE TABLE document (
    id {key},
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    key TEXT NOT NULL,
    language TEXT NOT NULL,
    text TEXT,
    added TEXT NOT NULL
);
CREATE INDEX document_notification ON document (notification_id);
CREATE INDEX document_key ON document (key);
CREATE TABLE citation (
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    position INTEGER NOT NULL,
    reference TEXT NOT NULL,
    undated TEXT NOT NULL,
    year INTEGER,
    PRIMARY KEY (notification_id, position)
);
CREATE INDEX citation_undated ON citation (undated, year);
CREATE TABLE divergence (
    id {key},
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    identity TEXT NOT NULL,
    position INTEGER NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    raised TEXT NOT NULL,
    resolved TEXT,
    UNIQUE (notification_id, identity)
);
CREATE TABLE event (
    id {key},
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    at TEXT NOT NULL,
    what TEXT NOT NULL,
    actor TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX event_notification ON event (notification_id);
CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    last BIGINT NOT NULL
);
"#;

const DOWN: &str = "
DROP TABLE counter;
DROP TABLE event;
DROP TABLE divergence;
DROP TABLE citation;
DROP TABLE document;
DROP TABLE content_version;
DROP TABLE notification_symbol;
DROP TABLE notification;
";
