//! What the rules found, over time: limits as read in the texts, what the
//! authority answered to a divergence, and how each came and went.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
CREATE TABLE stated_limit (
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    position INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (notification_id, position)
);
CREATE TABLE divergence_answer (
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    identity TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    account_id BIGINT REFERENCES account (id),
    actor TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (notification_id, identity)
);
CREATE TABLE divergence_event (
    id {key},
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    identity TEXT NOT NULL,
    at TEXT NOT NULL,
    what TEXT NOT NULL,
    cause TEXT NOT NULL,
    actor TEXT NOT NULL
);
CREATE INDEX divergence_event_of ON divergence_event (notification_id, identity);
"#;

const DOWN: &str = "
DROP TABLE divergence_event;
DROP TABLE divergence_answer;
DROP TABLE stated_limit;
";
