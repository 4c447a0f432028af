//! What is compared of a measure, as one text: many are read for each that is
//! judged, and gathering it from the tables takes several times as long. The
//! registry fills it in for older measures when it opens the database.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
CREATE TABLE compared (
    notification_id {same_key} REFERENCES notification (id),
    line TEXT NOT NULL
);
"#;

const DOWN: &str = "
DROP TABLE compared;
";
