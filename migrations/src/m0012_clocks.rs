//! Clocks: the standstill of Directive (EU) 2015/1535 with what moved it, the
//! reminders that were mailed, and what each person wants of them.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
CREATE TABLE standstill (
    notification_id BIGINT PRIMARY KEY REFERENCES notification (id),
    received TEXT NOT NULL,
    subject TEXT NOT NULL
);
CREATE TABLE standstill_event (
    id {key},
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    kind TEXT NOT NULL,
    author TEXT NOT NULL,
    happened TEXT NOT NULL,
    reason TEXT NOT NULL,
    comment_number TEXT,
    recorded TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    taken_back TEXT,
    taken_back_by TEXT NOT NULL DEFAULT '',
    taken_back_reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX standstill_event_notification ON standstill_event (notification_id);
CREATE TABLE reminder (
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    what TEXT NOT NULL,
    about TEXT NOT NULL,
    mailed TEXT NOT NULL,
    PRIMARY KEY (notification_id, what, about)
);
CREATE TABLE account_clock (
    account_id BIGINT PRIMARY KEY REFERENCES account (id),
    reminders BOOLEAN NOT NULL,
    reminder_secret TEXT NOT NULL UNIQUE,
    calendar_secret TEXT NOT NULL UNIQUE
);
CREATE INDEX notification_parent ON notification (parent_symbol);
"#;

const DOWN: &str = "
DROP INDEX notification_parent;
DROP TABLE account_clock;
DROP TABLE reminder;
DROP TABLE standstill_event;
DROP TABLE standstill;
";
