//! A generated campaign: letters of several campaigns and languages, each sent
//! many times with changes, among comments that have nothing to do with them but
//! the subject. Which comment belongs to which campaign is known.

use crate::phrases::{LANGUAGES, Language};

/// One comment with the truth about it.
pub struct Comment {
    pub text: String,
    /// The campaign; a number of its own for comments outside campaigns, except
    /// that equal short ones share theirs.
    pub truth: usize,
    pub kind: Kind,
}

/// How a comment came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The letter as it was distributed, with a name.
    Verbatim,
    /// With a few words changed.
    Edited,
    /// With a paragraph of one's own before, after or between.
    Personal,
    /// With words changed and a paragraph of one's own.
    EditedAndPersonal,
    /// Some sentences of the letter.
    Excerpt,
    /// Own words on the same subject.
    Unrelated,
    /// Own words that quote one sentence of a letter.
    Quoting,
    /// "I agree".
    Short,
}

impl Kind {
    /// Whether it belongs to a campaign.
    pub fn in_campaign(self) -> bool {
        self < Self::Unrelated
    }
}

/// Randomness that is the same everywhere (SplitMix64).
pub struct Dice(u64);

impl Dice {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Campaigns: two in each language, of which the second has the first paragraph
/// of the first one. The languages' letters say the same, but are not translations
/// that share a word.
const PER_LANGUAGE: usize = 2;
/// Sentences of a letter.
const SENTENCES: usize = 16;
/// Of these in the paragraph that two campaigns share.
const SHARED: usize = 4;

/// A letter as sentences.
fn letter(campaign: usize) -> (&'static Language, Vec<String>) {
    let language = &LANGUAGES[campaign / PER_LANGUAGE % LANGUAGES.len()];
    let mut sentences = made(language, &mut Dice(7_000 + campaign as u64), SENTENCES);
    if campaign % PER_LANGUAGE == 1 {
        sentences.splice(..SHARED, letter(campaign - 1).1.into_iter().take(SHARED));
    }
    (language, sentences)
}

/// The letter of a campaign as one text.
pub fn letter_of(campaign: usize) -> String {
    let (language, sentences) = letter(campaign);
    sentences.join(language.space)
}

/// Sentences on the subject, put together from the language's parts.
fn made(language: &Language, dice: &mut Dice, count: usize) -> Vec<String> {
    let mut sentences = Vec::new();
    while sentences.len() < count {
        let mut parts = vec![
            *dice.one(language.openings),
            *dice.one(language.subjects),
            *dice.one(language.verbs),
            *dice.one(language.objects),
        ];
        if dice.below(3) > 0 {
            parts.push(*dice.one(language.reasons));
        }
        let sentence = parts.join(language.space) + language.stop;
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    sentences
}

/// So many comments: two in five from campaigns of very different size, the
/// others people's own.
pub fn comments(count: usize, seed: u64) -> Vec<Comment> {
    let mut dice = Dice(seed);
    let campaigns = LANGUAGES.len() * PER_LANGUAGE;
    let mut own = campaigns + 1_000;
    (0..count)
        .map(|_| {
            // The first campaign is the largest.
            let campaign = dice.below(campaigns).min(dice.below(campaigns));
            let (language, mut sentences) = letter(campaign);
            let kind = match dice.below(100) {
                0..8 => Kind::Verbatim,
                8..24 => Kind::Edited,
                24..36 => Kind::Personal,
                36..46 => Kind::EditedAndPersonal,
                46..52 => Kind::Excerpt,
                52..84 => Kind::Unrelated,
                84..92 => Kind::Quoting,
                _ => Kind::Short,
            };
            let mut truth = campaign;
            match kind {
                Kind::Verbatim => {}
                Kind::Edited => edit(&mut sentences, language, &mut dice),
                Kind::Personal => personal(&mut sentences, language, &mut dice),
                Kind::EditedAndPersonal => {
                    edit(&mut sentences, language, &mut dice);
                    personal(&mut sentences, language, &mut dice);
                }
                Kind::Excerpt => {
                    // Beyond the shared paragraph, or nobody could say whose it is.
                    let length = 4 + dice.below(6);
                    let from = SHARED + dice.below(SENTENCES - SHARED - length + 1);
                    sentences = sentences[from..from + length].to_vec();
                }
                Kind::Unrelated | Kind::Quoting => {
                    let count = 6 + dice.below(14);
                    let quoted = dice.one(&sentences).clone();
                    sentences = made(language, &mut dice, count);
                    if kind == Kind::Quoting {
                        let at = dice.below(sentences.len());
                        sentences.insert(at, quoted);
                    }
                    own += 1;
                    truth = own;
                }
                Kind::Short => {
                    let at = dice.below(language.short.len());
                    sentences = vec![language.short[at].to_owned()];
                    truth = campaigns + campaign / PER_LANGUAGE * 10 + at;
                }
            }
            let body = match kind {
                Kind::Short => sentences.concat(),
                _ => framed(&sentences, language, &mut dice),
            };
            Comment { text: body, truth, kind }
        })
        .collect()
}

/// Three to twenty words changed, left out, or put in.
fn edit(sentences: &mut [String], language: &Language, dice: &mut Dice) {
    for _ in 0..3 + dice.below(18) {
        let at = dice.below(sentences.len());
        let units: Vec<String> = match language.space {
            "" => sentences[at].chars().map(String::from).collect(),
            space => sentences[at].split(space).map(str::to_owned).collect(),
        };
        let place = dice.below(units.len());
        let mut units = units;
        match dice.below(3) {
            0 => units[place] = (*dice.one(language.fillers)).to_owned(),
            1 if units.len() > 4 => {
                units.remove(place);
            }
            _ => units.insert(place, (*dice.one(language.fillers)).to_owned()),
        }
        sentences[at] = units.join(language.space);
    }
}

/// One to six sentences of one's own, somewhere.
fn personal(sentences: &mut Vec<String>, language: &Language, dice: &mut Dice) {
    let count = 1 + dice.below(6);
    let own = made(language, dice, count);
    let at = *dice.one(&[0, sentences.len() / 2, sentences.len()]);
    sentences.splice(at..at, own);
}

/// Salutation, name, and now and then another way of writing.
fn framed(sentences: &[String], language: &Language, dice: &mut Dice) -> String {
    let break_after = 3 + dice.below(4);
    let mut body = String::new();
    for (i, sentence) in sentences.iter().enumerate() {
        body += sentence;
        body += if i % break_after == break_after - 1 { "\n\n" } else { language.space };
    }
    let mut body = body.trim().to_owned();
    match dice.below(12) {
        0 => body = body.to_uppercase(),
        1 => body = body.replace("\n\n", " "),
        2 => body = body.replace(',', " ,").replace('’', "'"),
        _ => {}
    }
    if dice.below(3) > 0 {
        body = format!("{}\n\n{body}", dice.one(language.greetings));
    }
    if dice.below(3) > 0 {
        let name = format!("{}{}{}", dice.one(language.names), language.space, dice.one(language.names));
        body = format!("{body}\n\n{}\n{name}", dice.one(language.closings));
    }
    body
}
