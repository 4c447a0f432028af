//! A citation keeps the identifier that was read in it, beside the whole
//! reference: what compares many citations reads that alone. The registry fills
//! it in for what was read before, with the links of `m0018`, when it opens the
//! database.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
ALTER TABLE citation ADD COLUMN identifier TEXT NOT NULL DEFAULT '';
DELETE FROM counter WHERE name = 'citations-linked';
"#;

const DOWN: &str = "
ALTER TABLE citation DROP COLUMN identifier;
";
