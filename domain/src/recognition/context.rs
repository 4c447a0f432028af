//! What the words around a reference say: the clause meant, whether it binds or
//! informs, whether the latest edition is meant, how a national standard
//! corresponds to the international one.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    Role,
    evidence::{head, tail},
};
use crate::standard::{Correspondence, StandardId};

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is constant and tested")
}

const CLAUSE_WORDS: &str = r"(?:[Ss]ub-?clauses?|[Cc]lauses?|[Ss]ections?|[Aa]bschnitt(?:e|s)?|[Kk]apitel|[Zz]iffer|[Zz]iff\.|[Nn]ummer|[Nn]r\.|[Pp]unkt|[Pp]untos?|[Nn]umeral(?:es)?|[Pp]aragraa?f(?:en)?|[Pp]aragraphe?s?|[Cc]hapters?|[Cc]hapitres?|[Hh]oofdstuk|[Pp]ar\.|[Aa]rticles?|[Aa]rtikel|[Aa]rt[íi]culos?|[Pp]oints?|[Aa]partados?|[Cc]l[áa]usulas?|[Cc]ap[íi]tulos?|[Ss]ecci[óo]n|[Ss]e[çc][ãa]o|[Ii]tem|[Пп]ункт(?:а|у|ом|е)?|п\.|[Рр]аздел(?:а|у|ом|е)?|البند|الفقرة|[Tt]ab(?:le|elle|leau|el|la)|[Aa]nnexe?s?|[Aa]nhang|[Bb]ijlage|[Aa]nexo|[Пп]риложени[ея]|§§?)";

const CLAUSE_NUMBER: &str =
    r"(?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3}){0,5}(?: ?[a-z]\))?|[A-Z]\b|Z[A-Z]\b|(?:AA|BB|CC|DD|EE|FF|GG)\b";

/// Between the clauses of a list: `7, 8 and 19.11`, `8 to 11`.
const CLAUSE_JOINT: &str =
    r"(?:,? (?:to|and|or|und|bis|oder|en|et|ou|y|o|e|a|al|и|tot en met|à|through) |, ?)";

static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?s){CLAUSE_WORDS}\s(?P<n>(?:{CLAUSE_NUMBER})(?:{CLAUSE_JOINT}(?:{CLAUSE_NUMBER}))*)\s(?:(?:of|der|des|von|in|aus|de|du|d'|da|do|del|van|uit|uit de|la|les|the|norme|norma|Norm|norm|standard|стандарта|Standard|International|internationale|European|europäischen|standaard|из|من|to|zu|nach|within)\s?){{0,4}}$"
    ))
});

static CHINESE_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^\s?(?:标准)?(?:中)?的?\s?第?\s?(?P<n>\d{1,2}(?:\.\d{1,2}){0,4})\s?(?:条|章|节|款)")
});

static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"^(?:,|;|\s\(|\()?\s?(?:in\s|dort\s|aldaar\s)?(?:{CLAUSE_WORDS}\s?(?P<n>{CLAUSE_NUMBER})|(?P<bare>[A-Z]?\d{{1,2}}(?:\.\d{{1,2}}){{1,5}})(?:[,;.) ]|$))"
    ))
});

/// The clause of the standard that is meant, or several as the text lists them.
pub(super) fn clause(before: &str, after: &str) -> Option<String> {
    let near = tail(before, 110);
    if near.ends_with(char::is_whitespace)
        && let Some(found) = BEFORE.captures(near)
    {
        return Some(found["n"].trim().to_owned());
    }
    let after = head(after, 60);
    if after.starts_with([',', ';', ' ', '(', '的', '标', '第', '中'])
        && after.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
    {
        let found = AFTER
            .captures(after)
            .and_then(|c| c.name("n").or_else(|| c.name("bare")))
            .or_else(|| CHINESE_AFTER.captures(after).and_then(|c| c.name("n")))?;
        return Some(found.as_str().trim().to_owned());
    }
    None
}

static INFORMS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)see(?: also)?|siehe(?: auch)?|s\. a\.|vgl\.|cf\.|voir(?: aussi)?|véase(?: también)?|ver(?: também)?|zie(?: ook)?|см\.(?: также)?|参见|另见|参考|انظر|for information|for guidance|informative(?:ly)?|zur information|à titre (?:d['’]information|informatif)|a título informativo|ter informatie|для справки|e\.g\.|for example|such as|z\. ?b\.|zum beispiel|par exemple|por ejemplo|por exemplo|bijvoorbeeld|например|例如|bibliograph(?:y|ie)|literaturverzeichnis|библиография",
    )
});

/// What stands between the last informing word and the reference, where that is
/// little and ends no sentence.
fn informed(before: &str) -> Option<&str> {
    let near = tail(before, 70);
    let found = INFORMS.find_iter(near).filter(|word| is_whole(near, word.start(), word.end())).last()?;
    let between = &near[found.end()..];
    (between.chars().count() <= 28 && !between.contains(['.', ';'])).then_some(between)
}

/// Whether no further letter makes a longer word of what stands there: `see` is
/// none in "seeds", nor `ver` in "Verfahren" or "over". Chinese and Arabic join
/// their words without blanks.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let joined =
        |left: Option<char>, right: Option<char>| left.is_some_and(spells) && right.is_some_and(spells);
    let (before, word, after) = (&text[..start], &text[start..end], &text[end..]);
    !joined(before.chars().next_back(), word.chars().next())
        && !joined(word.chars().next_back(), after.chars().next())
}

/// A letter of a script that parts words with blanks: Latin, Greek, Cyrillic.
fn spells(c: char) -> bool {
    c.is_alphabetic() && matches!(c, '\0'..='\u{52f}' | '\u{1e00}'..='\u{1fff}')
}

static ENTRY: LazyLock<Regex> = LazyLock::new(|| regex(r"^\s*(?:[-*•]\s*)?\[\d{1,3}\]\s*$"));

static BINDS: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)(?:(?-u:\b)shall(?-u:\b)|(?-u:\b)must(?-u:\b)|(?-u:\b)muss(?-u:\b)|(?-u:\b)müssen(?-u:\b)|(?-u:\b)ist nach(?-u:\b)|(?-u:\b)sind nach(?-u:\b)|(?-u:\b)doit(?-u:\b)|(?-u:\b)doivent(?-u:\b)|(?-u:\b)deber[áa]n?|(?-u:\b)deben?(?-u:\b)|(?-u:\b)devem?(?-u:\b)|(?-u:\b)dever(?:á|ão)|(?-u:\b)moet(?:en)?(?-u:\b)|(?-u:\b)dient te(?-u:\b)|(?-u:\b)voldoet aan(?-u:\b)|(?-u:\b)voldoen aan(?-u:\b)|(?-u:\b)required to(?-u:\b)|должн[аоы]|должен|обязан|(?:^|[^反供适相对响效])应当?|必须|须|يجب|(?-u:\b)is to (?:be|comply|conform|meet)(?-u:\b)|(?-u:\b)are to (?:be|comply|conform|meet)(?-u:\b)|(?-u:\b)entsprechen muss(?-u:\b)|(?-u:\b)mandatory(?-u:\b))",
    )
});

/// Whether the words make the reference binding or informative.
pub(super) fn role(before: &str, after: &str) -> Option<Role> {
    if ENTRY.is_match(tail(before, 12)) && !before.trim_start().contains('\n') {
        return Some(Role::Informative);
    }
    let sentence = tail(before, 240);
    let sentence = sentence
        .char_indices()
        .rev()
        .find(|&(at, c)| matches!(c, '.' | ';' | '。' | '؛' | '\n') && ends_sentence(sentence, at))
        .map_or(sentence, |(at, c)| &sentence[at + c.len_utf8()..]);
    let from = sentence.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '[');
    if let Some(between) = informed(before) {
        // The word nearer to the reference says what it is for.
        let binds = BINDS.is_match(between);
        return Some(if binds { Role::Normative } else { Role::Informative });
    }
    if BINDS.is_match(from) {
        return Some(Role::Normative);
    }
    let ahead = head(after, 120);
    let ahead = ahead
        .char_indices()
        .find(|&(at, c)| matches!(c, '.' | ';' | '。') && ends_sentence(ahead, at))
        .map_or(ahead, |(at, _)| &ahead[..at]);
    BINDS.is_match(ahead).then_some(Role::Normative)
}

/// Not the point of a number or an abbreviation.
fn ends_sentence(text: &str, at: usize) -> bool {
    !text[at..].starts_with('.')
        || text[at + 1..].starts_with([' ', '\n'])
            && text[..at].chars().rev().take_while(|c| c.is_alphanumeric()).count() > 2
        || at + 1 == text.len()
}

static LATEST_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:\s\([^()]{1,30}\))?[,(（]?\s?(?:(?:(?:in|according to|dans|en|na|em|nach|volgens|in de|в) )?(?:(?:its|their|the|der|ihrer|seiner|sa|leur|su|sus|suas?|nas|la|de|jeweils|die|a|as|las) )*(?:latest|current|most recent|last|newest|jeweils (?:geltenden|gültigen|aktuellen|neuesten)|jeweiligen|neuesten?|aktuellen?|letzten|geltenden|dernière|version en vigueur|[úu]ltimas?|edici[óo]n vigente|versi[óo]n vigente|laatste|meest recente|последне[ейм]|последней|действующ\w+|вигент)|as (?:last )?amended|as revised|dans sa version en vigueur|en vigueur|vigente|或其?最新|最新版本|的?最新版|及其最新|أحدث إصدار|آخر إصدار|في أحدث)",
    )
});

static LATEST_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)(?:latest|current|most recent|newest|neuesten?|aktuellen?|jeweils geltenden?|dernière|[úu]ltima|laatste|meest recente|последн\w+|действующ\w+|最新|أحدث|آخر) (?:(?:edition|version|issue|revision|Ausgabe|Fassung|version|édition|edici[óo]n|versi[óo]n|edi[çc][ãa]o|vers[ãa]o|uitgave|versie|druk|издани\w+|редакци\w+|إصدار|版本?) )?(?:(?:of|der|des|von|de|du|da|do|del|van|la|the|norme|norma|norm|Norm|standard|من) ?){0,4}$",
    )
});

/// Whether the words ask for the edition in force.
pub(super) fn latest(before: &str, after: &str) -> bool {
    LATEST_AFTER.is_match(head(after, 70)) || LATEST_BEFORE.is_match(tail(before, 80))
}

static SERIES_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^(?:[\s-](?:series|family|famille|familia|família|série|serie|reihe|normenreihe|серии)(?:[^\p{L}\d\s]|\s(?-i:[^\p{L}\d]|\p{Ll}|\p{Lo}|\p{Lu}\p{Ll})|\s?$)|,? ?[(（\[]?(?:IEC )?(?:all (?:relevant |applicable )?parts|alle Teile|toutes (?:les )?parties|todas las partes|todas as partes|tutte le parti|alle delen|все части|всех частей|所有部分)(?:[)）\],;.]|$)|\s?系列)",
    )
});

static SERIES_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)(?:(?:series|family|famille|familia|família|série|serie|reihe|серии)(?:\s(?:of|de|di|der|von|van)(?:\s(?:the|las|los|les))?)?\s(?:(?:international|european|internationalen?|europäischen?)\s)?(?:standards|normes|normas|norme|normen|стандартов)|(?:all|alle|toutes les|todas las|todas as|все) (?:parts|Teile|parties|partes|части) (?:of|der|von|de|de la|da|стандарта)(?:\s(?:the|standard|norme|norma|Norm))*|normenreihe(?:\sder)?)\s$",
    )
});

/// Whether the words mean a standard with all its parts, or a family of standards.
pub(super) fn is_series(before: &str, after: &str) -> bool {
    SERIES_AFTER.is_match(head(after, 60)) || SERIES_BEFORE.is_match(tail(before, 80))
}

static DEGREE_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^\s?[,;，(（]?\s?(?:(?P<idt>IDT|idt|identical|identisch|identique|idéntica|identiek|≡)|(?P<mod>MOD|mod\.|eqv|EQV|modified|modifiziert|modifiée?|modificad[ao]|gewijzigd|[Mm]et wijzigingen?|with modifications?|mit Änderungen)|(?P<neq>NEQ|neq|not equivalent|nicht äquivalent|≠))(?:[\s,;.)），。]|$)",
    )
});

static DEGREE_BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)^[\s,;，(（|/:«»\x22”]*(?:(?:which |that |and )?(?:is |was |are |ist |est |es |é |является )?(?:technically )?)?(?:(?P<idt>idt|≡|identical(?: with| to)?|identisch mit|identique à(?: la norme)?|idéntica a(?: la norma)?|idêntica à(?: norma)?|identiek aan|идентичен(?: стандарту)?|идентичный(?: стандарту)?|等同采用|等同于)|(?P<mod>mod|eqv|=|modified from|a modified adoption of|修改采用|等效采用|модифицированный по отношению к|modifiée? (?:de|par rapport à))|(?P<neq>neq|≠|not equivalent to|nicht äquivalent zu|non équivalente? à|非等效采用)|(?P<based>based on|basiert auf|basée? sur|fondée? sur|basad[ao] en|baseada na|gebaseerd op|на основе|基于))[\s:：]*(?:(?:the |der |die |de |la |標準|标准|国际标准|international standard |internationalen Norm |norme |norma |международному стандарту |стандарту )\s?)*$",
    )
});

/// The degree of correspondence stated behind a reference: `ISO 4217:2015, MOD`.
pub(super) fn degree_after(after: &str) -> Option<Correspondence> {
    let found = DEGREE_AFTER.captures(head(after, 40))?;
    group_degree(&found)
}

static DEGREE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:(?P<idt>等同采用|等同于|identical (?:with|to)|identisch mit|identique à|идентичен|идентичный)|(?P<mod>修改采用|等效采用|модифицированный по отношению к)|(?P<neq>非等效采用|not equivalent to))\s?(?:(?:the|der|die|la|norme|norma|Norm|standard|International|international|Standard|国际标准|国際標準|международному|стандарту)\s?){0,4}$",
    )
});

/// The degree stated before a reference: `本文件等同采用ISO 17664-1:2021`.
pub(super) fn degree_before(before: &str) -> Option<Correspondence> {
    group_degree(&DEGREE_BEFORE.captures(tail(before, 90))?)
}

/// What stands between a national reference and the one it corresponds to: the
/// degree where one is said (`based on` says none). `None` when the words do
/// not relate them.
pub(super) fn degree_between(between: &str) -> Option<Option<Correspondence>> {
    if between.len() > 120 || between.trim().is_empty() {
        return None;
    }
    let found = DEGREE_BETWEEN.captures(between)?;
    Some(group_degree(&found))
}

/// The degree that brackets behind a number tell without a word: "modified"
/// since GOST 1.3-2008, 10.2.2; before 2004 they did not tell it.
pub(super) fn degree_by_form(national: &StandardId) -> Option<Correspondence> {
    let gost = ["ГОСТ", "ГОСТ Р", "GOST", "GOST R"].contains(&national.publisher());
    (gost && national.year().is_some_and(|year| year >= 2004)).then_some(Correspondence::Modified)
}

fn group_degree(found: &regex::Captures<'_>) -> Option<Correspondence> {
    if found.name("idt").is_some() {
        Some(Correspondence::Identical)
    } else if found.name("mod").is_some() {
        Some(Correspondence::Modified)
    } else {
        found.name("neq").map(|_| Correspondence::NotEquivalent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_before_and_behind() {
        let of = |before: &str, after: &str| clause(before, after);
        assert_eq!(of("as required by clause 8.5 of ", ""), Some("8.5".into()));
        assert_eq!(of("nach Abschnitt 4.2 der ", " und"), Some("4.2".into()));
        assert_eq!(of("", ", 8.5"), Some("8.5".into()));
        assert_eq!(of("volgens ", ", paragraaf 7.1, van"), Some("7.1".into()));
        assert_eq!(of("выполняют по разделу 5 ", ""), Some("5".into()));
        assert_eq!(of("", "第5.2条"), Some("5.2".into()));
        assert_eq!(of("see ", ", 8 parts"), None);
        assert_eq!(of("conforme al apartado 6.3 de la norma ", ""), Some("6.3".into()));
        for (before, clause) in [
            ("paragraph 5.2 of ", "5.2"),
            ("au paragraphe 7 de la norme ", "7"),
            ("al punto 4.1 de la norma ", "4.1"),
            ("el numeral 6.2 de la ", "6.2"),
            ("el artículo 3 de la norma ", "3"),
            ("chapter 9 of ", "9"),
            ("au chapitre 2 de la norme ", "2"),
            ("clauses 7, 8 and 19.11 of ", "7, 8 and 19.11"),
            ("Clauses 8 to 11 of ", "8 to 11"),
            ("Annex AA of ", "AA"),
            ("Annex ZA of the standard ", "ZA"),
        ] {
            assert_eq!(of(before, "").as_deref(), Some(clause), "{before}");
        }
        assert_eq!(of("", ", Annex ZB,").as_deref(), Some("ZB"));
    }

    #[test]
    fn binding_and_informative_words() {
        assert_eq!(role("Toasters shall comply with ", "."), Some(Role::Normative));
        assert_eq!(role("For sizes see ", "."), Some(Role::Informative));
        assert_eq!(role("It shall be safe (see ", ")."), Some(Role::Informative));
        assert_eq!(role("[12] ", ", Toys"), Some(Role::Informative));
        assert_eq!(role("The text of ", " was approved."), None);
        assert_eq!(role("Das Gerät muss der ", " entsprechen."), Some(Role::Normative));
        assert_eq!(role("产品应符合", "的规定"), Some(Role::Normative));
    }

    #[test]
    fn a_word_in_a_longer_one_informs_of_nothing() {
        for (before, after) in [
            ("Das Verfahren nach ", " muss angewendet werden."),
            ("Die Verpackung muss ", " entsprechen."),
            ("The seeds shall be tested to ", "."),
            ("It shall be verified by ", "."),
            ("A cover over it must meet ", "."),
            ("Se deberá verificar según ", "."),
        ] {
            assert_eq!(role(before, after), Some(Role::Normative), "{before}");
        }
        assert_eq!(role("The latest version of ", " was published."), None);
        assert_eq!(role("Isto verá a ", " publicada."), None);
        assert_eq!(role("注：另见", "。"), Some(Role::Informative));
        assert_eq!(role("Para os ensaios, ver também ", "."), Some(Role::Informative));
    }

    #[test]
    fn the_nearer_word_says_what_a_reference_is_for() {
        assert_eq!(role("Goods such as toasters shall meet ", "."), Some(Role::Normative));
        assert_eq!(role("The device shall, for example, meet ", "."), Some(Role::Informative));
        assert_eq!(role("For toys see Annex A; they must meet ", "."), Some(Role::Normative));
        assert_eq!(role("参见相应的", "。"), Some(Role::Informative));
    }

    #[test]
    fn latest_editions() {
        assert!(latest("according to ", ", latest edition."));
        assert!(latest("die ", " in der jeweils geltenden Fassung"));
        assert!(latest("the latest edition of ", "."));
        assert!(latest("la dernière version de la norme ", " est"));
        assert!(!latest("the ", " describes the latest tests"));
    }

    #[test]
    fn series_with_all_their_parts() {
        for (before, after) in [
            ("the ", " series, as"),
            ("the ", " series"),
            ("the ", " series of standards"),
            ("the ", " family."),
            ("die ", "-Reihe gilt"),
            ("", " (all parts), Fire"),
            ("", ", all parts."),
            ("nach ", " (alle Teile) und"),
            ("la norma ", " (todas las partes)"),
            ("всех ", " (всех частей)"),
            ("按", "（所有部分）"),
            ("按", "系列标准"),
            ("the family of standards ", "."),
            ("la série de normes ", " est"),
            ("all parts of ", " apply"),
            ("die Normenreihe ", " gilt"),
        ] {
            assert!(is_series(before, after), "{before}…{after}");
        }
        for (before, after) in [
            ("containers to ", " series 1 freight"),
            ("a series of ", " tests"),
            ("", ", all parties agree"),
            ("", " (all parts of the device)"),
            ("", " seriesX"),
        ] {
            assert!(!is_series(before, after), "{before}…{after}");
        }
    }

    #[test]
    fn degrees() {
        assert_eq!(degree_before("本文件等同采用"), Some(Correspondence::Identical));
        assert_eq!(degree_before("not identical in size, "), None);
        assert_eq!(degree_after("，MOD）"), Some(Correspondence::Modified));
        assert_eq!(degree_after(", modifiziert)"), Some(Correspondence::Modified));
        assert_eq!(degree_after(" idt "), Some(Correspondence::Identical));
        assert_eq!(degree_between(" 等同采用 "), Some(Some(Correspondence::Identical)));
        assert_eq!(degree_between(" is identical to "), Some(Some(Correspondence::Identical)));
        assert_eq!(degree_between(" is based on "), Some(None));
        assert_eq!(degree_between(" and "), None);
        assert_eq!(degree_between(" neq "), Some(Some(Correspondence::NotEquivalent)));
    }
}
