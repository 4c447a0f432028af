//! The days of TRIS procedures, for the clock: the columns that it needs from the
//! notification table of the EUTR data set, every line a row.

use std::io::Read;

use domain::clock::Procedure;
use jiff::civil::Date;

use crate::{
    NotReadable,
    codes::{letters, of_csv},
};

const RECEIVED: &str = "start_date";
const ENDED: &str = "end_date";
const POSTPONED: &str = "postponement";
const OPINIONS: &str = "count_opinions";

/// Reads a table of procedures. A line that cannot be read, or with a day that is
/// none, is a row without that day. A count that is left empty counts nothing.
///
/// # Errors
/// The file cannot be read, or lacks one of the four columns.
pub fn read<R: Read>(file: R) -> Result<Vec<Procedure>, NotReadable> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
    let names: Vec<String> = reader.headers().map_err(of_csv)?.iter().map(letters).collect();
    let column = |name: &str| {
        names.iter().position(|n| *n == letters(name)).ok_or_else(|| {
            NotReadable::WrongFormat(format!("this is no table of TRIS procedures: it has no column {name}"))
        })
    };
    let columns = [column(RECEIVED)?, column(ENDED)?, column(POSTPONED)?, column(OPINIONS)?];
    let mut procedures = Vec::new();
    for record in reader.byte_records() {
        procedures.push(match record {
            Ok(record) => {
                let [received, ended, postponed, opinions] = columns.map(|at| {
                    std::str::from_utf8(record.get(at).unwrap_or_default()).unwrap_or_default().trim()
                });
                Procedure {
                    received: day(received),
                    ended: day(ended),
                    blocked: counts(postponed),
                    opinion: counts(opinions),
                }
            }
            Err(error) => match error.into_kind() {
                csv::ErrorKind::Io(error) => return Err(error.into()),
                _ => Procedure::default(),
            },
        });
    }
    Ok(procedures)
}

/// `2018-01-19`, also with a time after it.
fn day(given: &str) -> Option<Date> {
    given.get(..10).unwrap_or(given).parse().ok()
}

/// `1.0` and `1`.
fn counts(given: &str) -> bool {
    given.parse::<f64>().is_ok_and(|n| n > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::clock::{Replay, ReplayKind};
    use jiff::civil::date;

    const HEADER: &str = "key_id,start_date,end_date,postponement,count_opinions\n";

    #[test]
    fn every_line_is_a_row() {
        let lines = "1,2018-01-19,2018-07-20,1.0,2.0\n2,2018-01-19 00:00:00,,0.0,\n3,soon\n4,2018-13-01,2018-04-20,,0\n";
        let rows = read(format!("{HEADER}{lines}").as_bytes()).unwrap();
        let (received, none) = (Some(date(2018, 1, 19)), Procedure::default());
        assert_eq!(
            rows,
            [
                Procedure { received, ended: Some(date(2018, 7, 20)), opinion: true, blocked: true },
                Procedure { received, ..none },
                none,
                Procedure { ended: Some(date(2018, 4, 20)), ..none },
            ]
        );
    }

    #[test]
    fn bytes_that_are_no_text_are_a_row_without_days() {
        let mut file = HEADER.as_bytes().to_vec();
        file.extend(b"1,\xff\xfe,2018-04-20,0,0\n");
        assert_eq!(read(&*file).unwrap()[0].received, None);
    }

    #[test]
    fn another_table_is_refused_with_the_column_it_lacks() {
        let Err(NotReadable::WrongFormat(why)) = read("start_date,end_date,postponement\n".as_bytes()) else {
            panic!("a table without opinions was read");
        };
        assert!(why.contains("count_opinions"), "{why}");
    }

    #[test]
    fn real_ends_are_met() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../shared/data/notifications/tris_eutr_notifications.csv"
        );
        let Ok(file) = std::fs::File::open(path) else {
            println!("skipped: no ../shared");
            return;
        };
        let mut replay = Replay::default();
        read(std::io::BufReader::new(file)).unwrap().iter().for_each(|p| replay.add(p));
        println!("{}", serde_json::to_string_pretty(&replay).unwrap());
        assert_eq!(replay.rows, 21_178);
        let early = &replay.by_kind[&ReplayKind::LiftedEarly];
        assert!(early.rows < 1_000, "{} rows are set aside", early.rows);
        assert!(replay.since_2000.share() > 0.93, "{:?}", replay.since_2000);
        let usual = replay.by_kind[&ReplayKind::ThreeMonths].since_2000;
        assert!(usual.share() > 0.93, "{usual:?}");
    }
}
