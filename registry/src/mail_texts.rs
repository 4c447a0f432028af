//! What mails say. Plain text, one subject each, every link written out. Nothing that
//! somebody typed goes into a mail to an address that nobody confirmed, nor what
//! somebody typed whose own address nobody confirmed into any.

use crate::mails::Letter;

/// What the texts name of a comment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct About<'a> {
    pub public_url: &'a str,
    pub symbol: &'a str,
    pub title: &'a str,
    pub number: &'a str,
}

impl About<'_> {
    fn notification(&self) -> String {
        format!("{} — {}", self.symbol, self.title)
    }
}

/// To the author of a comment, who may be somebody else: confirm the address, by that
/// day. Holds the receipt's address too.
pub(crate) fn verify(about: About<'_>, received: &str, until: &str, key: &str, token: &str) -> Letter {
    let About { public_url, number, .. } = about;
    Letter {
        subject: format!("Confirm your comment {number}"),
        body: format!(
            "A comment was sent with this e-mail address. It has the number {number}, is on\n\n  {}\n\n\
             and was received on {received}. That time counts, whenever you confirm.\n\n\
             It is not shown to anyone until you confirm that this e-mail address is yours, by {until}; \
             after that day it is forgotten with its files:\n\n  \
             {public_url}/comments/verify?token={token}\n\n\
             Your receipt, with the state of the comment and later the reply:\n\n  \
             {public_url}/receipts/{number}?key={key}\n\n\
             Keep this address to yourself: whoever has it can read the receipt.\n\n\
             If you did not write this comment, do nothing: it stays unseen.\n",
            about.notification()
        ),
    }
}

/// To an official who commented: the receipt.
pub(crate) fn receipt(about: About<'_>, author: &str, received: &str, key: &str) -> Letter {
    let About { public_url, number, .. } = about;
    Letter {
        subject: format!("Receipt for your comment {number}"),
        body: format!(
            "Dear {author},\n\n\
             your comment {number} on\n\n  {}\n\n\
             was received on {received}.\n\n\
             Your receipt, with the state of the comment and later the reply:\n\n  \
             {public_url}/receipts/{number}?key={key}\n",
            about.notification()
        ),
    }
}

/// To the author: the authority replied.
pub(crate) fn answered(about: About<'_>, author: &str, authority: &str, reply: &str) -> Letter {
    let About { public_url, symbol, number, .. } = about;
    Letter {
        subject: format!("{authority} replied to your comment {number}"),
        body: format!(
            "Dear {author},\n\n\
             {authority} replied to your comment {number} on\n\n  {}\n\n\
             The reply:\n\n{reply}\n\n\
             The notification:\n\n  {public_url}/notifications/{symbol}\n",
            about.notification()
        ),
    }
}

/// To everyone who commented: what became of the draft. `step` ends the
/// sentence “the measure …”.
pub(crate) fn decided(about: About<'_>, step: &str, note: &str) -> Letter {
    let About { public_url, symbol, .. } = about;
    let note = if note.is_empty() { String::new() } else { format!("The authority adds:\n\n{note}\n\n") };
    Letter {
        subject: format!("{symbol} {step}"),
        body: format!(
            "You commented on\n\n  {}\n\n\
             The measure {step}.\n\n{note}\
             The notification with its history:\n\n  {public_url}/notifications/{symbol}\n",
            about.notification()
        ),
    }
}

/// To the author of a comment that is not sent yet: where it waits.
pub(crate) fn resume(about: About<'_>, key: &str, until: &str) -> Letter {
    let About { public_url, symbol, .. } = about;
    Letter {
        subject: format!("Your unfinished comment on {symbol}"),
        body: format!(
            "Your comment on\n\n  {}\n\nis saved. It was not sent. Go on writing here:\n\n  \
             {public_url}/comment/draft/{key}\n\n\
             It is kept until {until}. Keep this address to yourself: whoever has it can read and change the comment.\n",
            about.notification()
        ),
    }
}

/// To the author: an official checked the comment, and it is public.
pub(crate) fn published(about: About<'_>, author: &str) -> Letter {
    let About { public_url, number, .. } = about;
    Letter {
        subject: format!("Your comment {number} is published"),
        body: format!(
            "Dear {author},\n\nyour comment {number} on\n\n  {}\n\nis published:\n\n  \
             {public_url}/comments/{number}\n",
            about.notification()
        ),
    }
}

/// To the author: the comment is not shown, and why.
pub(crate) fn withheld(about: About<'_>, author: &str, why: &str) -> Letter {
    let About { number, .. } = about;
    Letter {
        subject: format!("Your comment {number} is not shown"),
        body: format!(
            "Dear {author},\n\nyour comment {number} on\n\n  {}\n\n\
             is not shown to the public. The authority has it, and it counts. The reason given:\n\n{why}\n",
            about.notification()
        ),
    }
}

/// To everyone who commented: the response document is there.
pub(crate) fn responses(about: About<'_>, version: i32) -> Letter {
    let About { public_url, symbol, .. } = about;
    let which = if version > 1 { format!(" (version {version})") } else { String::new() };
    Letter {
        subject: format!("Responses to the comments on {symbol}{which}"),
        body: format!(
            "You commented on\n\n  {}\n\nThe authority published its responses{which}:\n\n  \
             {public_url}/responses/{symbol}\n",
            about.notification()
        ),
    }
}

/// To everyone who commented: there is a revision.
pub(crate) fn revised(about: About<'_>, revision: &str) -> Letter {
    let About { public_url, symbol, .. } = about;
    Letter {
        subject: format!("{symbol} was revised"),
        body: format!(
            "You commented on\n\n  {}\n\nThe authority announced a revised draft, {revision}:\n\n  \
             {public_url}/notifications/{revision}\n\n\
             Your comment stays with the version it was made on.\n",
            about.notification()
        ),
    }
}

/// To officials: somebody says that a comment is not from whom it names.
pub(crate) fn attribution_reported(about: About<'_>, id: i64) -> Letter {
    let About { public_url, number, .. } = about;
    Letter {
        subject: format!("Comment {number}: its attribution is disputed"),
        body: format!(
            "On\n\n  {}\n\nsomebody reports that comment {number} is not from the person or organisation it names.\n\n\
             Read why, and decide:\n\n  {public_url}/desk/comments/{id}\n",
            about.notification()
        ),
    }
}

/// To the one who reported: what was decided.
pub(crate) fn attribution_decided(about: About<'_>, upheld: bool, note: &str) -> Letter {
    let About { number, .. } = about;
    let what = if upheld {
        "The name is no longer shown; a public note says that the attribution was found to be false."
    } else {
        "The name stays."
    };
    Letter {
        subject: format!("Your report about comment {number}"),
        body: format!("On\n\n  {}\n\n{what}\n\n{note}\n", about.notification()),
    }
}

/// To someone who wants to follow something: confirm the address.
pub(crate) fn follow(public_url: &str, subject: &str, secret: &str) -> Letter {
    Letter {
        subject: format!("Confirm that you want to follow {subject}"),
        body: format!(
            "Somebody, probably you, asked that this address be told what happens to\n\n  {subject}\n\n\
             Confirm it:\n\n  {public_url}/follows/confirm?key={secret}\n\n\
             If it was not you, do nothing: no further mail comes.\n"
        ),
    }
}

/// To followers of a measure: what happened to it. `what` ends the sentence “the measure …”.
pub(crate) fn measure_changed(about: About<'_>, what: &str, note: &str) -> Letter {
    let About { public_url, symbol, .. } = about;
    let note = if note.is_empty() { String::new() } else { format!("{note}\n\n") };
    Letter {
        subject: format!("{symbol} {what}"),
        body: format!(
            "{}\n\nThe measure {what}.\n\n{note}The notification with its history:\n\n  \
             {public_url}/notifications/{symbol}\n",
            about.notification()
        ),
    }
}

/// To followers of a standard: what the catalogue says of it now.
pub(crate) fn standard_changed(public_url: &str, number: &str, news: &[String]) -> Letter {
    let lines: String = news.iter().map(|line| format!("  - {line}\n")).collect();
    Letter {
        subject: format!("{number}: the catalogue changed"),
        body: format!(
            "What changed about {number} in the catalogue of standards:\n\n{lines}\n\
             Its editions, and who cites which:\n\n  {public_url}/standards/{}\n",
            number.replace(' ', "%20")
        ),
    }
}

/// What an untitled draft is called in a mail.
fn titled(title: &str) -> &str {
    if title.trim().is_empty() { "a draft without a title" } else { title.trim() }
}

/// A word of a person, as a paragraph of its own; nothing where there is none.
fn adds(actor: &str, note: &str) -> String {
    if note.is_empty() { String::new() } else { format!("{actor} writes:\n\n{note}\n\n") }
}

/// To the officials of the enquiry point: a regulator hands a draft over.
pub(crate) fn handed_over(public_url: &str, actor: &str, title: &str, draft: i64, note: &str) -> Letter {
    Letter {
        subject: format!("A draft was handed over: {}", titled(title)),
        body: format!(
            "{actor} hands a draft over to the enquiry point:\n\n  {}\n\n{}\
             Edit it and hand it in, or hand it back with a word:\n\n  {public_url}/desk/{draft}\n",
            titled(title),
            adds(actor, note)
        ),
    }
}

/// To the regulator: an official hands a draft back.
pub(crate) fn handed_back(public_url: &str, actor: &str, title: &str, draft: i64, note: &str) -> Letter {
    Letter {
        subject: format!("A draft was handed back: {}", titled(title)),
        body: format!(
            "{actor} hands the draft back to you:\n\n  {}\n\n{}\
             Go on with it:\n\n  {public_url}/desk/{draft}\n",
            titled(title),
            adds(actor, note)
        ),
    }
}

/// To the officials of another authority: they are asked to notify a measure jointly.
pub(crate) fn joint_asked(public_url: &str, actor: &str, authority: &str, title: &str, draft: i64) -> Letter {
    Letter {
        subject: format!("{authority} asks you to notify a measure jointly"),
        body: format!(
            "{actor} of {authority} asks your authority to notify this measure jointly:\n\n  {}\n\n\
             Read the draft, and join or decline:\n\n  {public_url}/desk/{draft}/check\n",
            titled(title)
        ),
    }
}

/// To whoever asked: an authority joined or declined.
pub(crate) fn joint_answered(
    public_url: &str,
    actor: &str,
    authority: &str,
    joined: bool,
    title: &str,
    draft: i64,
    note: &str,
) -> Letter {
    let what = if joined { "joins" } else { "does not join" };
    Letter {
        subject: format!("{authority} {what}: {}", titled(title)),
        body: format!(
            "{actor} answers that {authority} {what} the notification of\n\n  {}\n\n{}\
             The draft:\n\n  {public_url}/desk/{draft}\n",
            titled(title),
            adds(actor, note)
        ),
    }
}

/// To a person with an account: the link with which to set a password.
pub(crate) fn set_password(
    public_url: &str,
    name: &str,
    authority: &str,
    first: bool,
    days: i64,
    secret: &str,
) -> Letter {
    let why = if first {
        format!("you were invited to work for {authority} in Concordance.")
    } else {
        format!("an administrator of {authority} sends you a link to set a new password in Concordance.")
    };
    Letter {
        subject: format!("Set your password for {authority}"),
        body: format!(
            "Dear {name},\n\n{why}\n\n\
             Set your password:\n\n  {public_url}/password?token={secret}\n\n\
             The link works once, within {days} days. Whoever has it can set the password: keep it to yourself.\n"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOUT: About<'_> = About {
        public_url: "https://example.org",
        symbol: "G/TBT/N/KEN/641",
        title: "Toasters",
        number: "C-2026-000123",
    };

    #[test]
    fn the_verification_mail_has_both_links() {
        let letter =
            verify(ABOUT, "21 November 2026, 04:15 (Nairobi, UTC+3)", "21 December 2026", "k1", "t1");
        assert!(letter.body.contains("by 21 December 2026; after that day it is forgotten"));
        assert_eq!(letter.subject, "Confirm your comment C-2026-000123");
        assert!(letter.body.contains("\n  https://example.org/comments/verify?token=t1\n"));
        assert!(letter.body.contains("\n  https://example.org/receipts/C-2026-000123?key=k1\n"));
        assert!(!receipt(ABOUT, "Ana", "now", "k1").body.contains("token"));
    }

    #[test]
    fn a_decision_without_note_has_no_empty_paragraph() {
        assert!(!decided(ABOUT, "was adopted on 3 March 2027", "").body.contains("adds"));
        assert!(
            decided(ABOUT, "was adopted on 3 March 2027", "See gazette.").body.contains("\nSee gazette.\n")
        );
    }
}
