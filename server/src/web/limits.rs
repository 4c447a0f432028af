//! Rate limits: how often one network, one account or one secret may try.

use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    time::Duration,
};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::{WebError, tries::Tries};

const WINDOW: Duration = Duration::from_secs(600);
/// Saves of a comment that is being written are many for each one handed in.
const DRAFTS: NonZeroU32 = NonZeroU32::new(50).unwrap();
/// What one stakeholder says: once on each of 200 clauses, and some of it again.
const CONSULTED: NonZeroU32 = NonZeroU32::new(300).unwrap();
/// Failed sign-ins to one account from everywhere, for each from one address: so
/// many that it takes a great number of addresses to keep its person out.
const EVERYWHERE: NonZeroU32 = NonZeroU32::new(10).unwrap();

/// What an address is counted as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

impl From<IpAddr> for Network {
    /// Whoever has one address of IPv6 has all 2⁶⁴ of its network, and a new one
    /// for each try.
    fn from(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
            v4 => v4,
        })
    }
}

/// The limits of this server.
pub struct Limits {
    sign_in_network: Tries<Network>,
    sign_in_here: Tries<(Network, String)>,
    sign_in_account: Tries<String>,
    comment: DefaultKeyedRateLimiter<Network>,
    draft: DefaultKeyedRateLimiter<Network>,
    attach: DefaultKeyedRateLimiter<Network>,
    consulted: DefaultKeyedRateLimiter<String>,
}

/// A sign-in that is being tried; it has failed until it is said to have succeeded.
#[must_use]
pub struct SignIn<'a> {
    limits: &'a Limits,
    network: Network,
    account: String,
}

impl SignIn<'_> {
    /// The password was right: nothing is counted.
    pub fn succeeded(self) {
        self.limits.sign_in_network.give_back(&self.network);
        self.limits.sign_in_here.give_back(&(self.network, self.account.clone()));
        self.limits.sign_in_account.give_back(&self.account);
    }
}

impl Limits {
    /// So many failed sign-ins and so many comments within ten minutes from one address.
    pub fn new(sign_in: NonZeroU32, comment: NonZeroU32) -> Self {
        // Who mistypes a password again and again must not use up what others behind
        // the same address have.
        let here = NonZeroU32::new(sign_in.get().div_ceil(2)).unwrap_or(sign_in);
        let attach = NonZeroU32::new(comment.get().saturating_mul(3) / 2).unwrap_or(comment);
        Self {
            sign_in_network: Tries::new(sign_in, WINDOW),
            sign_in_here: Tries::new(here, WINDOW),
            sign_in_account: Tries::new(sign_in.saturating_mul(EVERYWHERE), WINDOW),
            comment: RateLimiter::keyed(quota(comment)),
            draft: RateLimiter::keyed(quota(comment.saturating_mul(DRAFTS))),
            attach: RateLimiter::keyed(quota(attach)),
            consulted: RateLimiter::keyed(quota(CONSULTED)),
        }
    }

    /// Counts an attempt to sign in, until it has succeeded. An account is guarded
    /// from one address closely, and from all together widely: otherwise anybody
    /// could keep a person out who works somewhere else.
    pub fn sign_in(&self, address: IpAddr, email: &str) -> Result<SignIn<'_>, WebError> {
        let network = Network::from(address);
        let account = email.trim().to_lowercase();
        if !self.sign_in_network.take(network) {
            return Err(WebError::TooMany);
        }
        if !self.sign_in_here.take((network, account.clone())) {
            self.sign_in_network.give_back(&network);
            return Err(WebError::TooMany);
        }
        if !self.sign_in_account.take(account.clone()) {
            self.sign_in_network.give_back(&network);
            self.sign_in_here.give_back(&(network, account));
            return Err(WebError::TooMany);
        }
        Ok(SignIn { limits: self, network, account })
    }

    /// Counts a comment handed in.
    pub fn comment(&self, address: IpAddr) -> Result<(), WebError> {
        self.comment.check_key(&address.into()).map_err(|_| WebError::TooMany)
    }

    /// Counts what is saved of a comment that is being written.
    pub fn draft(&self, address: IpAddr) -> Result<(), WebError> {
        self.draft.check_key(&address.into()).map_err(|_| WebError::TooMany)
    }

    /// Counts a file attached to a comment: half as many again as comments.
    pub fn attach(&self, address: IpAddr) -> Result<(), WebError> {
        self.attach.check_key(&address.into()).map_err(|_| WebError::TooMany)
    }

    /// Counts what a stakeholder says, by the secret of the consultation, which must
    /// be a known one: colleagues behind one address do not share this limit.
    pub fn consulted(&self, secret: &str) -> Result<(), WebError> {
        self.consulted.check_key(&secret.to_owned()).map_err(|_| WebError::TooMany)
    }

    /// Forgets keys that have been quiet; called now and then, so that memory stays bounded.
    pub fn forget_quiet(&self) {
        self.sign_in_network.forget_quiet();
        self.sign_in_here.forget_quiet();
        self.sign_in_account.forget_quiet();
        self.comment.retain_recent();
        self.draft.retain_recent();
        self.attach.retain_recent();
        self.consulted.retain_recent();
    }
}

fn quota(tries: NonZeroU32) -> Quota {
    Quota::with_period(WINDOW / tries.get()).expect("the window is not zero").allow_burst(tries)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(sign_in: u32, comment: u32) -> Limits {
        Limits::new(NonZeroU32::new(sign_in).unwrap(), NonZeroU32::new(comment).unwrap())
    }

    fn v4(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn one_address_is_stopped_and_another_is_not() {
        let limits = limits(2, 2);
        assert!(limits.comment(v4(1)).is_ok() && limits.comment(v4(1)).is_ok());
        assert!(limits.comment(v4(1)).is_err());
        assert!(limits.comment(v4(2)).is_ok());
        // Files have a limit of their own.
        let attached = |n| (0..n).filter(|_| limits.attach(v4(1)).is_ok()).count();
        assert_eq!(attached(10), 3);
    }

    #[test]
    fn a_network_of_ipv6_is_one_address() {
        let limits = limits(2, 2);
        let from = |address: &str| limits.comment(address.parse().unwrap()).is_ok();
        assert!(from("2001:db8:1:2::1") && from("2001:db8:1:2:ffff::2"));
        assert!(!from("2001:db8:1:2:3:4:5:6"));
        assert!(from("2001:db8:1:3::1"));
        // The same address, as a socket of both families shows it.
        assert!(from("192.0.2.1") && from("::ffff:192.0.2.1"));
        assert!(!from("192.0.2.1") && from("::ffff:192.0.2.2"));
    }

    #[test]
    fn sign_ins_that_succeed_are_not_counted() {
        let limits = limits(2, 2);
        for n in 0..50 {
            limits.sign_in(v4(1), &format!("official-{n}@example.org")).unwrap().succeeded();
            limits.sign_in(v4(1), "busy@example.org").unwrap().succeeded();
        }
    }

    #[test]
    fn nobody_is_kept_out_by_wrong_tries_from_elsewhere() {
        let limits = limits(20, 2);
        let wrong = |address| limits.sign_in(address, " Ana@example.org").is_ok();
        let tried = (0..50).filter(|_| wrong(v4(1))).count();
        assert_eq!(tried, 10);
        // A colleague behind the same address, and the person herself from hers, are not.
        assert!(limits.sign_in(v4(1), "ben@example.org").is_ok());
        assert!(limits.sign_in(v4(2), "ana@example.org").is_ok());
    }

    #[test]
    fn an_account_is_guarded_from_many_addresses_and_an_address_from_many_accounts() {
        let limits = limits(2, 2);
        let wrong = (0..100).filter(|n| limits.sign_in(v4(*n), "ana@example.org").is_ok()).count();
        assert_eq!(wrong, 20);
        let accounts = (0..9).map(|n| format!("{n}@example.org"));
        let wrong = accounts.filter(|account| limits.sign_in(v4(200), account).is_ok()).count();
        assert_eq!(wrong, 2);
    }

    #[test]
    fn a_stakeholder_may_speak_of_every_clause() {
        let limits = limits(2, 2);
        assert!((0..200).all(|_| limits.consulted("one").is_ok()));
        assert!((0..200).any(|_| limits.consulted("one").is_err()));
        assert!(limits.consulted("another").is_ok());
    }
}
