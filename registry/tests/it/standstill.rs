//! The standstill of Directive (EU) 2015/1535: it starts with the publication,
//! moves by what officials record, and everyone sees both ends.

use domain::{
    authority::Profile,
    clock::{StandstillEventKind, StandstillReason, StandstillSubject, WithoutEffect},
    divergence::Code,
    notification::{Contact, Content, Form, StatedDate, StepRefused, Tris},
    role::Role,
};
use registry::{
    Caller, Error,
    authorities::Authority,
    calendars::CalendarKind,
    documents::{DocumentRole, NewDocument},
    follows::Followed,
    standstills::{NewStandstillEvent, StandstillStanding},
};

use crate::harness::{World, day, form, on_both};

/// France under the Directive, with an official and an approver.
async fn france(w: &World) -> (Caller, Caller) {
    member(w, "FRA", "FR", "France").await
}

/// An authority of a Member State, with an official and an approver.
pub async fn member(w: &World, code: &str, country: &str, name: &str) -> (Caller, Caller) {
    let authority = Authority {
        code: code.parse().unwrap(),
        name: name.to_owned(),
        country: country.to_owned(),
        zone: "Europe/Paris".to_owned(),
        zone_place: "Paris".to_owned(),
        profile: Profile::Eu,
        enquiry_point: Contact {
            name: "Point".into(),
            email: "tris@example.org".into(),
            ..Contact::default()
        },
    };
    w.registry.authority_save(&Caller::System, authority).await.unwrap();
    let official = w.person(code, "Manon", &[Role::Official]).await;
    (official, w.person(code, "Thomas", &[Role::Official, Role::Approver]).await)
}

/// What the Directive asks for, answered.
pub fn tris() -> Tris {
    Tris {
        responsible_department: "Unit 3".into(),
        category: "Construction".into(),
        impact_assessment: "not known".into(),
        tbt_aspects: "none".into(),
        ..Tris::default()
    }
}

/// A form under the Directive, without a final date of its own.
pub fn eu(tris: Tris) -> Content {
    Content { tris: Some(tris), comments_until: StatedDate::default(), ..form() }
}

fn event(kind: StandstillEventKind, author: &str, on: &str) -> NewStandstillEvent {
    NewStandstillEvent {
        kind,
        author: author.into(),
        on: day(on),
        reason: String::new(),
        comment: String::new(),
    }
}

fn opinion(author: &str, on: &str) -> NewStandstillEvent {
    event(StandstillEventKind::DetailedOpinion, author, on)
}

/// The standstill as everyone sees it.
pub async fn standing(w: &World, symbol: &str) -> StandstillStanding {
    w.registry.notification_summary(symbol).await.unwrap().unwrap().standstill.unwrap()
}

on_both! {
    async fn an_opinion_lengthens_and_both_ends_are_known(w: World) {
        let people = france(&w).await;
        let r = &w.registry;
        let id = r.draft_create(&people.0).await.unwrap();
        let draft = r.draft(&people.0, id).await.unwrap();
        assert_eq!(draft.content.tris, Some(Tris::default()), "its boxes are asked for");
        assert_eq!(draft.standstill.as_ref().unwrap().end(), day("2027-02-22"));
        r.draft_discard(&people.0, id).await.unwrap();

        let symbol = w.published(&people, eu(tris())).await;
        let summary = r.notification_summary(&symbol).await.unwrap().unwrap();
        assert_eq!(summary.period.unwrap().deadline.day, day("2027-02-21"), "comments while it stands still");
        let first = summary.standstill.unwrap();
        assert_eq!((first.received, first.subject), (day("2026-11-21"), StandstillSubject::Goods));
        assert_eq!(first.told.end(), day("2027-02-22"));
        assert!(first.running && !first.moved());

        w.set("2027-01-15T09:00:00Z");
        let follower = w.person("FRA", "Zoe", &[Role::Coordinator]).await;
        r.follow(&follower, "", &Followed::Measure(symbol.clone())).await.unwrap();
        r.standstill_record(&people.0, &symbol, opinion(" Germany ", "2027-01-14")).await.unwrap();
        let now = standing(&w, &symbol).await;
        assert_eq!((now.told.first.end, now.told.end()), (day("2027-02-22"), day("2027-05-24")));
        let current = now.told.current();
        assert_eq!((current.reason, current.reason.article()), (StandstillReason::OpinionOnGoods, "6(2)"));
        let cause = now.cause(current).unwrap();
        assert_eq!((cause.author.as_str(), cause.on, cause.recorded_by.as_str()), ("Germany", day("2027-01-14"), "Manon"));
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        let last = page.history.last().unwrap();
        assert_eq!(last.what, "standstill-recorded");
        assert_eq!(last.note, "detailed opinion of Germany, 14 January 2027. The standstill lasts until 24 May 2027 now (Directive (EU) 2015/1535, Article 6(2)).");
        let mail = r.mails_latest(1).await.unwrap().remove(0);
        assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("zoe@fra.example.org", &*format!("{symbol} has a standstill until 24 May 2027")));
        assert!(!mail.unsubscribe.is_empty());
        let found = r.index_documents(&[page.summary.id]).await.unwrap().remove(0);
        assert!(found.other_text.contains("detailed opinion Germany"), "{}", found.other_text);

        // A second one changes nothing, and says why; nobody is mailed again.
        let mails = r.mails_latest(100).await.unwrap().len();
        r.standstill_record(&people.0, &symbol, opinion("Spain", "2027-01-15")).await.unwrap();
        let now = standing(&w, &symbol).await;
        assert_eq!(now.told.end(), day("2027-05-24"));
        assert_eq!(now.records[1].without_effect, Some(WithoutEffect::AlreadyAsLong));
        assert_eq!(r.mails_latest(100).await.unwrap().len(), mails);

        // Adopted within the longer standstill, after the first end: a divergence for everyone.
        w.set("2027-03-01T09:00:00Z");
        r.adopt(&people.0, &symbol, day("2027-02-26"), "").await.unwrap();
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        let adopted = |d: &&registry::notifications::DivergenceRecord| d.divergence.code == Code::AdoptedBeforeDeadline;
        let found = page.divergences.iter().find(adopted).expect("it was adopted too early");
        assert!(found.divergence.explanation.contains("the standstill lasts until 23 May 2027"), "{}", found.divergence.explanation);
    }
}

on_both! {
    async fn what_is_taken_back_stays_and_counts_no_more(w: World) {
        let people = france(&w).await;
        let r = &w.registry;
        let symbol = w.published(&people, eu(Tris { services: true, ..tris() })).await;
        w.set("2027-01-15T09:00:00Z");
        r.standstill_record(&people.0, &symbol, opinion("Germany", "2027-01-14")).await.unwrap();
        let longer = standing(&w, &symbol).await;
        assert_eq!(longer.told.end(), day("2027-03-22"), "four months for services");
        let entry = longer.records[0].id;
        assert!(matches!(r.standstill_take_back(&people.0, &symbol, entry, " ").await, Err(Error::Invalid(_))));
        r.standstill_take_back(&people.0, &symbol, entry, "Germany withdrew it.").await.unwrap();
        let now = standing(&w, &symbol).await;
        assert_eq!(now.told.end(), day("2027-02-22"));
        assert_eq!(now.records[0].taken_back.as_ref().unwrap().reason, "Germany withdrew it.");
        assert_eq!((longer.revisions(), now.revisions()), (1, 2));
        assert!(matches!(r.standstill_take_back(&people.0, &symbol, entry, "Again").await, Err(Error::Refused(_))));
        // The same may be recorded anew.
        r.standstill_record(&people.0, &symbol, opinion("Germany", "2027-01-14")).await.unwrap();
        assert_eq!(standing(&w, &symbol).await.told.end(), day("2027-03-22"));
    }
}

on_both! {
    async fn blocking_urgency_and_fiscal_measures(w: World) {
        use StandstillEventKind as Kind;
        let people = france(&w).await;
        let r = &w.registry;
        let record = |symbol: String, kind, on: &'static str| {
            let (r, who) = (r.clone(), people.0.clone());
            async move { r.standstill_record(&who, &symbol, event(kind, "", on)).await }
        };
        let blocked = w.published(&people, eu(tris())).await;
        let urgent = w.published(&people, eu(Tris { urgent: true, urgency_grounds: "Fires".into(), ..tris() })).await;
        let fiscal = w.published(&people, eu(Tris { fiscal: true, ..tris() })).await;
        assert!(standing(&w, &urgent).await.running, "asking for urgency ends nothing");
        assert!(!standing(&w, &fiscal).await.running, "not on the day of receipt either");
        let agreement = w.published(&people, eu(Tris { voluntary_agreement: true, ..tris() })).await;
        w.set("2026-12-10T09:00:00Z");
        record(blocked.clone(), Kind::BlockingIntention, "2026-12-08").await.unwrap();
        let now = standing(&w, &blocked).await;
        assert_eq!((now.told.end(), now.records[0].author.as_str()), (day("2027-11-22"), "European Commission"));
        record(blocked.clone(), Kind::CouncilPosition, "2026-12-09").await.unwrap();
        assert_eq!(standing(&w, &blocked).await.told.end(), day("2028-05-22"));
        record(agreement.clone(), Kind::BlockingIntention, "2026-12-08").await.unwrap();
        let now = standing(&w, &agreement).await;
        assert_eq!(now.told.end(), day("2027-02-22"));
        assert_eq!(now.records[0].without_effect, Some(WithoutEffect::NotForAgreements));
        record(blocked.clone(), Kind::BlockingLapsed, "2026-12-10").await.unwrap();
        assert_eq!(standing(&w, &blocked).await.told.end(), day("2027-02-22"));

        record(urgent.clone(), Kind::UrgencyRefused, "2026-12-01").await.unwrap();
        assert_eq!(standing(&w, &urgent).await.told.end(), day("2027-02-22"));
        record(urgent.clone(), Kind::UrgencyAccepted, "2026-12-10").await.unwrap();
        let now = standing(&w, &urgent).await;
        assert_eq!((now.told.end(), now.told.current().reason.article()), (day("2026-12-10"), "6(7)"));
        assert!(!now.running);

        let now = standing(&w, &fiscal).await;
        assert!(!now.told.began() && !now.running);
        record(fiscal.clone(), Kind::BlockingCovered, "2026-12-08").await.unwrap();
        assert_eq!(standing(&w, &fiscal).await.records[0].without_effect, Some(WithoutEffect::NoStandstill));
    }
}

on_both! {
    async fn the_calendar_loses_no_end_of_a_long_standstill(w: World) {
        use StandstillEventKind as Kind;
        let people = france(&w).await;
        let r = &w.registry;
        let symbol = w.published(&people, eu(tris())).await;
        w.set("2026-12-10T09:00:00Z");
        for (kind, on) in [(Kind::BlockingIntention, "2026-12-08"), (Kind::CouncilPosition, "2026-12-09")] {
            r.standstill_record(&people.0, &symbol, event(kind, "", on)).await.unwrap();
        }
        // Ninety days after the day that follows eighteen months from receipt; the
        // comments closed long before.
        let secret = r.clock_settings(&people.0).await.unwrap().calendar_secret;
        w.set("2028-08-20T09:00:00Z");
        let entries = r.calendar_by_secret(&secret).await.unwrap().entries;
        let entries: Vec<_> = entries.iter().map(|e| (e.kind, e.day)).collect();
        assert_eq!(entries, [(CalendarKind::StandstillEnds, day("2028-05-22"))]);
        w.set("2028-08-21T09:00:00Z");
        assert!(r.calendar_by_secret(&secret).await.unwrap().entries.is_empty());
    }
}

on_both! {
    async fn only_officials_of_the_authority_record_and_only_what_can_be(w: World) {
        let people = france(&w).await;
        let kenya = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, eu(tris())).await;
        let wto = w.published(&kenya, form()).await;
        let regulator = w.person("FRA", "Rémi", &[Role::Regulator]).await;
        let today = || opinion("Germany", "2026-11-21");
        assert!(matches!(r.standstill_record(&Caller::Public, &symbol, today()).await, Err(Error::SignInNeeded)));
        assert!(matches!(r.standstill_record(&kenya.0, &symbol, today()).await, Err(Error::OtherAuthority(_))));
        assert!(matches!(
            r.standstill_record(&regulator, &symbol, today()).await,
            Err(Error::Step(StepRefused::Role(Role::Official)))
        ));
        assert!(matches!(r.standstill_record(&kenya.0, &wto, today()).await, Err(Error::Refused(_))), "no standstill");
        let fields = |result: Result<(), Error>| match result {
            Err(Error::Invalid(errors)) => errors.into_iter().map(|e| e.field).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let refused = r.standstill_record(&people.0, &symbol, opinion(" ", "2026-11-22")).await;
        assert_eq!(fields(refused), ["opinion_author", "happened"]);
        assert_eq!(fields(r.standstill_record(&people.0, &symbol, opinion("Germany", "2026-11-20")).await), ["happened"]);
        let unknown = NewStandstillEvent { comment: "C-2026-999999".into(), ..today() };
        assert_eq!(fields(r.standstill_record(&people.0, &symbol, unknown).await), ["comment_number"]);
        r.standstill_record(&people.0, &symbol, today()).await.unwrap();
        assert_eq!(fields(r.standstill_record(&people.0, &symbol, today()).await), ["event"], "twice");
        assert_eq!(standing(&w, &symbol).await.records.len(), 1);
    }
}

on_both! {
    async fn a_detailed_opinion_filed_here_moves_the_end_at_once(w: World) {
        let people = france(&w).await;
        let germany = member(&w, "DEU", "DE", "Germany").await;
        let r = &w.registry;
        let symbol = w.published(&people, eu(tris())).await;
        let end = async || r.notification_page(&symbol).await.unwrap().unwrap().summary.standstill.unwrap();
        let before = end().await.told.end();
        let filed = registry::comments::NewComment {
            kind: domain::comment::CommentKind::DetailedOpinion,
            ..registry::comments::NewComment::of_one("Article 2", "An obstacle to trade.")
        };
        // Only authorities give one.
        let refused = r.comment_submit(&Caller::Public, &symbol, filed.clone()).await;
        assert!(matches!(refused, Err(Error::Invalid(_))));
        r.comment_submit(&germany.0, &symbol, filed.clone()).await.unwrap();
        let after = end().await.told.end();
        assert!(after > before, "{before} {after}");
        // Sent twice is one comment, and one opinion.
        r.comment_submit(&germany.0, &symbol, filed).await.unwrap();
        assert_eq!(end().await.told.end(), after);
        assert_eq!(end().await.records.len(), 1);
    }
}

on_both! {
    async fn an_opinion_filed_as_a_comment_counts_once(w: World) {
        let people = france(&w).await;
        let kenya = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, eu(tris())).await;
        let filed = registry::comments::NewComment::of_one("", "A detailed opinion.");
        let number = r.comment_submit(&kenya.0, &symbol, filed).await.unwrap().number;
        let new = || NewStandstillEvent { comment: number.clone(), ..opinion("Kenya", "2026-11-21") };
        r.standstill_record(&people.0, &symbol, new()).await.unwrap();
        let now = standing(&w, &symbol).await;
        assert_eq!(now.records[0].comment.as_ref(), Some(&number));
        assert_eq!(now.told.end(), day("2027-05-24"));
        // Neither a second author nor a repeated request makes two of one comment.
        let again = NewStandstillEvent { author: "Kenya again".into(), ..new() };
        for (twice, field) in [(again, "comment_number"), (new(), "event")] {
            let refused = r.standstill_record(&people.0, &symbol, twice).await;
            assert!(matches!(&refused, Err(Error::Invalid(e)) if e[0].field == field), "{field}: {refused:?}");
        }
        assert_eq!(standing(&w, &symbol).await.records.len(), 1);
    }
}

on_both! {
    async fn an_opinion_taken_back_by_mistake_is_recorded_again(w: World) {
        let people = france(&w).await;
        let germany = member(&w, "DEU", "DE", "Germany").await;
        let r = &w.registry;
        let symbol = w.published(&people, eu(tris())).await;
        let filed = registry::comments::NewComment {
            kind: domain::comment::CommentKind::DetailedOpinion,
            ..registry::comments::NewComment::of_one("Article 2", "An obstacle to trade.")
        };
        let number = r.comment_submit(&germany.0, &symbol, filed).await.unwrap().number;
        let recorded = standing(&w, &symbol).await;
        assert_eq!(recorded.told.end(), day("2027-05-24"));
        let new = || NewStandstillEvent { comment: number.clone(), ..opinion("The German ministry", "2026-11-21") };
        let twice = r.standstill_record(&people.0, &symbol, new()).await;
        assert!(matches!(&twice, Err(Error::Invalid(e)) if e[0].field == "comment_number"), "{twice:?}");
        r.standstill_take_back(&people.0, &symbol, recorded.records[0].id, "A slip.").await.unwrap();
        assert_eq!(standing(&w, &symbol).await.told.end(), day("2027-02-22"));
        r.standstill_record(&people.0, &symbol, new()).await.unwrap();
        let now = standing(&w, &symbol).await;
        assert_eq!((now.told.end(), now.records.len()), (day("2027-05-24"), 2));
        let counting: Vec<_> = now.records.iter().filter(|r| r.taken_back.is_none()).collect();
        assert_eq!((counting.len(), counting[0].comment.as_ref()), (1, Some(&number)));
    }
}

on_both! {
    async fn a_confidential_text_is_withheld(w: World) {
        let people = france(&w).await;
        let r = &w.registry;
        let file = |role| NewDocument {
            role,
            name: "draft.md".into(),
            media_type: "text/markdown".into(),
            size: 6,
            sha256: "aa".into(),
            key: "aa".into(),
            language: "fr".into(),
            status: Default::default(),
            outline: registry::notified_texts::Outline {
                paragraphs: vec![domain::text::Paragraph { text: "Secretive sentence citing ISO 8124-1:2012.".into(), ..Default::default() }],
                ..Default::default()
            },
        };
        let secret = Tris { confidential: true, confidentiality_reasons: "Trade secrets".into(), ..tris() };
        let id = r.draft_create(&people.0).await.unwrap();
        r.draft_save(&people.0, id, 1, eu(Tris { confidentiality_reasons: String::new(), ..secret.clone() })).await.unwrap();
        assert!(matches!(r.submit(&people.0, id).await, Err(Error::Invalid(e)) if e[0].field == "tris"), "no reasons");
        r.draft_save(&people.0, id, 2, eu(secret)).await.unwrap();
        let document = r.document_add(&people.0, id, file(DocumentRole::NotifiedText)).await.unwrap();
        r.submit(&people.0, id).await.unwrap();
        let symbol = r.approve(&people.1, id).await.unwrap();
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        assert_eq!((page.documents.len(), page.documents_withheld), (0, 1));
        assert!(page.references.is_empty(), "what the text cites would tell of it");
        assert!(matches!(r.document(&Caller::Public, document).await, Err(Error::NotFound(_))));
        assert!(r.document(&people.1, document).await.is_ok());
        let found = r.index_documents(&[id]).await.unwrap().remove(0);
        assert!(!found.other_text.contains("Secretive"), "{}", found.other_text);
        // The log says that a file came, and not which.
        assert!(page.history.iter().any(|e| e.what == "document-added"));
        let said = format!("{page:?}");
        assert!(!said.contains("draft.md") && !said.contains("Secretive"), "{said}");
        // Another authority does not read it, and nobody whom it consults.
        let germany = member(&w, "DEU", "DE", "Germany").await;
        assert!(matches!(r.document(&germany.0, document).await, Err(Error::NotFound(_))));
        assert!(r.texts_of_measure(&germany.0, &symbol).await.unwrap().is_empty());
        assert_eq!(r.texts_of_measure(&people.0, &symbol).await.unwrap().len(), 1);
        let asked = registry::consultations::NewConsultation {
            question: "What does it cost you?".into(),
            until: Some(day("2026-12-20")),
            stakeholders: "ana@makers.example.org".into(),
        };
        r.consultation_open(&germany.0, &symbol, asked).await.unwrap();
        let mail = r.mails_latest(50).await.unwrap().into_iter().find(|m| m.body.contains("/consulted/")).unwrap();
        let secret = mail.body.split("/consulted/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        let consulted = r.consulted(&secret).await.unwrap();
        assert!(consulted.documents.is_empty() && consulted.clauses.is_empty(), "{consulted:?}");
    }
}

on_both! {
    async fn a_new_draft_is_written_on_the_form_of_the_procedure(w: World) {
        let (france, kenya) = (france(&w).await, w.kenya().await);
        let r = &w.registry;
        for (official, form) in [(&france.0, Form::Tris2015), (&kenya.0, Form::Tbt2026)] {
            let id = r.draft_create(official).await.unwrap();
            assert_eq!(r.draft(official, id).await.unwrap().content.form, form);
        }
    }
}
