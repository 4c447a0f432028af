//! What changed about a divergence that stayed: its weight, or what to use
//! instead. Events of before this step say nothing of the kind.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
ALTER TABLE divergence_event ADD COLUMN details TEXT NOT NULL DEFAULT '';
"#;

const DOWN: &str = "
ALTER TABLE divergence_event DROP COLUMN details;
";
