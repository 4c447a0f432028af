//! What tells one submission from another, why the authority withholds a
//! comment apart from why its author keeps parts confidential, and a log that
//! names no commenter. Twenty thousand comments are counted, divided and put into
//! order by indexes alone, without reading their texts. And counting without reading thousands of texts.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
ALTER TABLE comment ADD COLUMN submission_sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE comment ADD COLUMN withholding_reason TEXT NOT NULL DEFAULT '';
UPDATE comment SET withholding_reason = withheld_why, withheld_why = '' WHERE state = 'withheld';
CREATE INDEX comment_submission ON comment (notification_id, submission_sha256);
DROP INDEX comment_notification;
DROP INDEX comment_group;
DROP INDEX comment_point_clause;
DROP INDEX event_notification;
CREATE INDEX comment_counted ON comment (notification_id, state, confidential, token_sha256, kind, language);
CREATE INDEX comment_in_order ON comment (notification_id, confidential, token_sha256, received, id, state);
CREATE INDEX comment_group ON comment (notification_id, represented_by, token_sha256, state);
CREATE INDEX comment_point_clause ON comment_point (notification_id, clause, confidential, comment_id, document_id, stance);
CREATE INDEX event_notification ON event (notification_id, what);
UPDATE event SET actor = '' WHERE what = 'comment-received';
"#;

const DOWN: &str = "
UPDATE comment SET withheld_why = withholding_reason WHERE state = 'withheld';
DROP INDEX event_notification;
DROP INDEX comment_point_clause;
DROP INDEX comment_group;
DROP INDEX comment_in_order;
DROP INDEX comment_counted;
CREATE INDEX event_notification ON event (notification_id);
CREATE INDEX comment_point_clause ON comment_point (notification_id, clause);
CREATE INDEX comment_group ON comment (notification_id, represented_by);
CREATE INDEX comment_notification ON comment (notification_id, state);
DROP INDEX comment_submission;
ALTER TABLE comment DROP COLUMN withholding_reason;
ALTER TABLE comment DROP COLUMN submission_sha256;
";
