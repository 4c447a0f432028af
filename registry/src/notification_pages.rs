//! Puts together what pages show of one notification, public or draft.

use std::collections::HashMap;

use domain::{
    codes::{HsCode, IcsCode},
    divergence::Code,
    notification::{Content, State},
    search::Document,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{
    Error, Registry, Result,
    authorities::{Authority, authority_of},
    codes::Scheme,
    comments::versions,
    db::{CHUNK, read_json, read_time},
    documents::{Files, is_withheld},
    entities::{citation, divergence, notification},
    family::family,
    final_dates::final_dates,
    journal::history,
    judging::{facts::stored_references, flags::stored_divergences},
    notifications::{DivergenceState, NotificationPage, NotificationSummary},
    standing::standings,
    standstills::StandstillStanding,
    summaries::{public_rows, summaries},
};

/// Comments that the page of a notification shows; the others are on pages of their own.
const COMMENTS_SHOWN: u64 = 20;
/// Entries of the log that name a file.
const OF_FILES: [&str; 2] = ["document-added", "text-corrected"];

impl Registry {
    pub(crate) async fn authority_of_row(&self, row: &notification::Model) -> Result<Authority> {
        authority_of(&self.db, &row.authority_code)
            .await?
            .ok_or_else(|| Error::Corrupt(format!("no authority {}", row.authority_code)))
    }

    pub(crate) async fn summary_of(&self, row: &notification::Model) -> Result<NotificationSummary> {
        summaries(&self.db, std::slice::from_ref(row), self.now())
            .await?
            .pop()
            .ok_or(Error::NotFound("notification"))
    }

    pub(crate) async fn page_of(&self, row: notification::Model) -> Result<NotificationPage> {
        let content: Content = read_json(&row.content)?;
        let divergences = stored_divergences(&self.db, row.id, &content).await?;
        let unresolved =
            divergences.iter().filter(|d| d.state != DivergenceState::Resolved).map(|d| &d.divergence);
        let references = standings(stored_references(&self.db, row.id).await?, unresolved, &self.catalogue());
        let hs: Vec<String> = content.hs.iter().map(|c| c.digits().to_owned()).collect();
        let ics: Vec<String> = content.ics.iter().map(|c| c.as_str().to_owned()).collect();
        let files = Files::of(&self.db, row.id).await?;
        let all = files.infos.len();
        let documents = files.public(&content).infos;
        let documents_withheld = (all - documents.len()) as u64;
        let mut history = history(&self.db, row.id, false).await?;
        if is_withheld(&content) {
            // The log says that a file came, or was read otherwise, and not which and how.
            let shown = |name: &str| documents.iter().any(|d| d.name == name);
            for event in history.iter_mut().filter(|e| OF_FILES.contains(&e.what.as_str())) {
                if !shown(&event.note) {
                    event.note.clear();
                }
            }
        }
        Ok(NotificationPage {
            summary: self.summary_of(&row).await?,
            authority: self.authority_of_row(&row).await?,
            documents,
            documents_withheld,
            final_dates: final_dates(&self.db, &row, &content).await?,
            earlier_texts: self.earlier_texts(&row).await?,
            references,
            divergences,
            history,
            comments: self.newest_comments(row.id, COMMENTS_SHOWN).await?,
            confidential_comments: self.confidential_comments(row.id).await?,
            responses: versions(&self.db, row.id).await?,
            family: summaries(&self.db, &family(&self.db, row.id).await?, self.now()).await?,
            hs: self.code_names(Scheme::Hs, &hs).await?,
            ics: self.code_names(Scheme::Ics, &ics).await?,
            content,
        })
    }

    pub(crate) async fn documents_for_index(&self, ids: &[i64]) -> Result<Vec<Document>> {
        let rows = public_rows(&self.db, ids).await?;
        let ids: Vec<i64> = rows.iter().map(|r| r.id).collect();
        let summaries = summaries(&self.db, &rows, self.now()).await?;
        let mut files = Files::of_all(&self.db, &ids).await?;
        let mut standards = self.cited_standards(&ids).await?;
        let mut codes = self.open_codes(&ids).await?;
        rows.iter()
            .zip(summaries)
            .map(|(row, summary)| {
                let content: Content = read_json(&row.content)?;
                let files = files.remove(&row.id).unwrap_or_default().public(&content);
                Ok(Document {
                    id: row.id,
                    symbols: summary.symbols,
                    authorities: summary.authorities.iter().map(|a| a.code.clone()).collect(),
                    authority_names: summary.authorities.into_iter().map(|a| a.name).collect(),
                    kind: summary.kind,
                    state: summary.state,
                    published: summary
                        .published
                        .ok_or_else(|| Error::Corrupt(format!("notification {} has no day", row.id)))?,
                    // A draft that was withdrawn is open no longer, whatever its date.
                    closes_at: match summary.state {
                        State::Withdrawn => None,
                        _ => row.closes_at.as_deref().map(read_time).transpose()?,
                    },
                    title: summary.title,
                    products: summary.products,
                    description: summary.description,
                    other_text: other_text(&content, &files, summary.standstill.as_ref()),
                    standards: standards.remove(&row.id).unwrap_or_default(),
                    hs: sorted::<HsCode>(content.hs),
                    ics: sorted::<IcsCode>(content.ics),
                    objectives: content.objectives.into_iter().collect(),
                    divergences: codes.remove(&row.id).unwrap_or_default(),
                })
            })
            .collect()
    }

    async fn cited_standards(&self, ids: &[i64]) -> Result<HashMap<i64, Vec<String>>> {
        let mut all: HashMap<i64, Vec<String>> = HashMap::new();
        for chunk in ids.chunks(CHUNK) {
            let cited: Vec<(i64, String)> = citation::Entity::find()
                .select_only()
                .columns([citation::Column::NotificationId, citation::Column::Identifier])
                .filter(citation::Column::NotificationId.is_in(chunk.iter().copied()))
                .filter(citation::Column::Identifier.ne(""))
                .into_tuple()
                .all(&self.db)
                .await?;
            for (id, identifier) in cited {
                all.entry(id).or_default().push(identifier);
            }
        }
        Ok(all.into_iter().map(|(id, standards)| (id, sorted(standards))).collect())
    }

    async fn open_codes(&self, ids: &[i64]) -> Result<HashMap<i64, Vec<Code>>> {
        let mut all: HashMap<i64, Vec<Code>> = HashMap::new();
        for chunk in ids.chunks(CHUNK) {
            let rows = divergence::Entity::find()
                .filter(divergence::Column::NotificationId.is_in(chunk.iter().copied()))
                .filter(divergence::Column::State.eq(DivergenceState::Open.as_str()))
                .all(&self.db)
                .await?;
            for row in rows {
                let code = row.identity.split('|').next().and_then(Code::from_name);
                all.entry(row.notification_id).or_default().extend(code);
            }
        }
        Ok(all.into_iter().map(|(id, codes)| (id, sorted(codes))).collect())
    }
}

fn sorted<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort();
    values.dedup();
    values
}

/// All other words worth finding.
fn other_text(content: &Content, files: &Files, standstill: Option<&StandstillStanding>) -> String {
    // "detailed opinion France" finds the drafts that such an opinion keeps waiting.
    let recorded: Vec<String> = standstill
        .into_iter()
        .flat_map(|s| &s.records)
        .filter(|r| r.taken_back.is_none())
        .map(|r| format!("{} {} {}", r.kind.as_str().replace('-', " "), r.author, r.reason))
        .collect();
    let mut words: Vec<&str> = vec![
        &content.local_government,
        &content.agency.name,
        &content.article_other,
        &content.rationale,
        &content.urgency,
        &content.relevant_documents,
        &content.texts_from,
    ];
    words.extend(content.comments_to.iter().map(|c| c.name.as_str()));
    words.extend(content.keywords.iter().map(String::as_str));
    words.extend(content.affected.iter().map(String::as_str));
    for reference in &content.references {
        words.extend([reference.cited.as_str(), &reference.international]);
        for deviation in &reference.deviations {
            words.extend([deviation.differs.as_str(), &deviation.justification]);
        }
    }
    if let Some(tris) = &content.tris {
        words.extend([
            tris.responsible_department.as_str(),
            &tris.originating_department,
            &tris.category,
            &tris.urgency_grounds,
            &tris.impact_assessment,
            &tris.tbt_aspects,
            &tris.other_act,
        ]);
    }
    words.extend(recorded.iter().map(String::as_str));
    words.extend(content.addendum.iter().map(|a| a.note.as_str()));
    words.extend(files.texts.iter().map(|t| t.text.as_str()));
    words.retain(|w| !w.trim().is_empty());
    words.join("\n")
}
