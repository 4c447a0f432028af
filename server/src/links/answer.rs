//! What the answer of a server says of an address. In doubt it says nothing: a
//! shop that refuses programs has not lost its documents.

use std::io::ErrorKind;

use domain::standard::LinkFinding;
use ureq::Error;

use super::OutOfReach;

/// What came of asking an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// There is something.
    Works,
    /// The server says that there is nothing any more.
    Gone,
    /// The server answers, and its answer does not say.
    Unclear,
    /// The name is not found, or nobody answers.
    Silent,
    /// Something went wrong on the way that says nothing of the address.
    Broken,
    /// It was not asked: no address of the web, or one out of reach.
    Refused,
}

impl Answer {
    /// What a status says.
    pub(super) fn of_status(status: u16) -> Self {
        match status {
            200..=299 => Self::Works,
            404 | 410 => Self::Gone,
            _ => Self::Unclear,
        }
    }

    /// What an error says.
    pub(super) fn of_error(error: &Error) -> Self {
        match error {
            Error::HostNotFound => Self::Silent,
            Error::Io(error) => match error.kind() {
                ErrorKind::ConnectionRefused | ErrorKind::HostUnreachable => Self::Silent,
                // Among them what this machine's own network says.
                _ => Self::Broken,
            },
            Error::Other(error) if error.is::<OutOfReach>() => Self::Refused,
            // A server that keeps one waiting, in its handshake too, or speaks otherwise, is
            // there; a name that takes long may be.
            _ => Self::Broken,
        }
    }

    /// Whether some server spoke: this machine's network works.
    pub fn is_heard(self) -> bool {
        matches!(self, Self::Works | Self::Gone | Self::Unclear)
    }

    /// What it means for the address.
    pub fn finding(self) -> LinkFinding {
        match self {
            Self::Works => LinkFinding::Answers,
            Self::Gone | Self::Silent => LinkFinding::Fails,
            Self::Unclear | Self::Broken | Self::Refused => LinkFinding::Unclear,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{io, net::IpAddr};

    use ureq::Timeout;

    use super::*;

    #[test]
    fn a_status_is_taken_at_its_word() {
        for (status, answer) in [
            (200, Answer::Works),
            (204, Answer::Works),
            (304, Answer::Unclear),
            (401, Answer::Unclear),
            (403, Answer::Unclear),
            (404, Answer::Gone),
            (405, Answer::Unclear),
            (410, Answer::Gone),
            (429, Answer::Unclear),
            (451, Answer::Unclear),
            (500, Answer::Unclear),
            (503, Answer::Unclear),
        ] {
            assert_eq!(Answer::of_status(status), answer, "{status}");
        }
    }

    #[test]
    fn an_error_says_little() {
        let io = |kind: ErrorKind| Error::Io(io::Error::from(kind));
        let inside = IpAddr::from([10, 0, 0, 1]);
        for (error, answer) in [
            (Error::HostNotFound, Answer::Silent),
            (Error::ConnectionFailed, Answer::Broken),
            (Error::Timeout(Timeout::Resolve), Answer::Broken),
            (Error::Timeout(Timeout::Connect), Answer::Broken),
            (Error::Timeout(Timeout::RecvResponse), Answer::Broken),
            (Error::Timeout(Timeout::Global), Answer::Broken),
            (io(ErrorKind::ConnectionRefused), Answer::Silent),
            (io(ErrorKind::HostUnreachable), Answer::Silent),
            (io(ErrorKind::NetworkUnreachable), Answer::Broken),
            (io(ErrorKind::ConnectionReset), Answer::Broken),
            (io(ErrorKind::UnexpectedEof), Answer::Broken),
            (Error::Tls("no common cipher"), Answer::Broken),
            (Error::Other(Box::new(OutOfReach(inside))), Answer::Refused),
            (Error::Other("something else".into()), Answer::Broken),
        ] {
            assert_eq!(Answer::of_error(&error), answer, "{error}");
        }
    }

    #[test]
    fn only_what_is_missing_or_silent_fails() {
        assert_eq!(Answer::Works.finding(), LinkFinding::Answers);
        for answer in [Answer::Gone, Answer::Silent] {
            assert_eq!(answer.finding(), LinkFinding::Fails, "{answer:?}");
        }
        for answer in [Answer::Unclear, Answer::Broken, Answer::Refused] {
            assert_eq!(answer.finding(), LinkFinding::Unclear, "{answer:?}");
        }
    }
}
