//! Addresses of the web: what may be typed as one, and what may be shown as a link.

use std::{fmt, str::FromStr};

use url::Url;

/// Longest address, in characters.
const LONGEST: usize = 2_000;
/// Schemes that act or carry content instead of naming a page.
const ACTING: [&str; 6] = ["javascript", "vbscript", "data", "blob", "file", "filesystem"];

/// The address of a page: `http` or `https`, a host, no user name and no password.
/// It is kept as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebAddress(String);

/// Why a text is no address of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is no address that begins with https:// or http:// and names a host")]
pub struct NoWebAddress;

impl WebAddress {
    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text is one.
    pub fn is(text: &str) -> bool {
        text.parse::<Self>().is_ok()
    }
}

impl FromStr for WebAddress {
    type Err = NoWebAddress;

    fn from_str(text: &str) -> Result<Self, NoWebAddress> {
        let begins = |scheme: &str| text.get(..scheme.len()).is_some_and(|b| b.eq_ignore_ascii_case(scheme));
        // A browser reads more than these as an address of the web (`https:host`,
        // backslashes, line ends within), and nobody writes it so.
        let plain = (begins("https://") || begins("http://"))
            && !text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\');
        if !plain || text.chars().count() > LONGEST {
            return Err(NoWebAddress);
        }
        let url = Url::parse(text).map_err(|_| NoWebAddress)?;
        let hosted = url.host_str().is_some_and(|host| !host.is_empty());
        let nameless = url.username().is_empty() && url.password().is_none();
        if hosted && nameless { Ok(Self(text.to_owned())) } else { Err(NoWebAddress) }
    }
}

impl fmt::Display for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The word in a text that is an address of a scheme that acts (`javascript:`,
/// `data:`): nobody needs to write one where it is said where a text can be had.
pub fn acting_address(text: &str) -> Option<&str> {
    text.split(|c: char| c.is_whitespace() || "<>()[]{}\"'“”‘’«»,;|=".contains(c)).find(|word| {
        word.split_once(':').is_some_and(|(scheme, rest)| {
            !rest.is_empty() && ACTING.iter().any(|acting| scheme.eq_ignore_ascii_case(acting))
        })
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://example.org/draft.pdf", true)]
    #[case("HTTP://example.org", true)]
    #[case("https://bücher.example/ä?x=1#y", true)]
    #[case("https://[2001:db8::1]:8443/", true)]
    #[case("javascript:alert(1)", false)]
    #[case("JavaScript://example.org/%0aalert(1)", false)]
    #[case("data:text/html,<script>", false)]
    #[case("ftp://example.org/", false)]
    #[case("https://", false)]
    #[case("https:example.org", false)]
    #[case("https://name:word@example.org/", false)]
    #[case("https://name@example.org/", false)]
    #[case("https://exa mple.org/", false)]
    #[case("https:\\\\example.org", false)]
    #[case("example.org", false)]
    #[case("", false)]
    fn an_address_names_a_host_of_the_web(#[case] text: &str, #[case] is: bool) {
        assert_eq!(WebAddress::is(text), is);
    }

    #[test]
    fn an_address_has_an_end() {
        let of = |n: usize| format!("https://example.org/{}", "a".repeat(n));
        assert!(WebAddress::is(&of(LONGEST - 20)) && !WebAddress::is(&of(LONGEST)));
    }

    #[test]
    fn addresses_that_act_are_found_among_words() {
        assert_eq!(acting_address("See javascript:alert(1) there"), Some("javascript:alert"));
        assert_eq!(acting_address("(DATA:text/html)"), Some("DATA:text/html"));
        for fine in ["The data: see Annex B", "https://example.org/javascript:x", "Metadata:x", "file: 7"] {
            assert_eq!(acting_address(fine), None, "{fine}");
        }
    }
}
