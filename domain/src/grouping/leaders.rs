//! Which texts represent others, and which text goes to which.
//!
//! Texts are taken in the order of how much of what they say is said by many, and
//! how little by none (the letter of a campaign before its excerpts and before
//! letters with a paragraph of their own). Each goes to the representative that it
//! is most like, or becomes one. Then every group chooses its middle anew, because
//! a text that joins two letters must not represent both; who is unlike the middle
//! is asked again among all.

use std::collections::{BTreeMap, HashMap};

use super::{
    measure::{alike, resemblance},
    shingles::Shingles,
};

/// A fingerprint of more representatives than these is a stock phrase: it says
/// nothing, and following it would cost the square of the number of texts.
const STOCK_PHRASE: usize = 200;
/// Candidates that are compared exactly, those with most in common first.
const COMPARED: usize = 8;
/// Share of the shorter text's fingerprints that a candidate must have: far less
/// than any measure asks, so that changes in every line do no harm.
const PROMISING: f64 = 0.2;
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
        leader_of[*text] = leaders.place(texts, *text, None);
    }
    for _ in 0..ROUNDS {
        // Only groups with another middle than their leader are asked again.
        let moved = middles(texts, &order, &leader_of);
        if moved.is_empty() {
            break;
        }
        for (leader, middle) in &moved {
            leaders.leave(*leader);
            leaders.enter(texts, *middle);
            leader_of[*middle] = *middle;
        }
        for text in &order {
            if leader_of[*text] != *text
                && let Some(middle) = moved.get(&leader_of[*text])
            {
                leader_of[*text] = leaders.place(texts, *text, Some(*middle));
            }
        }
        for leader in moved.keys() {
            if leader_of[*leader] == *leader {
                leader_of[*leader] = leaders.place(texts, *leader, moved.get(leader).copied());
            }
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

/// The leaders whose group has a member that is more like the others, with it.
fn middles(texts: &[Text], order: &[usize], leader_of: &[usize]) -> BTreeMap<usize, usize> {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for text in order {
        members.entry(leader_of[*text]).or_default().push(*text);
    }
    let mut middles = BTreeMap::new();
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
        if best.0 != leader {
            middles.insert(leader, best.0);
        }
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
    leads: Vec<bool>,
    common: Vec<u32>,
    touched: Vec<u32>,
}

impl Leaders {
    fn new(texts: usize) -> Self {
        Self {
            by_fingerprint: HashMap::new(),
            leads: vec![false; texts],
            common: vec![0; texts],
            touched: Vec::new(),
        }
    }

    /// The leader that a text is most like, one of them asked in any case; the text
    /// itself, from now on, when it is like none.
    fn place(&mut self, texts: &[Text], text: usize, near: Option<usize>) -> usize {
        self.most_alike(texts, text, near).unwrap_or_else(|| {
            self.enter(texts, text);
            text
        })
    }

    fn enter(&mut self, texts: &[Text], leader: usize) {
        self.leads[leader] = true;
        for fingerprint in &texts[leader].fingerprints {
            let leaders = self.by_fingerprint.entry(*fingerprint).or_default();
            if leaders.len() < STOCK_PHRASE && !leaders.contains(&(leader as u32)) {
                leaders.push(leader as u32);
            }
        }
    }

    fn leave(&mut self, leader: usize) {
        self.leads[leader] = false;
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
        let mut candidates: Vec<(f64, usize)> = Vec::new();
        for leader in self.touched.drain(..).map(|l| l as usize) {
            let common = std::mem::take(&mut self.common[leader]);
            // What is shared counts against the shorter text: a long one shares
            // something with everything.
            let shorter = texts[leader].fingerprints.len().min(texts[text].fingerprints.len());
            let promise = f64::from(common) / shorter as f64;
            if promise >= PROMISING && self.leads[leader] && leader != text {
                candidates.push((promise, leader));
            }
        }
        candidates.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        candidates.truncate(COMPARED);
        let mut best: Option<(f64, usize)> = None;
        for leader in candidates.into_iter().map(|(_, leader)| leader).chain(near) {
            if let Some(alike) = alike(&texts[text].shingles, &texts[leader].shingles)
                && best.is_none_or(|(most, _)| alike > most)
            {
                best = Some((alike, leader));
            }
        }
        best.map(|(_, leader)| leader)
    }
}
