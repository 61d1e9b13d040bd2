//! The commands as a person or a script meets them: the real program, spoken to over real sockets and pipes.

#[cfg(test)]
#[path = "cli/client.rs"]
mod client;
#[cfg(test)]
#[path = "cli/dump.rs"]
mod dump;
#[cfg(test)]
#[path = "cli/program.rs"]
mod program;
#[cfg(test)]
#[path = "cli/server.rs"]
mod server;
#[cfg(test)]
#[path = "cli/start.rs"]
mod start;
