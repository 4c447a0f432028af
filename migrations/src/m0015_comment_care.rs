//! What tells one submission from another, why the authority withholds a
//! comment apart from why its author keeps parts confidential, and a log that
//! names no commenter. And counting without reading thousands of texts.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
ALTER TABLE comment ADD COLUMN submission_sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE comment ADD COLUMN withholding_reason TEXT NOT NULL DEFAULT '';
UPDATE comment SET withholding_reason = withheld_why, withheld_why = '' WHERE state = 'withheld';
CREATE INDEX comment_submission ON comment (notification_id, submission_sha256);
DROP INDEX comment_notification;
CREATE INDEX comment_counted ON comment (notification_id, state, confidential, token_sha256);
UPDATE event SET actor = '' WHERE what = 'comment-received';
"#;

const DOWN: &str = "
UPDATE comment SET withheld_why = withholding_reason WHERE state = 'withheld';
DROP INDEX comment_counted;
CREATE INDEX comment_notification ON comment (notification_id, state);
DROP INDEX comment_submission;
ALTER TABLE comment DROP COLUMN withholding_reason;
ALTER TABLE comment DROP COLUMN submission_sha256;
";
