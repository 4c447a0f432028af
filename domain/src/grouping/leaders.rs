//! Which texts represent others, and which text goes to which.
//!
//! Texts are taken in the order of how much of what they say is said by many, and
//! how little by none (the letter of a campaign before its excerpts and before
//! letters with a paragraph of their own). Each goes to the representative that it
//! is most like, or becomes one. Then every group chooses its middle anew, because
//! a text that joins two letters must not represent both; who is unlike the middle
//! is asked again among all.

use std::collections::HashMap;

use super::{
    measure::{alike, resemblance},
    shingles::Shingles,
};

/// A fingerprint of more representatives than these is a stock phrase: it says
/// nothing, and following it would cost the square of the number of texts.
const STOCK_PHRASE: usize = 200;
/// Candidates that are compared exactly, those with most in common first.
const COMPARED: usize = 8;
/// Rounds in which groups choose their middle.
const ROUNDS: usize = 3;
/// Members that may become the middle of a group, and members they are compared with.
const MIDDLES: usize = 12;
const WITNESSES: usize = 48;

/// A text that differs from all others.
#[derive(Debug)]
pub(super) struct Text {
    /// Position of the first one that says it.
    pub first: usize,
    /// How many say it word by word.
    pub copies: u32,
    shingles: Shingles,
    fingerprints: Vec<u32>,
}

impl Text {
    pub fn new(first: usize, shingles: Shingles) -> Self {
        let fingerprints = shingles.fingerprints();
        Self { first, copies: 0, shingles, fingerprints }
    }
}

/// For each text the one that represents it; representatives represent themselves.
pub(super) fn assign(texts: &[Text]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    let scores = scores(texts);
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    let mut leaders = Leaders::new(texts.len());
    let mut leader_of: Vec<usize> = (0..texts.len()).collect();
    for text in &order {
        leader_of[*text] = leaders.place(texts, *text);
    }
    for _ in 0..ROUNDS {
        let middles = middles(texts, &order, &leader_of);
        if middles.iter().enumerate().all(|(leader, middle)| leader_of[leader] != leader || leader == *middle)
        {
            break;
        }
        // The middles first, so that all who resemble them find them.
        leaders = Leaders::new(texts.len());
        let mut chosen = vec![false; texts.len()];
        for leader in order.iter().filter(|t| leader_of[**t] == **t) {
            let middle = middles[*leader];
            leaders.enter(texts, middle);
            chosen[middle] = true;
        }
        for text in &order {
            let (old, stays) = (middles[leader_of[*text]], chosen[*text]);
            leader_of[*text] = match () {
                () if stays => *text,
                () => leaders.place_near(texts, *text, old),
            };
        }
    }
    leader_of
}

/// How much of a text is said by many: the number of texts that share each
/// fingerprint, less the more of them nobody shares.
fn scores(texts: &[Text]) -> Vec<f64> {
    let mut shared_by: HashMap<u32, u32> = HashMap::new();
    for text in texts {
        for fingerprint in &text.fingerprints {
            *shared_by.entry(*fingerprint).or_default() += text.copies;
        }
    }
    let mut counts: Vec<u32> = Vec::new();
    let score = |text: &Text| {
        counts.clear();
        counts.extend(text.fingerprints.iter().map(|f| shared_by[f]));
        counts.sort_unstable();
        let often = counts.get(counts.len() * 9 / 10).copied().unwrap_or_default();
        let rare = (often / 10).max(1);
        let said_by_many = counts.iter().filter(|c| **c > rare).count() as f64;
        let all: f64 = counts.iter().map(|c| f64::from(*c)).sum();
        let share = said_by_many / counts.len().max(1) as f64;
        all * share * share
    };
    texts.iter().map(score).collect()
}

/// For each leader the member that is most like the others of its group.
fn middles(texts: &[Text], order: &[usize], leader_of: &[usize]) -> Vec<usize> {
    let mut members: HashMap<usize, Vec<usize>> = HashMap::new();
    for text in order {
        members.entry(leader_of[*text]).or_default().push(*text);
    }
    let mut middles: Vec<usize> = (0..texts.len()).collect();
    for (leader, members) in members {
        if members.len() < 3 {
            continue;
        }
        let mut candidates: Vec<usize> = spread(&members, MIDDLES);
        candidates.retain(|c| *c != leader);
        let witnesses = spread(&members, WITNESSES);
        let likeness = |candidate: usize| -> f64 {
            let one = |witness: usize| {
                let share = if witness == candidate {
                    1.0
                } else {
                    resemblance(&texts[candidate].shingles, &texts[witness].shingles)
                };
                share * f64::from(texts[witness].copies)
            };
            witnesses.iter().map(|w| one(*w)).sum()
        };
        let mut best = (leader, likeness(leader));
        for candidate in candidates {
            let likeness = likeness(candidate);
            if likeness > best.1 * 1.02 {
                best = (candidate, likeness);
            }
        }
        middles[leader] = best.0;
    }
    middles
}

/// Some members: those with the highest scores, and others at even steps.
fn spread(members: &[usize], count: usize) -> Vec<usize> {
    if members.len() <= count {
        return members.to_vec();
    }
    let (half, rest) = (count / 2, members.len() - count / 2);
    let steps = (0..count - half).map(|i| members[half + i * rest / (count - half)]);
    members[..half].iter().copied().chain(steps).collect()
}

/// Representatives by their fingerprints.
struct Leaders {
    by_fingerprint: HashMap<u32, Vec<u32>>,
    common: Vec<u32>,
    touched: Vec<u32>,
}

impl Leaders {
    fn new(texts: usize) -> Self {
        Self { by_fingerprint: HashMap::new(), common: vec![0; texts], touched: Vec::new() }
    }

    /// The leader that a text is most like; itself, from now on, when there is none.
    fn place(&mut self, texts: &[Text], text: usize) -> usize {
        match self.most_alike(texts, text, None) {
            Some(leader) => leader,
            None => {
                self.enter(texts, text);
                text
            }
        }
    }

    /// The same, with one leader that is compared in any case.
    fn place_near(&mut self, texts: &[Text], text: usize, near: usize) -> usize {
        match self.most_alike(texts, text, Some(near)) {
            Some(leader) => leader,
            None => {
                self.enter(texts, text);
                text
            }
        }
    }

    fn enter(&mut self, texts: &[Text], leader: usize) {
        for fingerprint in &texts[leader].fingerprints {
            let leaders = self.by_fingerprint.entry(*fingerprint).or_default();
            if leaders.len() < STOCK_PHRASE {
                leaders.push(leader as u32);
            }
        }
    }

    fn most_alike(&mut self, texts: &[Text], text: usize, near: Option<usize>) -> Option<usize> {
        for fingerprint in &texts[text].fingerprints {
            for leader in self.by_fingerprint.get(fingerprint).into_iter().flatten() {
                let common = &mut self.common[*leader as usize];
                if *common == 0 {
                    self.touched.push(*leader);
                }
                *common += 1;
            }
        }
        // What is shared counts against the shorter text: a long one shares
        // something with everything.
        let promise = |leader: u32, common: &[u32]| {
            let shorter = texts[leader as usize].fingerprints.len().min(texts[text].fingerprints.len());
            f64::from(common[leader as usize]) / shorter as f64
        };
        let common = &self.common;
        self.touched
            .sort_unstable_by(|a, b| promise(*b, common).total_cmp(&promise(*a, common)).then(a.cmp(b)));
        let candidates: Vec<usize> = self.touched.iter().take(COMPARED).map(|l| *l as usize).collect();
        for leader in self.touched.drain(..) {
            self.common[leader as usize] = 0;
        }
        let mut best: Option<(f64, usize)> = None;
        for leader in candidates.into_iter().chain(near) {
            if let Some(alike) = alike(&texts[text].shingles, &texts[leader].shingles)
                && best.is_none_or(|(most, _)| alike > most)
            {
                best = Some((alike, leader));
            }
        }
        best.map(|(_, leader)| leader)
    }
}
