//! `administrator invite`: the first administrator of a registry that nobody
//! administers. Whoever has a shell on its machine has the right to the link.

use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand, ValueEnum};
use domain::{
    authority::{AuthorityCode, Profile},
    notification::Contact,
};
use registry::{
    Caller, Error, FieldError, Registry, Settings, authorities::Authority,
    first_administrator::FirstAdministrator,
};

use crate::{clock, config::DataLocation};

/// What can be done for administrators.
#[derive(Debug, Subcommand)]
pub enum Administrator {
    /// Let the first administrator in: refused when somebody administers already.
    Invite(Box<Invite>),
}

/// Options of `administrator invite`.
#[derive(Debug, Args)]
pub struct Invite {
    /// Letters of the authority to act for, two to four capitals. It is made if it is not there:
    /// then --authority-name, --country and --zone are needed.
    #[arg(long, value_name = "CODE")]
    authority: String,
    /// The person's name, as shown in the public log.
    #[arg(long)]
    name: String,
    /// The person's e-mail address, the sign-in name.
    #[arg(long)]
    email: String,
    /// Name of a new authority.
    #[arg(long, value_name = "NAME", default_value = "")]
    authority_name: String,
    /// Country of a new authority, two capital letters (ISO 3166), EU for the Union.
    #[arg(long, value_name = "CC", default_value = "")]
    country: String,
    /// Time zone of a new authority, for example Africa/Nairobi.
    #[arg(long, value_name = "ZONE", default_value = "")]
    zone: String,
    /// Place printed with deadlines. Default: the last part of the zone.
    #[arg(long, value_name = "PLACE")]
    zone_place: Option<String>,
    /// Procedure of a new authority.
    #[arg(long, value_enum, default_value_t = Procedure::Wto)]
    procedure: Procedure,
    /// Address under which the public reaches the program: the link starts with it.
    #[arg(long, env = "CONCORDANCE_PUBLIC_URL", value_name = "URL", default_value = "http://127.0.0.1:8080")]
    public_url: url::Url,
    #[command(flatten)]
    location: DataLocation,
}

/// The procedure that an authority follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Procedure {
    /// WTO Agreement on Technical Barriers to Trade.
    Wto,
    /// Directive (EU) 2015/1535.
    Eu,
}

/// Runs it.
pub async fn administrator(what: &Administrator) -> anyhow::Result<ExitCode> {
    let Administrator::Invite(options) = what;
    invite(options).await
}

async fn invite(options: &Invite) -> anyhow::Result<ExitCode> {
    let Ok(code) = options.authority.parse::<AuthorityCode>() else {
        bail!("--authority: enter two to four capital letters, for example KEN");
    };
    let public_url = options.public_url.as_str().trim_end_matches('/').to_owned();
    let settings = Settings { public_url: public_url.clone(), ..Settings::default() };
    options.location.create()?;
    let registry = Registry::open(&options.location.database_url(), settings, clock::system())
        .await
        .context("the database cannot be opened")?;
    let known = registry.authority(&code).await?.is_some();
    let place = options.zone.rsplit('/').next().unwrap_or_default().replace('_', " ");
    let new = FirstAdministrator {
        authority: Authority {
            code: code.clone(),
            name: options.authority_name.clone(),
            country: options.country.clone(),
            zone: options.zone.clone(),
            zone_place: options.zone_place.clone().unwrap_or(place),
            profile: match options.procedure {
                Procedure::Wto => Profile::Wto,
                Procedure::Eu => Profile::Eu,
            },
            enquiry_point: Contact::default(),
        },
        email: options.email.clone(),
        name: options.name.clone(),
    };
    let first = match registry.administrator_first(&Caller::System, new).await {
        Ok(first) => first,
        Err(Error::Invalid(mut errors)) => {
            // The place follows from the zone: it is not asked for beside it.
            let follows = options.zone_place.is_none() && options.zone.is_empty();
            errors.retain(|e| !follows || e.field != "zone_place");
            bail!("{}", said(&errors, &code, known))
        }
        Err(other) => return Err(other.into()),
    };
    registry.close().await?;
    if first.authority_made {
        println!("The authority {} ({code}) was added.", first.authority);
    }
    println!(
        "{} administers for {}. The password is set by this link, once, within seven days; it was mailed to {}, too:\n\n  \
         {public_url}/password?token={}\n\n\
         Whoever has the link can set the password. The server (concordance serve) must be running to open it.",
        options.name, first.authority, options.email, first.token
    );
    Ok(ExitCode::SUCCESS)
}

/// What was wrong, by the options' names.
fn said(errors: &[FieldError], code: &AuthorityCode, known: bool) -> String {
    let option = |field: &str| {
        match field {
            "code" => "authority",
            "person_name" => "name",
            "authority_name" => "authority-name",
            "zone_place" => "zone-place",
            other => other,
        }
        .to_owned()
    };
    let lines: Vec<String> =
        errors.iter().map(|e| format!("  --{}: {}", option(&e.field), e.message)).collect();
    let of_authority = ["authority_name", "country", "zone", "zone_place"];
    let begin = if !known && errors.iter().any(|e| of_authority.contains(&e.field.as_str())) {
        format!("there is no authority {code} yet, and it cannot be made:")
    } else {
        "this cannot be done:".to_owned()
    };
    format!("{begin}\n{}", lines.join("\n"))
}
