//! An authority consults its own stakeholders on a foreign notification: in
//! private, until its last day, and one official comment comes of it.

use domain::role::Role;
use registry::{
    Caller, Error,
    comments::NewComment,
    consultations::{ConsultationState, NewConsultation},
};

use crate::harness::{World, day, form, on_both};

fn asked(until: &str) -> NewConsultation {
    NewConsultation {
        question: "What does the shorter cord cost you?".into(),
        until: Some(day(until)),
        stakeholders: "Ana Lima <ana@makers.example.org>\nrui@makers.example.org".into(),
    }
}

async fn brazil(w: &World) -> Caller {
    w.authority("BRA", "America/Sao_Paulo", "Brasília").await;
    w.person("BRA", "Camila", &[Role::Official]).await
}

async fn mails_to(w: &World, to: &str) -> Vec<String> {
    let mails = w.registry.mails_latest(50).await.unwrap();
    mails.into_iter().rev().filter(|m| m.to == to).map(|m| m.body).collect()
}

async fn secret_of(w: &World, to: &str) -> String {
    let mails = mails_to(w, to).await;
    mails[0].split("/consulted/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}

on_both! {
    async fn from_the_question_to_the_official_comment(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let camila = brazil(&w).await;
        // Not before comments close, not on the own notification, not without a question.
        let late = r.consultation_open(&camila, &symbol, asked("2027-01-21")).await;
        let Err(Error::Invalid(errors)) = late else { panic!("{late:?}") };
        assert_eq!(errors[0].field, "until");
        assert!(matches!(r.consultation_possible(&people.0, &symbol).await, Err(Error::Refused(_))));
        assert!(matches!(r.consultation_open(&people.0, &symbol, asked("2026-12-20")).await, Err(Error::Refused(_))));

        let id = r.consultation_open(&camila, &symbol, asked("2026-12-20")).await.unwrap();
        assert!(matches!(r.consultation_open(&camila, &symbol, asked("2026-12-20")).await, Err(Error::Refused(_))));
        assert_eq!(r.consultation_on(&camila, &symbol).await.unwrap(), Some(id));
        let ana = secret_of(&w, "ana@makers.example.org").await;
        let rui = secret_of(&w, "rui@makers.example.org").await;
        assert_ne!(ana, rui);
        assert!(mails_to(&w, "ana@makers.example.org").await[0].starts_with("Dear Ana Lima,"));

        let page = r.consulted(&ana).await.unwrap();
        assert_eq!((page.open, page.inputs.len(), page.authority.as_str()), (true, 0, "Authority BRA"));
        assert!(page.until.starts_with("20 December 2026, 23:59 (Brasília"), "{}", page.until);
        r.consulted_say(&ana, "Article 2", "Ten thousand.").await.unwrap();
        r.consulted_say(&ana, "Article 2", "Twenty\0 thousand.").await.unwrap();
        r.consulted_say(&ana, "", "Welcome.").await.unwrap();
        r.consulted_say(&ana, "Article 9", "A slip.").await.unwrap();
        r.consulted_say(&ana, "Article 9", "").await.unwrap();
        let inputs: Vec<(String, String)> =
            r.consulted(&ana).await.unwrap().inputs.into_iter().map(|i| (i.clause, i.text)).collect();
        assert_eq!(inputs, [("".into(), "Welcome.".into()), ("Article 2".into(), "Twenty thousand.".into())]);
        let empty = r.consulted_say(&ana, "Article 3", " ").await;
        assert!(matches!(empty, Err(Error::Invalid(_))), "{empty:?}");
        // One does not see what another said.
        assert!(r.consulted(&rui).await.unwrap().inputs.is_empty());

        // Who said nothing is reminded, once a day; who is invited again is not mailed again.
        assert_eq!(r.consultation_remind(&camila, id).await.unwrap(), 0);
        w.set("2026-11-23T01:15:07Z");
        assert_eq!(r.consultation_remind(&camila, id).await.unwrap(), 1);
        assert_eq!(r.consultation_remind(&camila, id).await.unwrap(), 0);
        assert_eq!(mails_to(&w, "rui@makers.example.org").await.len(), 2);
        let more = "ana@makers.example.org\nnew@makers.example.org";
        assert_eq!(r.consultation_invite(&camila, id, more).await.unwrap(), 1);
        assert_eq!(mails_to(&w, "ana@makers.example.org").await.len(), 1);

        let page = r.consultation(&camila, id).await.unwrap();
        assert_eq!((page.about.invited, page.about.answered, page.inputs.len()), (3, 1, 2));
        assert_eq!((page.inputs[1].from.as_str(), page.inputs[1].clause.as_str()), ("Ana Lima", "Article 2"));

        // Its last day is over for them at midnight in Brasília.
        w.set("2026-12-21T02:59:59Z");
        r.consulted_say(&rui, "", "Just in time.").await.unwrap();
        w.set("2026-12-21T03:00:00Z");
        let over = r.consulted_say(&rui, "", "Too late.").await;
        let Err(Error::Invalid(errors)) = over else { panic!("{over:?}") };
        assert!(errors[0].message.contains("no more input"));
        assert_eq!(r.consulted(&rui).await.unwrap().inputs[0].text, "Just in time.");
        assert!(matches!(r.consultation_invite(&camila, id, "x@makers.example.org").await, Err(Error::Refused(_))));

        // The official comment is drafted, by two people without losing anything.
        let version = r.consultation_draft(&camila, id, 1, "The cord costs twenty thousand.").await.unwrap();
        let stale = r.consultation_draft(&camila, id, 1, "Another text.").await;
        assert!(matches!(stale, Err(Error::Conflict)), "{stale:?}");
        assert_eq!(version, 2);
        let wrong = r.consultation_filed(&camila, id, "C-2026-000099").await;
        assert!(matches!(wrong, Err(Error::Invalid(_))), "{wrong:?}");
        let text = r.consultation(&camila, id).await.unwrap().draft;
        let new = NewComment::of_one("", text);
        let number = r.comment_submit(&camila, &symbol, new).await.unwrap().number;
        assert_eq!(r.consultation(&camila, id).await.unwrap().comments[0].number, number);
        r.consultation_filed(&camila, id, &number).await.unwrap();
        let page = r.consultation(&camila, id).await.unwrap();
        assert_eq!((page.about.state, page.about.comment_number.as_ref()), (ConsultationState::Filed, Some(&number)));
        assert!(mails_to(&w, "new@makers.example.org").await[1].contains(&number));
        // Pressed twice it is done, and nobody is told twice; another comment is refused.
        let told = mails_to(&w, "ana@makers.example.org").await.len();
        r.consultation_filed(&camila, id, &number).await.unwrap();
        assert_eq!(mails_to(&w, "ana@makers.example.org").await.len(), told);
        assert!(matches!(r.consultation_filed(&camila, id, "another").await, Err(Error::Refused(_))));
        assert_eq!(r.consulted(&ana).await.unwrap().comment_number, Some(number));
    }
}

on_both! {
    async fn nobody_of_another_authority_ever_sees_it(w: World) {
        let people = w.kenya().await;
        let r = &w.registry;
        let symbol = w.published(&people, form()).await;
        let camila = brazil(&w).await;
        w.authority("CHN", "Asia/Shanghai", "Beijing").await;
        let strangers = [
            people.0.clone(),
            w.person("CHN", "Wei", &[Role::Official, Role::Coordinator, Role::Administrator]).await,
        ];
        let log = r.notification_page(&symbol).await.unwrap().unwrap().history.len();
        let id = r.consultation_open(&camila, &symbol, asked("2026-12-20")).await.unwrap();
        let ana = secret_of(&w, "ana@makers.example.org").await;
        r.consulted_say(&ana, "", "A trade secret of ours.").await.unwrap();

        for stranger in &strangers {
            assert!(r.consultations(stranger).await.unwrap().is_empty());
            let none = |done: Result<(), Error>| assert!(matches!(done, Err(Error::NotFound(_))), "{done:?}");
            none(r.consultation(stranger, id).await.map(|_| ()));
            none(r.consultation_invite(stranger, id, "me@example.org").await.map(|_| ()));
            none(r.consultation_remind(stranger, id).await.map(|_| ()));
            none(r.consultation_close(stranger, id).await);
            none(r.consultation_draft(stranger, id, 1, "Mine.").await.map(|_| ()));
            none(r.consultation_filed(stranger, id, "C-2026-000001").await);
            assert_eq!(r.consultation_on(stranger, &symbol).await.unwrap(), None);
        }
        assert!(matches!(r.consultations(&Caller::Public).await, Err(Error::SignInNeeded)));
        assert!(matches!(r.consultation(&Caller::Public, id).await, Err(Error::SignInNeeded)));
        assert!(matches!(r.consulted("0").await, Err(Error::NotFound(_))));
        // Another enquiry point may ask its own: the two know nothing of one another.
        let other = r.consultation_open(&strangers[1], &symbol, asked("2026-12-20")).await.unwrap();
        assert!(r.consultation(&strangers[1], other).await.unwrap().inputs.is_empty());
        // Neither the public log nor the index learns of it.
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        assert_eq!((page.history.len(), page.comments.len(), page.confidential_comments), (log, 0, 0));
        // Within the authority it needs a role: a regulator neither asks nor reads.
        let regulator = w.person("BRA", "Paulo", &[Role::Regulator]).await;
        assert!(matches!(r.consultation(&regulator, id).await, Err(Error::Step(_))));
        assert!(matches!(r.consultations(&regulator).await, Err(Error::Step(_))));
        let coordinator = w.person("BRA", "Letícia", &[Role::Coordinator]).await;
        let seen = r.consultation(&coordinator, id).await.unwrap();
        assert_eq!((seen.inputs.len(), seen.may_write), (1, false));
        assert!(matches!(r.consultation_close(&coordinator, id).await, Err(Error::Step(_))));
        r.consultation_close(&camila, id).await.unwrap();
        assert!(r.consulted_say(&ana, "", "More.").await.is_err());
    }
}
