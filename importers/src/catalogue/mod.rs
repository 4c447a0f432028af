//! The catalogue of standards as JSON lines, plain or zstd: records as this
//! program writes them, or ISO's open data; each line is told by its fields.

mod iso_open_data;
mod record;

use std::{
    collections::{HashMap, VecDeque},
    io::{self, BufRead, BufReader, Cursor, Read},
};

use domain::standard::StandardRecord;

use crate::{NotReadable, Problem, Severity, problem::Notes};

/// First bytes of a zstd frame.
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// No record is longer; a line that is one belongs to another kind of file.
const LONGEST_LINE: u64 = 4 << 20;

/// The records of such a file.
pub struct Records<R: Read> {
    lines: Lines<R>,
    /// ISO's numbers and the references they stand for.
    references: HashMap<u64, String>,
    waiting: VecDeque<Result<StandardRecord, Problem>>,
    over: bool,
}

/// Opens a catalogue. ISO's open data names other deliverables by number, so
/// the file is read twice: `open` is called for each pass. Fails when no line
/// among the first hundred is an object of JSON.
pub fn read<R: Read>(mut open: impl FnMut() -> io::Result<R>) -> Result<Records<R>, NotReadable> {
    let mut references = HashMap::new();
    let mut lines = Lines::new(open()?)?;
    let (mut objects, mut others) = (0_u64, 0_u64);
    while let Some(line) = lines.next_line()? {
        if line.trim_ascii_start().starts_with(b"{") {
            objects += 1;
        } else {
            others += 1;
        }
        if others >= 100 && objects == 0 {
            break;
        }
        if memchr::memmem::find(line, b"\"deliverableType\"").is_some()
            && let Some((id, reference)) = iso_open_data::name(line)
        {
            references.insert(id, reference);
        }
    }
    if objects == 0 {
        return Err(NotReadable::WrongFormat(
            "this is no catalogue: JSON lines are expected, one standard a line, plain or compressed with zstd"
                .to_owned(),
        ));
    }
    Ok(Records { lines: Lines::new(open()?)?, references, waiting: VecDeque::new(), over: false })
}

impl<R: Read> Iterator for Records<R> {
    type Item = Result<StandardRecord, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(waiting) = self.waiting.pop_front() {
                return Some(waiting);
            }
            if self.over {
                return None;
            }
            match self.lines.next_line() {
                Ok(None) => self.over = true,
                Ok(Some(line)) if line.trim_ascii().is_empty() => {}
                Ok(Some(line)) => {
                    let mut notes = Notes::new(0);
                    let record = one(line, &self.references, &mut notes);
                    let number = self.lines.number;
                    let said = notes.list.into_iter().map(|p| Err(Problem { row: number, ..p }));
                    self.waiting.extend(said);
                    self.waiting.extend(record.map(Ok));
                }
                Err(error) => {
                    self.over = true;
                    let what = format!("the file cannot be read further ({error}): the rest is missing");
                    self.waiting.push_back(Err(Problem::new(
                        Severity::BrokenOff,
                        self.lines.number + 1,
                        "",
                        "",
                        what,
                    )));
                }
            }
        }
    }
}

/// The record of one line; without one, the notes say why.
fn one(line: &[u8], references: &HashMap<u64, String>, notes: &mut Notes) -> Option<StandardRecord> {
    let iso = memchr::memmem::find(line, b"\"deliverableType\"").is_some();
    let record =
        if iso { iso_open_data::record(line, references, notes) } else { record::record(line, notes) }?;
    if record.id.trim().is_empty() {
        notes.add(Severity::Skipped, "id", "", "a record needs an identifier; skipped");
        return None;
    }
    Some(record)
}

/// Lines of a file, unpacked when it is packed.
struct Lines<R: Read> {
    reader: Box<Unpacked<R>>,
    line: Vec<u8>,
    number: u64,
}

type Whole<R> = io::Chain<Cursor<Vec<u8>>, R>;

enum Unpacked<R: Read> {
    Plain(BufReader<Whole<R>>),
    Zstd(BufReader<zstd::Decoder<'static, BufReader<Whole<R>>>>),
}

impl<R: Read> Lines<R> {
    fn new(mut file: R) -> io::Result<Self> {
        let mut magic = Vec::new();
        file.by_ref().take(4).read_to_end(&mut magic)?;
        let packed = magic == ZSTD;
        let whole = Cursor::new(magic).chain(file);
        let reader = if packed {
            Unpacked::Zstd(BufReader::with_capacity(1 << 16, zstd::Decoder::new(whole)?))
        } else {
            Unpacked::Plain(BufReader::with_capacity(1 << 16, whole))
        };
        Ok(Self { reader: Box::new(reader), line: Vec::new(), number: 0 })
    }

    fn next_line(&mut self) -> io::Result<Option<&[u8]>> {
        self.line.clear();
        let read = match &mut *self.reader {
            Unpacked::Plain(r) => r.take(LONGEST_LINE).read_until(b'\n', &mut self.line)?,
            Unpacked::Zstd(r) => r.take(LONGEST_LINE).read_until(b'\n', &mut self.line)?,
        };
        if read as u64 == LONGEST_LINE {
            return Err(io::Error::other("a line is longer than four megabytes"));
        }
        self.number += 1;
        Ok((read > 0).then_some(self.line.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8]) -> (Vec<StandardRecord>, Vec<Problem>) {
        let mut records = Vec::new();
        let mut problems = Vec::new();
        for item in read(|| Ok(text)).unwrap() {
            match item {
                Ok(record) => records.push(record),
                Err(problem) => problems.push(problem),
            }
        }
        (records, problems)
    }

    const TWO: &str = concat!(
        r#"{"id":"ISO 8124-1:2018","publisher":"ISO","year":2018,"status":"withdrawn","replaced_by":["ISO 8124-1:2022"],"urn":"x"}"#,
        "\n\nnot json\n",
        r#"{"id":"ISO 8124-1:2022","title_fr":null,"year":"2022","edition":6,"ics":"97.200.50","stage":{"a":1}}"#,
        "\n{\"title_en\":\"no identifier\"}",
    );

    #[test]
    fn a_bad_line_is_said_with_its_number_and_the_rest_is_read() {
        let (records, problems) = all(TWO.as_bytes());
        assert_eq!(records.len(), 2);
        assert_eq!(records[0].replaced_by, ["ISO 8124-1:2022"]);
        assert_eq!((records[1].year, records[1].edition.as_str()), (Some(2022), "6"));
        assert_eq!(records[1].ics, ["97.200.50"]);
        let said: Vec<_> = problems.iter().map(|p| (p.row, p.severity, p.field.as_str())).collect();
        assert_eq!(
            said,
            [(3, Severity::Skipped, ""), (4, Severity::Dropped, "stage"), (5, Severity::Skipped, "id")]
        );
    }

    #[test]
    fn packed_and_plain_are_told_by_their_first_bytes() {
        let packed = zstd::encode_all(TWO.as_bytes(), 3).unwrap();
        assert_eq!(all(&packed), all(TWO.as_bytes()));
    }

    #[test]
    fn a_packed_file_that_ends_early_is_said() {
        let long = format!("{}\n", TWO).repeat(2000);
        let packed = zstd::encode_all(long.as_bytes(), 3).unwrap();
        let mut cut = packed.clone();
        cut.truncate(packed.len() / 2);
        assert!(matches!(read(|| Ok(cut.as_slice())), Err(NotReadable::Io(_))));
    }

    #[test]
    fn another_file_is_refused() {
        for other in ["", "code,name\n1,2\n", "PK\u{3}\u{4}"] {
            assert!(matches!(read(|| Ok(other.as_bytes())), Err(NotReadable::WrongFormat(_))), "{other}");
        }
    }

    #[test]
    fn the_whole_catalogue_reads_and_half_addresses_are_reported() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/standards/standards.jsonl.zst");
        if !std::path::Path::new(path).exists() {
            println!("skipped: no ../shared");
            return;
        }
        let records = read(|| std::fs::File::open(path)).unwrap();
        let (mut read, mut problems) = (0, 0);
        for item in records {
            match item {
                Ok(_) => read += 1,
                Err(_) => problems += 1,
            }
        }
        // Records of OIML that give half of an address.
        assert_eq!((read, problems), (176_569, 67));
    }
}
