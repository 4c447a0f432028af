//! TRIS procedures from the notification table of the EUTR data set: who
//! notified, the standstill period, who commented, who gave a detailed opinion.
//! The table has no titles and no texts, and nothing is made up for them.

use std::io::Read;

use domain::{
    notification::{Content, Form, ImportedNotification, Kind, Source, State, StatedDate, Tris},
    symbol::Symbol,
};
use jiff::civil::Date;

use crate::{
    NotReadable, Problem, Severity,
    codes::{letters, next_record, of_csv},
    problem::Notes,
};

/// Columns by meaning; the names are those of the table.
const COLUMNS: [&str; 9] = [
    "notification_id",
    "notification_by",
    "start_date",
    "end_date",
    "postponement",
    "comments",
    "count_comments",
    "opinions",
    "count_opinions",
];
/// Those without which a row cannot be a notification.
const NEEDED: [&str; 2] = ["notification_id", "start_date"];

/// Rows of the table.
pub struct Rows<R> {
    records: csv::StringRecordsIntoIter<R>,
    columns: [Option<usize>; COLUMNS.len()],
    waiting: std::collections::VecDeque<Result<ImportedNotification, Problem>>,
}

/// Reads the header and returns the rows.
pub fn read<R: Read>(file: R) -> Result<Rows<R>, NotReadable> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
    let names: Vec<String> = reader.headers().map_err(of_csv)?.iter().map(letters).collect();
    let columns = COLUMNS.map(|name| names.iter().position(|n| *n == letters(name)));
    for needed in NEEDED {
        if !COLUMNS.iter().zip(columns).any(|(name, at)| *name == needed && at.is_some()) {
            return Err(NotReadable::WrongFormat(format!(
                "this is no table of TRIS notifications: it has no column {needed}"
            )));
        }
    }
    Ok(Rows { records: reader.into_records(), columns, waiting: std::collections::VecDeque::new() })
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<ImportedNotification, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(waiting) = self.waiting.pop_front() {
            return Some(waiting);
        }
        let (line, record) = match next_record(&mut self.records)? {
            Ok(read) => read,
            Err(problem) => return Some(Err(problem)),
        };
        let mut notes = Notes::new(line);
        let field = |name: &str| {
            let at = COLUMNS.iter().zip(self.columns).find(|(n, _)| **n == name).and_then(|(_, at)| at);
            at.and_then(|at| record.get(at)).unwrap_or("").trim()
        };
        let row = one(&field, &mut notes);
        self.waiting.extend(notes.list.into_iter().map(Err));
        self.waiting.extend(row.map(Ok));
        self.waiting.pop_front()
    }
}

fn one<'a>(field: &impl Fn(&str) -> &'a str, notes: &mut Notes) -> Option<ImportedNotification> {
    let given = field("notification_id");
    let Some(symbol) = symbol(given) else {
        let what = "is no TRIS number such as TRIS:2019:0023:AT:N; skipped";
        notes.add(Severity::Skipped, "notification_id", given, what);
        return None;
    };
    let Ok(start) = field("start_date").parse::<Date>() else {
        let what = "the day of receipt is no day; skipped";
        notes.add(Severity::Skipped, "start_date", field("start_date"), what);
        return None;
    };
    let end = field("end_date");
    let comments_until = match end.parse::<Date>() {
        Ok(day) if day >= start => StatedDate::day(day),
        Ok(_) => {
            let what = format!("the standstill would end before it began on {start}; the day was left out");
            notes.add(Severity::Dropped, "end_date", end, what);
            StatedDate::words(format!("{end} in the source, which is before the start"))
        }
        Err(_) if end.is_empty() => StatedDate::words("not stated"),
        Err(_) => {
            notes.add(Severity::Note, "end_date", end, "is no day; kept as words");
            StatedDate::words(end)
        }
    };
    let postponed = is_set(field("postponement"));
    let description = match postponed {
        true => "Adoption was postponed at the Commission's request. The source gives no text.",
        false => "The source gives no text.",
    };
    let content = Content {
        form: Form::Tris2015,
        title: format!("TRIS {symbol} (title not in the source)"),
        description: description.to_owned(),
        comments_until,
        tris: Some(Tris {
            opinions: authors(field, "opinions", notes),
            comments: authors(field, "comments", notes),
            ..Tris::default()
        }),
        ..Content::default()
    };
    Some(ImportedNotification {
        symbols: vec![symbol],
        authority_names: vec![field("notification_by").to_owned()],
        source: Source::Tris,
        kind: Kind::Regular,
        state: State::Published,
        published: start,
        content,
    })
}

/// `TRIS:2019:0023:AT:N` as `2019/0023/AT`.
fn symbol(given: &str) -> Option<Symbol> {
    let mut parts = given.split(':');
    let (Some("TRIS"), Some(year), Some(number), Some(country)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    format!("{year}/{number}/{country}").parse().ok()
}

/// `1.0` and `1`.
fn is_set(value: &str) -> bool {
    value.parse::<f64>().is_ok_and(|n| n > 0.0)
}

/// Who wrote, as codes; the table counts them too, and the two are compared.
fn authors<'a>(field: &impl Fn(&str) -> &'a str, name: &str, notes: &mut Notes) -> Vec<String> {
    let given = field(name);
    let authors: Vec<String> = given
        .split(',')
        .map(str::trim)
        .filter(|n| !n.is_empty())
        .map(|author| match CODES.iter().find(|(n, _)| *n == author) {
            Some((_, code)) => (*code).to_owned(),
            None => {
                notes.add(Severity::Note, name, author, "is no author known here; kept as given");
                author.to_owned()
            }
        })
        .collect();
    let count = field(&format!("count_{name}"));
    if count.parse::<f64>().is_ok_and(|n| (n - authors.len() as f64).abs() > 0.5) {
        let what = format!("the source counts {count} and names {}; the names were taken", authors.len());
        notes.add(Severity::Note, name, given, what);
    }
    authors
}

/// Authors and their codes in TRIS numbers; `EU` is the Commission.
const CODES: [(&str, &str); 37] = [
    ("Commission", "EU"),
    ("EFTA", "EFTA"),
    ("European Free Trade Association", "EFTA"),
    ("EFTA Surveillance Authority", "EFTA"),
    ("Austria", "AT"),
    ("Belgium", "BE"),
    ("Bulgaria", "BG"),
    ("Croatia", "HR"),
    ("Cyprus", "CY"),
    ("Czech Republic", "CZ"),
    ("Denmark", "DK"),
    ("Estonia", "EE"),
    ("Finland", "FI"),
    ("France", "FR"),
    ("Germany", "DE"),
    ("Greece", "EL"),
    ("Hungary", "HU"),
    ("Iceland", "IS"),
    ("Ireland", "IE"),
    ("Italy", "IT"),
    ("Latvia", "LV"),
    ("Liechtenstein", "LI"),
    ("Lithuania", "LT"),
    ("Luxembourg", "LU"),
    ("Malta", "MT"),
    ("Netherlands", "NL"),
    ("Norway", "NO"),
    ("Poland", "PL"),
    ("Portugal", "PT"),
    ("Romania", "RO"),
    ("Slovakia", "SK"),
    ("Slovenia", "SI"),
    ("Spain", "ES"),
    ("Sweden", "SE"),
    ("Switzerland", "CH"),
    ("Turkey", "TR"),
    ("United Kingdom", "UK"),
];

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "key_id,notification_id,notification_by,start_date,end_date,postponement,comments,count_comments,opinions,count_opinions\n";

    fn all(rows: &str) -> (Vec<ImportedNotification>, Vec<Problem>) {
        let mut read_rows = (Vec::new(), Vec::new());
        for item in read(format!("{HEADER}{rows}").as_bytes()).unwrap() {
            match item {
                Ok(row) => read_rows.0.push(row),
                Err(problem) => read_rows.1.push(problem),
            }
        }
        read_rows
    }

    #[test]
    fn a_procedure_has_its_symbol_clock_and_authors() {
        let (rows, problems) = all(
            "1,TRIS:2018:0022:IE:N,Ireland,2018-01-19,2018-07-20,1.0,\"Commission, Denmark\",2.0,\"Bulgaria, Italy\",2.0\n",
        );
        assert_eq!(problems, []);
        let row = &rows[0];
        assert_eq!(row.symbols[0].to_string(), "2018/0022/IE");
        assert_eq!(row.published.to_string(), "2018-01-19");
        assert_eq!(row.content.comments_until.date.unwrap().to_string(), "2018-07-20");
        assert_eq!(row.content.title, "TRIS 2018/0022/IE (title not in the source)");
        assert!(row.content.description.starts_with("Adoption was postponed"), "{}", row.content.description);
        let tris = row.content.tris.as_ref().unwrap();
        assert_eq!(
            (tris.comments.as_slice(), tris.opinions.as_slice()),
            (&["EU".to_owned(), "DK".to_owned()][..], &["BG".to_owned(), "IT".to_owned()][..])
        );
    }

    #[test]
    fn dirt_is_said_row_by_row() {
        let (rows, problems) = all(concat!(
            "1,TRIS:1986:0023:FR:N,France,1986-06-13,1986-06-06,0.0,,0.0,,0.0\n",
            "2,TRIS:86:23:FR:N,France,1986-06-13,,0.0,,0.0,,0.0\n",
            "3,TRIS:1986:0024:FR:N,France,,1986-06-13,0.0,,0.0,,0.0\n",
            "4,TRIS:1986:0025:FR:N,France,1986-06-13,,,Utopia,2.0,,0.0\n",
        ));
        let said: Vec<_> = problems.iter().map(|p| (p.row, p.severity, p.field.as_str())).collect();
        assert_eq!(
            said,
            [
                (2, Severity::Dropped, "end_date"),
                (3, Severity::Skipped, "notification_id"),
                (4, Severity::Skipped, "start_date"),
                (5, Severity::Note, "comments"),
                (5, Severity::Note, "comments"),
            ]
        );
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].content.comments_until.date, None);
        assert_eq!(rows[1].content.comments_until.words, "not stated");
    }

    #[test]
    fn another_table_is_refused() {
        assert!(matches!(read("code,name\n".as_bytes()), Err(NotReadable::WrongFormat(_))));
    }

    #[test]
    fn the_whole_table_reads() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../shared/data/notifications/tris_eutr_notifications.csv"
        );
        let Ok(file) = std::fs::File::open(path) else {
            println!("skipped: no ../shared");
            return;
        };
        let items: Vec<_> = read(std::io::BufReader::new(file)).unwrap().collect();
        assert_eq!(items.iter().filter(|i| i.is_ok()).count(), 21_178);
        let problems: Vec<_> = items.iter().filter_map(|i| i.as_ref().err()).collect();
        let dropped = problems.iter().filter(|p| p.severity == Severity::Dropped).count();
        assert_eq!(dropped, 29, "periods that end before they begin");
        assert_eq!(problems.len(), 29, "{:?}", problems.iter().find(|p| p.severity != Severity::Dropped));
    }
}
