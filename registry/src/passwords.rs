//! Which passwords are accepted, how they are hashed and compared: NIST SP
//! 800-63B-4, section 3.1.1.2. At least 15 characters, because there is no second
//! factor; no rules about their kinds; nothing cut off; the same letters in
//! another encoding are the same password. Refused is what an attacker tries
//! first: common and breached passwords, repetitions, sequences, walks over a
//! keyboard and words about this service and this person, estimated offline by
//! zxcvbn (with its lists, under the MIT licence) and by a list of our own.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use unicode_normalization::UnicodeNormalization as _;

use crate::{Error, FieldError, PasswordCost, Result, db::fold_id};

/// The password of every account of the demonstration: it is published, and
/// opens nothing elsewhere.
pub const OF_DEMONSTRATION: &str = "concordance-demo-2026";

/// Shortest password accepted, in characters.
const SHORTEST: usize = 15;
/// Longest password accepted: hashing takes no unbounded input.
const LONGEST: usize = 1_000;
/// A password that is found within so many guesses (as a power of ten) is refused.
/// Limits on sign-in let nobody try that often in years.
const GUESSES: f64 = 8.0;
/// The same for its letters and figures alone: `Concordance-2026!`.
const GUESSES_FOLDED: f64 = 7.0;
/// Fewer letters and figures than this say nothing by themselves.
const FOLDED: usize = 8;
/// What must be left beside words that others know of this person and service.
const LEFT: usize = 10;
/// Shorter words of the context stand in many words by chance.
const WORD: usize = 4;
/// Words of every context.
const OF_SERVICE: [&str; 2] = ["concordance", "registry"];
/// Long passwords that everybody knows.
const KNOWN: &str = include_str!("passwords/known.txt");

/// What begins a hash that was made of the whole password. Older ones were made
/// of it without blanks around, in whatever encoding it came.
const WHOLE: &str = "whole:";

/// What others know of the person whose password it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known<'a> {
    pub name: &'a str,
    pub email: &'a str,
}

/// Refuses a password that is too short or too long, or that is easily guessed.
/// `demonstration` is whether the published one is in order. It takes some
/// milliseconds, on long ones more.
pub(crate) fn check(field: &str, password: &str, known: Known<'_>, demonstration: bool) -> Result<()> {
    let refused = |sentence: &str| Err(Error::Invalid(vec![FieldError::new(field, sentence)]));
    let password = normalised(password);
    if password == OF_DEMONSTRATION {
        return if demonstration {
            Ok(())
        } else {
            refused("This password is the published one of the demonstration: choose another.")
        };
    }
    if !(SHORTEST..=LONGEST).contains(&password.chars().count()) {
        return refused(
            "Choose a password of 15 to 1,000 characters: several words that have nothing to do with each other are \
             easy to remember.",
        );
    }
    let folded = fold_id(&password);
    let words = words(known);
    let mut left = folded.clone();
    for word in &words {
        left = left.replace(word.as_str(), "");
    }
    if left.len() < folded.len() && left.chars().count() < LEFT {
        return refused(
            "This password is made of the name of this service, your name or your e-mail address: choose words \
             that nobody connects with you.",
        );
    }
    let without_figures = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    if known_ones().any(|k| k == folded || k == without_figures) {
        return refused("This password is well known, and among the first that are tried: choose another.");
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let guesses = |text: &str| zxcvbn::zxcvbn(text, &words).guesses_log10();
    if guesses(&password) < GUESSES || (folded.chars().count() >= FOLDED && guesses(&folded) < GUESSES_FOLDED)
    {
        return refused(
            "This password is easily guessed: it is a common one, or made of a few common words, repetitions, \
             sequences or keys in a row. Choose several words that have nothing to do with each other.",
        );
    }
    Ok(())
}

/// The words of the context as they are compared, the longest first.
fn words(known: Known<'_>) -> Vec<String> {
    let name = known.name.split_whitespace();
    let email = known.email.split(|c: char| !c.is_alphanumeric());
    let (local, domain) = known.email.split_once('@').unwrap_or((known.email, ""));
    let mut words: Vec<String> = name
        .chain(email)
        .chain([known.name, known.email, local, domain])
        .chain(OF_SERVICE)
        .map(fold_id)
        .filter(|w| w.chars().count() >= WORD)
        .collect();
    words.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    words.dedup();
    words
}

fn known_ones() -> impl Iterator<Item = String> {
    KNOWN.lines().filter(|line| !line.starts_with('#')).map(fold_id).filter(|line| !line.is_empty())
}

/// The password as it is hashed: letters composed (NFC), nothing cut off.
fn normalised(password: &str) -> String {
    password.nfc().collect()
}

/// The hash of a password, made off the async workers.
pub(crate) async fn hashed(password: String, cost: PasswordCost) -> Result<String> {
    off_the_workers(move || hash(&password, cost)).await
}

/// Hashing takes tens of milliseconds of one core: it must not hold up other requests.
pub(crate) async fn off_the_workers<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Corrupt(format!("hashing failed: {e}")))?
}

pub(crate) fn hash(password: &str, cost: PasswordCost) -> Result<String> {
    Ok(format!("{WHOLE}{}", hash_of(&normalised(password), cost)?))
}

fn hash_of(text: &str, cost: PasswordCost) -> Result<String> {
    let failed = |e: String| Error::Corrupt(format!("the password cannot be hashed: {e}"));
    let params =
        Params::new(cost.memory_kib, cost.passes, cost.lanes, None).map_err(|e| failed(e.to_string()))?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    Ok(argon2.hash_password(text.as_bytes()).map_err(|e| failed(e.to_string()))?.to_string())
}

/// Whether a password is the one that was hashed.
pub(crate) fn verify(password: &str, hash: &str) -> Result<bool> {
    match hash.strip_prefix(WHOLE) {
        Some(hash) => verify_text(&normalised(password), hash),
        None => verify_text(password.trim(), hash),
    }
}

fn verify_text(text: &str, hash: &str) -> Result<bool> {
    let hash = PasswordHash::new(hash).map_err(|e| Error::Corrupt(format!("a stored password hash: {e}")))?;
    Ok(Argon2::default().verify_password(text.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const AMINA: Known<'_> = Known { name: "Amina Odhiambo", email: "amina.odhiambo@tbt-kenya.example" };
    const CHEAP: PasswordCost = PasswordCost { memory_kib: 8, passes: 1, lanes: 1 };

    fn refused(password: &str) -> Option<String> {
        match check("password", password, AMINA, false) {
            Ok(()) => None,
            Err(Error::Invalid(errors)) => Some(errors[0].message.clone()),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for password in [
            "password1234",
            "password1234567",
            "P@ssw0rdP@ssw0rd",
            "aaaaaaaaaaaaaaaaaaaa",
            "               ",
            "123456789012345",
            "abcdefghijklmnop",
            "qwertyuiopasdfgh",
            "1q2w3e4r5t6y7u8i",
            "iloveyouiloveyou",
            "Summer2026Summer2026",
            "password-1234567!",
            "Correct Horse Battery Staple 1",
            "The quick brown fox!",
            OF_DEMONSTRATION,
        ] {
            assert!(refused(password).is_some(), "{password}");
        }
        assert!(refused("fourteen chars").unwrap().contains("15 to 1,000"));
        assert!(refused(&"ab ".repeat(334)).unwrap().contains("15 to 1,000"));
    }

    #[test]
    fn words_of_the_context_are_refused() {
        for password in [
            "Concordance-2026!",
            "concordance-concordance",
            "amina.odhiambo2026",
            "amina.odhiambo@tbt-kenya.example",
            "WelcomeToConcordance",
            "odhiambo odhiambo 1",
        ] {
            assert!(refused(password).is_some(), "{password}");
        }
    }

    #[test]
    fn anything_else_of_fifteen_characters_is_taken() {
        for password in [
            "correct horse battery",
            "another long password",
            "zebra tulip ocean",
            "kaffee mit milch trinken",
            "一二三四五六七八九十甲乙丙丁戊",
            "Amina likes purple giraffes on mondays",
            &"seven unlike words, and then some ".repeat(29),
        ] {
            assert_eq!(refused(password), None, "{password}");
        }
        check("password", OF_DEMONSTRATION, AMINA, true).unwrap();
    }

    #[test]
    fn blanks_count_and_encodings_do_not() {
        let hash = hash(" zebra tulip o\u{308}cean ", CHEAP).unwrap();
        assert!(verify(" zebra tulip \u{f6}cean ", &hash).unwrap());
        assert!(!verify("zebra tulip \u{f6}cean", &hash).unwrap());
        assert!(!verify(" zebra tulip ocean ", &hash).unwrap());
    }

    #[test]
    fn older_hashes_go_on_working() {
        // Made of what was typed without blanks around, in its encoding.
        let old = hash_of("zebra tulip o\u{308}cean", CHEAP).unwrap();
        assert!(verify("zebra tulip o\u{308}cean", &old).unwrap());
        assert!(verify("  zebra tulip o\u{308}cean ", &old).unwrap());
        assert!(!verify("zebra tulip ocean", &old).unwrap());
    }
}
