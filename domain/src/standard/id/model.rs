//! The words of the structure: document types, stages, kinds of supplements.

/// The document type that lasts from the first draft to the withdrawal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentType {
    /// A standard, and whatever says nothing else.
    Standard,
    /// Technical Specification.
    TechnicalSpecification,
    /// Technical Report.
    TechnicalReport,
    /// Publicly Available Specification.
    PubliclyAvailableSpecification,
    /// Guide.
    Guide,
    /// International Workshop Agreement.
    WorkshopAgreement,
    /// International Standardized Profile.
    StandardizedProfile,
    /// Technology Trends Assessment.
    TechnologyTrendsAssessment,
    /// ISO/DATA.
    Data,
    /// ISO Recommendation, before 1972.
    Recommendation,
    /// Directives of ISO and IEC.
    Directives,
    /// Systems Reference Deliverable of the IEC.
    SystemsReferenceDeliverable,
    /// Test report form of an IEC conformity system.
    TestReportForm,
    /// A paper of a committee.
    CommitteeDocument,
}

/// How far a document has come (ISO/IEC Directives, Part 1, 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// PWI: preliminary work item (00).
    Preliminary,
    /// NP, PNW: new work item proposal (10).
    Proposal,
    /// AWI: approved work item (10.99).
    Approved,
    /// WD: working draft (20).
    WorkingDraft,
    /// CD, PDAM, FCD: committee draft (30).
    CommitteeDraft,
    /// DIS, CDV, DTS, DAM, prEN: enquiry (40).
    Enquiry,
    /// FDIS, FDAM, FprEN: approval (50).
    FinalDraft,
    /// PRF: proof of a new standard (60.00).
    Proof,
    /// Published, as far as the identifier tells (60.60).
    Published,
}

impl Stage {
    /// The international harmonized stage code that ISO's URNs carry.
    pub fn code(self) -> &'static str {
        match self {
            Self::Preliminary => "00.00",
            Self::Proposal => "10.00",
            Self::Approved => "10.99",
            Self::WorkingDraft => "20.00",
            Self::CommitteeDraft => "30.00",
            Self::Enquiry => "40.00",
            Self::FinalDraft => "50.00",
            Self::Proof => "60.00",
            Self::Published => "60.60",
        }
    }

    /// The stage that a word of an identifier means.
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "PWI" => Self::Preliminary,
            "NP" | "NWIP" | "PNW" => Self::Proposal,
            "AWI" => Self::Approved,
            "WD" | "WDA" | "WDR" => Self::WorkingDraft,
            "CD" | "FCD" | "PDTR" | "PDTS" | "PDAM" | "FPDAM" | "CDAmd" | "CDCor" | "PDRM" => {
                Self::CommitteeDraft
            }
            "DIS" | "CDV" | "DTS" | "DTR" | "DPAS" | "DGuide" | "DGUIDE" | "DISP" | "DAM" | "DAmd"
            | "DAD" | "DCOR" | "DCor" | "pDCOR" | "pDCor" | "DSuppl" | "prEN" | "prHD" | "prA" | "DISH"
            | "DRM" => Self::Enquiry,
            "FDIS" | "ОПМС" | "FDAM" | "FDAmd" | "FDCOR" | "FDCor" | "FCOR" | "FCor" | "FDGuide"
            | "FprEN" | "FprA" | "Fpr" | "FDTS" | "FDTR" | "FDRM" | "FD" => Self::FinalDraft,
            "PRF" => Self::Proof,
            _ => return None,
        })
    }
}

/// What a supplement is to its base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SupplementKind {
    /// Changes technical content.
    Amendment,
    /// Mends errors.
    Corrigendum,
    /// Adds content (ISO until 1990).
    Addendum,
    /// Adds content beside the text.
    Supplement,
    /// Interpretation sheet.
    Interpretation,
    /// A part of a vocabulary under change.
    Fragment,
    /// Annex or appendix published on its own.
    Annex,
    /// Explanation, symbol, attachment, or what else hangs on a standard.
    Other,
}

/// One supplement that an identifier names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Supplement<'a> {
    /// What it is.
    pub kind: SupplementKind,
    /// The word as written: `Amd`, `COR`, `A`.
    pub word: &'a str,
    /// Its number or letter as written, empty when none: `1`, `1.3`, `C`.
    pub number: &'a str,
    /// Its own year, when dated.
    pub year: Option<i16>,
    /// How far it has come.
    pub stage: Stage,
    /// Whether it is merged into the text (`+AMD1:2013`) rather than beside it.
    pub merged: bool,
    /// Where in the normal form it begins, with what joins it.
    pub(super) start: usize,
}

impl<'a> Supplement<'a> {
    /// The word that says the stage: the supplement's own (`DAM`) or one before it (`CD` of `CD Amd 1`).
    pub(super) fn stage_word(&self, text: &'a str) -> &'a str {
        if Stage::of(self.word).is_some() {
            return self.word;
        }
        let piece = text.get(self.start..).unwrap_or_default();
        piece
            .split([' ', '/', '+'])
            .find(|w| !w.is_empty())
            .filter(|w| Stage::of(w).is_some())
            .unwrap_or_default()
    }
}

/// What a word between separators amends, if it does.
pub(super) fn kind_of(word: &str) -> Option<SupplementKind> {
    use SupplementKind as S;
    Some(match word {
        "Amd" | "AMD" | "FprA" | "Amendment" | "AMENDMENT" | "DAM" | "FDAM" | "PDAM" | "FPDAM" | "DAmd"
        | "FDAmd" | "CDAmd" | "A" | "AA" | "prA" => S::Amendment,
        "Cor" | "COR" | "Corr" | "Corrigendum" | "CORRIGENDUM" | "DCOR" | "DCor" | "FDCOR" | "FDCor"
        | "FCOR" | "FCor" | "pDCOR" | "pDCor" | "CDCor" | "AC" | "C" | "Err" | "Errata" | "Erratum"
        | "ERRATUM" => S::Corrigendum,
        "Add" | "ADD" | "Addendum" | "ADDENDUM" | "DAD" | "AD" | "Addenda" | "addendum" => S::Addendum,
        "Suppl" | "SUPPL" | "Supplement" | "SUPPLEMENT" | "SUP" | "DSuppl" => S::Supplement,
        "ISH" | "DISH" | "INT" | "Interp" => S::Interpretation,
        "FRAG" | "FRAGC" | "Fragment" => S::Fragment,
        "NA" | "Annex" | "ANNEX" | "Annexes" | "App" | "Appendix" | "APPENDIX" => S::Annex,
        "EXPL" | "EXPLANATION" | "SYMBOL" | "attachment" | "Ext" => S::Other,
        _ => return None,
    })
}
