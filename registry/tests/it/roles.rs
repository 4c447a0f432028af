//! Every step by every role, of the own and of another authority, in every
//! state: taken, or refused with a sentence that says who may.

use domain::{
    notification::{Kind, State},
    role::Role,
    text::Paragraph,
};
use registry::{
    Caller, Error, Result,
    desk::DeskTask,
    documents::{DocumentRole, NewDocument},
    notifications::Verdict,
    notified_texts::Outline,
};

use crate::harness::{World, day, form, on_both};

/// What a person of the desk can try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Change,
    Save,
    Attach,
    AttachFinalText,
    Remove,
    Discard,
    HandOver,
    HandBack,
    AskJointly,
    Submit,
    SendBack,
    Approve,
    Adopt,
    Withdraw,
    GiveFinalText,
    EnterIntoForce,
    Answer,
}

impl Act {
    const ALL: [Self; 17] = [
        Self::Change,
        Self::Save,
        Self::Attach,
        Self::AttachFinalText,
        Self::Remove,
        Self::Discard,
        Self::HandOver,
        Self::HandBack,
        Self::AskJointly,
        Self::Submit,
        Self::SendBack,
        Self::Approve,
        Self::Adopt,
        Self::Withdraw,
        Self::GiveFinalText,
        Self::EnterIntoForce,
        Self::Answer,
    ];

    /// Who may, and in which states: written out once more, beside the rules.
    fn allowed(self, role: Role, state: State) -> bool {
        use Role::*;
        let (roles, states): (&[Role], &[State]) = match self {
            Self::Change => (&[Official, Regulator], &State::ALL[2..]),
            Self::Save | Self::Attach | Self::Remove | Self::Discard => {
                (&[Official, Regulator], &[State::Draft])
            }
            Self::AttachFinalText => (&[Official], &[State::Adopted, State::FinalText]),
            Self::HandOver => (&[Regulator], &[State::Draft]),
            // Nothing was handed over here: see the test of the hand-over.
            Self::HandBack => (&[], &[]),
            Self::AskJointly | Self::Submit => (&[Official], &[State::Draft]),
            Self::SendBack | Self::Approve => (&[Approver], &[State::Submitted]),
            Self::Adopt | Self::Withdraw => (&[Official], &[State::Published]),
            Self::GiveFinalText => (&[Official], &[State::Adopted]),
            Self::EnterIntoForce => (&[Official], &[State::FinalText]),
            Self::Answer => {
                let draft = role == Regulator && state == State::Draft;
                return draft || (role == Official && state != State::Submitted);
            }
        };
        roles.contains(&role) && states.contains(&state)
            // A file as final text of a draft is an attachment like any other.
            || (self == Self::AttachFinalText && state == State::Draft && matches!(role, Official | Regulator))
    }
}

fn file(role: DocumentRole) -> NewDocument {
    NewDocument {
        role,
        name: "text.txt".into(),
        media_type: "text/plain".into(),
        size: 12,
        sha256: "ab".into(),
        key: "ab/ab".into(),
        language: "en".into(),
        status: Default::default(),
        outline: Outline { paragraphs: vec![Paragraph::plain("Toasters.")], ..Outline::default() },
    }
}

/// One measure in a state, with everything that an act needs.
struct Case {
    id: i64,
    symbol: String,
    document: i64,
    divergence: String,
}

async fn case(w: &World, state: State) -> Case {
    let r = &w.registry;
    let (amina, brian) = (person(w, "KEN", "Amina").await, person(w, "KEN", "Brian").await);
    let id = r.draft_create(&amina).await.unwrap();
    let document = r.document_add(&amina, id, file(DocumentRole::Attachment)).await.unwrap();
    let mut content = form();
    // Without a text the draft diverges, and the divergence can be answered.
    content.links.clear();
    r.draft_save(&amina, id, 1, content).await.unwrap();
    let divergence = r.draft(&amina, id).await.unwrap().report.first().unwrap().key.clone();
    let mut symbol = "G/TBT/N/KEN/99999".to_owned();
    if state != State::Draft {
        r.submit(&amina, id).await.unwrap();
    }
    if state.is_public() {
        symbol = r.approve(&brian, id).await.unwrap();
    }
    let on = day("2026-11-21");
    if state == State::Withdrawn {
        r.withdraw(&amina, &symbol, on, "").await.unwrap();
    }
    if matches!(state, State::Adopted | State::FinalText | State::InForce) {
        r.adopt(&amina, &symbol, on, "").await.unwrap();
    }
    if matches!(state, State::FinalText | State::InForce) {
        r.give_final_text(&amina, &symbol, on, "").await.unwrap();
    }
    if state == State::InForce {
        r.enter_into_force(&amina, &symbol, on, "").await.unwrap();
    }
    Case { id, symbol, document, divergence }
}

async fn person(w: &World, code: &str, name: &str) -> Caller {
    let email = format!("{}@{}.example.org", name.to_lowercase(), code.to_lowercase());
    Caller::Official(w.registry.sign_in(&email, crate::harness::PASSWORD).await.unwrap().unwrap())
}

async fn attempt(w: &World, caller: &Caller, act: Act, case: &Case) -> Result<()> {
    let (r, id, on) = (&w.registry, case.id, day("2026-11-21"));
    let symbol = case.symbol.as_str();
    match act {
        Act::Change => r.draft_create_change(caller, symbol, Kind::Addendum).await.map(|_| ()),
        Act::Save => {
            let version = match r.draft(caller, id).await {
                Ok(draft) => draft.version,
                Err(_) => 2,
            };
            r.draft_save(caller, id, version, form()).await.map(|_| ())
        }
        Act::Attach => r.document_add(caller, id, file(DocumentRole::Attachment)).await.map(|_| ()),
        Act::AttachFinalText => r.document_add(caller, id, file(DocumentRole::FinalText)).await.map(|_| ()),
        Act::Remove => r.document_remove(caller, id, case.document).await.map(|_| ()),
        Act::Discard => r.draft_discard(caller, id).await.map(|_| ()),
        Act::HandOver => r.hand_over(caller, id, "").await,
        Act::HandBack => r.hand_back(caller, id, "Say more.").await,
        Act::AskJointly => r.joint_ask(caller, id, &"UGA".parse().unwrap()).await,
        Act::Submit => r.submit(caller, id).await,
        Act::SendBack => r.send_back(caller, id, "Say more.").await,
        Act::Approve => r.approve(caller, id).await.map(|_| ()),
        Act::Adopt => r.adopt(caller, symbol, on, "").await,
        Act::Withdraw => r.withdraw(caller, symbol, on, "").await,
        Act::GiveFinalText => r.give_final_text(caller, symbol, on, "").await,
        Act::EnterIntoForce => r.enter_into_force(caller, symbol, on, "").await,
        Act::Answer => {
            r.divergence_answer(caller, id, &case.divergence, Some(Verdict::Explained), "It is meant.").await
        }
    }
}

/// A refusal names who may: a role, or the people of an authority; of what is
/// hidden it says who sees it.
fn says_who(error: &Error) -> bool {
    let sentence = error.to_string();
    let roles = ["regulator", "official", "approver", "coordinator", "administrator", "people who act for"];
    roles.iter().any(|who| sentence.contains(who))
        // Of a draft nobody else may learn that it exists.
        || matches!(error, Error::NotFound("notification"))
}

/// Kenya and a second authority of the same country, Uganda beside; in each a
/// person of every single role, and those who bring a case into its state.
async fn people(w: &World) -> Vec<(&'static str, Role, Caller)> {
    w.kenya().await;
    w.authority("KEB", "Africa/Nairobi", "Nairobi").await;
    w.authority("UGA", "Africa/Kampala", "Kampala").await;
    let mut all = Vec::new();
    for code in ["KEN", "KEB", "UGA"] {
        for role in Role::ALL {
            let name = format!("The{}", role.as_str());
            all.push((code, role, w.person(code, &name, &[role]).await));
        }
    }
    all
}

on_both! {
    async fn every_act_by_every_role_in_every_state(w: World) {
        let people = people(&w).await;
        let (mut done, mut refused) = (0, 0);
        for state in State::ALL {
            // An act that is refused changes nothing: one case serves until it is used up.
            let mut fresh = case(&w, state).await;
            for act in Act::ALL {
                for (code, role, caller) in &people {
                    let expected = *code == "KEN" && act.allowed(*role, state);
                    let what = || format!("{act:?} by {code} {role:?} while {state:?}");
                    match attempt(&w, caller, act, &fresh).await {
                        Ok(()) => {
                            assert!(expected, "{} was done", what());
                            done += 1;
                            fresh = case(&w, state).await;
                        }
                        Err(error) => {
                            assert!(!expected, "{}: {error}", what());
                            assert!(says_who(&error), "{}: {error}", what());
                            let right = matches!(
                                error,
                                Error::Step(_) | Error::OtherAuthority(_) | Error::NotFound(_) | Error::Refused(_)
                            );
                            assert!(right, "{}: {error:?}", what());
                            refused += 1;
                        }
                    }
                }
                let public = attempt(&w, &Caller::Public, act, &fresh).await;
                assert!(matches!(public, Err(Error::SignInNeeded)), "{act:?} {state:?}: {public:?}");
            }
        }
        assert_eq!(done + refused, 17 * 15 * 7);
        assert_eq!(done, 38, "what the table allows");
    }
}

on_both! {
    async fn only_writers_of_an_authority_start_a_draft(w: World) {
        for (code, role, caller) in people(&w).await {
            let started = w.registry.draft_create(&caller).await;
            match started {
                Ok(id) => {
                    assert!(matches!(role, Role::Official | Role::Regulator), "{code} {role:?}");
                    assert_eq!(w.registry.draft(&caller, id).await.unwrap().authority.code.as_str(), code);
                }
                Err(error) => {
                    assert!(!matches!(role, Role::Official | Role::Regulator), "{code} {role:?}");
                    assert!(error.to_string().contains("an official or a regulator"), "{error}");
                }
            }
        }
        assert!(matches!(w.registry.draft_create(&Caller::Public).await, Err(Error::SignInNeeded)));
    }
}

on_both! {
    async fn nobody_approves_what_they_handed_in(w: World) {
        w.authority("KEN", "Africa/Nairobi", "Nairobi").await;
        let all = w.person("KEN", "Amina", &Role::ALL).await;
        let id = w.submitted(&all, form()).await;
        let refused = w.registry.approve(&all, id).await.unwrap_err().to_string();
        assert!(refused.contains("another approver"), "{refused}");
        let second = w.person("KEN", "Brian", &[Role::Approver]).await;
        w.registry.approve(&second, id).await.unwrap();
    }
}

on_both! {
    async fn a_regulator_hands_over_and_an_official_hands_back(w: World) {
        w.authority("KEN", "Africa/Nairobi", "Nairobi").await;
        let ruth = w.person("KEN", "Ruth", &[Role::Regulator]).await;
        let amina = w.person("KEN", "Amina", &[Role::Official]).await;
        let brian = w.person("KEN", "Brian", &[Role::Approver]).await;
        let r = &w.registry;
        let id = r.draft_create(&ruth).await.unwrap();
        r.draft_save(&ruth, id, 1, form()).await.unwrap();
        assert_eq!(r.desk(&ruth).await.unwrap()[0].tasks, [DeskTask::Finish]);
        let long = "x".repeat(5_001);
        assert!(matches!(r.hand_over(&ruth, id, &long).await, Err(Error::Invalid(_))));
        r.hand_over(&ruth, id, " Box 8 is new. ").await.unwrap();
        assert!(matches!(r.hand_over(&ruth, id, "").await, Err(Error::Refused(_))));
        let mail = &r.mails_latest(1).await.unwrap()[0];
        assert_eq!(mail.to, "amina@ken.example.org");
        assert!(mail.body.contains("Box 8 is new.") && mail.body.contains(&format!("/desk/{id}\n")), "{}", mail.body);
        // The official's to do; the regulator reads.
        assert_eq!(r.desk(&amina).await.unwrap()[0].tasks, [DeskTask::TakeOver]);
        assert!(r.desk(&ruth).await.unwrap()[0].tasks.is_empty());
        assert!(r.desk(&brian).await.unwrap()[0].tasks.is_empty());
        let draft = r.draft(&ruth, id).await.unwrap();
        assert!(!draft.may_write);
        assert_eq!(draft.handed_over.unwrap().note, "Box 8 is new.");
        for refused in [
            r.draft_save(&ruth, id, 2, form()).await.map(|_| ()),
            r.document_add(&ruth, id, file(DocumentRole::Attachment)).await.map(|_| ()),
            r.draft_discard(&ruth, id).await.map(|_| ()),
            r.hand_back(&ruth, id, "no").await,
        ] {
            let error = refused.unwrap_err();
            assert!(error.to_string().contains("an official"), "{error}");
        }
        assert!(r.draft(&amina, id).await.unwrap().may_write);
        assert!(matches!(r.hand_back(&amina, id, " ").await, Err(Error::Invalid(_))));
        r.hand_back(&amina, id, "Say what box 8 rests on.").await.unwrap();
        let mail = &r.mails_latest(1).await.unwrap()[0];
        assert_eq!(mail.to, "ruth@ken.example.org");
        r.draft_save(&ruth, id, 2, form()).await.unwrap();
        r.hand_over(&ruth, id, "").await.unwrap();
        r.submit(&amina, id).await.unwrap();
        let symbol = r.approve(&brian, id).await.unwrap();
        let page = r.notification_page(&symbol).await.unwrap().unwrap();
        let log: Vec<_> = page.history.iter().map(|e| (e.what.as_str(), e.note.as_str())).collect();
        // That it happened is public; what was said is not.
        assert_eq!(log[..4], [("drafted", ""), ("handed-over", ""), ("handed-back", ""), ("handed-over", "")]);
    }
}

on_both! {
    async fn a_coordinator_reads_every_draft_of_the_country_and_no_other(w: World) {
        let (amina, _) = w.kenya().await;
        w.authority("KEB", "Africa/Nairobi", "Nairobi").await;
        w.authority("UGA", "Africa/Kampala", "Kampala").await;
        let carol = w.person("KEB", "Carol", &[Role::Coordinator, Role::Official, Role::Approver]).await;
        let dave = w.person("KEB", "Dave", &[Role::Official]).await;
        let uma = w.person("UGA", "Uma", &Role::ALL).await;
        let r = &w.registry;
        let id = r.draft_create(&amina).await.unwrap();
        let document = r.document_add(&amina, id, file(DocumentRole::Attachment)).await.unwrap();
        let draft = r.draft(&carol, id).await.unwrap();
        assert!(!draft.may_write);
        assert_eq!(r.document(&carol, document).await.unwrap().name, "text.txt");
        for stranger in [&dave, &uma] {
            assert!(matches!(r.draft(stranger, id).await, Err(Error::NotFound("draft"))));
            assert!(matches!(r.document(stranger, document).await, Err(Error::NotFound("file"))));
        }
        // Official of another authority of the country: reading is all.
        for act in [Act::Save, Act::Discard, Act::Submit, Act::Approve, Act::SendBack, Act::HandOver] {
            let case = Case { id, symbol: String::new(), document, divergence: String::new() };
            let refused = attempt(&w, &carol, act, &case).await;
            assert!(matches!(refused, Err(Error::OtherAuthority(_))), "{act:?}: {refused:?}");
        }
    }
}
