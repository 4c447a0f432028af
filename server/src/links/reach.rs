//! Which machines may be asked: those of the public internet. Addresses come
//! with catalogues, and none of them may make this program knock at a machine
//! that only the operator's network can reach.

use std::{
    error::Error,
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

/// The machines that may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Those of the public internet.
    Public,
    /// One more, for tests.
    #[cfg(test)]
    PublicAnd(IpAddr),
}

impl Reach {
    /// Whether this machine may be asked.
    pub fn includes(self, machine: IpAddr) -> bool {
        match self {
            Self::Public => is_public(machine),
            #[cfg(test)]
            Self::PublicAnd(other) => machine == other || is_public(machine),
        }
    }
}

/// A machine that may not be asked.
#[derive(Debug)]
pub struct OutOfReach(pub IpAddr);

impl fmt::Display for OutOfReach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is no machine of the public internet", self.0)
    }
}

impl Error for OutOfReach {}

fn is_public(machine: IpAddr) -> bool {
    match machine {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => carried(v6).map_or_else(|| is_public_v6(v6), is_public_v4),
    }
}

/// By IANA's registry of special-purpose addresses (RFC 6890).
fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let special = v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_multicast()
        || v4.is_documentation()
        // "This network", shared by customers of a provider, protocol assignments,
        // relays of 6to4, benchmarks; reserved with broadcast.
        || a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b))
        || a >= 240;
    !special
}

/// Global unicast, without the blocks in it that are no machines of the internet.
fn is_public_v6(v6: Ipv6Addr) -> bool {
    let [first, second, ..] = v6.segments();
    let unicast = first & 0xe000 == 0x2000;
    // Protocol assignments (Teredo among them), documentation twice, 6to4.
    let special = (first == 0x2001 && (second < 0x0200 || second == 0x0db8))
        || (first == 0x3fff && second < 0x1000)
        || first == 0x2002;
    unicast && !special
}

/// The IPv4 address that an IPv6 address stands for: mapped, or by NAT64 (RFC 6052).
fn carried(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    let nat64 = || match v6.segments() {
        [0x0064, 0xff9b, 0, 0, 0, 0, _, _] => {
            let [.., a, b, c, d] = v6.octets();
            Some(Ipv4Addr::new(a, b, c, d))
        }
        _ => None,
    };
    v6.to_ipv4_mapped().or_else(nat64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_of_the_internet_alone_are_in_reach() {
        for (machine, public) in [
            ("8.8.8.8", true),
            ("138.81.11.214", true),
            ("172.15.255.255", true),
            ("172.32.0.1", true),
            ("100.63.255.255", true),
            ("100.128.0.1", true),
            ("198.20.0.1", true),
            ("223.255.255.255", true),
            ("0.0.0.0", false),
            ("0.1.2.3", false),
            ("10.0.0.1", false),
            ("100.64.0.1", false),
            ("127.0.0.1", false),
            ("127.255.255.254", false),
            ("169.254.169.254", false),
            ("172.16.0.1", false),
            ("172.31.255.255", false),
            ("192.0.0.8", false),
            ("192.0.2.1", false),
            ("192.88.99.1", false),
            ("192.168.1.1", false),
            ("198.18.0.1", false),
            ("198.19.255.255", false),
            ("198.51.100.1", false),
            ("203.0.113.1", false),
            ("224.0.0.1", false),
            ("239.255.255.255", false),
            ("240.0.0.1", false),
            ("255.255.255.255", false),
            ("2606:4700::1111", true),
            ("2a00:1450:4001:800::200e", true),
            ("2001:4860:4860::8888", true),
            ("::", false),
            ("::1", false),
            ("::7f00:1", false),
            ("fe80::1", false),
            ("fec0::1", false),
            ("fc00::1", false),
            ("fd12:3456:789a::1", false),
            ("ff02::1", false),
            ("100::1", false),
            ("2001::1", false),
            ("2001:20::1", false),
            ("2001:db8::1", false),
            ("2002:7f00:1::", false),
            ("3fff::1", false),
            ("5f00::1", false),
            ("::ffff:8.8.8.8", true),
            ("::ffff:127.0.0.1", false),
            ("::ffff:10.0.0.1", false),
            ("::ffff:169.254.169.254", false),
            ("64:ff9b::8.8.8.8", true),
            ("64:ff9b::192.168.1.1", false),
            ("64:ff9b:1::8.8.8.8", false),
        ] {
            assert_eq!(Reach::Public.includes(machine.parse().unwrap()), public, "{machine}");
        }
    }

    #[test]
    fn a_test_may_reach_one_machine_more() {
        let [here, other] = ["127.0.0.1", "127.0.0.2"].map(|at| at.parse::<IpAddr>().unwrap());
        let reach = Reach::PublicAnd(here);
        assert!(reach.includes(here) && !reach.includes(other));
    }
}
