//! E-mail addresses: read once from what somebody typed or pasted, and from then
//! on known to be such that a mail can be sent. What an editor or a keyboard made
//! of an address (a curly apostrophe, a full-width @, a blank of no width) is put
//! right; what cannot be put right is refused with a sentence that names it.

use std::fmt;

/// Longest part before the @ (RFC 5321, 4.5.3.1.1).
const LOCAL_LIMIT: usize = 64;
/// Longest address (RFC 5321, 4.5.3.1.3, without the angle brackets).
const LIMIT: usize = 254;

/// An address to which a mail can be sent. Two that differ in the case of their
/// letters alone are the same one.
///
/// The part before the @ is plain ASCII, because few mail servers take anything
/// else (RFC 6531). The domain may be internationalised: it is shown in its own
/// letters and sent as A-labels.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress {
    local: String,
    /// The domain in A-labels.
    ascii: String,
    /// The domain in its own letters.
    shown: String,
}

/// Why a text is no address, each a sentence for whoever typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EmailProblem {
    /// Nothing was typed.
    #[error("Enter an e-mail address that you can read, for example name@example.org.")]
    Missing,
    /// There is no @.
    #[error("Enter a whole e-mail address with an @ sign, for example name@example.org.")]
    NoAt,
    /// There are several.
    #[error("Enter one e-mail address alone: there is more than one @ sign in it.")]
    Several,
    /// A blank or a line break inside.
    #[error("Take the blank out of the e-mail address: an address has none.")]
    Blank,
    /// A sign that no mail server takes, before the @.
    #[error(
        "The e-mail address has the sign “{0}” before the @: mails cannot be sent to it. Write it as your mail \
         provider does, with plain letters, digits and signs."
    )]
    Sign(char),
    /// A dot where none may be.
    #[error(
        "Take a dot out of the e-mail address: before the @ no dot stands first, last, or beside another."
    )]
    Dots,
    /// The part after the @ is no name of a machine.
    #[error("What stands after the @ is not the name of a mail domain, such as example.org: “{0}”.")]
    Domain(String),
    /// More than mail servers take.
    #[error("The e-mail address is too long: at most 64 signs stand before the @, and 254 in all.")]
    TooLong,
}

impl EmailAddress {
    /// Reads an address as typed or pasted: alone, as `mailto:`, or behind a name as
    /// in `Ana Lima <ana@example.org>`.
    pub fn parse(typed: &str) -> Result<Self, EmailProblem> {
        let plain: String = typed.chars().filter(|c| !is_invisible(*c)).map(put_right).collect();
        let address = alone(&plain);
        if address.is_empty() {
            return Err(EmailProblem::Missing);
        }
        if address.chars().any(|c| c == ' ' || c.is_control()) {
            return Err(EmailProblem::Blank);
        }
        let (local, domain) = address.split_once('@').ok_or(EmailProblem::NoAt)?;
        if domain.contains('@') {
            return Err(EmailProblem::Several);
        }
        if local.is_empty() {
            return Err(EmailProblem::NoAt);
        }
        if let Some(sign) = local.chars().find(|c| *c != '.' && !is_atom(*c)) {
            return Err(EmailProblem::Sign(sign));
        }
        if local.split('.').any(str::is_empty) {
            return Err(EmailProblem::Dots);
        }
        let wrong = || EmailProblem::Domain(domain.chars().take(80).collect());
        // Strict: letters, digits and hyphens, of the lengths that DNS knows.
        let ascii = idna::domain_to_ascii_strict(domain).map_err(|_| wrong())?;
        let last = ascii.rsplit('.').next().unwrap_or_default();
        if !ascii.contains('.') || last.bytes().all(|b| b.is_ascii_digit()) {
            return Err(wrong());
        }
        if local.len() > LOCAL_LIMIT || local.len() + 1 + ascii.len() > LIMIT {
            return Err(EmailProblem::TooLong);
        }
        let shown = match idna::domain_to_unicode(&ascii) {
            (shown, Ok(())) => shown,
            (_, Err(_)) => ascii.clone(),
        };
        Ok(Self { local: local.to_ascii_lowercase(), ascii, shown })
    }

    /// The address as a mail server takes it: ASCII alone, the domain in A-labels.
    pub fn to_send(&self) -> String {
        format!("{}@{}", self.local, self.ascii)
    }

    /// What mails to one person are counted under: the address without what stands
    /// behind a plus sign, by which one mailbox has any number of addresses.
    pub fn mailbox(&self) -> String {
        let local = match self.local.split_once('+') {
            Some((mailbox, _)) if !mailbox.is_empty() => mailbox,
            _ => &self.local,
        };
        format!("{local}@{}", self.ascii)
    }
}

impl fmt::Display for EmailAddress {
    /// As it is shown, stored and compared: in small letters, the domain in its own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.shown)
    }
}

/// What stands in a part before the @, beside dots (RFC 5322, atext).
fn is_atom(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

/// Signs without width that come along when an address is copied.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// The plain sign for one that keyboards and editors put in its place.
fn put_right(c: char) -> char {
    match c {
        '\u{2018}'..='\u{201b}'
        | '\u{2b9}'
        | '\u{2bb}'..='\u{2bd}'
        | '\u{2c8}'
        | '\u{2032}'
        | '\u{b4}'
        | '\u{a78c}' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        '\u{2024}' | '\u{3002}' | '\u{ff61}' | '\u{fe52}' => '.',
        '\u{fe6b}' => '@',
        // Full-width forms of ASCII.
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        c if c.is_whitespace() && !c.is_control() => ' ',
        '\t' => ' ',
        c => c,
    }
}

/// The address without a name before it, `mailto:`, brackets, quotation marks, and
/// what ends a sentence behind it.
fn alone(text: &str) -> &str {
    let around = |c: char| {
        c.is_whitespace() || ",;:<>()[]\"".contains(c) || matches!(c, '\u{201c}'..='\u{201f}' | '«' | '»')
    };
    let behind = |c: char| around(c) || "!.".contains(c);
    let text = text.trim_start_matches(around).trim_end_matches(behind);
    let text = match text.rsplit_once('<') {
        Some((_, inside)) if inside.contains('@') => inside.trim(),
        _ => text,
    };
    let text = match text.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => {
            let address = text.get(7..).unwrap_or_default();
            address.split_once('?').map_or(address, |(address, _)| address).trim()
        }
        _ => text,
    };
    // In single quotation marks, both of them: one alone may be an apostrophe.
    match text.strip_prefix('\'').and_then(|t| t.strip_suffix('\'')) {
        Some(inside) => inside,
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(typed: &str) -> String {
        EmailAddress::parse(typed)
            .map_or_else(|problem| format!("{problem:?}"), |address| address.to_string())
    }

    #[test]
    fn what_keyboards_and_editors_make_of_an_address_is_put_right() {
        for (typed, meant) in [
            ("niamh.o’connor@example.ie", "niamh.o'connor@example.ie"),
            ("niamh.o‘connor@example.ie", "niamh.o'connor@example.ie"),
            ("niamh.oʼconnor@example.ie", "niamh.o'connor@example.ie"),
            ("niamh.o＇connor＠example．ie", "niamh.o'connor@example.ie"),
            ("ana@example。org", "ana@example.org"),
            ("a\u{200b}na@exam\u{ad}ple.org\u{feff}", "ana@example.org"),
            ("\u{a0}ana@example.org\u{2003}", "ana@example.org"),
            ("Mailto:Ana@Example.ORG?subject=Hello", "ana@example.org"),
            ("mailto: ana@example.org", "ana@example.org"),
            ("Ana Lima <ana@example.org>", "ana@example.org"),
            ("“Lima, Ana” <ana@example.org>,", "ana@example.org"),
            ("<ana@example.org>", "ana@example.org"),
            ("'ana@example.org'", "ana@example.org"),
            ("ana@example.org.", "ana@example.org"),
            ("ana@example.org;\r\n", "ana@example.org"),
            ("(ana@example.org)", "ana@example.org"),
            ("jean–luc@example.org", "jean-luc@example.org"),
        ] {
            assert_eq!(read(typed), meant, "{typed:?}");
        }
    }

    #[test]
    fn what_cannot_be_put_right_is_named() {
        for (typed, problem) in [
            ("", "Missing"),
            (" \u{200b} ", "Missing"),
            ("ana", "NoAt"),
            ("@example.org", "NoAt"),
            ("ana@example.org, ben@example.org", "Blank"),
            ("ana@example.org,ben@example.org", "Several"),
            ("ana lima@example.org", "Blank"),
            ("ana @example.org", "Blank"),
            ("a@b.org\nBcc: x@y.org", "Blank"),
            ("a\0b@example.org", "Blank"),
            ("josé@example.org", "Sign('é')"),
            ("аna@example.org", "Sign('а')"),
            ("a\"b@example.org", "Sign('\"')"),
            ("a,b@example.org", "Sign(',')"),
            ("a..b@example.org", "Dots"),
            (".a@example.org", "Dots"),
            ("a.@example.org", "Dots"),
            ("ana@example", "Domain(\"example\")"),
            ("ana@", "Domain(\"\")"),
            ("ana@-example.org", "Domain(\"-example.org\")"),
            ("ana@exa_mple.org", "Domain(\"exa_mple.org\")"),
            ("ana@example..org", "Domain(\"example..org\")"),
            ("ana@192.0.2.1", "Domain(\"192.0.2.1\")"),
            ("ana@xn--a.org", "Domain(\"xn--a.org\")"),
        ] {
            assert_eq!(read(typed), problem, "{typed:?}");
        }
        assert_eq!(read(&format!("{}@example.org", "a".repeat(65))), "TooLong");
        let domain = [["a"; 63].concat(), ["b"; 63].concat(), ["c"; 63].concat(), "org".to_owned()].join(".");
        assert_eq!(read(&format!("{}@{domain}", "a".repeat(64))), "TooLong");
        let sentence = EmailProblem::Sign('é').to_string();
        assert!(sentence.contains("“é”"), "{sentence}");
    }

    #[test]
    fn internationalised_domains_are_shown_in_their_letters_and_sent_as_a_labels() {
        let typed = EmailAddress::parse("Ana@BÜCHER.example").unwrap();
        assert_eq!(
            (typed.to_string().as_str(), typed.to_send().as_str()),
            ("ana@bücher.example", "ana@xn--bcher-kva.example")
        );
        assert_eq!(EmailAddress::parse("ana@xn--bcher-kva.example").unwrap(), typed);
        assert_eq!(EmailAddress::parse("ana@bu\u{308}cher.example").unwrap(), typed);
    }

    #[test]
    fn one_mailbox_has_many_addresses() {
        let mailbox = |typed: &str| EmailAddress::parse(typed).unwrap().mailbox();
        assert_eq!(mailbox("Ana+one@Example.org"), mailbox("ana+two@example.org"));
        assert_eq!(mailbox("ana@bücher.example"), mailbox("ANA@xn--bcher-kva.example"));
        assert_ne!(mailbox("ana@example.org"), mailbox("ben@example.org"));
        assert_eq!(mailbox("+@example.org"), "+@example.org");
    }

    proptest! {
        #[test]
        fn what_is_read_is_read_again_alike(typed in "[ a-zA-Z0-9.’'＠@+<>,é_\u{200b}-]{0,20}@[a-zA-Zü0-9.。-]{1,20}[.][a-z]{2,4}.{0,2}") {
            if let Ok(address) = EmailAddress::parse(&typed) {
                prop_assert_eq!(&EmailAddress::parse(&address.to_string()).unwrap(), &address);
                prop_assert_eq!(&EmailAddress::parse(&address.to_send()).unwrap(), &address);
                prop_assert!(address.to_send().is_ascii());
            }
        }

        #[test]
        fn nothing_is_too_strange_to_be_read(typed in "\\PC{0,60}|.{0,60}") {
            let _ = EmailAddress::parse(&typed);
        }
    }
}
