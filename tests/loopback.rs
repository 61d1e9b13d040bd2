//! The engine against plain sockets of the standard library, on loopback.

#[cfg(test)]
mod loopback {
    mod bulk;
    mod client;
    mod ending;
    mod exchange;
    mod http;
    mod rig;
    mod sending;
    mod server;
    mod stop;
    mod udp;
    mod udp_flood;
    mod udp_groups;
    #[cfg(unix)]
    mod unix;
}
