//! Who gives detailed opinions: the Commission and the Member States, on drafts
//! of others (Directive (EU) 2015/1535, Article 6(2)).

use crate::authority::Profile;

/// An authority, as far as this rule asks.
#[derive(Debug, Clone, Copy)]
pub struct Party<'a> {
    /// The procedure that it follows.
    pub profile: Profile,
    /// ISO 3166 alpha-2 code of its country, `EU` for the Union.
    pub country: &'a str,
}

/// Why somebody gives no detailed opinion on a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoOpinion {
    /// The draft is not in the procedure of the Directive.
    #[error("A detailed opinion exists only in the procedure of Directive (EU) 2015/1535: write a comment.")]
    OtherProcedure,
    /// Nobody is signed in.
    #[error("A detailed opinion is given by an authority: an official of one must sign in first.")]
    Public,
    /// Who is signed in does not speak for the authority.
    #[error("A detailed opinion is given by an enquiry-point official: ask one of your authority.")]
    NoOfficial,
    /// The authority is none of another Member State.
    #[error(
        "A detailed opinion is given by the Commission or another Member State (Directive (EU) 2015/1535, \
         Article 6(2)): write a comment."
    )]
    NoMember,
}

/// Whether a detailed opinion on a draft of `on` can come from `from`, the
/// authority of who is signed in; `official` says whether that person speaks for it.
///
/// # Errors
/// [`NoOpinion`] with the reason.
pub fn may_object(on: Party<'_>, from: Option<Party<'_>>, official: bool) -> Result<(), NoOpinion> {
    match from {
        _ if on.profile != Profile::Eu => Err(NoOpinion::OtherProcedure),
        None => Err(NoOpinion::Public),
        Some(_) if !official => Err(NoOpinion::NoOfficial),
        Some(from) if from.profile != Profile::Eu || from.country == on.country => Err(NoOpinion::NoMember),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commission_and_other_member_states_object() {
        let party = |profile, country| Party { profile, country };
        let france = party(Profile::Eu, "FR");
        let eu = |country| Some(party(Profile::Eu, country));
        assert_eq!(may_object(france, eu("DE"), true), Ok(()));
        assert_eq!(may_object(france, eu("EU"), true), Ok(()));
        assert_eq!(may_object(france, eu("FR"), true), Err(NoOpinion::NoMember));
        assert_eq!(may_object(france, Some(party(Profile::Wto, "KE")), true), Err(NoOpinion::NoMember));
        assert_eq!(may_object(france, eu("DE"), false), Err(NoOpinion::NoOfficial));
        assert_eq!(may_object(france, None, false), Err(NoOpinion::Public));
        assert_eq!(may_object(party(Profile::Wto, "KE"), eu("DE"), true), Err(NoOpinion::OtherProcedure));
    }
}
