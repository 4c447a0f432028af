//! Reading files of every format, and refusing the others with a sentence.

mod docx;
mod made;
mod pdf;
mod refused;
mod web;

use texts::{Form, Limits, Read};

/// What was read, a line for each paragraph and note.
fn shown(read: &Read) -> String {
    let mut out = String::new();
    for paragraph in &read.paragraphs {
        let form = match paragraph.form {
            Form::Plain => String::new(),
            Form::Heading { level } => format!("{} ", "#".repeat(usize::from(level))),
            Form::Item { depth } => format!("{}* ", "  ".repeat(usize::from(depth))),
            Form::Row => "| ".to_owned(),
            Form::Note => "^ ".to_owned(),
        };
        let number = paragraph.number.as_ref().map(|number| format!("<{number}> ")).unwrap_or_default();
        out.push_str(&format!("{form}{number}{}\n", paragraph.text.replace('\t', " | ")));
    }
    for note in &read.notes {
        out.push_str(&format!("note: {note}\n"));
    }
    out
}

fn read(bytes: &[u8], name: &str) -> Read {
    texts::read(bytes, name, &Limits::default()).unwrap_or_else(|problem| panic!("{name}: {problem}"))
}
