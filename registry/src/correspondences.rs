//! Which national standards correspond to which international ones, beside
//! what the catalogue's records say (ISO/IEC Guide 21-1).

use std::collections::{BTreeMap, HashMap};

use domain::standard::{CorrespondenceRow, Correspondences};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::OnConflict,
};

use crate::{
    Caller, Registry, Result,
    catalogue::ImportCounts,
    db::CHUNK,
    entities::correspondence::{Column, Entity, Model},
    judging::facts::undated,
};

impl Registry {
    /// Adds or replaces correspondences; whoever calls this reloads the
    /// catalogue afterwards.
    pub async fn correspondences_import(
        &self,
        caller: &Caller,
        rows: &[CorrespondenceRow],
    ) -> Result<ImportCounts> {
        caller.may_maintain()?;
        // The last of several rows about one pair counts.
        let wanted: BTreeMap<(String, String), Model> =
            rows.iter().map(to_model).map(|m| ((m.national.clone(), m.international.clone()), m)).collect();
        let wanted: Vec<Model> = wanted.into_values().collect();
        let mut counts = ImportCounts::default();
        let mut moved = Vec::new();
        let tx = self.write().await?;
        for chunk in wanted.chunks(CHUNK) {
            let known: HashMap<(String, String), Model> = Entity::find()
                .filter(Column::National.is_in(chunk.iter().map(|m| m.national.as_str())))
                .all(&*tx)
                .await?
                .into_iter()
                .map(|m| ((m.national.clone(), m.international.clone()), m))
                .collect();
            let mut changed = Vec::new();
            for model in chunk {
                match known.get(&(model.national.clone(), model.international.clone())) {
                    Some(same) if same == model => {
                        counts.unchanged += 1;
                        continue;
                    }
                    Some(_) => counts.changed += 1,
                    None => counts.new += 1,
                }
                moved.push(undated(&model.national));
                // As written: by this the row is found when the catalogue is reloaded.
                moved.push(model.national.clone());
                changed.push(model.clone().into_active_model().reset_all());
            }
            if !changed.is_empty() {
                Entity::insert_many(changed)
                    .on_conflict(
                        OnConflict::columns([Column::National, Column::International])
                            .update_columns([
                                Column::Degree,
                                Column::Basis,
                                Column::Confidence,
                                Column::Source,
                            ])
                            .to_owned(),
                    )
                    .exec_without_returning(&*tx)
                    .await?;
            }
        }
        self.note_changed(&tx, moved).await?;
        self.commit(tx).await?;
        Ok(counts)
    }

    pub(crate) async fn correspondences_read(&self) -> Result<Correspondences> {
        let rows = Entity::find().all(&self.db).await?;
        Ok(Correspondences::from_rows(rows.into_iter().map(to_row)))
    }

    /// The rows about these national standards, as written.
    pub(crate) async fn correspondences_about(&self, national: &[String]) -> Result<Vec<CorrespondenceRow>> {
        let mut found = Vec::new();
        for chunk in national.chunks(CHUNK) {
            found.extend(Entity::find().filter(Column::National.is_in(chunk)).all(&self.db).await?);
        }
        Ok(found.into_iter().map(to_row).collect())
    }
}

fn to_row(m: Model) -> CorrespondenceRow {
    CorrespondenceRow {
        national_id: m.national,
        degree: m.degree,
        basis: m.basis,
        international_id: m.international,
        confidence: m.confidence,
        source: m.source,
    }
}

fn to_model(row: &CorrespondenceRow) -> Model {
    Model {
        national: row.national_id.trim().to_owned(),
        international: row.international_id.trim().to_owned(),
        degree: row.degree.trim().to_owned(),
        basis: row.basis.trim().to_owned(),
        confidence: row.confidence.trim().to_owned(),
        source: row.source.trim().to_owned(),
    }
}
