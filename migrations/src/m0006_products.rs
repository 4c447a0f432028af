//! Products of public notifications by code, so that measures on the same
//! products are found; and what is known of national standards beside the
//! catalogue: which international ones they correspond to.

crate::step::step!(UP, DOWN);

const UP: &str = r#"
CREATE TABLE product (
    scheme TEXT NOT NULL,
    code TEXT {bytes} NOT NULL,
    notification_id BIGINT NOT NULL REFERENCES notification (id),
    PRIMARY KEY (scheme, code, notification_id)
);
CREATE INDEX product_notification ON product (notification_id);
CREATE TABLE correspondence (
    national TEXT NOT NULL,
    international TEXT NOT NULL,
    degree TEXT NOT NULL,
    basis TEXT NOT NULL,
    confidence TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (national, international)
);
"#;

const DOWN: &str = "
DROP TABLE correspondence;
DROP TABLE product;
";
