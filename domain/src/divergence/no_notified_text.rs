//! `no-notified-text` (TBT 2.9.3): nothing to comment on: no file attached, no
//! link to the text.

use super::{Code, Divergence, Evidence, Severity, Subject, divergence};

pub(super) fn check(subject: &Subject<'_>) -> Option<Divergence> {
    if subject.has_text || !subject.content.links.is_empty() || !subject.kind.opens_period() {
        return None;
    }
    let explanation = "No text of the draft is attached or linked. Trading partners can ask for it, but every day of \
                       asking is lost to the comment period. Attach the notified text, in any language it exists in."
        .to_owned();
    Some(divergence(Code::NoNotifiedText, Severity::Warning, Evidence::default(), explanation))
}
