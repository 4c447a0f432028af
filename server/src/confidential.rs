//! A confidential draft (Directive (EU) 2015/1535, Article 5(4)) on every page and
//! in every answer to programs, asked as everybody who has no right to read it:
//! neither the name of its file nor its words are anywhere.

use axum::{body::Body, extract::Request, http::header};
use domain::{
    authority::{AuthorityCode, Profile},
    notification::{Contact, Content, Tris},
    role::Role,
    text::Paragraph,
};
use registry::{
    Caller, Registry,
    accounts::NewAccount,
    authorities::Authority,
    consultations::NewConsultation,
    documents::{DocumentRole, NewDocument},
    notified_texts::Outline,
};

use crate::{
    jobs,
    odd_requests::{addresses, encoded, filled},
    serve,
    testing::{PASSWORD, answer, form, state},
};

const FILE: &str = "pressure-vessels-7q.md";
const WORDS: &str = "Quenched seams";

async fn authority(registry: &Registry, code: &str, country: &str, profile: Profile) {
    let authority = Authority {
        code: code.parse().unwrap(),
        name: format!("Authority {code}"),
        country: country.to_owned(),
        zone: "Europe/Paris".to_owned(),
        zone_place: "Paris".to_owned(),
        profile,
        enquiry_point: Contact {
            name: "Point".into(),
            email: "point@example.org".into(),
            ..Contact::default()
        },
    };
    registry.authority_save(&Caller::System, authority).await.unwrap();
}

async fn person(registry: &Registry, code: &str, email: &str, roles: &[Role]) -> Caller {
    let new = NewAccount {
        email: email.to_owned(),
        name: email.split('@').next().unwrap().to_owned(),
        authority: code.parse::<AuthorityCode>().unwrap(),
        roles: roles.to_vec(),
        password: PASSWORD.to_owned(),
    };
    let id = registry.account_create(&Caller::System, new).await.unwrap();
    Caller::Official(registry.official(id).await.unwrap().unwrap())
}

/// A form with every answer, from the demonstration’s pattern, kept confidential.
fn content() -> Content {
    let day = |text: &str| domain::notification::StatedDate::day(text.parse().unwrap());
    Content {
        agency: Contact { name: "Bureau".into(), email: "b@example.org".into(), ..Contact::default() },
        articles: [domain::notification::Article::A2_9_2].into(),
        products: "Pressure vessels".into(),
        hs: vec!["841350".parse().unwrap()],
        title: "Safety of vessels".into(),
        languages: vec!["en".into()],
        description: "Requirements for vessels.".into(),
        objectives: [domain::notification::Objective::HumanHealth].into(),
        rationale: "They burst.".into(),
        relevant_documents: "not stated".into(),
        adoption: domain::notification::StatedDate::words("to be determined"),
        entry_into_force: day("2199-09-01"),
        texts_from: "The enquiry point".into(),
        tris: Some(Tris {
            responsible_department: "Unit 3".into(),
            category: "Construction".into(),
            impact_assessment: "not known".into(),
            tbt_aspects: "none".into(),
            confidential: true,
            confidentiality_reasons: "Trade secrets".into(),
            ..Tris::default()
        }),
        ..Content::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_without_a_right_reads_of_a_confidential_draft() {
    let folder = tempfile::tempdir().unwrap();
    let state = state(folder.path()).await;
    let registry = &state.registry;
    authority(registry, "FRA", "FR", Profile::Eu).await;
    authority(registry, "DEU", "DE", Profile::Eu).await;
    let official = person(registry, "FRA", "amelie@fra.example.org", &[Role::Official]).await;
    let approver = person(registry, "FRA", "bruno@fra.example.org", &[Role::Approver]).await;
    let roles = [Role::Official, Role::Approver, Role::Coordinator, Role::Administrator];
    let stranger = person(registry, "DEU", "clara@deu.example.org", &roles).await;
    let id = registry.draft_create(&official).await.unwrap();
    registry.draft_save(&official, id, 1, content()).await.unwrap();
    let paragraphs = vec![
        Paragraph { text: "Article 1 Scope".into(), ..Paragraph::default() },
        Paragraph { text: format!("{WORDS} shall follow ISO 8124-1:2012."), ..Paragraph::default() },
    ];
    let file = NewDocument {
        role: DocumentRole::NotifiedText,
        name: FILE.to_owned(),
        media_type: "text/markdown".to_owned(),
        size: 6,
        sha256: "ab".repeat(32),
        key: "ab".repeat(32),
        language: "en".to_owned(),
        status: Default::default(),
        outline: Outline { paragraphs, ..Outline::default() },
    };
    registry.document_add(&official, id, file).await.unwrap();
    registry.submit(&official, id).await.unwrap();
    let symbol = registry.approve(&approver, id).await.unwrap();
    let asked = NewConsultation {
        question: "What does it cost you?".into(),
        until: Some(
            registry.now().to_zoned(jiff::tz::TimeZone::UTC).date().tomorrow().unwrap().tomorrow().unwrap(),
        ),
        stakeholders: "ana@makers.example.org".into(),
    };
    registry.consultation_open(&stranger, &symbol, asked).await.unwrap();
    let mails = registry.mails_latest(50).await.unwrap();
    let mail = mails.into_iter().find(|m| m.body.contains("/consulted/")).unwrap();
    let secret = mail.body.split("/consulted/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    jobs::catch_up(registry, &state.index, |_, _| {}).await.unwrap();

    let router = serve::router(state.clone(), None);
    let session = async |email: &str| {
        let body = format!("email={}&password={}", encoded(email.as_bytes()), encoded(PASSWORD.as_bytes()));
        let (parts, _) = answer(router.clone(), form("/sign-in", "http://registry.example.org", body)).await;
        let cookies = parts.headers.get_all(header::SET_COOKIE).iter();
        let pairs = cookies.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned());
        pairs.collect::<Vec<_>>().join("; ")
    };
    let open = |part: &str| match part {
        "*symbol" => symbol.clone(),
        "symbol" => encoded(symbol.as_bytes()),
        "secret" => secret.clone(),
        "section" => "texts".to_owned(),
        "code" => "FRA".to_owned(),
        _ => id.to_string(),
    };
    let pages: Vec<String> = addresses()
        .iter()
        .filter(|address| address.is_read)
        .flat_map(|address| {
            let page = filled(&address.path, open);
            let on = format!("{page}?on={}", encoded(symbol.as_bytes()));
            [on, format!("{page}?q={}", encoded(WORDS.as_bytes())), page]
        })
        .collect();
    let said = async |cookie: String| {
        let mut named = Vec::new();
        for page in &pages {
            let request = Request::get(page).header(header::COOKIE, &cookie).body(Body::empty()).unwrap();
            let (_, body) = answer_of(router.clone(), request).await;
            // What was asked for is said again where it was not found.
            let body = if page.contains("q=Quenched") { body.replace(WORDS, "") } else { body };
            if body.contains(FILE) || body.contains(WORDS) {
                named.push(page.clone());
            }
        }
        named
    };
    assert_eq!(said(String::new()).await, [""; 0], "everyone, and who is consulted");
    assert_eq!(said(session("clara@deu.example.org").await).await, [""; 0], "another authority");
    // Its own authority does read it: the test would see it.
    assert!(!said(session("amelie@fra.example.org").await).await.is_empty());
}

/// What is answered, as text where it is one.
async fn answer_of(router: axum::Router, request: Request) -> (http::StatusCode, String) {
    use tower::ServiceExt as _;
    let response = router.oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8_lossy(&bytes).into_owned())
}
