//! Uniform resource names of ISO's documents (RFC 5141).
//!
//! A URN carries edition, stage and language, but no year of publication:
//! `ISO 9001:2015` and `ISO 9001:2008` have one URN unless the edition is known.

use super::{
    StandardId, StandardIdError, doc_urn, grammar,
    model::{DocumentType, Stage, SupplementKind},
};

impl StandardId {
    /// The URN of an ISO document (RFC 5141), `None` for other publishers.
    pub fn urn(&self) -> Option<String> {
        let root = self.root();
        let publishers = root.publishers();
        let workshop = publishers.last() == Some(&"IWA") || root.kind() == "IWA";
        if !workshop && !matches!(publishers.first(), Some(&"ISO" | &"ИСО")) {
            return None;
        }
        if let Some(urn) = doc_urn::of(self) {
            return Some(urn);
        }
        let mut urn = String::from("urn:iso:std:");
        let mut bodies: Vec<String> = publishers
            .iter()
            .filter(|p| **p != "IWA")
            .map(|p| match *p {
                "ИСО" => "iso".to_owned(),
                "МЭК" => "iec".to_owned(),
                other => other.to_lowercase(),
            })
            .collect();
        if bodies.is_empty() {
            bodies.push("iso".to_owned());
        }
        urn.push_str(&bodies.join("-"));
        let kind = if workshop { "iwa" } else { type_code(root.document_type())? };
        if !kind.is_empty() {
            urn.push_str(&format!(":{kind}"));
        }
        // `29110.2` of a draft: the round is no part of the number.
        let drafted = root.own_stage() != Stage::Published;
        let round = root.iteration().filter(|_| drafted);
        let without_round = |s: &str| match s.rsplit_once('.') {
            Some((s, _)) if round.is_some() => s.to_owned(),
            _ => s.to_owned(),
        };
        urn.push_str(&format!(":{}", without_round(root.number()).to_lowercase()));
        if !root.part().is_empty() {
            urn.push_str(&format!(":-{}", without_round(root.part()).to_lowercase()));
        }
        // An amendment under way says its own stage, not its base's.
        if drafted && !self.supplements().iter().any(|s| s.stage != Stage::Published) {
            let stage = match root.own_stage() {
                // A proof of anything but a standard counts as a final draft.
                Stage::Proof if !kind.is_empty() => Stage::FinalDraft,
                stage => stage,
            };
            match root.written_stage() {
                "WD" => urn.push_str(&round.map_or(":WD".to_owned(), |r| format!(":WD.{r}"))),
                word => urn.push_str(&stage_code(stage, word, round)),
            }
        }
        if let Some(edition) = self.edition() {
            urn.push_str(&format!(":ed-{}", edition.split('.').next().unwrap_or(edition)));
        }
        for supplement in self.supplements() {
            let (number, round) = match supplement.number.split_once('.') {
                Some((number, round)) => (number, round.parse().ok()),
                None => (supplement.number, None),
            };
            if supplement.stage != Stage::Published {
                let word = supplement.stage_word(&self.text);
                let stage =
                    if supplement.stage == Stage::Proof { Stage::FinalDraft } else { supplement.stage };
                urn.push_str(&stage_code(stage, word, round));
            }
            let code = match supplement.kind {
                SupplementKind::Amendment => "amd",
                SupplementKind::Corrigendum => "cor",
                // RFC 5141 knows no addenda: they are supplements.
                SupplementKind::Addendum | SupplementKind::Supplement => "sup",
                _ => return None,
            };
            match supplement.year {
                Some(year) => urn.push_str(&format!(":{code}:{year}:v{number}")),
                None => urn.push_str(&format!(":{code}:{number}:v1")),
            }
            if let Some(round) = round.filter(|_| supplement.kind != SupplementKind::Supplement) {
                urn.push_str(&format!(".{round}"));
            }
        }
        let languages: Vec<String> = self
            .languages()
            .iter()
            .map(|l| {
                match *l {
                    "E" => "en",
                    "F" => "fr",
                    "R" => "ru",
                    "S" => "es",
                    "A" => "ar",
                    "D" => "de",
                    other => other,
                }
                .to_owned()
            })
            .collect();
        if !languages.is_empty() {
            urn.push_str(&format!(":{}", languages.join(",")));
        }
        Some(urn)
    }

    /// The undated identifier that a URN of ISO names, with the years of its supplements.
    ///
    /// # Errors
    ///
    /// When it is no URN of an ISO document.
    pub fn from_urn(urn: &str) -> Result<Self, StandardIdError> {
        let refuse = || grammar::refuse(format!("“{urn}” is no URN of an ISO document"));
        let mut fields = urn.strip_prefix("urn:iso:std:").ok_or_else(refuse)?.split(':').peekable();
        let publisher = fields.next().ok_or_else(refuse)?.to_uppercase().replace('-', "/");
        let kind = match fields.peek().copied() {
            Some("ts") => "TS",
            Some("tr") => "TR",
            Some("pas") => "PAS",
            Some("guide") => "Guide",
            Some("isp") => "ISP",
            Some("tta") => "TTA",
            Some("r") => "R",
            Some("data") => "DATA",
            Some("iwa") => "IWA",
            _ => "",
        };
        if !kind.is_empty() {
            fields.next();
        }
        let mut text = match (publisher.as_str(), kind) {
            (_, "IWA") => "IWA".to_owned(),
            (publisher, "") => publisher.to_owned(),
            ("ISO", kind) if kind != "Guide" => format!("ISO/{kind}"),
            (publisher, kind) => format!("{publisher} {kind}"),
        };
        text.push_str(&format!(" {}", fields.next().ok_or_else(refuse)?.to_uppercase()));
        let mut edition = None;
        let mut language = None;
        while let Some(field) = fields.next() {
            if let Some(part) = field.strip_prefix('-') {
                text.push_str(&format!("-{}", part.to_uppercase()));
            } else if let Some(number) = field.strip_prefix("ed-") {
                edition = Some(number);
            } else if field.starts_with("stage-") {
                continue;
            } else if let "amd" | "cor" | "add" | "sup" = field {
                let dated = fields.next().ok_or_else(refuse)?;
                let version = fields.next().and_then(|v| v.strip_prefix('v')).ok_or_else(refuse)?;
                let word = match field {
                    "amd" => "Amd",
                    "cor" => "Cor",
                    "add" => "Add",
                    _ => "Suppl",
                };
                if dated.len() == 4 {
                    text.push_str(&format!("/{word} {version}:{dated}"));
                } else {
                    text.push_str(&format!("/{word} {dated}"));
                }
            } else {
                language = Some(field);
            }
        }
        if let Some(edition) = edition {
            text.push_str(&format!(" ED{edition}"));
        }
        if let Some(language) = language.filter(|l| l.len() == 2 || l.contains(',')) {
            text.push_str(&format!("({language})"));
        }
        text.parse()
    }

    /// The word that names the stage before the number.
    fn written_stage(&self) -> &str {
        let before = self.text.get(..usize::from(self.number.0)).unwrap_or_default();
        before.split([' ', '/', '-']).find(|w| Stage::of(w).is_some()).unwrap_or_default()
    }
}

/// RFC 5141, 2.4: the type, empty for standards.
fn type_code(document: DocumentType) -> Option<&'static str> {
    Some(match document {
        DocumentType::Standard => "",
        DocumentType::TechnicalSpecification => "ts",
        DocumentType::TechnicalReport => "tr",
        DocumentType::PubliclyAvailableSpecification => "pas",
        DocumentType::Guide => "guide",
        DocumentType::WorkshopAgreement => "iwa",
        DocumentType::StandardizedProfile => "isp",
        DocumentType::TechnologyTrendsAssessment => "tta",
        DocumentType::Recommendation => "r",
        DocumentType::Data => "data",
        _ => return None,
    })
}

/// The harmonized stage code, or the word where ISO's URNs name the ballot;
/// the round is only said with a word.
fn stage_code(stage: Stage, word: &str, round: Option<u16>) -> String {
    let named = match word {
        "CD" | "PDAM" | "FPDAM" | "FCD" | "CDAmd" | "CDCor" => "CD",
        "DIS" | "FDIS" | "DTS" => word,
        "PDTS" => "CDTS",
        "FDAM" | "FDAmd" => "FDAM",
        "DCOR" | "DCor" => "DCOR",
        "FDCOR" | "FDCor" | "FCOR" | "FCor" => "FDCOR",
        _ => "",
    };
    let code = if stage == Stage::WorkingDraft { "20.20" } else { stage.code() };
    match round {
        _ if named.is_empty() => format!(":stage-{code}"),
        Some(round) => format!(":{named}.{round}"),
        None => format!(":{named}"),
    }
}
