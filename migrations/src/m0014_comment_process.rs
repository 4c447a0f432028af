//! The comment process: parts of a comment on clauses with what the authority
//! makes of each, attachments, drafts, internal notes, reports, response documents.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
ALTER TABLE comment ADD COLUMN on_behalf TEXT NOT NULL DEFAULT '';
ALTER TABLE comment ADD COLUMN publication TEXT NOT NULL DEFAULT 'named';
ALTER TABLE comment ADD COLUMN withheld_why TEXT NOT NULL DEFAULT '';
ALTER TABLE comment ADD COLUMN disputed TEXT NOT NULL DEFAULT '';
ALTER TABLE comment ADD COLUMN mail_secret TEXT NOT NULL DEFAULT '';
ALTER TABLE comment ADD COLUMN mails BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE comment ADD COLUMN assigned_to BIGINT;
ALTER TABLE comment ADD COLUMN represented_by BIGINT;
UPDATE comment SET publication = 'confidential' WHERE confidential;
UPDATE comment SET state = 'published' WHERE state = 'received' AND NOT confidential;
CREATE INDEX comment_mail_secret ON comment (mail_secret);
CREATE INDEX comment_group ON comment (notification_id, represented_by);
CREATE TABLE comment_point (
    id {key},
    comment_id BIGINT NOT NULL REFERENCES comment (id),
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    position INTEGER NOT NULL,
    document_id BIGINT,
    clause TEXT NOT NULL,
    address TEXT NOT NULL,
    stance TEXT NOT NULL,
    text TEXT NOT NULL,
    confidential BOOLEAN NOT NULL,
    disposition TEXT,
    reason TEXT NOT NULL,
    changed_document_id BIGINT,
    changed_clause TEXT NOT NULL,
    disposed_by TEXT NOT NULL,
    disposed_at TEXT
);
CREATE INDEX comment_point_comment ON comment_point (comment_id, position);
CREATE INDEX comment_point_clause ON comment_point (notification_id, clause);
INSERT INTO comment_point (comment_id, notification_id, position, clause, address, stance, text, confidential, reason, changed_clause, disposed_by)
    SELECT id, notification_id, 0, clause, '', 'neutral', text, confidential, '', '', '' FROM comment;
CREATE TABLE comment_draft (
    id {key},
    key_sha256 TEXT NOT NULL UNIQUE,
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    body TEXT NOT NULL,
    changed TEXT NOT NULL,
    sent_as TEXT
);
CREATE INDEX comment_draft_changed ON comment_draft (changed);
CREATE TABLE comment_file (
    id {key},
    comment_id BIGINT REFERENCES comment (id),
    draft_id BIGINT REFERENCES comment_draft (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    key TEXT NOT NULL,
    added TEXT NOT NULL
);
CREATE INDEX comment_file_comment ON comment_file (comment_id);
CREATE INDEX comment_file_draft ON comment_file (draft_id);
CREATE INDEX comment_file_key ON comment_file (key);
CREATE TABLE comment_note (
    id {key},
    comment_id BIGINT NOT NULL REFERENCES comment (id),
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX comment_note_comment ON comment_note (comment_id);
CREATE TABLE comment_report (
    id {key},
    comment_id BIGINT NOT NULL REFERENCES comment (id),
    at TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    reason TEXT NOT NULL,
    upheld BOOLEAN,
    decided TEXT,
    actor TEXT NOT NULL,
    note TEXT NOT NULL
);
CREATE INDEX comment_report_comment ON comment_report (comment_id);
CREATE TABLE comment_policy (
    authority_code TEXT PRIMARY KEY REFERENCES authority (code),
    check_first BOOLEAN NOT NULL
);
CREATE TABLE response_document (
    id {key},
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    version INTEGER NOT NULL,
    published TEXT NOT NULL,
    actor TEXT NOT NULL,
    introduction TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE UNIQUE INDEX response_document_version ON response_document (notification_id, version);
"#;

const DOWN: &str = "
DROP TABLE response_document;
DROP TABLE comment_policy;
DROP TABLE comment_report;
DROP TABLE comment_note;
DROP TABLE comment_file;
DROP TABLE comment_draft;
DROP TABLE comment_point;
DROP INDEX comment_group;
DROP INDEX comment_mail_secret;
ALTER TABLE comment DROP COLUMN represented_by;
ALTER TABLE comment DROP COLUMN assigned_to;
ALTER TABLE comment DROP COLUMN mails;
ALTER TABLE comment DROP COLUMN mail_secret;
ALTER TABLE comment DROP COLUMN disputed;
ALTER TABLE comment DROP COLUMN withheld_why;
ALTER TABLE comment DROP COLUMN publication;
ALTER TABLE comment DROP COLUMN on_behalf;
";
