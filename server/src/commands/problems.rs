//! What an import could not read as it stands: in words for people, or a JSON
//! line each in a file for programs.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use importers::Problem;

/// Where problems go.
pub(super) struct Problems {
    file: Option<(PathBuf, BufWriter<File>)>,
}

impl Problems {
    /// To this file, or to standard error.
    pub(super) fn to(path: Option<&Path>) -> anyhow::Result<Self> {
        let file = match path {
            Some(path) => {
                let file =
                    File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
                Some((path.to_owned(), BufWriter::new(file)))
            }
            None => None,
        };
        Ok(Self { file })
    }

    /// Reports one.
    pub(super) fn report(&mut self, problem: &Problem) -> anyhow::Result<()> {
        match &mut self.file {
            Some((_, file)) => {
                serde_json::to_writer(&mut *file, problem)?;
                writeln!(file)?;
            }
            None => eprintln!("{problem}"),
        }
        Ok(())
    }

    /// All are written.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        if let Some((path, mut file)) = self.file {
            file.flush().with_context(|| format!("{} cannot be written", path.display()))?;
        }
        Ok(())
    }
}
