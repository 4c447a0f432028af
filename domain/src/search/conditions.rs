//! The one grammar of conditions: an address, a form and an API query say the
//! same thing with the same words.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::words::{LONGEST_WORDS, TOO_MANY_WORDS, few_enough};
use crate::{
    divergence::Code,
    notification::{Kind, Objective, State},
};

/// How results are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// Best match first; newest first when there are no words.
    #[default]
    Relevance,
    /// Newest publication first.
    Newest,
    /// Oldest publication first.
    Oldest,
    /// Comment periods that end soonest first, then those without one.
    ClosingSoon,
}

impl Sort {
    /// Every order, as pages list them.
    pub const ALL: [Self; 4] = [Self::Relevance, Self::Newest, Self::Oldest, Self::ClosingSoon];

    /// The name used in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::ClosingSoon => "closing-soon",
        }
    }

    /// The order of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == name)
    }
}

/// What is asked for. Values of one condition are alternatives; different
/// conditions must all hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Conditions {
    /// Words: `"a phrase"`, `-not`, `prefix*`, anything else must occur.
    pub q: String,
    /// Authority codes.
    pub authority: Vec<String>,
    /// Open for comment (`yes`) or not (`no`).
    pub open: Option<bool>,
    /// Kinds.
    pub kind: Vec<Kind>,
    /// States.
    pub state: Vec<State>,
    /// Objectives.
    pub objective: Vec<Objective>,
    /// HS codes, each with all below it (`85` finds `8516.60`).
    pub hs: Vec<String>,
    /// ICS codes, each with all below it (`97.040` finds `97.040.20`).
    pub ics: Vec<String>,
    /// Years of publication.
    pub year: Vec<i16>,
    /// Codes of divergences.
    pub divergence: Vec<Code>,
    /// Standards cited: undated finds any edition, dated that edition alone.
    pub standard: Vec<String>,
    /// Order.
    pub sort: Sort,
    /// Page, from 1; 0 means the first too.
    pub page: u32,
}

/// Hits on one page of results.
pub const PAGE_SIZE: usize = 20;

/// Pages beyond this one are refused: nobody reads them, and deep pages cost.
pub const MAX_PAGE: u32 = 500;

/// Values of one condition at most: each is a link of its own on the page of
/// results, as long as all conditions together.
pub const MOST_VALUES: usize = 50;

/// Longest other value, in characters.
const LONGEST_VALUE: usize = 100;
/// Longest address of all conditions together, in bytes. Words of any script fit.
const LONGEST_QUERY: usize = 10_000;
/// So many problems are told; whoever sends more reads none of them.
const MOST_ERRORS: usize = 10;

/// A parameter that conditions do not understand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConditionError {
    /// No such parameter.
    #[error("unknown parameter “{0}”; known are {known}", known = Conditions::PARAMETERS.join(", "))]
    UnknownParameter(String),
    /// A value that the parameter does not take.
    #[error("parameter “{parameter}” does not take “{value}”: {expected}")]
    BadValue {
        /// Which parameter.
        parameter: String,
        /// What was given.
        value: String,
        /// What it takes.
        expected: String,
    },
    /// More values of one condition than are taken.
    #[error("parameter “{0}” has more than {most} values: leave some out", most = MOST_VALUES)]
    TooMany(String),
    /// A value that is too long.
    #[error("the value of parameter “{parameter}” is too long: at most {most} characters are possible")]
    TooLong {
        /// Which parameter.
        parameter: String,
        /// Its limit.
        most: usize,
    },
    /// More words than are looked for at once.
    #[error("parameter “q”: {said}", said = TOO_MANY_WORDS)]
    TooManyWords,
    /// Every condition is short enough, and all together are not.
    #[error("there are too many conditions at once: leave some out, or shorten the words")]
    TooMuch,
}

impl Conditions {
    /// Names of the parameters, as in addresses.
    pub const PARAMETERS: [&str; 13] = [
        "q",
        "authority",
        "open",
        "kind",
        "state",
        "objective",
        "hs",
        "ics",
        "year",
        "divergence",
        "standard",
        "sort",
        "page",
    ];

    /// Reads decoded parameter pairs. Empty values are "no condition" (a form
    /// sends them); everything not understood is reported, nothing is dropped
    /// silently. How much can be asked for has limits, because anybody may ask.
    pub fn from_pairs<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Vec<ConditionError>> {
        let mut c = Self::default();
        let mut errors = Vec::new();
        for (name, value) in pairs {
            if let Err(error) = c.read(name, value) {
                let too_many = matches!(error, ConditionError::TooMany(_));
                errors.push(error);
                if too_many || errors.len() == MOST_ERRORS {
                    break;
                }
            }
        }
        if errors.is_empty() && c.to_query().len() > LONGEST_QUERY {
            errors.push(ConditionError::TooMuch);
        }
        if errors.is_empty() { Ok(c) } else { Err(errors) }
    }

    /// Reads one decoded pair.
    fn read(&mut self, name: &str, value: &str) -> Result<(), ConditionError> {
        let parameter = || name.to_owned();
        let value = value.trim();
        if !Self::PARAMETERS.contains(&name) {
            return Err(ConditionError::UnknownParameter(parameter()));
        }
        if value.is_empty() {
            return Ok(());
        }
        let most = if name == "q" { LONGEST_WORDS } else { LONGEST_VALUE };
        if value.chars().count() > most {
            return Err(ConditionError::TooLong { parameter: parameter(), most });
        }
        if name == "q" && !few_enough(value) {
            return Err(ConditionError::TooManyWords);
        }
        self.set(name, value).map_err(|expected| ConditionError::BadValue {
            parameter: parameter(),
            value: value.to_owned(),
            expected,
        })?;
        let many =
            [self.authority.len(), self.hs.len(), self.ics.len(), self.year.len(), self.standard.len()];
        if many.into_iter().any(|values| values > MOST_VALUES) {
            return Err(ConditionError::TooMany(parameter()));
        }
        Ok(())
    }

    /// Sets or adds one value; the error says what would be accepted.
    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        fn add<T: PartialEq>(list: &mut Vec<T>, value: T) {
            if !list.contains(&value) {
                list.push(value);
            }
        }
        fn one_of(names: impl IntoIterator<Item = &'static str>) -> String {
            format!("one of {}", names.into_iter().collect::<Vec<_>>().join(", "))
        }
        match name {
            "q" => self.q = value.to_owned(),
            "authority" => {
                let code = value.parse::<crate::authority::AuthorityCode>().map_err(|e| e.to_string())?;
                add(&mut self.authority, code.to_string());
            }
            "open" => {
                self.open = match value {
                    "yes" => Some(true),
                    "no" => Some(false),
                    _ => return Err("yes or no".to_owned()),
                }
            }
            "kind" => add(
                &mut self.kind,
                Kind::from_name(value).ok_or_else(|| one_of(Kind::ALL.map(Kind::as_str)))?,
            ),
            "state" => add(
                &mut self.state,
                State::from_name(value).filter(|s| s.is_public()).ok_or_else(|| {
                    one_of(State::ALL.into_iter().filter(|s| s.is_public()).map(State::as_str))
                })?,
            ),
            "objective" => add(
                &mut self.objective,
                Objective::from_name(value).ok_or_else(|| one_of(Objective::ALL.map(Objective::as_str)))?,
            ),
            "hs" => {
                let code = value.parse::<crate::codes::HsCode>().map_err(|e| e.to_string())?;
                add(&mut self.hs, code.digits().to_owned());
            }
            "ics" => {
                let code = value.parse::<crate::codes::IcsCode>().map_err(|e| e.to_string())?;
                add(&mut self.ics, code.as_str().to_owned());
            }
            "year" => add(
                &mut self.year,
                value.parse().ok().filter(|y| (1900..=2200).contains(y)).ok_or("a year such as 2026")?,
            ),
            "divergence" => add(
                &mut self.divergence,
                Code::from_name(value).ok_or_else(|| one_of(Code::ALL.map(Code::as_str)))?,
            ),
            "standard" => add(&mut self.standard, value.to_owned()),
            "sort" => {
                self.sort = Sort::from_name(value).ok_or_else(|| one_of(Sort::ALL.map(Sort::as_str)))?
            }
            "page" => {
                self.page = value
                    .parse()
                    .ok()
                    .filter(|p| (1..=MAX_PAGE).contains(p))
                    .ok_or_else(|| format!("a number from 1 to {MAX_PAGE}"))?;
            }
            _ => unreachable!("checked against PARAMETERS"),
        }
        Ok(())
    }

    /// The parameter pairs that say the same, in a fixed order: equal
    /// conditions have one address.
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut add = |name, value: String| pairs.push((name, value));
        if !self.q.is_empty() {
            add("q", self.q.clone());
        }
        self.authority.iter().for_each(|v| add("authority", v.clone()));
        if let Some(open) = self.open {
            add("open", yes_no(open).to_owned());
        }
        self.kind.iter().for_each(|v| add("kind", v.as_str().to_owned()));
        self.state.iter().for_each(|v| add("state", v.as_str().to_owned()));
        self.objective.iter().for_each(|v| add("objective", v.as_str().to_owned()));
        self.hs.iter().for_each(|v| add("hs", v.clone()));
        self.ics.iter().for_each(|v| add("ics", v.clone()));
        self.year.iter().for_each(|v| add("year", v.to_string()));
        self.divergence.iter().for_each(|v| add("divergence", v.as_str().to_owned()));
        self.standard.iter().for_each(|v| add("standard", v.clone()));
        if self.sort != Sort::default() {
            add("sort", self.sort.as_str().to_owned());
        }
        if self.page > 1 {
            add("page", self.page.to_string());
        }
        pairs
    }

    /// The address of these conditions without the leading `?`, percent-encoded.
    pub fn to_query(&self) -> String {
        let mut query = String::new();
        for (name, value) in self.to_pairs() {
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(name);
            query.push('=');
            for byte in value.bytes() {
                match byte {
                    b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                        query.push(char::from(byte))
                    }
                    b' ' => query.push('+'),
                    _ => write!(query, "%{byte:02X}").expect("writing to a String cannot fail"),
                }
            }
        }
        query
    }

    /// The same conditions with this pair removed (a "remove" link), back on page 1.
    pub fn without(&self, name: &str, value: &str) -> Self {
        let mut rest = self.clone();
        rest.page = 0;
        match name {
            "q" if rest.q == value => rest.q.clear(),
            "authority" => rest.authority.retain(|v| v != value),
            "open" if rest.open.map(yes_no) == Some(value) => rest.open = None,
            "kind" => rest.kind.retain(|v| v.as_str() != value),
            "state" => rest.state.retain(|v| v.as_str() != value),
            "objective" => rest.objective.retain(|v| v.as_str() != value),
            "hs" => rest.hs.retain(|v| v != value),
            "ics" => rest.ics.retain(|v| v != value),
            "year" => rest.year.retain(|v| v.to_string() != value),
            "divergence" => rest.divergence.retain(|v| v.as_str() != value),
            "standard" => rest.standard.retain(|v| v != value),
            "sort" if rest.sort.as_str() == value => rest.sort = Sort::default(),
            _ => {}
        }
        rest
    }

    /// The same conditions with this pair added (a facet link), back on page 1.
    /// Values that are not understood change nothing.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut more = self.clone();
        more.page = 0;
        // A facet offers only values that parse; anything else is no condition.
        let _ = more.set(name, value);
        more
    }

    /// Whether this pair is set.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.to_pairs().iter().any(|(n, v)| *n == name && v == value)
    }

    /// The page asked for, from 1.
    pub fn page_number(&self) -> u32 {
        self.page.max(1)
    }
}

/// A condition that is met or not, as in addresses.
fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back_as_the_same_conditions() {
        let pairs = [
            ("q", "\"toy safety\" -bicycle é"),
            ("authority", "KEN"),
            ("authority", "EU"),
            ("open", "yes"),
            ("kind", "revision"),
            ("objective", "human-health"),
            ("hs", "9503.00"),
            ("ics", "97.200.50"),
            ("year", "2026"),
            ("divergence", "superseded-edition"),
            ("standard", "ISO 8124-1"),
            ("sort", "closing-soon"),
            ("page", "3"),
        ];
        let c = Conditions::from_pairs(pairs).unwrap();
        let again = c.to_pairs();
        assert_eq!(Conditions::from_pairs(again.iter().map(|(n, v)| (*n, v.as_str()))).unwrap(), c);
        assert!(c.to_query().starts_with("q=%22toy+safety%22+-bicycle+%C3%A9&authority=KEN&authority=EU"));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        let errors =
            Conditions::from_pairs([("colour", "red"), ("open", "maybe"), ("state", "draft")]).unwrap_err();
        let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert!(said[0].contains("colour") && said[0].contains("authority"), "{said:?}");
        assert!(said[1].contains("open") && said[1].contains("yes or no"), "{said:?}");
        assert!(said[2].contains("draft") && said[2].contains("published"), "{said:?}");
    }

    #[test]
    fn empty_values_of_a_form_are_no_condition() {
        assert_eq!(Conditions::from_pairs([("q", " "), ("authority", "")]).unwrap(), Conditions::default());
    }

    #[test]
    fn adding_and_removing_leads_back_to_page_one() {
        let c = Conditions::from_pairs([("q", "toys"), ("page", "4")]).unwrap();
        let with = c.with("hs", "95");
        assert!(with.has("hs", "95"));
        assert_eq!(with.page_number(), 1);
        assert_eq!(with.without("hs", "95"), Conditions::from_pairs([("q", "toys")]).unwrap());
    }

    #[test]
    fn every_condition_can_be_removed_alone() {
        let pairs = [
            ("q", "toys"),
            ("authority", "KEN"),
            ("authority", "EU"),
            ("open", "no"),
            ("kind", "revision"),
            ("state", "published"),
            ("objective", "human-health"),
            ("hs", "9503.00"),
            ("ics", "97.200.50"),
            ("year", "2026"),
            ("divergence", "superseded-edition"),
            ("standard", "ISO 8124-1"),
            ("sort", "newest"),
        ];
        let c = Conditions::from_pairs(pairs).unwrap();
        let all = c.to_pairs();
        assert_eq!(all.len(), pairs.len());
        for (name, value) in &all {
            let rest: Vec<_> = all.iter().filter(|pair| *pair != &(*name, value.clone())).cloned().collect();
            assert_eq!(c.without(name, value).to_pairs(), rest, "{name}={value}");
            assert_eq!(c.without(name, "another").to_pairs(), all, "{name}");
        }
    }

    fn refused(pairs: &[(&str, String)]) -> Vec<ConditionError> {
        Conditions::from_pairs(pairs.iter().map(|(n, v)| (*n, v.as_str()))).unwrap_err()
    }

    #[test]
    fn what_is_asked_for_has_limits() {
        let standards = |count: usize| -> Vec<(&str, String)> {
            (1..=count).map(|n| ("standard", format!("ISO {n}"))).collect()
        };
        let most = standards(MOST_VALUES);
        assert!(Conditions::from_pairs(most.iter().map(|(n, v)| (*n, v.as_str()))).is_ok());
        let said = refused(&standards(MOST_VALUES + 1))[0].to_string();
        assert!(said.contains("standard") && said.contains("50"), "{said}");
        let years: Vec<_> = (1950..=2010).map(|year| ("year", year.to_string())).collect();
        assert!(matches!(&refused(&years)[0], ConditionError::TooMany(name) if name == "year"));
        let said = refused(&[("standard", "x".repeat(LONGEST_VALUE + 1))])[0].to_string();
        assert!(said.contains("at most 100 characters"), "{said}");
        let said = refused(&[("q", "x".repeat(LONGEST_WORDS + 1))])[0].to_string();
        assert!(said.contains("at most 1000 characters"), "{said}");
        // Words of any script fit.
        assert!(Conditions::from_pairs([("q", "茶".repeat(LONGEST_WORDS).as_str())]).is_ok());
        let long: Vec<_> = (10..60).map(|n| ("standard", format!("{n}{}", "é".repeat(80)))).collect();
        assert_eq!(refused(&long), [ConditionError::TooMuch]);
    }

    #[test]
    fn a_flood_of_mistakes_is_not_told_in_full() {
        assert_eq!(refused(&vec![("x", "y".to_owned()); 5_000]).len(), MOST_ERRORS);
        let standards: Vec<_> = (1..5_000).map(|n| ("standard", format!("ISO {n}"))).collect();
        assert_eq!(refused(&standards), [ConditionError::TooMany("standard".to_owned())]);
    }
}
