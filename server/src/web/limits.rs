//! Rate limits: how often one network, one account or one secret may try. Each
//! server counts in memory, and all of them together in the database.

use std::{net::IpAddr, num::NonZeroU32, time::Duration};

use registry::{
    Registry,
    limits::{Known, Tried, WINDOW},
};

use super::{
    WebError,
    network::{network_of, networks_of},
    shared_tries::SharedTries,
    tries::Tries,
};

/// Saves of a comment that is being written are many for each one handed in.
const DRAFTS: u32 = 50;
/// What one stakeholder says: once on each of 200 clauses, and some of it again.
const CONSULTED: u32 = 300;
/// Failed sign-ins to one account from everywhere, for each from one address: so
/// many that it takes a great number of addresses to keep its person out, of a
/// browser and a network from which nobody has signed in to it before.
const EVERYWHERE: u32 = 10;

/// The limits of this server.
pub struct Limits {
    registry: Registry,
    sign_in: u32,
    comment: u32,
    here: Tries<Tried>,
    shared: SharedTries,
}

/// A sign-in that is being tried; it has failed until it is said to have succeeded.
#[must_use]
pub struct SignIn<'a> {
    limits: &'a Limits,
    counted: Vec<(Tried, u32)>,
    network: String,
}

impl SignIn<'_> {
    /// The password was right: nothing is counted, and the browser (by its secret)
    /// and the network are known from now on.
    pub async fn succeeded(self, account: i64, browser: &str) {
        self.limits.give_back(&self.counted);
        let remembered = self.limits.registry.remember_place(account, browser, &self.network);
        self.limits.shared.asked(remembered).await;
    }

    /// The password was right, and nobody signed in with it: nothing is counted.
    pub fn right(self) {
        self.limits.give_back(&self.counted);
    }

    /// The password was wrong: all servers count it.
    pub async fn failed(self) {
        self.limits.shared.failed(&self.counted).await;
    }
}

impl Limits {
    /// So many failed sign-ins and so many comments within ten minutes from one address.
    pub fn new(registry: Registry, sign_in: NonZeroU32, comment: NonZeroU32) -> Self {
        Self {
            sign_in: sign_in.get(),
            comment: comment.get(),
            here: Tries::new(Duration::from_secs(WINDOW.unsigned_abs())),
            shared: SharedTries::new(registry.clone()),
            registry,
        }
    }

    /// Counts an attempt to sign in, until it has succeeded. An account is guarded
    /// from one address closely, and from all together widely. Whoever has signed in
    /// to it before, from this browser (by its secret) or from this network, is not
    /// kept out by what strangers try elsewhere.
    pub async fn sign_in(
        &self,
        address: IpAddr,
        email: &str,
        browser: Option<&str>,
    ) -> Result<SignIn<'_>, WebError> {
        let network = network_of(address);
        let account = registry::accounts::sign_in_name(email);
        let known = self.registry.known_place(&account, browser, &network);
        let known = self.shared.asked(known).await.unwrap_or_default();
        let counted = self.sign_in_tries(address, &account, browser, known);
        self.take(&counted)?;
        if !self.shared.fewer(&counted).await {
            self.give_back(&counted);
            return Err(WebError::TooMany);
        }
        Ok(SignIn { limits: self, counted, network })
    }

    /// What a sign-in is counted as.
    fn sign_in_tries(
        &self,
        address: IpAddr,
        account: &str,
        browser: Option<&str>,
        known: Known,
    ) -> Vec<(Tried, u32)> {
        // Who mistypes a password again and again must not use up what others behind
        // the same address have.
        let half = self.sign_in.div_ceil(2);
        if let (Some(browser), true) = (browser, known.browser) {
            let who = format!("{account} {}", registry::sha256(browser));
            return vec![(Tried { kind: "sign-in-browser", who }, half)];
        }
        let networks = networks_of(address);
        let narrow = networks[0].name.clone();
        let mut counted: Vec<(Tried, u32)> = networks
            .into_iter()
            .take(if known.network { 1 } else { usize::MAX })
            .map(|n| (Tried { kind: "sign-in-network", who: n.name }, self.sign_in.saturating_mul(n.times)))
            .collect();
        let here = Tried { kind: "sign-in-here", who: format!("{account} {narrow}") };
        counted.push((here, half));
        if !known.network {
            let everywhere = Tried { kind: "sign-in-account", who: account.to_owned() };
            counted.push((everywhere, self.sign_in.saturating_mul(EVERYWHERE)));
        }
        counted
    }

    /// Counts a comment handed in.
    pub async fn comment(&self, address: IpAddr) -> Result<(), WebError> {
        self.count(by_network("comment", address, self.comment)).await
    }

    /// Counts what is saved of a comment that is being written.
    pub async fn draft(&self, address: IpAddr) -> Result<(), WebError> {
        self.count(by_network("draft", address, self.comment.saturating_mul(DRAFTS))).await
    }

    /// Counts a file attached to a comment: half as many again as comments.
    pub async fn attach(&self, address: IpAddr) -> Result<(), WebError> {
        let most = (self.comment.saturating_mul(3) / 2).max(1);
        self.count(by_network("attach", address, most)).await
    }

    /// Counts what a stakeholder says, by the secret of the consultation, which must
    /// be a known one: colleagues behind one address do not share this limit.
    pub async fn consulted(&self, secret: &str) -> Result<(), WebError> {
        self.count(vec![(Tried { kind: "consulted", who: secret.to_owned() }, CONSULTED)]).await
    }

    /// Forgets keys that have been quiet; called now and then, so that memory and
    /// tables stay bounded.
    pub async fn forget_quiet(&self) {
        self.here.forget_quiet();
        self.shared.forget_quiet().await;
    }

    async fn count(&self, tried: Vec<(Tried, u32)>) -> Result<(), WebError> {
        self.take(&tried)?;
        for (key, most) in &tried {
            if !self.shared.add(key, *most).await {
                return Err(WebError::TooMany);
            }
        }
        Ok(())
    }

    /// Takes one try of each, or none.
    fn take(&self, tried: &[(Tried, u32)]) -> Result<(), WebError> {
        for (n, (key, most)) in tried.iter().enumerate() {
            if !self.here.take(key.clone(), *most) {
                self.give_back(&tried[..n]);
                return Err(WebError::TooMany);
            }
        }
        Ok(())
    }

    fn give_back(&self, tried: &[(Tried, u32)]) {
        for (key, _) in tried {
            self.here.give_back(key);
        }
    }
}

/// The networks of an address, each with what it may.
fn by_network(kind: &'static str, address: IpAddr, most: u32) -> Vec<(Tried, u32)> {
    let networks = networks_of(address).into_iter();
    networks.map(|n| (Tried { kind, who: n.name }, most.saturating_mul(n.times))).collect()
}

#[cfg(test)]
mod tests {
    use futures::{StreamExt as _, stream};
    use tempfile::TempDir;

    use super::*;
    use crate::testing::{On, state_on};

    /// Limits with a new database.
    async fn limits(on: On, sign_in: u32, comment: u32) -> (Limits, TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let registry = state_on(on, folder.path(), &[]).await.registry;
        (over(registry, sign_in, comment), folder)
    }

    fn over(registry: Registry, sign_in: u32, comment: u32) -> Limits {
        Limits::new(registry, NonZeroU32::new(sign_in).unwrap(), NonZeroU32::new(comment).unwrap())
    }

    fn v4(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    /// How many of so many tries were let in.
    async fn let_in(n: u32, one: impl AsyncFn(u32) -> bool) -> usize {
        stream::iter(0..n).then(|n| one(n)).filter(|ok| std::future::ready(*ok)).count().await
    }

    /// Whether a wrong password may be tried.
    async fn wrong(limits: &Limits, address: IpAddr, email: &str, browser: Option<&str>) -> bool {
        match limits.sign_in(address, email, browser).await {
            Ok(counted) => {
                counted.failed().await;
                true
            }
            Err(_) => false,
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn one_address_is_stopped_and_another_is_not() {
        let (limits, _folder) = limits(On::Sqlite, 2, 2).await;
        assert_eq!(let_in(9, async |_| limits.comment(v4(1)).await.is_ok()).await, 2);
        assert!(limits.comment(v4(2)).await.is_ok());
        // Files have a limit of their own.
        assert_eq!(let_in(9, async |_| limits.attach(v4(1)).await.is_ok()).await, 3);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn networks_of_ipv6_may_more_the_wider_they_are_and_not_without_end() {
        let (limits, _folder) = limits(On::Sqlite, 2, 2).await;
        let from = async |address: String| limits.comment(address.parse().unwrap()).await.is_ok();
        assert_eq!(let_in(9, async |n| from(format!("2001:db8:1:2:{n}::1")).await).await, 2);
        // A /56 has 256 networks, and four times what one has.
        assert_eq!(let_in(40, async |n| from(format!("2001:db8:2:{n:x}::1")).await).await, 8);
        // A /48 has 256 of those, and sixteen times.
        assert_eq!(let_in(60, async |n| from(format!("2001:db8:3:{n:x}00::1")).await).await, 32);
        assert!(from("2001:db8:4::1".to_owned()).await);
    }

    async fn two_servers_share_their_limits(on: On) {
        let (one, folder) = limits(on, 4, 4).await;
        let other = over(one.registry.clone(), 4, 4);
        let both = async |n: u32| {
            let limits = if n.is_multiple_of(2) { &one } else { &other };
            limits.comment(v4(1)).await.is_ok()
        };
        assert_eq!(let_in(20, both).await, 4);
        let both = async |n: u32| {
            let limits = if n.is_multiple_of(2) { &one } else { &other };
            wrong(limits, v4(1), "ana@example.org", None).await
        };
        assert_eq!(let_in(20, both).await, 2);
        drop(folder);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn two_servers_share_their_limits_on_sqlite() {
        two_servers_share_their_limits(On::Sqlite).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn two_servers_share_their_limits_on_postgresql() {
        two_servers_share_their_limits(On::Postgres).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn without_the_database_each_server_counts_by_itself() {
        let (limits, _folder) = limits(On::Sqlite, 4, 2).await;
        limits.registry.clone().close().await.unwrap();
        assert_eq!(let_in(9, async |_| limits.comment(v4(1)).await.is_ok()).await, 2);
        assert_eq!(let_in(9, async |_| wrong(&limits, v4(1), "ana@example.org", None).await).await, 2);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn sign_ins_that_succeed_are_not_counted() {
        let (limits, _folder) = limits(On::Sqlite, 2, 2).await;
        for n in 0..20 {
            let email = format!("official-{n}@example.org");
            limits.sign_in(v4(1), &email, None).await.unwrap().succeeded(0, "x").await;
            limits.sign_in(v4(1), "busy@example.org", None).await.unwrap().succeeded(0, "x").await;
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn nobody_is_kept_out_by_wrong_tries_from_elsewhere() {
        let (limits, _folder) = limits(On::Sqlite, 20, 2).await;
        assert_eq!(let_in(50, async |_| wrong(&limits, v4(1), " Ana@example.org", None).await).await, 10);
        // A colleague behind the same address, and the person herself from hers, are not.
        assert!(wrong(&limits, v4(1), "ben@example.org", None).await);
        assert!(wrong(&limits, v4(2), "ana@example.org", None).await);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_account_is_guarded_from_many_addresses_and_an_address_from_many_accounts() {
        let (limits, _folder) = limits(On::Sqlite, 2, 2).await;
        let everywhere = async |n: u32| wrong(&limits, v4(n as u8), "ana@example.org", None).await;
        assert_eq!(let_in(60, everywhere).await, 20);
        let accounts = async |n: u32| wrong(&limits, v4(200), &format!("{n}@example.org"), None).await;
        assert_eq!(let_in(9, accounts).await, 2);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_browser_and_a_network_that_are_known_are_never_kept_out_by_strangers() {
        let folder = tempfile::tempdir().unwrap();
        let registry = state_on(On::Sqlite, folder.path(), &[]).await.registry;
        let account =
            crate::testing::person(&registry, "ana@example.org", &[domain::role::Role::Official]).await;
        let limits = over(registry, 2, 2);
        let home = limits.sign_in(v4(100), "ana@example.org", None).await.unwrap();
        home.succeeded(account, "her browser").await;
        let strangers = async |n: u32| wrong(&limits, v4(n as u8), "ana@example.org", None).await;
        assert_eq!(let_in(60, strangers).await, 20);
        // On the way, in a network full of strangers, with a made-up secret, and with hers.
        assert!(limits.sign_in(v4(1), "ana@example.org", Some("made up")).await.is_err());
        assert!(limits.sign_in(v4(1), "ana@example.org", Some("her browser")).await.is_ok());
        // At home in another browser.
        assert!(limits.sign_in(v4(100), "ana@example.org", None).await.is_ok());
        // With her secret nobody tries without end.
        let hers = async |_| wrong(&limits, v4(101), "ana@example.org", Some("her browser")).await;
        assert!(let_in(9, hers).await <= 1);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_stakeholder_may_speak_of_every_clause() {
        let (limits, _folder) = limits(On::Sqlite, 2, 2).await;
        assert_eq!(let_in(200, async |_| limits.consulted("one").await.is_ok()).await, 200);
        assert!(let_in(200, async |_| limits.consulted("one").await.is_ok()).await < 200);
        assert!(limits.consulted("another").await.is_ok());
    }
}
