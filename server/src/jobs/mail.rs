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
use registry::mails::{Kept, Mail, TAKEN_MINUTES};

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

    async fn send(&self, mail: &Mail) -> Result<(), Unsent> {
        // What no message can be made of, an address that is none, will not become one.
        let message = self.message(mail).map_err(Unsent::Refused)?;
        match &self.way {
            Way::Files(files) => files.send(message).await.map(|_| ()).map_err(|e| Unsent::Failed(e.into())),
            Way::Smtp(smtp) => {
                let Err(error) = smtp.send(message).await else { return Ok(()) };
                // A server that takes nothing from us (a wrong password, say) refuses
                // for good too: that is the operator's to mend, and no mail is lost by it.
                let for_good = error.is_permanent() && matches!(smtp.test_connection().await, Ok(true));
                Err(if for_good { Unsent::Refused(error.into()) } else { Unsent::Failed(error.into()) })
            }
        }
    }

    fn message(&self, mail: &Mail) -> anyhow::Result<Message> {
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
        Ok(message.body(mail.body.clone())?)
    }
}

/// Why a mail did not leave.
#[derive(Debug)]
enum Unsent {
    /// Another try would end alike.
    Refused(anyhow::Error),
    /// It may be taken later.
    Failed(anyhow::Error),
}

/// Mails that are taken at once, and how long one may take: all of them are tried
/// before another server may take them.
const AT_ONCE: u64 = 10;
const LONGEST: Duration = Duration::from_secs(60);
const _: () = assert!(AT_ONCE * LONGEST.as_secs() < TAKEN_MINUTES as u64 * 60);

pub(super) async fn run(state: AppState, post: Post, mut stop: Stop) {
    loop {
        match send_due(&state, &post, &stop).await {
            // More may wait.
            Ok(AT_ONCE) if !stop.asked() => continue,
            Ok(_) => {}
            Err(error) => tracing::error!(?error, "mails could not be read or noted as sent"),
        }
        if stop.within(Duration::from_secs(2)).await {
            break;
        }
    }
}

/// What is kept of mails that are done with, by the configuration.
pub(super) fn kept(state: &AppState) -> Kept {
    if state.config.show_outbox { Kept::Words } else { Kept::Facts }
}

/// Sends some of the mails that are due; returns how many there were.
async fn send_due(state: &AppState, post: &Post, stop: &Stop) -> registry::Result<u64> {
    let registry = &state.registry;
    let mails = registry.mails_take(AT_ONCE).await?;
    for (nth, mail) in mails.iter().enumerate() {
        if stop.asked() {
            let rest: Vec<i64> = mails[nth..].iter().map(|m| m.id).collect();
            registry.mails_give_back(&rest).await?;
            break;
        }
        let late = |_| Err(Unsent::Failed(anyhow::anyhow!("the mail server did not answer in time")));
        match tokio::time::timeout(LONGEST, post.send(mail)).await.unwrap_or_else(late) {
            Ok(()) => {
                registry.mail_sent(mail.id, kept(state)).await?;
                metrics::counter!("mails_sent_total").increment(1);
            }
            Err(Unsent::Failed(error)) => {
                tracing::warn!(mail = mail.id, ?error, "a mail could not be handed over; it is tried again");
                registry.mail_failed(mail.id, &format!("{error:#}")).await?;
            }
            Err(Unsent::Refused(error)) => {
                tracing::warn!(mail = mail.id, ?error, "a mail was refused; it is not tried again");
                registry.mail_refused(mail.id, &format!("{error:#}"), kept(state)).await?;
                metrics::counter!("mails_refused_total").increment(1);
            }
        }
    }
    Ok(mails.len() as u64)
}

#[cfg(test)]
mod tests {
    use std::{
        io::{BufRead as _, BufReader, Write as _},
        net::TcpListener,
    };

    use super::*;

    /// A mail server that greets like this, and answers a recipient like that.
    fn server(greeting: &'static str, recipient: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("smtp://{}", listener.local_addr().unwrap());
        // It ends with the process.
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let mut say = |words: &str| stream.write_all(format!("{words}\r\n").as_bytes()).is_ok();
                let mut goes_on = say(greeting);
                let mut message = false;
                for line in lines.map_while(Result::ok) {
                    let answer = match line.get(..4).unwrap_or(line.as_str()) {
                        "." if message => {
                            message = false;
                            "250 taken"
                        }
                        _ if message => continue,
                        "RCPT" => recipient,
                        "DATA" => {
                            message = true;
                            "354 go on"
                        }
                        "QUIT" => "221 bye",
                        _ => "250 good",
                    };
                    goes_on = goes_on && say(answer);
                    if !goes_on {
                        break;
                    }
                }
            }
        });
        address
    }

    fn mail(to: &str) -> Mail {
        Mail {
            id: 1,
            to: to.to_owned(),
            subject: "Your comment".to_owned(),
            body: "Dear Ana".to_owned(),
            written: "2026-11-21T01:15:07Z".parse().unwrap(),
            sent: None,
            unsubscribe: String::new(),
            failures: 0,
        }
    }

    async fn sent(greeting: &'static str, recipient: &'static str, to: &str) -> Result<(), Unsent> {
        let address = server(greeting, recipient);
        let post = Post::new("registry@example.org", Some(&address), Path::new("unused")).unwrap();
        post.send(&mail(to)).await
    }

    #[tokio::test]
    async fn a_recipient_who_is_refused_for_good_is_not_tried_again() {
        let ana = "ana@example.org";
        assert!(sent("220 here", "250 good", ana).await.is_ok());
        assert!(matches!(sent("220 here", "550 nobody of that name", ana).await, Err(Unsent::Refused(_))));
        assert!(matches!(sent("220 here", "450 later", ana).await, Err(Unsent::Failed(_))));
        // A server that takes nothing from us says nothing about the recipient.
        assert!(matches!(sent("554 not from you", "250 good", ana).await, Err(Unsent::Failed(_))));
        assert!(matches!(sent("220 here", "250 good", "no address").await, Err(Unsent::Refused(_))));
    }
}
