//! The outbox: which notifications changed, in order.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
CREATE TABLE outbox (
    seq {key},
    notification_id BIGINT NOT NULL,
    at TEXT NOT NULL
);
"#;

const DOWN: &str = "
DROP TABLE outbox;
";
