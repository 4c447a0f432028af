//! `export notifications`: everything public, as JSON or CSV.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use clap::ValueEnum;
use registry::{Registry, notifications::NotificationSummary};

/// Form of the export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// An array of objects.
    Json,
    /// A table, safe to open in a spreadsheet.
    Csv,
}

const COLUMNS: [&str; 10] = [
    "symbol",
    "symbols",
    "authorities",
    "kind",
    "state",
    "title",
    "products",
    "published",
    "comments_until",
    "divergences",
];

pub(super) async fn notifications(registry: &Registry, format: Format) -> anyhow::Result<ExitCode> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut after = 0;
    let mut first = true;
    match format {
        Format::Json => write!(out, "[")?,
        Format::Csv => write_row(&mut out, COLUMNS.map(str::to_owned))?,
    }
    loop {
        let ids = registry.notification_ids(after, 500).await?;
        let Some(last) = ids.last() else { break };
        after = *last;
        for summary in registry.notification_summaries(&ids).await? {
            match format {
                Format::Json => {
                    write!(out, "{}", if first { "\n" } else { ",\n" })?;
                    serde_json::to_writer(&mut out, &crate::api::ListItem::from(summary))?;
                }
                Format::Csv => write_row(&mut out, cells(summary).map(|c| formula_safe(&c)))?,
            }
            first = false;
        }
    }
    if format == Format::Json {
        writeln!(out, "\n]")?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn cells(n: NotificationSummary) -> [String; 10] {
    [
        n.symbols.first().cloned().unwrap_or_default(),
        n.symbols.join(" "),
        n.authorities.iter().map(|a| a.code.as_str()).collect::<Vec<_>>().join(" "),
        n.kind.as_str().to_owned(),
        n.state.as_str().to_owned(),
        n.title,
        n.products,
        n.published.map(|d| d.to_string()).unwrap_or_default(),
        n.period.map(|p| p.deadline.day.to_string()).unwrap_or_default(),
        n.divergences.to_string(),
    ]
}

fn write_row(out: &mut impl io::Write, cells: [String; 10]) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(&cells)?;
    writer.flush()?;
    Ok(())
}

/// A cell that a spreadsheet would calculate gets an apostrophe in front.
fn formula_safe(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::formula_safe;

    #[test]
    fn no_cell_is_a_formula() {
        for evil in ["=1+1", "+1", "-1", "@x", "\t=1"] {
            assert_eq!(formula_safe(evil), format!("'{evil}"));
        }
        assert_eq!(formula_safe("G/TBT/N/KEN/1"), "G/TBT/N/KEN/1");
    }
}
