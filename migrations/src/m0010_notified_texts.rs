//! What was read in attached files: paragraphs in their order, from which the
//! clauses of a notified text are cut.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
CREATE TABLE notified_text (
    document_id BIGINT PRIMARY KEY REFERENCES document (id),
    outline TEXT NOT NULL,
    pages INTEGER,
    notes TEXT NOT NULL
);
"#;

const DOWN: &str = "
DROP TABLE notified_text;
";
