//! The engine against plain sockets of the standard library, on loopback.

#[cfg(test)]
mod loopback {
    mod bulk;
    mod client;
    mod ending;
    mod exchange;
    mod faults;
    mod http;
    mod pacing;
    mod play;
    mod repeat;
    mod rig;
    mod rules;
    mod sending;
    mod server;
    mod stop;
    mod tls;
    mod udp;
    mod udp_faults;
    #[cfg(target_os = "linux")]
    mod udp_flood;
    mod udp_groups;
    mod udp_rules;
    #[cfg(unix)]
    mod unix;
}
