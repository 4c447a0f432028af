//! Which national, regional and private standards correspond to which
//! international ones, and how closely (ISO/IEC Guide 21-1).

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::Deserialize;

use super::{Correspondence, StandardId, StandardRecord};

/// One known correspondence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrespondenceFact {
    /// The national, regional or private standard, in normal form.
    pub national: StandardId,
    /// The international standard, in normal form. Of several the first.
    pub international: StandardId,
    /// Identical, modified or not equivalent; none when the source does not tell.
    pub degree: Option<Correspondence>,
    /// Who says so, in words.
    pub source: String,
}

/// A row of a table of correspondences; unknown columns are ignored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct CorrespondenceRow {
    /// The national standard as written.
    pub national_id: String,
    /// `IDT`, `MOD`, `NEQ`; anything else is "not known".
    pub degree: String,
    /// What the degree rests on, in words.
    pub basis: String,
    /// The international standard as written.
    pub international_id: String,
    /// `high`, `medium` or `low`; what is `low` has no degree.
    pub confidence: String,
    /// Where the row comes from.
    pub source: String,
}

/// All known correspondences, found by the national standard. Who said what is
/// kept, so that it can be taken back; the order in which it was said is not.
#[derive(Debug, Clone, Default)]
pub struct Correspondences {
    /// Undated national identifier → what is said of it. What the records of the
    /// catalogue say comes first, then by international standard.
    by_national: BTreeMap<Arc<str>, Arc<Vec<Said>>>,
}

#[derive(Debug, Clone)]
struct Said {
    fact: CorrespondenceFact,
    by: Vec<Sayer>,
}

/// Who says it: the record of that identifier, or the row of a table about
/// that pair.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Sayer {
    Record(Box<str>),
    Row(Box<str>, Box<str>),
}

/// What is known of one standard.
#[derive(Debug, Clone, Copy)]
pub struct KnownCorrespondence<'a> {
    /// The correspondence.
    pub fact: &'a CorrespondenceFact,
    /// Whether it is about the very edition asked for; otherwise about another
    /// edition of that number, which may correspond otherwise.
    pub same_edition: bool,
}

impl Correspondences {
    /// Number of correspondences.
    pub fn len(&self) -> usize {
        self.by_national.values().map(|said| said.len()).sum()
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.by_national.is_empty()
    }

    /// Every correspondence, by national standard.
    pub fn iter(&self) -> impl Iterator<Item = &CorrespondenceFact> {
        self.by_national.values().flat_map(|said| said.iter()).map(|said| &said.fact)
    }

    /// The correspondences of a table. Rows whose identifiers cannot be
    /// understood are left out.
    pub fn from_rows(rows: impl IntoIterator<Item = CorrespondenceRow>) -> Self {
        let mut all = Self::default();
        for row in rows {
            all.add_row(&row);
        }
        all
    }

    /// Adds what the record says of adoptions and of twins (the same text under
    /// two numbers). Whichever of the two is international is the one adopted.
    pub fn add_record(&mut self, record: &StandardRecord) {
        let lists = [
            (&record.adopted_as, "adoption recorded in the catalogue"),
            (&record.adopted_from, "adoption recorded in the catalogue"),
            (&record.twin, "common text recorded in the catalogue"),
        ];
        for (list, source) in lists {
            for other in list {
                if let Some(fact) = adoption(&record.id, other, source) {
                    self.add(fact, Sayer::Record(record.id.as_str().into()));
                }
            }
        }
    }

    /// Adds all of another table.
    pub fn extend(&mut self, more: Self) {
        for said in more.by_national.into_values().flat_map(Arc::unwrap_or_clone) {
            for sayer in said.by {
                self.add(said.fact.clone(), sayer);
            }
        }
    }

    /// With what these records say now instead of what the records of these
    /// identifiers said before; none where that is the same nothing.
    pub(super) fn with_records(&self, ids: &BTreeSet<&str>, records: &[StandardRecord]) -> Option<Self> {
        let said = |sayer: &Sayer| matches!(sayer, Sayer::Record(id) if ids.contains(id.as_ref()));
        let says =
            |r: &StandardRecord| [&r.adopted_as, &r.adopted_from, &r.twin].iter().any(|l| !l.is_empty());
        let silent = !self.by_national.values().flat_map(|s| s.iter()).flat_map(|s| &s.by).any(said);
        if silent && !records.iter().any(says) {
            return None;
        }
        let mut changed = self.clone();
        changed.take_back(said);
        for record in records {
            changed.add_record(record);
        }
        Some(changed)
    }

    /// With what these rows say now instead of what rows about the same pairs
    /// said before.
    pub(super) fn with_rows(&self, rows: &[CorrespondenceRow]) -> Self {
        let sayers: BTreeSet<Sayer> = rows.iter().map(Sayer::row).collect();
        let mut changed = self.clone();
        changed.take_back(|sayer| sayers.contains(sayer));
        for row in rows {
            changed.add_row(row);
        }
        changed
    }

    /// Facts that nobody says any more are gone.
    fn take_back(&mut self, gone: impl Fn(&Sayer) -> bool) {
        let any = |said: &Said| said.by.iter().any(&gone);
        for said in self.by_national.values_mut().filter(|said| said.iter().any(any)) {
            let said = Arc::make_mut(said);
            for one in &mut *said {
                one.by.retain(|sayer| !gone(sayer));
            }
            said.retain(|one| !one.by.is_empty());
        }
        self.by_national.retain(|_, said| !said.is_empty());
    }

    fn add_row(&mut self, row: &CorrespondenceRow) {
        let degree = Correspondence::from_name(row.degree.trim())
            .filter(|d| *d != Correspondence::NoneExists && row.confidence != "low");
        let source = match (row.basis.trim(), row.source.trim()) {
            ("", source) => source.to_owned(),
            (basis, "") => basis.to_owned(),
            (basis, source) => format!("{basis}; {source}"),
        };
        let (national, international) =
            (first_identifier(&row.national_id), first_identifier(&row.international_id));
        if let (Some(national), Some(international)) = (national, international) {
            let fact = CorrespondenceFact { national, international, degree, source };
            self.add(fact, Sayer::row(row));
        }
    }

    fn add(&mut self, fact: CorrespondenceFact, by: Sayer) {
        if fact.national == fact.international {
            return;
        }
        let key: Arc<str> = fact.national.undated().to_string().into();
        let all = Arc::make_mut(self.by_national.entry(key).or_default());
        match all.iter_mut().find(|known| known.fact == fact) {
            Some(known) if known.by.contains(&by) => return,
            Some(known) => known.by.push(by),
            None => all.push(Said { fact, by: vec![by] }),
        }
        all.sort_by(|a, b| a.rank().cmp(&b.rank()));
    }

    /// What is known of a standard. Of the edition asked for, a known degree
    /// before an unknown one; if there is nothing of that edition, the last
    /// edition that something is known of.
    pub fn of(&self, id: &StandardId) -> Option<KnownCorrespondence<'_>> {
        let beside = stands_beside(id);
        let same = |f: &&CorrespondenceFact| f.national == *id || f.national.year().is_none() && !beside;
        let exact = self.facts_for(id).filter(same).max_by_key(|f| f.degree.is_some());
        match exact {
            Some(fact) => Some(KnownCorrespondence { fact, same_edition: true }),
            None => {
                let fact = self.facts_for(id).max_by_key(|f| (f.national.year(), f.degree.is_some()))?;
                Some(KnownCorrespondence { fact, same_edition: id.year().is_none() && !beside })
            }
        }
    }

    /// What can be said of a standard: what is known of an amendment
    /// (`EN 60335-1/A6:1989`) is known of that amendment alone.
    fn facts_for(&self, id: &StandardId) -> impl Iterator<Item = &CorrespondenceFact> {
        self.facts_of(id).filter(move |f| !stands_beside(&f.national) || f.national == *id)
    }

    /// Everything known of any edition of a standard.
    pub fn facts_of(&self, id: &StandardId) -> impl Iterator<Item = &CorrespondenceFact> {
        // Most standards have none: the key is made only when there is any at all.
        let key = if self.is_empty() { String::new() } else { id.undated().to_string() };
        self.by_national.get(key.as_str()).into_iter().flat_map(|said| said.iter()).map(|said| &said.fact)
    }
}

/// Whether it stands beside an edition: what is merged with its amendments is an
/// edition itself.
fn stands_beside(id: &StandardId) -> bool {
    id.is_supplement() && !id.is_consolidated()
}

impl Said {
    /// Facts of one standard in order: the later one is trusted more where several fit.
    fn rank(&self) -> impl Ord + '_ {
        let recorded = self.by.iter().any(|sayer| matches!(sayer, Sayer::Record(_)));
        let fact = &self.fact;
        (!recorded, &fact.national, &fact.international, fact.degree, &fact.source)
    }
}

impl Sayer {
    fn row(row: &CorrespondenceRow) -> Self {
        Self::Row(row.national_id.trim().into(), row.international_id.trim().into())
    }
}

/// The correspondence of two numbers of one text, when one of them alone is international.
fn adoption(a: &str, b: &str, source: &str) -> Option<CorrespondenceFact> {
    let (a, b) = (first_identifier(a)?, first_identifier(b)?);
    let (national, international) = match (is_international(&a), is_international(&b)) {
        (false, true) => (a, b),
        (true, false) => (b, a),
        _ => return None,
    };
    let degree = Some(Correspondence::Identical);
    Some(CorrespondenceFact { national, international, degree, source: source.to_owned() })
}

/// The first identifier of a text such as `IEC 335-2-29:1987 + A1:1989`.
fn first_identifier(text: &str) -> Option<StandardId> {
    let first = text.split(['+', ';', ',', '|', '=']).next()?.trim().parse().ok();
    first.or_else(|| text.parse().ok())
}

/// Whether the publisher is an international body, open to the bodies of at
/// least all members of the WTO (TBT Annex 1, 4): ISO, IEC, ITU, Codex, OIML,
/// the UN's regulations, the metre convention, the hydrographic organization;
/// by their Latin and their Russian names.
pub fn is_international(id: &StandardId) -> bool {
    const BODIES: [&str; 25] = [
        "ISO",
        "IEC",
        "CISPR",
        "IWA",
        "IECEE",
        "IECEx",
        "IECQ",
        "ITU",
        "CXS",
        "CXG",
        "CXC",
        "CXM",
        "CXA",
        "CAC",
        "CODEX",
        "OIML",
        "BIPM",
        "JCGM",
        "UN",
        "UNECE",
        "IHO",
        "IALA",
        "ИСО",
        "МЭК",
        "СИСПР",
    ];
    let first = id.publisher().split([' ', '/', '-']).next().unwrap_or_default();
    BODIES.contains(&first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::catalogue_fixture;
    use rstest::rstest;

    fn row(national: &str, degree: &str, international: &str) -> CorrespondenceRow {
        CorrespondenceRow {
            national_id: national.into(),
            degree: degree.into(),
            international_id: international.into(),
            basis: "reference list".into(),
            ..CorrespondenceRow::default()
        }
    }

    fn table() -> Correspondences {
        Correspondences::from_rows([
            row("EN 60335-2-29:1991", "MOD", "IEC 335-2-29:1987 + A1:1989"),
            row("EN 60335-2-29:2004", "IDT", "IEC 60335-2-29:2002"),
            row("GB/T 19001-2016", "IDT", "ISO 9001:2015"),
            row("GB/T 19001-2016", "IDT", "ISO 9001:2015"),
            row("ГОСТ 5432-2007", "", "ISO 1701-1:2004"),
            CorrespondenceRow { confidence: "low".into(), ..row("ГОСТ 10-88", "MOD", "ISO 2631:1974") },
            row("nonsense", "IDT", "ISO 1:2016"),
            row("EN 60320-1/A1:1989", "MOD", "IEC 320:1981/A3:1987"),
        ])
    }

    #[rstest]
    #[case("EN 60335-2-29:1991", Some(("IEC 335-2-29:1987", Some(Correspondence::Modified), true)))]
    #[case("EN 60335-2-29:2004", Some(("IEC 60335-2-29:2002", Some(Correspondence::Identical), true)))]
    #[case::undated_takes_the_last("EN 60335-2-29", Some(("IEC 60335-2-29:2002", Some(Correspondence::Identical), true)))]
    #[case::another_edition("EN 60335-2-29:2021", Some(("IEC 60335-2-29:2002", Some(Correspondence::Identical), false)))]
    #[case::degree_not_told("ГОСТ 5432-2007", Some(("ISO 1701-1:2004", None, true)))]
    #[case::low_confidence("ГОСТ 10-88", Some(("ISO 2631:1974", None, true)))]
    #[case("EN 71-1:2014", None)]
    #[case::an_amendment("EN 60320-1/A1:1989", Some(("IEC 320:1981/A3:1987", Some(Correspondence::Modified), true)))]
    #[case::not_what_it_amends("EN 60320-1:2001", None)]
    #[case::nor_undated("EN 60320-1", None)]
    #[case::nor_another_amendment("EN 60320-1/A2:1991", None)]
    #[case::amended("EN 60335-2-29:2004/A2:2010", Some(("IEC 60335-2-29:2002", Some(Correspondence::Identical), false)))]
    fn a_standard_corresponds(
        #[case] national: &str,
        #[case] expected: Option<(&str, Option<Correspondence>, bool)>,
    ) {
        let table = table();
        let found = table.of(&national.parse().unwrap());
        let told = found.map(|k| (k.fact.international.to_string(), k.fact.degree, k.same_edition));
        assert_eq!(told.as_ref().map(|(id, degree, same)| (id.as_str(), *degree, *same)), expected);
    }

    #[test]
    fn repeats_are_kept_once_and_what_is_no_identifier_not_at_all() {
        assert_eq!(table().len(), 6);
        let mut twice = table();
        twice.extend(table());
        assert_eq!(twice.len(), 6);
    }

    #[test]
    fn records_tell_which_of_two_is_international() {
        let record = |id: &str, adopted_from: &[&str], twin: &[&str]| StandardRecord {
            id: id.into(),
            adopted_from: adopted_from.iter().map(ToString::to_string).collect(),
            twin: twin.iter().map(ToString::to_string).collect(),
            ..StandardRecord::default()
        };
        let mut all = Correspondences::default();
        all.add_record(&record("IEC 61588:2009", &["IEEE Std 1588-2008"], &[]));
        all.add_record(&record("ITU-T X.509 (10/2019)", &[], &["ISO/IEC 9594-8"]));
        let told: Vec<String> = all.iter().map(|f| format!("{} → {}", f.national, f.international)).collect();
        assert_eq!(told, ["IEEE Std 1588-2008 → IEC 61588:2009"]);
        assert!(catalogue_fixture().correspondences().is_empty());
    }

    #[rstest]
    #[case("ISO/IEC 17025:2017", true)]
    #[case("ITU-T X.509 (10/2019)", true)]
    #[case("CXS 1-1985", true)]
    #[case("UN Regulation No. 100", true)]
    #[case("МЭК 60947-2:2006", true)]
    #[case("ИСО/МЭК 17025:2017", true)]
    #[case("СИСПР 14-1:2005", true)]
    #[case("ГОСТ Р ИСО 9001-2015", false)]
    #[case("DIN EN ISO 12100:2010", false)]
    #[case("IS/ISO 9001:2015", false)]
    #[case("IS 302:2008", false)]
    #[case("EN 71-1:2014", false)]
    #[case("ASTM F963-17", false)]
    #[case("IEEE Std 1588-2008", false)]
    fn international_bodies(#[case] id: &str, #[case] expected: bool) {
        assert_eq!(is_international(&id.parse().unwrap()), expected);
    }

    /// The table at hand, where it is: rows are read, and most identifiers understood.
    #[test]
    fn a_real_table_is_read() {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../shared/data/standards/equivalences.csv");
        let Ok(mut reader) = csv::Reader::from_path(file) else {
            println!("skipped: no ../shared");
            return;
        };
        let rows: Vec<CorrespondenceRow> = reader.deserialize().map(Result::unwrap).collect();
        let (count, all) = (rows.len(), Correspondences::from_rows(rows));
        let modified = all.iter().filter(|f| f.degree == Some(Correspondence::Modified)).count();
        println!("{} of {count} rows understood, {modified} modified", all.len());
        assert!(all.len() * 100 > count * 80, "{} of {count}", all.len());
    }
}
