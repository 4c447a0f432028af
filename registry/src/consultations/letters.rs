//! What stakeholders are mailed.

use crate::{entities::consultation_stakeholder::Model as Stakeholder, mails::Letter};

/// What letters say of a consultation.
pub(super) struct About {
    pub public_url: String,
    pub authority: String,
    pub symbol: String,
    pub title: String,
    pub question: String,
    pub until: String,
}

/// Somebody invited, with the secret of the own page.
pub(super) struct To<'a> {
    pub person: &'a Stakeholder,
    pub secret: &'a str,
}

impl About {
    fn notification(&self) -> String {
        format!("{} — {}\n  {}/notifications/{}", self.symbol, self.title, self.public_url, self.symbol)
    }

    fn address(&self, to: &To<'_>) -> String {
        format!("{}/consulted/{}", self.public_url, to.secret)
    }
}

/// The first line: with the name where it is known.
fn dear(To { person, .. }: &To<'_>) -> String {
    if person.name.is_empty() { "Good day".to_owned() } else { format!("Dear {}", person.name) }
}

/// The invitation with the secret address.
pub(super) fn invitation(about: &About, to: &To<'_>, official: &str) -> Letter {
    let About { authority, question, until, .. } = about;
    Letter {
        subject: format!("{authority} asks for your view on {}", about.symbol),
        body: format!(
            "{},\n\nanother authority has announced a draft measure:\n\n  {}\n\n\
             {authority} prepares a comment on it and asks you:\n\n{question}\n\n\
             Answer until {until} on this page, without an account:\n\n  {}\n\n\
             What you write is read by officials of {authority} alone. It is not published. You can change it \
             until that day. Keep the address to yourself: whoever has it can read and change your answer.\n\n\
             {official}, {authority}\n",
            dear(to),
            about.notification(),
            about.address(to),
        ),
    }
}

/// To who said nothing yet.
pub(super) fn reminder(about: &About, to: &To<'_>) -> Letter {
    let About { authority, until, .. } = about;
    Letter {
        subject: format!("Reminder: {authority} asks for your view on {}", about.symbol),
        body: format!(
            "{},\n\n{authority} asked for your view on\n\n  {}\n\n\
             Nothing came so far. You can answer until {until}:\n\n  {}\n\n\
             What you write is read by officials of {authority} alone.\n",
            dear(to),
            about.notification(),
            about.address(to),
        ),
    }
}

/// The official comment is filed.
pub(super) fn filed(about: &About, to: &To<'_>, number: &str) -> Letter {
    let About { authority, .. } = about;
    Letter {
        subject: format!("{authority} commented on {}", about.symbol),
        body: format!(
            "{},\n\n{authority} has filed its comment {number} on\n\n  {}\n\n\
             It was built from what was said in the consultation to which you were invited. Thank you.\n\n\
             What you wrote yourself stays readable for you here:\n\n  {}\n",
            dear(to),
            about.notification(),
            about.address(to),
        ),
    }
}
