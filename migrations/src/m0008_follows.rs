//! Who follows a measure or a standard by e-mail, and how a mail's reader ends it.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
CREATE TABLE follow (
    id {key},
    email TEXT NOT NULL,
    scheme TEXT NOT NULL,
    subject TEXT NOT NULL,
    secret TEXT NOT NULL UNIQUE,
    asked TEXT NOT NULL,
    confirmed TEXT,
    UNIQUE (email, scheme, subject)
);
CREATE INDEX follow_subject ON follow (scheme, subject);
ALTER TABLE mail ADD COLUMN unsubscribe TEXT NOT NULL DEFAULT '';
"#;

const DOWN: &str = "
ALTER TABLE mail DROP COLUMN unsubscribe;
DROP TABLE follow;
";
