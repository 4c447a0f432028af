//! Mails leave the database for a mail server or for files.

use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use anyhow::Context as _;
use domain::email::EmailAddress;
use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
};
use registry::mails::{KNOWN_DAYS, Kept, Mail, TAKEN_MINUTES};

use super::Stop;
use crate::{
    config::{MailWay, Serve},
    state::AppState,
};

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
    /// They stay in the database.
    None,
}

impl Post {
    /// As the configuration says: to a mail server; in a demonstration into files;
    /// or not at all.
    pub fn new(config: &Serve) -> anyhow::Result<Self> {
        let from = &config.mail_from;
        let from = from.parse().with_context(|| format!("“{from}” is not a sender's address"))?;
        let way = match (&config.smtp, config.mail_way()) {
            (Some(url), _) => Way::Smtp(Box::new(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .context(
                        "the mail server's address is not understood: smtps://user:password@host is expected",
                    )?
                    .build(),
            )),
            (None, MailWay::Files) => {
                let folder = config.location.mail();
                std::fs::create_dir_all(&folder)
                    .with_context(|| format!("the mail folder {} cannot be made", folder.display()))?;
                Way::Files(AsyncFileTransport::new(folder))
            }
            (None, _) => Way::None,
        };
        Ok(Self { from, way })
    }

    async fn send(&self, mail: &Mail) -> Result<(), Unsent> {
        // What no message can be made of, an address that is none, will not become one.
        let message = self.message(mail).map_err(Unsent::Refused)?;
        match &self.way {
            Way::None => Err(Unsent::Failed(anyhow::anyhow!("no mail server is named"))),
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
            .to(recipient(&mail.to)?)
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

/// The recipient as mail servers take it: the domain in A-labels.
fn recipient(stored: &str) -> anyhow::Result<Mailbox> {
    let address = match EmailAddress::parse(stored) {
        Ok(address) => address.to_send(),
        // Earlier versions took some more: a server that knows them may take them too.
        Err(_) => stored.to_owned(),
    };
    Ok(Mailbox::new(None, address.parse()?))
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
/// How long the files of a demonstration are kept.
const KEPT_FILES: Duration = Duration::from_secs(KNOWN_DAYS as u64 * 24 * 3_600);
const _: () = assert!(AT_ONCE * LONGEST.as_secs() < TAKEN_MINUTES as u64 * 60);

pub(super) async fn run(state: AppState, post: Post, mut stop: Stop) {
    if matches!(post.way, Way::None) {
        // Nothing is taken: whoever has a mail server sends it.
        stop.wait().await;
        return;
    }
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

/// Removes files of mails as old as those that the database forgets. Returns how many.
pub(super) fn forget_files(folder: &Path, now: SystemTime) -> std::io::Result<u64> {
    let mut gone = 0;
    let files = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        files => files?,
    };
    for file in files {
        let file = file?;
        let written = file.metadata()?.modified()?;
        let age = now.duration_since(written).unwrap_or_default();
        let is_mail = file.path().extension().is_some_and(|e| e == "eml" || e == "json");
        if is_mail && age > KEPT_FILES {
            fs::remove_file(file.path())?;
            gone += 1;
        }
    }
    Ok(gone)
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

    fn options_of<const N: usize>(options: [&str; N]) -> Serve {
        #[derive(clap::Parser)]
        struct Options {
            #[command(flatten)]
            serve: Serve,
        }
        <Options as clap::Parser>::parse_from(options).serve
    }

    #[test]
    fn files_of_mails_are_removed_like_mails() {
        let folder = tempfile::tempdir().unwrap();
        let now = SystemTime::now();
        assert_eq!(forget_files(&folder.path().join("none"), now).unwrap(), 0);
        for name in ["a.eml", "b.json", "notes.txt"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        assert_eq!(forget_files(folder.path(), now).unwrap(), 0);
        assert_eq!(forget_files(folder.path(), now + KEPT_FILES + Duration::from_secs(60)).unwrap(), 2);
        assert!(folder.path().join("notes.txt").exists());
    }

    #[test]
    fn without_a_mail_server_mails_stay_unless_it_is_a_demonstration() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_str().unwrap();
        let options = options_of(["concordance", "--data", data]);
        assert_eq!(options.mail_way(), MailWay::Stays);
        assert!(matches!(Post::new(&options).unwrap().way, Way::None));
        assert!(!options.location.mail().exists());
        fs::write(options.location.accounts(), "amina@example.org").unwrap();
        assert_eq!(options.mail_way(), MailWay::Files);
        let shown = options_of(["concordance", "--data", "unused", "--show-outbox"]);
        assert_eq!(shown.mail_way(), MailWay::Files);
        let sent = options_of(["concordance", "--data", data, "--smtp", "smtp://localhost"]);
        assert_eq!(sent.mail_way(), MailWay::Server);
    }

    #[test]
    fn the_outbox_is_refused_wherever_others_could_see_it() {
        let refused = |options: &[&str], public_url: Option<&str>| {
            let shown = ["concordance", "--show-outbox"];
            let all = shown.iter().chain(options);
            #[derive(clap::Parser)]
            struct Options {
                #[command(flatten)]
                serve: Serve,
            }
            let serve = <Options as clap::Parser>::parse_from(all).serve;
            let public_url = public_url.map_or_else(|| serve.public_url(), str::to_owned);
            serve.check_outbox(&public_url).is_err()
        };
        assert!(!refused(&[], None));
        assert!(!refused(&["--public-url", "http://localhost:9000/"], None));
        assert!(!refused(&["--listen", "[::1]:8080"], None));
        assert!(refused(&["--listen", "0.0.0.0:8080"], None));
        assert!(refused(&["--smtp", "smtp://localhost"], None));
        assert!(refused(&["--proxies", "1"], None));
        for elsewhere in ["https://registry.example.org", "http://localhost.example.org", "http://10.0.0.1"] {
            assert!(refused(&["--public-url", elsewhere], None), "{elsewhere}");
            // The one that an earlier start kept.
            assert!(refused(&[], Some(elsewhere)), "{elsewhere}");
        }
    }

    proptest::proptest! {
        /// Whatever an address is read from, the mailer takes it.
        #[test]
        fn the_mailer_takes_every_address_that_is_read(
            typed in "[ -~’‘＠．é\u{200b}\u{a0}]{1,30}@[ -~ü。．é]{1,30}|[a-z!#$%&'*+/=?^_`{|}~.-]{1,70}@[a-zA-Z0-9ßü.-]{1,70}[.][a-z]{2,9}"
        ) {
            if let Ok(address) = EmailAddress::parse(&typed) {
                let to = recipient(&address.to_string());
                proptest::prop_assert!(to.is_ok(), "{typed:?}: {to:?}");
                proptest::prop_assert_eq!(to.unwrap().email.to_string(), address.to_send());
                let post = Post { from: "registry@example.org".parse().unwrap(), way: Way::None };
                let message = post.message(&mail(&address.to_string()));
                proptest::prop_assert!(message.is_ok(), "{typed:?}");
            }
        }
    }

    async fn sent(greeting: &'static str, recipient: &'static str, to: &str) -> Result<(), Unsent> {
        let address = server(greeting, recipient);
        let options = ["concordance", "--mail-from", "registry@example.org", "--smtp", &address];
        let post = Post::new(&options_of(options)).unwrap();
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
