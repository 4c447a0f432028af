//! Mails leave the database for a mail server or for files.

use std::{path::Path, time::Duration};

use anyhow::Context as _;
use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
};
use registry::mails::Mail;

use super::Stop;
use crate::state::AppState;

/// A header of plain text.
macro_rules! text_header {
    ($type:ident, $name:literal) => {
        #[derive(Clone)]
        struct $type(String);

        impl Header for $type {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($name)
            }

            fn parse(s: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(s.to_owned()))
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), self.0.clone())
            }
        }
    };
}
text_header!(ListUnsubscribe, "List-Unsubscribe");
text_header!(ListUnsubscribePost, "List-Unsubscribe-Post");

/// How mails leave.
pub struct Post {
    from: Mailbox,
    way: Way,
}

enum Way {
    Files(AsyncFileTransport<Tokio1Executor>),
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
}

impl Post {
    /// Into files of this folder, or to the server of that address.
    pub fn new(from: &str, smtp: Option<&str>, folder: &Path) -> anyhow::Result<Self> {
        let from = from.parse().with_context(|| format!("“{from}” is not a sender's address"))?;
        let way = match smtp {
            Some(url) => Way::Smtp(Box::new(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .context(
                        "the mail server's address is not understood: smtps://user:password@host is expected",
                    )?
                    .build(),
            )),
            None => {
                std::fs::create_dir_all(folder)
                    .with_context(|| format!("the mail folder {} cannot be made", folder.display()))?;
                Way::Files(AsyncFileTransport::new(folder))
            }
        };
        Ok(Self { from, way })
    }

    async fn send(&self, mail: &Mail) -> anyhow::Result<()> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(mail.to.parse()?)
            .subject(&mail.subject)
            // The same identifier at every try: a server that got it already can tell.
            .message_id(Some(format!("<mail-{}@{}>", mail.id, self.from.email.domain())))
            .header(ContentType::TEXT_PLAIN);
        // One click in the mail program ends what was subscribed to (RFC 8058).
        let message = if mail.unsubscribe.is_empty() {
            message
        } else {
            message
                .header(ListUnsubscribe(format!("<{}>", mail.unsubscribe)))
                .header(ListUnsubscribePost("List-Unsubscribe=One-Click".to_owned()))
        };
        let message = message.body(mail.body.clone())?;
        match &self.way {
            Way::Files(files) => {
                files.send(message).await?;
            }
            Way::Smtp(smtp) => {
                smtp.send(message).await?;
            }
        }
        Ok(())
    }
}

pub(super) async fn run(state: AppState, post: Post, mut stop: Stop) {
    loop {
        if let Err(error) = send_due(&state, &post, &stop).await {
            tracing::error!(?error, "mails could not be read or noted as sent");
        }
        if stop.within(Duration::from_secs(2)).await {
            break;
        }
    }
}

async fn send_due(state: &AppState, post: &Post, stop: &Stop) -> registry::Result<()> {
    for mail in state.registry.mails_due(50).await? {
        if stop.asked() {
            break;
        }
        match post.send(&mail).await {
            Ok(()) => {
                state.registry.mail_sent(mail.id).await?;
                metrics::counter!("mails_sent_total").increment(1);
            }
            Err(error) => {
                tracing::warn!(mail = mail.id, ?error, "a mail could not be handed over; it is tried again");
                state.registry.mail_failed(mail.id, &format!("{error:#}")).await?;
            }
        }
    }
    Ok(())
}
