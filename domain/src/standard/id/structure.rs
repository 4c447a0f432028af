//! What an identifier says beside publisher, number, part and year: stage,
//! type, edition, languages, and what it amends. Read from the normal form when
//! asked, so that an identifier stays small.

use super::{
    StandardId,
    model::{DocumentType, Stage, Supplement, kind_of},
    publishers::at_start,
    tail, words,
};

impl StandardId {
    /// The bodies that publish together, and those that adopt, in order:
    /// `DIN`, `EN`, `ISO`; `ISO`, `IEC`, `IEEE`.
    pub fn publishers(&self) -> Vec<&str> {
        if self.style == super::Style::Un {
            return vec![self.publisher()];
        }
        let mut found = Vec::new();
        let mut rest = self.publisher();
        while !rest.is_empty() {
            let length = at_start(rest).map_or_else(
                || rest.find([' ', '-', '/']).unwrap_or(rest.len()).max(1),
                |p| p.spelling.len(),
            );
            let Some((name, behind)) = rest.split_at_checked(length) else { break };
            let name = name.trim_matches([' ', '-', '/']);
            let state = matches!(
                name,
                "Fpr" | "pr" | "Std" | "STD" | "Unapproved" | "Approved" | "Draft" | "Active" | "Standard"
            );
            match name.split_once('/') {
                _ if name.is_empty() || state => {}
                // Two bodies; `GB/T` and `CAC/GL` are series of one.
                Some(("AS", _)) => found.extend(name.split('/')),
                _ => found.push(name),
            }
            rest = behind.trim_start_matches([' ', '-', '/']);
        }
        found
    }

    /// The part's levels: `2` and `15` of `60335-2-15`.
    pub fn parts(&self) -> Vec<&str> {
        self.part()
            .split(['-', '/'])
            .map(|p| p.trim_start_matches("Sec "))
            .filter(|p| !p.is_empty())
            .collect()
    }

    /// The lasting document type.
    pub fn document_type(&self) -> DocumentType {
        use DocumentType as D;
        if !self.unnamed.is_empty() && self.style == super::Style::Code && self.supplement {
            return D::CommitteeDocument;
        }
        let kind = if self.kind().is_empty() {
            self.publishers().last().copied().unwrap_or_default()
        } else {
            self.kind()
        };
        match words::lasting_kind(kind) {
            "TS" => D::TechnicalSpecification,
            "TR" => D::TechnicalReport,
            "PAS" => D::PubliclyAvailableSpecification,
            "Guide" => D::Guide,
            "ISP" => D::StandardizedProfile,
            "IWA" => D::WorkshopAgreement,
            "TTA" => D::TechnologyTrendsAssessment,
            "DATA" => D::Data,
            "SRD" => D::SystemsReferenceDeliverable,
            "DIR" => D::Directives,
            "TRF" => D::TestReportForm,
            _ if kind == "R" && self.publisher().starts_with("ISO") => D::Recommendation,
            _ if kind == "Directives" => D::Directives,
            _ if self.number().starts_with("TC ") || self.number().starts_with("JTC ") => {
                D::CommitteeDocument
            }
            _ => D::Standard,
        }
    }

    /// How far the document has come: a supplement's own stage where it is one.
    pub fn stage(&self) -> Stage {
        if let Some(last) = self.supplements().last().filter(|s| !s.merged) {
            return last.stage;
        }
        self.own_stage()
    }

    /// The stage said before the number.
    pub(super) fn own_stage(&self) -> Stage {
        let before = self.text.get(..usize::from(self.number.0)).unwrap_or_default();
        before.split([' ', '/', '-']).find_map(Stage::of).unwrap_or_else(|| {
            let draft = self
                .number()
                .strip_prefix('P')
                .is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit() || c == 'C'));
            if draft && self.publisher().contains("IEEE") { Stage::WorkingDraft } else { Stage::Published }
        })
    }

    /// Which round of its stage a draft is: 2 of `ISO/FDIS 21420.2`, 3 of `DAM 1.3`.
    pub fn iteration(&self) -> Option<u16> {
        let written = match self.supplements().last() {
            Some(last) => last.number,
            None if self.own_stage() != Stage::Published => {
                let end = usize::from(self.number.1.max(self.part.1));
                self.text.get(usize::from(self.number.0)..end)?
            }
            None => return None,
        };
        written.rsplit_once('.')?.1.parse().ok()
    }

    /// Everything behind number, part and date.
    fn tail(&self) -> (usize, &str) {
        let end = usize::from(self.number.1.max(self.part.1));
        let end = if self.text.get(..end).is_some() { end } else { self.text.len() };
        (end, self.text.get(end..).unwrap_or_default())
    }

    /// The supplements named, outermost last: `Amd 3:2016`, `Cor 1:2017`.
    pub fn supplements(&self) -> Vec<Supplement<'_>> {
        if !self.supplement {
            return Vec::new();
        }
        let (from, tail) = self.tail();
        let mut found: Vec<Supplement<'_>> = Vec::new();
        let mut stage = Stage::Published;
        let (mut at, mut piece) = (0, 0);
        let bytes = tail.as_bytes();
        let mut bracketed = 0_i32;
        while at < bytes.len() {
            let word = bytes[at..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
            if word == 0 {
                bracketed +=
                    i32::from(matches!(bytes[at], b'(' | b'[')) - i32::from(matches!(bytes[at], b')' | b']'));
                at += 1;
                continue;
            }
            let said = &tail[at..at + word];
            if bracketed > 0 {
                at += word;
                continue;
            }
            if let Some(kind) = kind_of(said) {
                let own = Stage::of(said);
                let gap = bytes[at + word..].iter().take_while(|b| matches!(b, b' ' | b'.')).count();
                let digits =
                    bytes[at + word + gap..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
                let letter = usize::from(
                    digits == 0
                        && bytes.get(at + word + gap).is_some_and(u8::is_ascii_uppercase)
                        && bytes.get(at + word + gap + 1).is_none_or(|b| !b.is_ascii_alphanumeric()),
                );
                let from_number = at + word + gap;
                let number = tail[from_number..from_number + digits + letter].trim_end_matches('.');
                let end = from_number + number.len();
                let begin = bytes[..if stage == Stage::Published { at } else { piece }]
                    .iter()
                    .rposition(|b| !matches!(b, b' ' | b'/' | b'+' | b',' | b':' | b'-' | b'|' | b'.'))
                    .map_or(0, |n| n + 1);
                found.push(Supplement {
                    kind,
                    word: said,
                    number,
                    year: year_at(tail.get(end..).unwrap_or_default()),
                    stage: own.unwrap_or(stage),
                    merged: tail[begin..at].contains('+'),
                    start: from + begin,
                });
                stage = Stage::Published;
                at = end.max(at + word);
                continue;
            }
            if let Some(own) = Stage::of(said) {
                stage = own;
                piece = at;
            }
            at += word;
        }
        found
    }

    /// The identifier that this one amends, corrects or supplements.
    pub fn base(&self) -> Option<Self> {
        // `Amendment (2009) to OIML R 138`, `NA to BS EN 1991-1-1`
        if self.text.get(..usize::from(self.publisher.0)).is_some_and(|lead| lead.ends_with(" to ")) {
            return self.text.get(usize::from(self.publisher.0)..)?.parse().ok();
        }
        let supplements = self.supplements();
        let Some(last) = supplements.last() else {
            // A redline or a series is made of the standard itself.
            let at = self.text.rfind(self.release()?)?;
            let stem = self.text.get(..at)?.trim_end_matches([' ', '-', '/']);
            return stem.parse().ok();
        };
        let first = supplements.iter().position(|s| s.merged).filter(|_| last.merged);
        let start = first.map_or(last.start, |at| supplements[at].start);
        self.text.get(..start)?.parse().ok()
    }

    /// The standard at the root of all supplements.
    pub fn root(&self) -> Self {
        let mut root = self.clone();
        for _ in 0..6 {
            let Some(base) = root.base() else { break };
            root = base;
        }
        root
    }

    /// Whether it is a version with its amendments merged (`CSV`, `+AMD1:2013`).
    pub fn is_consolidated(&self) -> bool {
        self.release().is_some_and(|r| matches!(r, "CSV" | "EXV-CMV"))
            || self.supplements().last().is_some_and(|s| s.merged)
    }

    /// The form of delivery: consolidated (`CSV`), redline (`RLV`), commented
    /// (`CMV`), extended (`EXV`), series (`SER`), pre-release (`PRV`), database (`DB`).
    pub fn release(&self) -> Option<&str> {
        const RELEASES: [&str; 9] = ["CSV", "RLV", "CMV", "EXV", "EXV-CMV", "SER", "PRV", "DB", "Redline"];
        self.tail().1.split([' ', '/', ',', ':']).rev().find(|w| RELEASES.contains(w))
    }

    /// The number of the edition, where the identifier carries one: `3.0`, `2`.
    pub fn edition(&self) -> Option<&str> {
        let tail = self.tail().1;
        for word in ["Edition ", "edition ", "Ed. ", "ed. ", "Ed.", "ed.", "Ed ", "ED ", "ED", "ed", "Ed"] {
            let Some(at) = tail.find(word) else { continue };
            let behind = &tail[at + word.len()..];
            let digits = behind.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
            let number = behind[..digits].trim_end_matches('.');
            if !number.is_empty() && number.len() < 4 {
                return Some(number);
            }
        }
        // `7th edition`
        let (before, _) = tail.split_once(" Edition").or_else(|| tail.split_once(" edition"))?;
        let word = before.rsplit([' ', ',']).next()?;
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        (1..=2).contains(&digits).then(|| &word[..digits])
    }

    /// The languages in brackets at the end, as written: `E`, `fr`.
    pub fn languages(&self) -> Vec<&str> {
        let Some(open) = self.text.strip_suffix(')').and_then(|t| t.rfind('(')) else { return Vec::new() };
        let inside = &self.text[open + 1..self.text.len() - 1];
        if tail::is_language(inside) { inside.split(['/', ',']).collect() } else { Vec::new() }
    }

    /// The year in which the text was confirmed without change: `(R2018)`,
    /// `(Reapproved 2010)`, `-13(2020)`.
    pub fn reaffirmed(&self) -> Option<i16> {
        self.year?;
        let tail = self.tail().1;
        tail.match_indices('(').find_map(|(at, _)| {
            let inside = tail[at + 1..].split(')').next()?;
            let digits =
                ["Reapproved ", "Reaffirmed ", "reapproved ", "RA ", "RA", "R", ""].iter().find_map(|w| {
                    inside.strip_prefix(w).filter(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()))
                })?;
            super::scan::year(digits)
        })
    }

    /// The month of the edition, 1 to 12, where the identifier says it.
    pub fn month(&self) -> Option<u8> {
        let written = self.year?.to_string();
        let tail = self.tail().1;
        let at = tail.find(&written)?;
        let month = if let Some(behind) = tail[at + written.len()..].strip_prefix('-') {
            behind.get(..2)?
        } else {
            tail.get(..at)?.strip_suffix('/').and_then(|t| t.get(t.len().checked_sub(2)?..))?
        };
        month.parse().ok().filter(|m| (1..=12).contains(m))
    }

    /// Whether every part is meant: `(all parts)`, `series`, `family`.
    pub fn all_parts(&self) -> bool {
        self.text.strip_suffix(')').is_some_and(|t| words::ALL_PARTS.iter().any(|a| t.ends_with(a)))
            || [" series", " family"].iter().any(|word| self.text.ends_with(word))
    }
}

/// `:2017`, `-2018`, ` (07/2016)`.
fn year_at(behind: &str) -> Option<i16> {
    let behind = behind.trim_start_matches([':', '-', ' ', '(']);
    let behind = match behind.as_bytes() {
        [b'0'..=b'9', b'0'..=b'9', b'/', ..] => &behind[3..],
        _ => behind,
    };
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 4 { super::scan::year(&behind[..4]) } else { None }
}
