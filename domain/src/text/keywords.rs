//! The words with which laws name their parts, in the languages of notified
//! texts.

/// A kind of part that is named by a word, and its place among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Named {
    Annex,
    Schedule,
    Appendix,
    Book,
    Part,
    Title,
    Chapter,
    Subpart,
    /// A section, by its word: it holds articles where the text has any.
    Division,
    /// A `§`.
    Section,
    Article,
    Clause,
}

impl Named {
    /// Lower ranks hold higher ones.
    pub fn rank(self) -> u8 {
        match self {
            Self::Annex | Self::Schedule => 0,
            Self::Appendix => 1,
            Self::Book => 2,
            Self::Part => 3,
            Self::Title => 4,
            Self::Chapter => 5,
            Self::Subpart => 6,
            Self::Division => 7,
            Self::Section | Self::Article | Self::Clause => 8,
        }
    }

    /// Whether it stands behind the articles: an annex and its like.
    pub fn is_annex(self) -> bool {
        self.rank() <= 1
    }

    /// Whether articles are numbered through it, so that their addresses do not
    /// name it.
    pub fn is_division(self) -> bool {
        (2..=7).contains(&self.rank())
    }

    /// What an address writes.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Annex => "annex",
            Self::Schedule => "sched",
            Self::Appendix => "app",
            Self::Book => "book",
            Self::Part => "part",
            Self::Title => "title",
            Self::Chapter => "ch",
            Self::Subpart => "subpart",
            Self::Division => "div",
            Self::Section => "sec",
            Self::Article => "art",
            Self::Clause => "cl",
        }
    }
}

/// Words that stand before their number, in lower case. A longer word stands
/// before a shorter one with which it begins.
pub(super) const BEFORE: &[(&str, Named)] = &[
    ("§§", Named::Section),
    ("§", Named::Section),
    // English
    ("article", Named::Article),
    ("section", Named::Division),
    ("sec.", Named::Section),
    ("clause", Named::Clause),
    ("regulation", Named::Clause),
    ("rule", Named::Clause),
    ("annexure", Named::Annex),
    ("annex", Named::Annex),
    ("schedule", Named::Schedule),
    ("appendix", Named::Appendix),
    ("attachment", Named::Annex),
    ("subpart", Named::Subpart),
    ("subchapter", Named::Subpart),
    ("division", Named::Division),
    ("part", Named::Part),
    ("title", Named::Title),
    ("chapter", Named::Chapter),
    ("book", Named::Book),
    // French
    ("annexe", Named::Annex),
    ("appendice", Named::Appendix),
    ("chapitre", Named::Chapter),
    ("partie", Named::Part),
    ("titre", Named::Title),
    ("livre", Named::Book),
    // Spanish, Portuguese, Italian, Romanian
    ("artículo", Named::Article),
    ("articulo", Named::Article),
    ("artigo", Named::Article),
    ("articolo", Named::Article),
    ("articolul", Named::Article),
    ("anexo", Named::Annex),
    ("anexa", Named::Annex),
    ("allegato", Named::Annex),
    ("apéndice", Named::Appendix),
    ("apêndice", Named::Appendix),
    ("capítulo", Named::Chapter),
    ("capitulo", Named::Chapter),
    ("capitolul", Named::Chapter),
    ("capo", Named::Chapter),
    ("sección", Named::Division),
    ("seção", Named::Division),
    ("secção", Named::Division),
    ("sezione", Named::Division),
    ("título", Named::Title),
    ("titolo", Named::Title),
    ("parte", Named::Part),
    // German, Dutch, Nordic
    ("artikel", Named::Article),
    ("artikkel", Named::Article),
    ("abschnitt", Named::Division),
    ("unterabschnitt", Named::Division),
    ("kapitel", Named::Chapter),
    ("kapittel", Named::Chapter),
    ("anlage", Named::Annex),
    ("anhang", Named::Annex),
    ("anlagen", Named::Annex),
    ("teil", Named::Part),
    ("hoofdstuk", Named::Chapter),
    ("afdeling", Named::Division),
    ("paragraaf", Named::Division),
    ("bijlage", Named::Annex),
    ("bilaga", Named::Annex),
    ("bilag", Named::Annex),
    ("vedlegg", Named::Annex),
    ("liite", Named::Annex),
    ("lisa", Named::Annex),
    // Slavic, Baltic, Hungarian, Greek, Turkish
    ("статья", Named::Article),
    ("стаття", Named::Article),
    ("член", Named::Article),
    ("чл.", Named::Article),
    ("глава", Named::Chapter),
    ("раздел", Named::Division),
    ("розділ", Named::Division),
    ("часть", Named::Part),
    ("приложение", Named::Annex),
    ("додаток", Named::Annex),
    ("пункт", Named::Clause),
    ("rozdział", Named::Chapter),
    ("załącznik", Named::Annex),
    ("příloha", Named::Annex),
    ("príloha", Named::Annex),
    ("článek", Named::Article),
    ("článok", Named::Article),
    ("čl.", Named::Article),
    ("članak", Named::Article),
    ("prilog", Named::Annex),
    ("priloga", Named::Annex),
    ("pielikums", Named::Annex),
    ("priedas", Named::Annex),
    ("melléklet", Named::Annex),
    ("άρθρο", Named::Article),
    ("παράρτημα", Named::Annex),
    ("κεφάλαιο", Named::Chapter),
    ("madde", Named::Article),
    ("ek", Named::Annex),
    ("bölüm", Named::Chapter),
    // Indonesian, Malay, Vietnamese, Thai
    ("pasal", Named::Article),
    ("lampiran", Named::Annex),
    ("bab", Named::Chapter),
    ("điều", Named::Article),
    ("chương", Named::Chapter),
    ("phụ lục", Named::Annex),
    ("ข้อ", Named::Clause),
    ("มาตรา", Named::Section),
    ("ภาคผนวก", Named::Annex),
    // Arabic, Hebrew
    ("المادة", Named::Article),
    ("مادة", Named::Article),
    ("الفصل", Named::Chapter),
    ("فصل", Named::Chapter),
    ("الباب", Named::Part),
    ("ملحق", Named::Annex),
    ("الملحق", Named::Annex),
    ("סעיף", Named::Section),
    ("תוספת", Named::Schedule),
    // Chinese and Japanese annexes; their articles are written around the number.
    ("附件", Named::Annex),
    ("附录", Named::Annex),
    ("附錄", Named::Annex),
    ("附表", Named::Schedule),
    ("別表", Named::Schedule),
    ("별표", Named::Schedule),
    // Abbreviations that are read last.
    ("art.", Named::Article),
    ("art", Named::Article),
];

/// Words that stand behind their number.
pub(super) const BEHIND: &[(&str, Named)] = &[
    ("§", Named::Section),
    ("pants", Named::Article),
    ("straipsnis", Named::Article),
    ("člen", Named::Article),
    ("članak", Named::Article),
    ("artikkel", Named::Article),
    ("kap.", Named::Chapter),
    ("kapitel", Named::Chapter),
    ("luku", Named::Chapter),
    ("peatükk", Named::Chapter),
    ("nodaļa", Named::Chapter),
    ("poglavje", Named::Chapter),
    ("abschnitt", Named::Division),
    ("teil", Named::Part),
    ("melléklet", Named::Annex),
    ("pielikums", Named::Annex),
    ("priedas", Named::Annex),
];

/// What stands behind the number of `第…`, `제…`.
pub(super) const AROUND: &[(char, Named)] = &[
    ('条', Named::Article),
    ('條', Named::Article),
    ('조', Named::Article),
    ('章', Named::Chapter),
    ('장', Named::Chapter),
    ('节', Named::Division),
    ('節', Named::Division),
    ('절', Named::Division),
    ('编', Named::Part),
    ('編', Named::Part),
    ('편', Named::Part),
];

/// Numbers in words.
pub(super) const WORDS: &[(&str, u32)] = &[
    ("premier", 1),
    ("première", 1),
    ("premiere", 1),
    ("unique", 1),
    ("único", 1),
    ("única", 1),
    ("primero", 1),
    ("primera", 1),
    ("first", 1),
    ("one", 1),
    ("الأولى", 1),
    ("الثانية", 2),
    ("الثالثة", 3),
    ("الرابعة", 4),
    ("الخامسة", 5),
    ("السادسة", 6),
    ("السابعة", 7),
    ("الثامنة", 8),
    ("التاسعة", 9),
    ("العاشرة", 10),
    ("الأول", 1),
    ("الثاني", 2),
    ("الثالث", 3),
    ("الرابع", 4),
    ("الخامس", 5),
];
