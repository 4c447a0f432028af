//! How many words may be looked for at once: each is a question of its own to the
//! database or the index, and anybody may ask.

/// Words that are looked for at once at most.
pub const MOST_WORDS: usize = 50;
/// Characters of all words together at most.
pub const LONGEST_WORDS: usize = 1_000;
/// Said where more are typed.
pub const TOO_MANY_WORDS: &str = "more words were typed than are looked for at once: at most 50 words and 1,000 characters; leave some out";

/// Whether so many words are looked for.
pub fn few_enough(words: &str) -> bool {
    words.split_whitespace().take(MOST_WORDS + 1).count() <= MOST_WORDS
        && words.chars().take(LONGEST_WORDS + 1).count() <= LONGEST_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_bounded_by_number_and_length() {
        assert!(few_enough("") && few_enough(&"word ".repeat(MOST_WORDS)));
        assert!(!few_enough(&"word ".repeat(MOST_WORDS + 1)));
        assert!(few_enough(&"茶".repeat(LONGEST_WORDS)) && !few_enough(&"茶".repeat(LONGEST_WORDS + 1)));
        let said = [MOST_WORDS.to_string(), "1,000".to_owned()];
        assert!(said.iter().all(|number| TOO_MANY_WORDS.contains(number)));
    }
}
