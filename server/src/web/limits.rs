//! Rate limits: how often one address, or one account, may try.

use std::{net::IpAddr, num::NonZeroU32, time::Duration};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::WebError;

const WINDOW: Duration = Duration::from_secs(600);

/// The limits of this server.
pub struct Limits {
    sign_in_address: DefaultKeyedRateLimiter<IpAddr>,
    sign_in_account: DefaultKeyedRateLimiter<String>,
    comment: DefaultKeyedRateLimiter<IpAddr>,
    draft: DefaultKeyedRateLimiter<IpAddr>,
}

/// Saves of a comment that is being written are many for each one handed in.
const DRAFTS: NonZeroU32 = NonZeroU32::new(50).unwrap();

impl Limits {
    /// So many tries within ten minutes each.
    pub fn new(sign_in: NonZeroU32, comment: NonZeroU32) -> Self {
        Self {
            sign_in_address: RateLimiter::keyed(quota(sign_in)),
            sign_in_account: RateLimiter::keyed(quota(sign_in)),
            comment: RateLimiter::keyed(quota(comment)),
            draft: RateLimiter::keyed(quota(comment.saturating_mul(DRAFTS))),
        }
    }

    /// Counts an attempt to sign in.
    pub fn sign_in(&self, address: IpAddr, email: &str) -> Result<(), WebError> {
        let account = email.trim().to_lowercase();
        let both = self.sign_in_address.check_key(&address).is_ok()
            && self.sign_in_account.check_key(&account).is_ok();
        both.then_some(()).ok_or(WebError::TooMany)
    }

    /// Counts a comment handed in.
    pub fn comment(&self, address: IpAddr) -> Result<(), WebError> {
        self.comment.check_key(&address).map_err(|_| WebError::TooMany)
    }

    /// Counts what is saved of a comment that is being written.
    pub fn draft(&self, address: IpAddr) -> Result<(), WebError> {
        self.draft.check_key(&address).map_err(|_| WebError::TooMany)
    }

    /// Forgets keys that have been quiet; called now and then, so that memory stays bounded.
    pub fn forget_quiet(&self) {
        self.sign_in_address.retain_recent();
        self.sign_in_account.retain_recent();
        self.comment.retain_recent();
        self.draft.retain_recent();
    }
}

fn quota(tries: NonZeroU32) -> Quota {
    Quota::with_period(WINDOW / tries.get()).expect("the window is not zero").allow_burst(tries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_stopped_and_another_is_not() {
        let two = NonZeroU32::new(2).unwrap();
        let limits = Limits::new(two, two);
        let (a, b) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        assert!(limits.comment(a).is_ok() && limits.comment(a).is_ok());
        assert!(limits.comment(a).is_err());
        assert!(limits.comment(b).is_ok());
    }

    #[test]
    fn one_account_is_guarded_from_many_addresses() {
        let two = NonZeroU32::new(2).unwrap();
        let limits = Limits::new(two, two);
        let from = |n| limits.sign_in(IpAddr::from([192, 0, 2, n]), " A@example.org");
        assert!(from(1).is_ok() && from(2).is_ok());
        assert!(from(3).is_err());
    }
}
