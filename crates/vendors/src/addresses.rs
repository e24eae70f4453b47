//! Which addresses we connect to when somebody else chose the name: those of the public internet, checked by the resolver
//! that the connection itself uses, so that no second look-up can give another answer.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Looks names up and gives public addresses only; the connection is made to what is given here.
pub(crate) struct CheckedAddresses {
    /// A host that the operator chose; empty for none.
    pub(crate) trusted: String,
    pub(crate) loopback_too: bool,
}

/// A name of which at least one address is not public.
#[derive(Debug, thiserror::Error)]
#[error("an address that is not public")]
struct NotPublic;

impl Resolve for CheckedAddresses {
    fn resolve(&self, name: Name) -> Resolving {
        let trusted = name.as_str().eq_ignore_ascii_case(&self.trusted);
        let loopback_too = self.loopback_too;
        Box::pin(async move {
            let addresses: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let fit = |ip: IpAddr| trusted || is_public(ip) || loopback_too && ip.is_loopback();
            if addresses.iter().all(|address| fit(address.ip())) {
                Ok(Box::new(addresses.into_iter()) as Addrs)
            } else {
                Err(NotPublic.into())
            }
        })
    }
}

/// Whether it was the address that was refused.
pub(crate) fn refused_to_connect(error: &reqwest::Error) -> bool {
    let first: Option<&(dyn std::error::Error + 'static)> = Some(error);
    std::iter::successors(first, |error| error.source()).any(|error| error.is::<NotPublic>())
}

/// Whether an address belongs to the public internet, whatever form it is written in.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// Source: IANA IPv4 Special-Purpose Address Registry.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
            | (224.., _, _)
    );
    !special
}

/// Source: IANA IPv6 Special-Purpose Address Registry.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        // NAT64: an IPv4 address in disguise.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        // 6to4, likewise.
        [0x2002, high, low, ..] => embedded(high, low),
        // Teredo and other protocol assignments, documentation, benchmarking, segment routing.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // What is left of the global unicast space; mapped, local and multicast addresses are outside it.
        [0x2000..=0x3fff, ..] => true,
        _ => false,
    }
}
