//! Drafts before publication: begun, written, looked at, discarded.

use std::collections::BTreeMap;

use domain::{
    authority::Profile,
    clock::{Standstill, shortest_period},
    notification::{Contact, Content, Form, Kind, State, StepRefused, Tris},
    role::Role,
    standard::Reference,
    symbol::Symbol,
};
use jiff::{Timestamp, civil::Date};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    ModelTrait, QueryFilter, QuerySelect, Set,
};

use crate::{
    Caller, Error, Registry, Result,
    access::Access,
    authorities::{Authority, authority_of},
    codes::HsNames,
    db::{read_json, read_name, read_time, stored_json, stored_time},
    documents::{DocumentInfo, DocumentRole, Files},
    entities::{
        divergence_answer, divergence_event, document, event, handover, joint_authority, notification,
        notified_text, text_correction,
    },
    family::{own_by_symbol, own_symbol},
    final_dates::stated_deadline,
    fingerprints::fingerprint,
    handover::{HandedOver, handed_over},
    joint::Joint,
    journal::{Entry, history, log},
    judging::{
        answers,
        facts::Facts,
        flags::unstored,
        look::{Circumstances, look},
    },
    notifications::{DivergenceRecord, Event, NotificationSummary, Period, ReferenceStanding, Source},
    standing::standings,
    standstills::standstill_of_form,
    summaries::period,
    text_corrections::correction_versions,
};

/// Who may write drafts.
const WRITERS: [Role; 2] = [Role::Official, Role::Regulator];

/// A draft as its authors see it.
#[derive(Debug, Clone)]
pub struct DraftPage {
    /// What lists show too (symbols are empty).
    pub summary: NotificationSummary,
    /// The form as saved.
    pub content: Content,
    /// Counts up with every save; given back when saving.
    pub version: i64,
    /// Whether the caller may save it, as it is now.
    pub may_write: bool,
    /// The authority.
    pub authority: Authority,
    /// Attached files.
    pub documents: Vec<DocumentInfo>,
    /// How often the cutting of its texts was corrected, by the files' hash.
    pub corrections: BTreeMap<String, i64>,
    /// The fingerprint of what is shown here: given back when approving
    /// ([`Registry::approve_seen`]).
    pub fingerprint: String,
    /// References with their standing.
    pub references: Vec<ReferenceStanding>,
    /// The divergence report, as if it were published today.
    pub report: Vec<DivergenceRecord>,
    /// The comment period, as if it were published today; none until a day is stated.
    pub period: Option<Period>,
    /// The last day of the shortest period, were it published today (TBT 2.9: 60
    /// days; Directive (EU) 2015/1535, Article 6(1): three months).
    pub shortest_period: Date,
    /// The standstill, were it published today; none outside the Directive.
    pub standstill: Option<Standstill>,
    /// Log so far.
    pub history: Vec<Event>,
    /// Who submitted it, when it is submitted.
    pub submitted_by: Option<i64>,
    /// Whether the caller handed it in (or joined) for the own authority, and so
    /// cannot approve it.
    pub same_person: bool,
    /// By what right the caller sees it.
    pub access: Access,
    /// That it is with the enquiry point, when a regulator handed it over.
    pub handed_over: Option<HandedOver>,
    /// The other authorities that notify it, or were asked to.
    pub joint: Joint,
    /// Last change.
    pub saved: Timestamp,
}

/// What a form would say if it were published today.
#[derive(Debug, Clone)]
pub struct DraftReport {
    /// The divergences.
    pub divergences: Vec<DivergenceRecord>,
    /// The comment period.
    pub period: Option<Period>,
}

/// What is found in a draft.
pub(crate) struct DraftFindings {
    pub references: Vec<Reference>,
    pub divergences: Vec<DivergenceRecord>,
}

impl Registry {
    /// Starts a draft for the caller's authority with the agency, language and
    /// texts filled in from the enquiry point. Returns its identifier.
    pub async fn draft_create(&self, caller: &Caller) -> Result<i64> {
        let official = caller.official()?;
        official.needs(&WRITERS)?;
        let tx = self.write().await?;
        let authority = authority_of(&*tx, official.authority.as_str()).await?;
        let authority = authority.ok_or(Error::NotFound("authority"))?;
        let eu = authority.profile == Profile::Eu;
        let content = Content {
            form: if eu { Form::Tris2015 } else { Form::default() },
            agency: authority.enquiry_point.clone(),
            languages: vec!["en".to_owned()],
            texts_from: written_contact(&authority.enquiry_point),
            // Its boxes are asked for from the beginning.
            tris: eu.then(Tris::default),
            ..Content::default()
        };
        let id = self.insert_draft(&*tx, caller, &authority, Kind::Regular, None, &content).await?;
        self.commit(tx).await?;
        Ok(id)
    }

    /// Starts a draft addendum, corrigendum, revision or supplement to a
    /// published notification of the caller's authority. Of a joint notification
    /// it is a change to the symbol of the caller's authority, whichever was given.
    pub async fn draft_create_change(
        &self,
        caller: &Caller,
        parent_symbol: &str,
        kind: domain::notification::Kind,
    ) -> Result<i64> {
        let official = caller.official()?;
        official.needs(&WRITERS)?;
        if kind == Kind::Regular {
            return Err(Error::Refused(
                "a change is an addendum, a corrigendum, a revision or a supplement".to_owned(),
            ));
        }
        let tx = self.write().await?;
        let parent = own_by_symbol(&*tx, caller, parent_symbol).await?;
        let given: Symbol = read_name(parent_symbol, |s| s.parse().ok())?;
        let mut symbol = own_symbol(&*tx, &parent, official.authority.as_str(), given).await?;
        // A change to a change hangs on the regular notification or the revision.
        while !symbol.kind().opens_period() {
            let Some(above) = symbol.parent() else { break };
            symbol = above;
        }
        let authority = self.authority_of_row(&parent).await?;
        let before: Content = read_json(&parent.content)?;
        let content = if kind == Kind::Revision {
            Content { comments_until: Default::default(), ..before }
        } else {
            Content {
                form: before.form,
                agency: before.agency,
                products: before.products,
                hs: before.hs,
                ics: before.ics,
                title: before.title,
                languages: before.languages,
                texts_from: before.texts_from,
                ..Content::default()
            }
        };
        let id =
            self.insert_draft(&*tx, caller, &authority, kind, Some(symbol.to_string()), &content).await?;
        self.commit(tx).await?;
        Ok(id)
    }

    /// A draft (or submitted notification) that the caller sees ([`Access`]).
    pub async fn draft(&self, caller: &Caller, id: i64) -> Result<DraftPage> {
        let (row, access) = self.visible_draft(&self.db, caller, id).await?;
        let handed_over = handed_over(&self.db, &[id]).await?.remove(&id);
        let official = caller.official()?;
        let writes = official.has(Role::Official) || (official.has(Role::Regulator) && handed_over.is_none());
        let authority = self.authority_of_row(&row).await?;
        let content: Content = read_json(&row.content)?;
        let files = Files::of(&self.db, id).await?;
        let kind = read_name(&row.kind, Kind::from_name)?;
        let now = self.now();
        let today = authority.today(now);
        let found =
            self.look_at_draft(&self.db, id, &content, &authority, kind, files.clone(), today).await?;
        let diverging = found.divergences.iter().map(|d| &d.divergence);
        let references = standings(found.references, diverging, &self.catalogue());
        let deadline = stated_deadline(&content, kind, &authority, today)?;
        let joint = self.joint_of(&self.db, &row).await?;
        let corrections = correction_versions(&self.db, id).await?;
        Ok(DraftPage {
            // Of what was read above, not of what may be stored by now.
            fingerprint: fingerprint(&row, &files.infos, &corrections, &joint)?,
            summary: self.summary_of(&row).await?,
            version: row.version,
            may_write: access == Access::Own && writes && is_draft(&row).is_ok(),
            same_person: self.approvable(&self.db, caller, id).await.is_ok_and(|(_, same)| same),
            joint,
            access,
            handed_over,
            documents: files.infos,
            corrections,
            references,
            report: found.divergences,
            period: deadline
                .map(|d| period(d, &authority.zone_place, State::Published, content.late_comments, now)),
            shortest_period: shortest_period(today, authority.profile),
            standstill: standstill_of_form(&content, kind, authority.profile, today),
            history: history(&self.db, id, true).await?,
            submitted_by: row.submitted_by,
            saved: read_time(&row.changed)?,
            authority,
            content,
        })
    }

    /// Saves the form. Half-finished answers are accepted: completeness is
    /// asked for on submission. `version` is what the caller read; returns the
    /// new one, or [`crate::Error::Conflict`].
    pub async fn draft_save(&self, caller: &Caller, id: i64, version: i64, content: Content) -> Result<i64> {
        let tx = self.write().await?;
        let row = self.own_draft(&*tx, caller, id, &WRITERS).await?;
        if row.version != version {
            return Err(Error::Conflict);
        }
        let new_version = version + 1;
        let mut row = row.into_active_model();
        row.content = Set(stored_json(&content)?);
        row.title = Set(content.title);
        row.products = Set(content.products);
        row.description = Set(content.description);
        row.late_comments = Set(content.late_comments);
        row.version = Set(new_version);
        row.changed = Set(stored_time(self.now()));
        row.update(&*tx).await?;
        self.commit(tx).await?;
        Ok(new_version)
    }

    /// The report for a form that is not saved (the live report of the drafting page).
    pub async fn draft_report(&self, caller: &Caller, id: i64, content: &Content) -> Result<DraftReport> {
        let row = self.readable_draft(&self.db, caller, id).await?;
        let authority = self.authority_of_row(&row).await?;
        let files = Files::of(&self.db, id).await?;
        let kind = read_name(&row.kind, Kind::from_name)?;
        let now = self.now();
        let today = authority.today(now);
        let deadline = stated_deadline(content, kind, &authority, today)?;
        Ok(DraftReport {
            divergences: self
                .look_at_draft(&self.db, id, content, &authority, kind, files, today)
                .await?
                .divergences,
            period: deadline
                .map(|d| period(d, &authority.zone_place, State::Published, content.late_comments, now)),
        })
    }

    /// Removes a draft that was never submitted; returns the keys of its files
    /// that nothing else uses.
    pub async fn draft_discard(&self, caller: &Caller, id: i64) -> Result<Vec<String>> {
        let tx = self.write().await?;
        let row = self.own_draft(&*tx, caller, id, &WRITERS).await?;
        let handed_in = event::Entity::find()
            .filter(event::Column::NotificationId.eq(id))
            .filter(event::Column::What.eq("submitted"))
            .one(&*tx)
            .await?;
        if handed_in.is_some() {
            return Err(Error::Refused(
                "a draft that was submitted once stays on record and cannot be discarded".to_owned(),
            ));
        }
        let mut keys: Vec<String> = document::Entity::find()
            .select_only()
            .column(document::Column::Key)
            .filter(document::Column::NotificationId.eq(id))
            .into_tuple()
            .all(&*tx)
            .await?;
        event::Entity::delete_many().filter(event::Column::NotificationId.eq(id)).exec(&*tx).await?;
        handover::Entity::delete_many().filter(handover::Column::NotificationId.eq(id)).exec(&*tx).await?;
        joint_authority::Entity::delete_many()
            .filter(joint_authority::Column::NotificationId.eq(id))
            .exec(&*tx)
            .await?;
        let files: Vec<i64> = document::Entity::find()
            .select_only()
            .column(document::Column::Id)
            .filter(document::Column::NotificationId.eq(id))
            .into_tuple()
            .all(&*tx)
            .await?;
        notified_text::Entity::delete_many()
            .filter(notified_text::Column::DocumentId.is_in(files))
            .exec(&*tx)
            .await?;
        text_correction::Entity::delete_many()
            .filter(text_correction::Column::NotificationId.eq(id))
            .exec(&*tx)
            .await?;
        divergence_answer::Entity::delete_many()
            .filter(divergence_answer::Column::NotificationId.eq(id))
            .exec(&*tx)
            .await?;
        divergence_event::Entity::delete_many()
            .filter(divergence_event::Column::NotificationId.eq(id))
            .exec(&*tx)
            .await?;
        document::Entity::delete_many().filter(document::Column::NotificationId.eq(id)).exec(&*tx).await?;
        row.delete(&*tx).await?;
        let used: Vec<String> = document::Entity::find()
            .select_only()
            .column(document::Column::Key)
            .filter(document::Column::Key.is_in(&keys))
            .into_tuple()
            .all(&*tx)
            .await?;
        keys.retain(|key| !used.contains(key));
        self.commit(tx).await?;
        Ok(keys)
    }

    /// A draft or submitted notification, for those of its authority. Others who
    /// see it learn whose it is; for everybody else there is none.
    pub(crate) async fn readable_draft(
        &self,
        db: &impl ConnectionTrait,
        caller: &Caller,
        id: i64,
    ) -> Result<notification::Model> {
        let (row, access) = self.visible_draft(db, caller, id).await?;
        if access != Access::Own {
            return Err(Error::OtherAuthority(read_name(&row.authority_code, |c| c.parse().ok())?));
        }
        Ok(row)
    }

    /// A draft that this caller may write to.
    pub(crate) async fn own_draft(
        &self,
        db: &impl ConnectionTrait,
        caller: &Caller,
        id: i64,
        roles: &'static [Role],
    ) -> Result<notification::Model> {
        let row = self.readable_draft(db, caller, id).await?;
        caller.official()?.needs(roles)?;
        is_draft(&row)?;
        self.refuse_handed_over(db, caller.official()?, &row).await?;
        Ok(row)
    }

    pub(crate) async fn insert_draft(
        &self,
        tx: &impl ConnectionTrait,
        caller: &Caller,
        authority: &Authority,
        kind: Kind,
        parent_symbol: Option<String>,
        content: &Content,
    ) -> Result<i64> {
        let now = self.now();
        let row = notification::ActiveModel {
            id: NotSet,
            // The one who drafts, also where a joint measure has another first authority.
            authority_code: Set(caller
                .official()
                .map_or_else(|_| authority.code.to_string(), |o| o.authority.to_string())),
            kind: Set(kind.as_str().to_owned()),
            state: Set(State::Draft.as_str().to_owned()),
            source: Set(Source::Own.as_str().to_owned()),
            parent_symbol: Set(parent_symbol),
            content: Set(stored_json(content)?),
            version: Set(1),
            title: Set(content.title.clone()),
            products: Set(content.products.clone()),
            description: Set(content.description.clone()),
            published: Set(None),
            closes_on: Set(None),
            closes_at: Set(None),
            late_comments: Set(content.late_comments),
            adopted_on: Set(None),
            created_by: Set(caller.account_id()),
            submitted_by: Set(None),
            approved_by: Set(None),
            created: Set(stored_time(now)),
            changed: Set(stored_time(now)),
        }
        .insert(tx)
        .await?;
        let entry =
            Entry { notification: row.id, what: "drafted", actor: caller.actor(), note: String::new() };
        log(tx, now, vec![entry]).await?;
        Ok(row.id)
    }

    /// Reading a long draft for references takes a while: off the async workers.
    #[expect(clippy::too_many_arguments, reason = "a form that need not be saved, and where it stands")]
    pub(crate) async fn look_at_draft(
        &self,
        db: &impl ConnectionTrait,
        id: i64,
        content: &Content,
        authority: &Authority,
        kind: Kind,
        files: Files,
        today: Date,
    ) -> Result<DraftFindings> {
        let (content, profile, standards) = (content.clone(), authority.profile, self.standards());
        let neighbours = self.neighbours(db, &standards, &content, &authority.code).await?;
        let hs_names = HsNames::read(db, &content.hs).await?.of(&content);
        let answers = answers::stored(db, &[id]).await?.remove(&id).unwrap_or_default();
        tokio::task::spawn_blocking(move || {
            let facts = Facts::read(&content, &files.texts);
            let neighbours: Vec<_> = neighbours.iter().map(|o| &o.neighbour).collect();
            let around = Circumstances {
                profile,
                kind,
                published: today,
                adopted: None,
                today: None,
                has_text: files.has(DocumentRole::NotifiedText),
                has_final_text: false,
                neighbours: &neighbours,
                hs_names: &hs_names,
                standstill_until: standstill_of_form(&content, kind, profile, today).map(|s| s.end()),
                can_change: true,
            };
            let found = look(&content, &facts, &around, &standards);
            DraftFindings { divergences: unstored(found, &content, &answers), references: facts.references }
        })
        .await
        .map_err(|e| Error::Corrupt(format!("the divergence report failed: {e}")))
    }
}

/// Refuses what was handed in already.
fn is_draft(row: &notification::Model) -> Result<()> {
    match read_name(&row.state, State::from_name)? {
        State::Draft => Ok(()),
        state => Err(StepRefused::State(state).into()),
    }
}

fn written_contact(contact: &Contact) -> String {
    [&contact.name, &contact.address, &contact.email, &contact.web]
        .into_iter()
        .filter(|line| !line.trim().is_empty())
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("\n")
}
