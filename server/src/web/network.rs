//! What an address is counted as: the networks it is of, the narrow ones first.

use std::net::{IpAddr, Ipv6Addr};

/// How long the prefix of an IPv6 network is that is counted, and how many times
/// what one address may it may. Who has one address has the 2⁶⁴ of its network; a
/// household or an office often has a /56 of 256 such, a site a /48 of 65,536.
const WIDTHS: [(u32, u32); 3] = [(64, 1), (56, 4), (48, 16)];

/// The narrowest network of an address: what one client is taken for. Whoever has one address
/// of IPv6 has all 2⁶⁴ of its network, and a new one for each try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Narrowest(IpAddr);

impl From<IpAddr> for Narrowest {
    fn from(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
            v4 => v4,
        })
    }
}

/// A network, and how many times what one address may it may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// Its name, `2001:db8::/56`.
    pub name: String,
    /// So many times as much.
    pub times: u32,
}

/// The networks of an address.
pub fn networks_of(address: IpAddr) -> Vec<Network> {
    match address.to_canonical() {
        IpAddr::V4(v4) => vec![Network { name: v4.to_string(), times: 1 }],
        IpAddr::V6(v6) => WIDTHS
            .iter()
            .map(|(prefix, times)| {
                let rest = 128 - prefix;
                let base = Ipv6Addr::from_bits(v6.to_bits() >> rest << rest);
                Network { name: format!("{base}/{prefix}"), times: *times }
            })
            .collect(),
    }
}

/// The narrowest network of an address.
pub fn network_of(address: IpAddr) -> String {
    networks_of(address).swap_remove(0).name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_of_wider_and_wider_networks() {
        let of = |address: &str| -> Vec<(String, u32)> {
            networks_of(address.parse().unwrap()).into_iter().map(|n| (n.name, n.times)).collect()
        };
        let named = |name: &str, times| (name.to_owned(), times);
        assert_eq!(
            of("2001:db8:1:2fe::5"),
            [named("2001:db8:1:2fe::/64", 1), named("2001:db8:1:200::/56", 4), named("2001:db8:1::/48", 16)]
        );
        // The same address, as a socket of both families shows it.
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_eq!(network_of("192.0.2.1".parse().unwrap()), "192.0.2.1");
    }
}
