//! The building blocks of pages: GOV.UK patterns with our texts.

mod charts;
mod clocks;
mod comments;
mod dates;
mod divergences;
mod documents;
mod fields;
mod frames;
mod lists;
mod typed;

pub use charts::*;
pub use clocks::*;
pub use comments::*;
pub use dates::*;
pub use divergences::*;
pub use documents::*;
pub use fields::*;
pub use frames::*;
pub use lists::*;
pub use typed::*;

/// The address of a notification's page.
pub fn notification_path(symbol: &str) -> String {
    format!("/notifications/{}", encoded(symbol))
}

/// The address of a standard's page.
pub fn standard_path(id: &str) -> String {
    format!("/standards/{}", encoded(id))
}

/// The address of the form for comments on a notification.
pub fn comment_path(symbol: &str) -> String {
    format!("/comment?on={}", encoded(symbol))
}

/// Percent-encodes for a path, slashes kept.
pub fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                out.push(char::from(byte));
            }
            _ => write!(out, "%{byte:02X}").expect("writing to a String cannot fail"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_travel_in_paths() {
        assert_eq!(notification_path("G/TBT/N/KEN/641"), "/notifications/G/TBT/N/KEN/641");
        assert_eq!(standard_path("ISO 8124-1:2022"), "/standards/ISO%208124-1:2022");
        assert_eq!(standard_path("A?b#é"), "/standards/A%3Fb%23%C3%A9");
    }
}
