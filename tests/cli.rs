//! The commands as a person or a script meets them: the real program, spoken to over real sockets and pipes. Signals and
//! exit codes of pipes are those of Unix.

#![cfg(unix)]

#[cfg(test)]
#[path = "cli/client.rs"]
mod client;
#[cfg(test)]
#[path = "cli/dump.rs"]
mod dump;
#[cfg(test)]
#[path = "cli/http.rs"]
mod http;
#[cfg(test)]
#[path = "cli/play.rs"]
mod play;
#[cfg(test)]
#[path = "cli/presets.rs"]
mod presets;
#[cfg(test)]
#[path = "cli/program.rs"]
mod program;
#[cfg(test)]
#[path = "cli/server.rs"]
mod server;
#[cfg(test)]
#[path = "cli/start.rs"]
mod start;
#[cfg(test)]
#[path = "cli/udp.rs"]
mod udp;
#[cfg(test)]
#[path = "cli/unix.rs"]
mod unix;
