//! Which texts are grouped and which are not.

use super::*;
use proptest::prelude::*;

const LETTER: &str = "Dear Ministry,\n\nwe ask you to withdraw the draft regulation on electric kettles. \
The limit for the temperature of the handle is lower than in the international standard, and no \
laboratory in our country can measure it. Small importers would have to pay for tests abroad, which take \
months and cost more than the kettles themselves. We therefore propose to adopt the international \
standard as it is, to accept test reports from accredited laboratories of other countries, and to allow \
two years before the regulation enters into force.";

const PERSONAL: &str = "I have sold household goods in a village for twenty years and know every customer \
by name; last winter I gave back money for a heater that had come without papers.";

const OTHER: &str = "The draft regulation on electric kettles is welcome, because a child in our \
street was burnt last year. Please keep the limit for the handle, publish the results of market \
surveillance, and do not accept test reports that nobody in our country can check. The international \
standard was written by manufacturers and asks too little of them.";

/// Group numbers in order of appearance.
fn numbers(texts: &[&str]) -> Vec<usize> {
    let mut numbers = vec![usize::MAX; texts.len()];
    for (number, group) in group(texts).iter().enumerate() {
        for member in &group.members {
            numbers[*member] = number;
        }
    }
    numbers
}

#[test]
fn a_few_words_and_the_frame_do_not_matter() {
    let edited =
        LETTER.replace("electric kettles", "kettles").replace("Small importers", "Small shops like ours");
    let signed = format!(
        "{}\n\nKind regards\nAnna Example",
        LETTER.replace("Dear Ministry", "To whom it may concern")
    );
    let shouted = LETTER.to_uppercase().replace(['.', ','], " ");
    assert_eq!(numbers(&[LETTER, &edited, OTHER, &signed, &shouted]), [0, 0, 1, 0, 0]);
}

#[test]
fn a_letter_is_found_with_a_paragraph_of_ones_own_anywhere() {
    let half = LETTER.find("Small importers").unwrap();
    let before = format!("{PERSONAL}\n\n{LETTER}");
    let after = format!(
        "{LETTER}\n\nMy own workshop repairs two hundred kettles a year, and none of them ever burnt anybody."
    );
    let between = format!(
        "{}As a nurse I see burns every week, but never from a handle. {}",
        &LETTER[..half],
        &LETTER[half..]
    );
    assert_eq!(numbers(&[&before, &after, OTHER, &between, LETTER, PERSONAL]), [0, 0, 1, 0, 0, 2]);
    let groups = group(&[&before, &after, &between, LETTER]);
    assert_eq!(groups[0].representative, 3, "the letter itself, though it came last");
    assert_eq!(groups[0].first(), 0);
}

#[test]
fn an_excerpt_is_more_than_a_phrase() {
    let from = LETTER.find("Small importers").unwrap();
    let sentence = &LETTER[LETTER.find("The limit").unwrap()..from];
    let quoting = format!("{PERSONAL} Somebody wrote here: {sentence} I am not so sure. {PERSONAL}");
    let numbers =
        numbers(&[LETTER, &LETTER[from..], "no laboratory in our country can measure it", &quoting]);
    assert_eq!(numbers, [0, 0, 1, 2]);
}

#[test]
fn two_letters_with_a_paragraph_in_common_stay_apart() {
    let common = "Kettles are used in every home of the country. Whoever makes a rule for them makes a rule for all of us.";
    let (a, b) = (format!("{common} {LETTER}"), format!("{common} {OTHER}"));
    let texts = [
        a.clone(),
        a.replace("two years", "three years"),
        b.clone(),
        b.replace("street", "village"),
        format!("{a}\n\n{b}"),
    ];
    let numbers = numbers(&texts.each_ref().map(String::as_str));
    assert_eq!(numbers[..4], [0, 0, 1, 1], "although the last has both");
}

#[test]
fn likeness_is_not_handed_on() {
    // Each text has three quarters of the one before it; the first and the last nothing.
    let word = |n: usize| format!("word{n} ");
    let texts: Vec<String> = (0..20).map(|i| (i * 20..i * 20 + 80).map(word).collect()).collect();
    for group in group(&texts) {
        let representative = &texts[group.representative];
        for member in group.members {
            let unique: usize = unique_passages(&texts[member], representative).iter().map(|p| p.len()).sum();
            assert!(unique * 3 <= representative.len(), "{member} with {}", group.representative);
        }
    }
}

#[test]
fn short_texts_are_the_same_only_word_by_word() {
    assert_eq!(
        numbers(&["I agree", "i agree!", "I disagree", "I agree with this", "", " ", "👍", "👍 👍", ""]),
        [0, 0, 1, 2, 3, 3, 4, 5, 3]
    );
}

#[test]
fn scripts_without_spaces_are_read_by_characters() {
    let letter = "我们请求撤回关于电热水壶的技术法规草案。手柄温度的限值低于国际标准，而且国内没有实验室能够测量。小型进口商必须支付国外测试的费用，测试需要数月时间，费用高于水壶本身。因此我们建议直接采用国际标准，并接受其他国家认可实验室的测试报告。";
    let edited = letter.replace("数月", "很长").replace("我们", "本人");
    let longer = format!("我在村里经营一家小商店已经二十年了，认识每一位顾客。{letter}");
    let other = "我们支持电热水壶的技术法规草案，因为去年有一个孩子被烫伤。请保留手柄温度的限值，公布市场监督的结果，不要接受无人能够核实的测试报告。";
    assert_eq!(numbers(&[letter, &edited, other, &longer]), [0, 0, 1, 0]);
}

#[test]
fn what_is_unique_is_shown() {
    let text = format!("{} {PERSONAL}", LETTER.replace("two years", "at least three years"));
    let passages = unique_passages(&text, LETTER);
    let shown: Vec<&str> = passages.iter().map(|p| &text[p.clone()]).collect();
    assert_eq!(shown, ["at least three", PERSONAL.trim_end_matches('.')]);
    assert!(unique_passages(&LETTER.to_uppercase(), LETTER).is_empty());
    assert!(unique_passages("", LETTER).is_empty());
}

#[test]
fn equal_empty_and_huge_texts_are_no_burden() {
    let started = std::time::Instant::now();
    assert_eq!(group(&vec![LETTER; 20_000]).len(), 1);
    assert_eq!(group(&vec![""; 20_000]).len(), 1);
    let huge: String = (0..150_000).map(|n| format!("w{} ", n % 40_000)).collect();
    assert_eq!(group(&[huge.as_str(), LETTER, &huge]).len(), 2);
    // The same sentence quoted by everybody, between words of one's own.
    let quoting: Vec<String> = (0..5_000)
        .map(|i| {
            let own: String = (0..40).map(|n| format!("own{i}x{n} ")).collect();
            format!("{own}{} {own}", &LETTER[40..200])
        })
        .collect();
    assert_eq!(group(&quoting).len(), 5_000);
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

proptest! {
    #[test]
    fn every_text_is_in_one_group(texts in prop::collection::vec("([a-c]{1,2}|我|[\\n.,!é 👍]){0,60}", 0..12)) {
        let groups = group(&texts);
        let mut members: Vec<usize> = groups.iter().flat_map(|g| g.members.clone()).collect();
        prop_assert!(groups.windows(2).all(|w| w[0].first() < w[1].first()));
        prop_assert!(groups.iter().all(|g| g.members.contains(&g.representative)));
        members.sort_unstable();
        prop_assert_eq!(members, (0..texts.len()).collect::<Vec<_>>());
        for text in &texts {
            for other in &texts {
                for passage in unique_passages(text, other) {
                    prop_assert!(text.get(passage).is_some_and(|p| !p.is_empty()));
                }
            }
        }
    }
}
