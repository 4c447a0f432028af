//! The tables as sea-orm sees them. Times and days are text (see `migrations`).

macro_rules! table {
    ($module:ident, $name:literal, { $($field:tt)* }) => {
        pub mod $module {
            use sea_orm::entity::prelude::*;

            #[sea_orm::model]
            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
            #[sea_orm(table_name = $name)]
            pub struct Model { $($field)* }

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}

table!(authority, "authority", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub name: String,
    pub country: String,
    pub zone: String,
    pub zone_place: String,
    pub profile: String,
    pub enquiry_point: String,
});

table!(account, "account", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub email: String,
    pub name: String,
    pub authority_code: String,
    pub roles: String,
    pub password_hash: String,
    pub disabled: bool,
    pub created: String,
});

table!(session, "session", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id_sha256: String,
    pub data: String,
    pub expires: String,
    pub account_id: Option<i64>,
    pub begun: String,
    pub used: String,
});

table!(invitation, "invitation", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    pub token_sha256: String,
    pub expires: String,
    // Whether the account never had a password that anybody knows.
    pub first: bool,
});

table!(administration, "administration", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub at: String,
    pub actor: String,
    pub account_id: Option<i64>,
    pub country: String,
    pub what: String,
    pub subject: String,
    pub note: String,
});

table!(handover, "handover", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub notification_id: i64,
    pub account_id: Option<i64>,
    pub actor: String,
    pub at: String,
    pub note: String,
});

table!(joint_authority, "joint_authority", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub notification_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub authority_code: String,
    pub position: i32,
    pub state: String,
    pub asked_by: Option<i64>,
    pub answered_by: Option<i64>,
    pub answered_name: String,
    pub note: String,
    pub approved_by: Option<i64>,
    pub approved_name: String,
});

table!(notification, "notification", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub authority_code: String,
    pub kind: String,
    pub state: String,
    pub source: String,
    pub parent_symbol: Option<String>,
    pub content: String,
    pub version: i64,
    pub title: String,
    pub products: String,
    pub description: String,
    pub published: Option<String>,
    pub closes_on: Option<String>,
    pub closes_at: Option<String>,
    pub late_comments: bool,
    pub adopted_on: Option<String>,
    pub created_by: Option<i64>,
    pub submitted_by: Option<i64>,
    pub approved_by: Option<i64>,
    pub created: String,
    pub changed: String,
});

table!(notification_symbol, "notification_symbol", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub symbol: String,
    pub notification_id: i64,
    pub authority_code: String,
    pub position: i32,
    pub root: String,
});

table!(content_version, "content_version", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub notification_id: i64,
    pub version: i64,
    pub content: String,
    pub replaced: String,
});

table!(document, "document", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub notification_id: i64,
    pub role: String,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub sha256: String,
    pub key: String,
    pub language: String,
    pub status: String,
    pub text: Option<String>,
    pub added: String,
});

table!(citation, "citation", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub notification_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub reference: String,
    pub identifier: String,
    pub undated: String,
    pub adopts: String,
    pub declared: String,
    pub stated: String,
    pub year: Option<i32>,
});

table!(divergence, "divergence", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub notification_id: i64,
    pub identity: String,
    pub position: i32,
    pub body: String,
    pub state: String,
    pub raised: String,
    pub resolved: Option<String>,
});

table!(stated_limit, "stated_limit", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub notification_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    pub body: String,
});

table!(compared, "compared", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub notification_id: i64,
    pub line: String,
});

table!(divergence_answer, "divergence_answer", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub notification_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub identity: String,
    pub verdict: String,
    pub reason: String,
    pub account_id: Option<i64>,
    pub actor: String,
    pub at: String,
});

table!(divergence_event, "divergence_event", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub notification_id: i64,
    pub identity: String,
    pub at: String,
    pub what: String,
    pub cause: String,
    pub actor: String,
    pub details: String,
});

table!(product, "product", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub scheme: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub notification_id: i64,
});

table!(correspondence, "correspondence", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub national: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub international: String,
    pub degree: String,
    pub basis: String,
    pub confidence: String,
    pub source: String,
});

table!(event, "event", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub notification_id: i64,
    pub at: String,
    pub what: String,
    pub actor: String,
    pub note: String,
});

table!(comment, "comment", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub number: String,
    pub notification_id: i64,
    pub kind: String,
    pub state: String,
    pub account_id: Option<i64>,
    pub from_authority: bool,
    pub author: String,
    pub organisation: String,
    pub email: String,
    pub clause: String,
    pub text: String,
    pub sha256: String,
    pub language: String,
    pub confidential: bool,
    pub late: bool,
    pub received: String,
    pub key_sha256s: String,
    pub token_sha256: Option<String>,
    pub reply_author: Option<String>,
    pub reply_text: Option<String>,
    pub reply_at: Option<String>,
    pub on_behalf: String,
    pub publication: String,
    pub withheld_why: String,
    pub disputed: String,
    // Of a link that an earlier version mailed; empty where there is none.
    pub mail_sha256: String,
    pub mails: bool,
    pub assigned_to: Option<i64>,
    pub represented_by: Option<i64>,
    pub submission_sha256: String,
    pub withholding_reason: String,
    // What became of the mail that asks to confirm the address.
    pub verification: String,
    // When it is forgotten unless its author confirms it.
    pub expires: Option<String>,
});

table!(comment_point, "comment_point", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub comment_id: i64,
    pub notification_id: i64,
    pub position: i32,
    pub document_id: Option<i64>,
    pub clause: String,
    pub address: String,
    pub stance: String,
    pub text: String,
    pub confidential: bool,
    pub disposition: Option<String>,
    pub reason: String,
    pub changed_document_id: Option<i64>,
    pub changed_clause: String,
    pub disposed_by: String,
    pub disposed_at: Option<String>,
});

table!(comment_draft, "comment_draft", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub key_sha256: String,
    pub notification_id: i64,
    pub body: String,
    pub changed: String,
    pub sent_as: Option<String>,
    // Whether its link was mailed to somebody.
    pub mailed: bool,
});

table!(comment_file, "comment_file", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub comment_id: Option<i64>,
    pub draft_id: Option<i64>,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub sha256: String,
    pub key: String,
    pub added: String,
});

table!(comment_note, "comment_note", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub comment_id: i64,
    pub at: String,
    pub actor: String,
    pub text: String,
});

table!(comment_report, "comment_report", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub comment_id: i64,
    pub at: String,
    pub name: String,
    pub email: String,
    pub reason: String,
    pub upheld: Option<bool>,
    pub decided: Option<String>,
    pub actor: String,
    pub note: String,
    // Whether the decision was mailed.
    pub told: bool,
});

table!(comment_policy, "comment_policy", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub authority_code: String,
    pub check_first: bool,
});

table!(response_document, "response_document", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub notification_id: i64,
    pub version: i32,
    pub published: String,
    pub actor: String,
    pub introduction: String,
    pub body: String,
});

table!(mail, "mail", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub recipient: String,
    pub subject: String,
    pub body: String,
    pub written: String,
    pub due: Option<String>,
    pub sent: Option<String>,
    pub failures: i32,
    pub last_failure: String,
    pub unsubscribe: String,
    // The comment whose address it asks to confirm.
    pub comment_id: Option<i64>,
});

table!(stranger_mail, "stranger_mail", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub mailbox_sha256: String,
    pub at: String,
});

table!(setting, "setting", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub value: String,
});

table!(notified_text, "notified_text", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document_id: i64,
    pub outline: String,
    pub pages: Option<i32>,
    pub notes: String,
});

table!(text_correction, "text_correction", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub notification_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub sha256: String,
    pub version: i64,
    pub corrections: String,
});

table!(consultation, "consultation", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub authority_code: String,
    pub notification_id: i64,
    pub question: String,
    pub until: String,
    pub state: String,
    pub draft: String,
    pub version: i64,
    pub comment_number: Option<String>,
    pub opened_by: String,
    pub opened: String,
});

table!(consultation_stakeholder, "consultation_stakeholder", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub consultation_id: i64,
    pub email: String,
    pub name: String,
    // Of a link that an earlier version mailed; of nothing anybody knows else.
    pub secret_sha256: String,
    pub invited: String,
    pub mailed: String,
});

table!(consultation_input, "consultation_input", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub stakeholder_id: i64,
    pub clause: String,
    pub text: String,
    pub at: String,
});

table!(follow, "follow", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub email: String,
    pub scheme: String,
    pub subject: String,
    // Of a link that an earlier version mailed; of nothing anybody knows else.
    pub secret_sha256: String,
    pub asked: String,
    pub confirmed: Option<String>,
});

table!(standstill, "standstill", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub notification_id: i64,
    pub received: String,
    pub subject: String,
});

table!(standstill_event, "standstill_event", {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub notification_id: i64,
    pub kind: String,
    pub author: String,
    pub happened: String,
    pub reason: String,
    pub comment_number: Option<String>,
    pub recorded: String,
    pub recorded_by: String,
    pub taken_back: Option<String>,
    pub taken_back_by: String,
    pub taken_back_reason: String,
});

table!(reminder, "reminder", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub notification_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub what: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub about: String,
    pub mailed: String,
});

table!(account_clock, "account_clock", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    pub reminders: bool,
    // Of links of an earlier version; of nothing anybody knows else.
    pub reminder_sha256: String,
    pub calendar_sha256: String,
    // How often the address of the calendar was renewed.
    pub calendar_renewed: i64,
});

table!(outbox, "outbox", {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub notification_id: i64,
    pub at: String,
});

table!(standard, "standard", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub undated: String,
    pub base: String,
    pub publisher: String,
    pub number: String,
    pub part: String,
    pub year: Option<i32>,
    pub kind: String,
    pub supplement: String,
    pub consolidates: String,
    pub title_en: String,
    pub title_fr: String,
    pub ics: String,
    pub stage: String,
    pub status: String,
    pub published: String,
    pub withdrawn: String,
    pub replaced_by: String,
    pub under_revision_by: String,
    pub rest: String,
    pub sha256: String,
});

table!(standard_link, "standard_link", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub standard_id: String,
    // The address that was checked: the row is believed while it is still the standard's.
    pub url: String,
    pub checked: String,
    pub failing_since: Option<String>,
    pub dead: bool,
});

table!(catalogue_change, "catalogue_change", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub undated: String,
    pub seq: i64,
});

table!(code_name, "code_name", {
    #[sea_orm(primary_key, auto_increment = false)]
    pub scheme: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub name: String,
    pub name_fr: String,
    pub folded: String,
});
