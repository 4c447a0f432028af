//! What is kept no longer than it is needed: drafts of comments with files whose
//! link was never mailed, and mails that were sent. What was saved before this
//! step is kept as long as its page said.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
ALTER TABLE comment_draft ADD COLUMN mailed BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE comment_draft SET mailed = TRUE;
CREATE INDEX mail_sent ON mail (sent);
"#;

const DOWN: &str = "
DROP INDEX mail_sent;
ALTER TABLE comment_draft DROP COLUMN mailed;
";
