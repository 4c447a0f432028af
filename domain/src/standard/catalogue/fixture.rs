//! A small catalogue of real facts for the tests of the catalogue and the rules.

use super::{Catalogue, StandardRecord};
use crate::standard::StandardStatus;

/// Identifier; year; status; stage; published; withdrawn; replaced by; under
/// revision by; ICS. Lists are separated by commas.
type Row = (
    &'static str,
    i16,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

#[rustfmt::skip]
const FACTS: &[Row] = &[
    ("ISO 12345:2002", 2002, "withdrawn", "95.99", "2002-12", "2013-03-12", "ISO 12345:2013", "", "43.060.40"),
    ("ISO 12345:2013", 2013, "withdrawn", "95.99", "2013-03", "2021-06-25", "ISO 12345:2021", "", "43.060.40"),
    ("ISO 12345:2021", 2021, "published", "60.60", "2021-06", "", "", "", "43.060.40"),
    ("IEC 60335-2-9:2002", 2002, "withdrawn", "REVISED", "2002-03-13", "2008-07-25", "IEC 60335-2-9:2008", "", "13.120,97.040.50"),
    ("IEC 60335-2-9:2008", 2008, "withdrawn", "REVISED", "2008-07-25", "2019-05-17", "IEC 60335-2-9:2019", "", "13.120,97.040.50"),
    ("IEC 60335-2-9:2008/AMD1:2012", 2012, "withdrawn", "REVISED", "2012-11-14", "2019-05-17", "", "", "13.120,97.040.50"),
    ("IEC 60335-2-9:2008+AMD1:2012 CSV", 2008, "withdrawn", "REVISED", "2012-11-14", "2019-05-17", "", "", "13.120,97.040.50"),
    ("IEC 60335-2-9:2019", 2019, "published", "PUBLISHED", "2019-05-17", "", "", "", "13.120,97.040.50"),
    ("IEC 60335-2-9:2019 RLV", 2019, "published", "PUBLISHED", "2019-05-17", "", "", "", "13.120,97.040.50"),
    ("IEC 60335-1:2010", 2010, "withdrawn", "REVISED", "2010-05-12", "2020-09-02", "IEC 60335-1:2020", "", "13.120,97.030"),
    ("IEC 60335-1:2020", 2020, "published", "PUBLISHED", "2020-09-02", "", "", "", "13.120,97.030"),
    // Split and merge: three standards became one.
    ("ISO 12100-1:2003", 2003, "withdrawn", "95.99", "2003-11", "2010-10-20", "ISO 12100:2010", "", "01.040.13,13.110"),
    ("ISO 12100-2:2003", 2003, "withdrawn", "95.99", "2003-11", "2010-10-20", "ISO 12100:2010", "", "13.110"),
    ("ISO 14121-1:2007", 2007, "withdrawn", "95.99", "2007-09", "2010-10-20", "ISO 12100:2010", "", "13.110"),
    ("ISO 12100:2010", 2010, "published", "90.92", "2010-11", "", "", "ISO/DIS 12100", "13.110"),
    ("ISO/DIS 12100", 0, "draft", "40.60", "", "", "", "", "13.110"),
    ("ISO 13849-1:1999", 1999, "withdrawn", "95.99", "1999-12", "2006-11-01", "ISO 13849-1:2006", "", "13.110"),
    ("ISO 13849-1:2006", 2006, "withdrawn", "95.99", "2006-11", "2015-12-04", "ISO 13849-1:2015", "", "13.110"),
    ("ISO 13849-1:2015", 2015, "withdrawn", "95.99", "2015-12", "2023-04-26", "ISO 13849-1:2023", "", "13.110"),
    ("ISO 13849-1:2023", 2023, "published", "60.60", "2023-04", "", "", "", "13.110"),
    ("ISO 9001:2008", 2008, "withdrawn", "95.99", "2008-11", "2015-09-22", "ISO 9001:2015", "", "03.100.70,03.120.10"),
    // Its revision is at committee stage: not imminent.
    ("ISO 9001:2015", 2015, "published", "90.92", "2015-09", "", "", "ISO/CD 9001.2", "03.100.70,03.120.10"),
    ("ISO/CD 9001.2", 0, "draft", "30.92", "", "", "", "", "03.100.70,03.120.10"),
    // A successor under publication, the old edition still in force.
    ("ISO 10110-6:2015", 2015, "published", "90.92", "2015-08", "", "ISO 10110-6", "", "37.020,01.100.20"),
    ("ISO 10110-6", 0, "published", "60.00", "2025-05", "", "", "", "37.020,01.100.20"),
    // A successor under publication, the old edition gone, and its dated twin.
    ("ISO 4997:2015", 2015, "withdrawn", "95.99", "2015-02", "2025-04-01", "ISO 4997,ISO 4997:2025", "", "77.140.50"),
    ("ISO 4997", 0, "published", "60.00", "2025-04", "", "", "", "77.140.50"),
    ("ISO 4997:2025", 2025, "published", "60.60", "2025-04", "", "", "", "77.140.50"),
    // Hearing aids; marked as replaced, by what is not said.
    ("IEC 60118-2:1979", 1979, "withdrawn", "REVISED", "1979-01-01", "1983-01-01", "IEC 60118-2:1983", "", "17.140.50"),
    ("IEC 60118-2:1983", 1983, "withdrawn", "REPLACED", "1983-01-01", "2015-06-09", "", "", "17.140.50"),
    ("IEC 60118-7:2005", 2005, "published", "PUBLISHED", "2005-10-18", "", "", "", "17.140.50"),
    ("ISO 8124-1:2018", 2018, "withdrawn", "95.99", "2018-03", "2022-09-15", "ISO 8124-1:2022", "", "97.200.50"),
    ("ISO 8124-1:2022", 2022, "published", "60.60", "2022-09", "", "", "", "97.200.50"),
    ("ISO 780:1997", 1997, "withdrawn", "95.99", "1997-12", "2015-12-01", "ISO 780:2015", "", "01.080.20,55.020"),
    ("ISO 780:2015", 2015, "published", "90.93", "2015-12", "", "", "", "01.080.20,55.020"),
    ("ISO/IEC 17025:2017", 2017, "published", "90.93", "2017-11", "", "", "", "03.120.20"),
    // Cycles and self-references as the data has them.
    ("ISO 90001:1999", 1999, "withdrawn", "95.99", "1999", "2005", "ISO 90001:2005", "", ""),
    ("ISO 90001:2005", 2005, "withdrawn", "95.99", "2005", "2010", "ISO 90001:1999,ISO 90001:2005", "", ""),
    // A chain that nobody states: the order of editions tells.
    ("ISO 90002:1990", 1990, "withdrawn", "95.99", "1990", "2000-05-01", "", "", ""),
    ("ISO 90002:2000", 2000, "withdrawn", "95.99", "2000", "2012-03-02", "", "", ""),
    ("ISO 90002:2012", 2012, "published", "60.60", "2012", "", "", "", ""),
    // A split, and a withdrawal at the end of a chain.
    ("ISO 90003:2001", 2001, "withdrawn", "95.99", "2001", "2009", "ISO 90002:2012,ISO 90004:2009", "", ""),
    ("ISO 90004:2009", 2009, "published", "60.60", "2009", "", "", "", ""),
    ("ISO 90005:1998", 1998, "withdrawn", "95.99", "1998", "2004", "ISO 90005:2004", "", ""),
    ("ISO 90005:2004", 2004, "withdrawn", "95.99", "2004", "2016-07-14", "", "", ""),
];

/// The records of the small catalogue.
pub(crate) fn records() -> Vec<StandardRecord> {
    let list = |s: &str| s.split(',').filter(|s| !s.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let record = |row: &Row| {
        let (id, year, status, stage, published, withdrawn, replaced_by, revision, ics) = *row;
        let base = id.split_once("/AMD").or(id.split_once('+')).map(|(base, _)| base.to_owned());
        StandardRecord {
            id: id.into(),
            year: (year > 0).then_some(year),
            kind: if id.contains("/AMD") { "Amd" } else { "IS" }.into(),
            consolidates: id.split_once('+').map(|(_, c)| format!("+{c}")).unwrap_or_default(),
            base: base.unwrap_or_default(),
            title_en: format!("Title of {id}"),
            ics: list(ics),
            stage: stage.into(),
            status: StandardStatus::from_name(status),
            published: published.into(),
            withdrawn: withdrawn.into(),
            replaced_by: list(replaced_by),
            under_revision_by: list(revision),
            ..StandardRecord::default()
        }
    };
    FACTS.iter().map(record).collect()
}

/// The small catalogue; like a demonstration's it is too small to say that a
/// number does not exist.
pub(crate) fn catalogue() -> Catalogue {
    Catalogue::from_records(records())
}
