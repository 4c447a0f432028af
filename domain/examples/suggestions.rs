//! Measures suggestions: the standards that real regulations cite are hidden
//! and asked for by the words beside them. `cargo xtask bench suggestions`.
//!
//! Beside the ranking stands the plainest one there is, the number of words that
//! subject and title share, in the same run.

use std::{
    collections::{HashMap, HashSet},
    io::{BufRead, BufReader},
    path::Path,
    time::Instant,
};

use domain::{
    codes::{HsCode, IcsCode},
    recognition::recognise,
    standard::{Catalogue, StandardId, StandardRecord, is_international},
    suggestion::{Subject, Titles},
};
use serde_json::Value;

fn main() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let Ok(file) = std::fs::File::open(shared.join("standards/standards.jsonl.zst")) else {
        println!("skipped: no ../shared");
        return;
    };
    let reader = BufReader::new(zstd::stream::read::Decoder::new(file).expect("the catalogue is zstd"));
    let mut scopes = scopes(&shared);
    let records = reader.lines().filter_map(|l| serde_json::from_str::<StandardRecord>(&l.ok()?).ok());
    let records = records.map(|r| StandardRecord { scope: scopes.remove(&r.id).unwrap_or_default(), ..r });
    let catalogue = Catalogue::from_records(records);
    let started = Instant::now();
    let titles = Titles::new(catalogue.iter());
    println!("{} titles laid out in {:.2} s", titles.len(), started.elapsed().as_secs_f64());
    let in_force: HashSet<String> = catalogue
        .iter()
        .filter(|e| e.is_edition() && e.is_in_force())
        .filter_map(|e| e.id.parse::<StandardId>().ok())
        .map(|id| id.undated().to_string())
        .collect();

    let world = World { catalogue: &catalogue, titles: &titles, in_force: &in_force };
    for (file, words) in [
        ("eu_mdr_gspr_standards.jsonl", ["scope", "category"]),
        ("eu_mdr_gspr_standards.jsonl", ["title_en", "category"]),
        ("in_qco_standards.jsonl", ["product", ""]),
    ] {
        let rows = lines(&shared.join("citations").join(file));
        measure(&format!("{file} by {}", words[0]), &from_citations(&rows, words, &world), &world);
    }
    let notified = shared.join("notifications");
    let rows = array(&notified.join("wto_tbt_transcribed.json"));
    let names = hs_names(&shared);
    measure("wto_tbt_transcribed.json, whole forms", &from_forms(&rows, &names, &world), &world);
    // What is shown for forms whose truth nobody wrote down, to be read by people.
    if std::env::args().any(|a| a == "--list") {
        for file in ["wto_tbt_transcribed.json", "wto_us_transcribed.json", "wto_eping_gcc_vehicles.json"] {
            for row in array(&notified.join(file)) {
                let form = Form::read(&row, &names);
                println!("{} | {} | {:?} | {:?}", form.title, form.products, form.hs, form.ics);
                for s in titles.shown(&form.subject(), &HashSet::new()) {
                    println!(
                        "  {:.2} {} {} {:?} {:?}",
                        s.confidence, s.standard, s.title, s.words, s.hs_words
                    );
                }
            }
        }
    }
}

/// Scopes by identifier; none with `--titles`, which shows what they are worth.
fn scopes(shared: &Path) -> HashMap<String, String> {
    let file = std::fs::File::open(shared.join("standards/scopes.jsonl.zst"));
    let Ok(file) = file else { return HashMap::new() };
    if std::env::args().any(|a| a == "--titles") {
        return HashMap::new();
    }
    let reader = BufReader::new(zstd::stream::read::Decoder::new(file).expect("the scopes are zstd"));
    let rows = reader.lines().filter_map(|l| serde_json::from_str::<Value>(&l.ok()?).ok());
    rows.filter_map(|row| Some((row["id"].as_str()?.to_owned(), row["en"].as_str()?.to_owned()))).collect()
}

/// Names of HS codes.
fn hs_names(shared: &Path) -> HashMap<String, String> {
    let Ok(mut reader) = csv::Reader::from_path(shared.join("standards/hs.csv")) else {
        return HashMap::new();
    };
    let rows = reader.records().filter_map(Result::ok);
    rows.filter_map(|row| Some((row.get(1)?.to_owned(), row.get(2)?.to_owned()))).collect()
}

/// What is asked in.
struct World<'a> {
    catalogue: &'a Catalogue,
    titles: &'a Titles,
    in_force: &'a HashSet<String>,
}

impl World<'_> {
    /// The international standards in force that a text names or adopts.
    fn named(&self, text: &str) -> Vec<String> {
        let mentions = recognise(text).into_iter().map(|m| m.id);
        let whole = text.parse::<StandardId>().ok();
        let numbers = mentions.chain(whole).filter_map(|id| international(&id, self.catalogue));
        numbers.filter(|number| self.in_force.contains(number)).collect()
    }
}

/// A subject and the standards that its regulation cites.
struct Question {
    form: Form,
    /// Those cited beside this subject.
    wanted: HashSet<String>,
    /// All that the regulation cites.
    right: HashSet<String>,
}

/// The boxes of a form that suggestions look at.
#[derive(Default)]
struct Form {
    title: String,
    products: String,
    description: String,
    /// Names of the HS codes.
    hs: Vec<String>,
    ics: Vec<IcsCode>,
}

impl Form {
    fn read(row: &Value, names: &HashMap<String, String>) -> Self {
        let text = |fields: &[&str]| {
            let field = fields.iter().find_map(|f| row[*f].as_str());
            field.unwrap_or_default().to_owned()
        };
        let codes = |field: &str| row[field].as_array().into_iter().flatten().filter_map(Value::as_str);
        let hs = codes("hs").filter_map(|code| code.parse::<HsCode>().ok());
        Self {
            title: text(&["title_en", "title"]),
            products: text(&["products", "productsFreeText"]),
            description: text(&["description"]),
            hs: hs.filter_map(|code| code.product_codes().find_map(|c| names.get(c).cloned())).collect(),
            ics: codes("ics").filter_map(|code| code.parse().ok()).collect(),
        }
    }

    fn subject(&self) -> Subject<'_> {
        let Self { title, products, description, hs, ics } = self;
        Subject { products, hs, title, text: description, ics }
    }
}

fn lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn array(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// One question a row; all rows of a regulation are right answers to each.
fn from_citations(rows: &[Value], words: [&str; 2], world: &World<'_>) -> Vec<Question> {
    let text = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().replace('_', " ");
    let mut cited: HashMap<String, HashSet<String>> = HashMap::new();
    for row in rows {
        cited.entry(text(row, "regulation")).or_default().extend(world.named(&text(row, "standard")));
    }
    let question = |row: &Value| {
        let wanted: HashSet<String> = world.named(&text(row, "standard")).into_iter().collect();
        let beside = text(row, words[0]);
        let products = format!("{beside}. {}", text(row, words[1]));
        let form = Form { products, ..Form::default() };
        let right = cited[&text(row, "regulation")].clone();
        (!wanted.is_empty() && !beside.is_empty()).then_some(Question { form, wanted, right })
    };
    rows.iter().filter_map(question).collect()
}

fn from_forms(rows: &[Value], names: &HashMap<String, String>, world: &World<'_>) -> Vec<Question> {
    let question = |row: &Value| {
        let cited = row["referenced_standards"].as_array()?;
        let named = cited.iter().filter_map(Value::as_str).flat_map(|text| world.named(text));
        let wanted: HashSet<String> = named.collect();
        let form = Form::read(row, names);
        (!wanted.is_empty()).then(|| Question { form, right: wanted.clone(), wanted })
    };
    rows.iter().filter_map(question).collect()
}

/// Suggestions that the report shows at most.
const SHOWN_AT_MOST: usize = 3;

fn measure(name: &str, questions: &[Question], world: &World<'_>) {
    let (mut found, mut plainly, mut shown, mut right) = (0usize, 0usize, 0usize, 0usize);
    let started = Instant::now();
    for question in questions {
        let subject = question.form.subject();
        let undated =
            |id: &str| id.parse::<StandardId>().map(|id| id.undated().to_string()).unwrap_or_default();
        for s in world.titles.suggest(&subject, &HashSet::new(), 10) {
            found += usize::from(question.wanted.contains(&undated(&s.standard)));
        }
        let told = world.titles.shown(&subject, &HashSet::new());
        for s in told.iter().take(SHOWN_AT_MOST) {
            shown += 1;
            let cited = question.right.contains(&undated(&s.standard));
            right += usize::from(cited);
            if !cited && std::env::args().any(|a| a == "--list") {
                println!("  not cited: {} for {:?}", s.standard, question.form.products);
            }
        }
    }
    let each = started.elapsed().as_secs_f64() * 1e3 / questions.len().max(1) as f64;
    let plain = Plain::new(world.catalogue, world.in_force);
    for question in questions {
        let Form { title, products, description, .. } = &question.form;
        let best = plain.best(&format!("{title} {products} {description}"), 10);
        plainly += best.intersection(&question.wanted).count();
    }
    let wanted: usize = questions.iter().map(|q| q.wanted.len()).sum();
    let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
    println!(
        "{name}: {} subjects that cite {wanted}, recall at 10: {:.3} (shared words: {:.3}); shown {shown}, of these cited by the regulation: {:.3}; {each:.2} ms each",
        questions.len(),
        share(found, wanted),
        share(plainly, wanted),
        share(right, shown),
    );
}

/// The international standard meant: itself, or what it adopts.
fn international(id: &StandardId, catalogue: &Catalogue) -> Option<String> {
    if is_international(id) {
        return Some(id.undated().to_string());
    }
    catalogue.international(id).or_else(|| id.adopted()).map(|id| id.undated().to_string())
}

/// The yardstick: titles by how many words they share with the subject.
struct Plain<'a> {
    titles: Vec<(String, HashSet<&'a str>)>,
}

impl<'a> Plain<'a> {
    fn new(catalogue: &'a Catalogue, in_force: &HashSet<String>) -> Self {
        let titles = catalogue
            .iter()
            .filter(|e| e.is_edition() && e.is_in_force())
            .filter_map(|e| Some((e.id.parse::<StandardId>().ok()?.undated().to_string(), e)))
            .filter(|(number, _)| in_force.contains(number))
            .map(|(number, e)| (number, e.title.split(|c: char| !c.is_alphanumeric()).collect()))
            .collect();
        Self { titles }
    }

    fn best(&self, subject: &str, limit: usize) -> HashSet<String> {
        let words: HashSet<&str> = subject.split(|c: char| !c.is_alphanumeric()).collect();
        let mut counted: Vec<(usize, &String)> =
            self.titles.iter().map(|(number, title)| (title.intersection(&words).count(), number)).collect();
        counted.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
        counted.into_iter().take(limit).map(|(_, number)| number.clone()).collect()
    }
}
