//! The model over real sockets: what the window and the commands both stand on.

#[cfg(test)]
#[path = "playground/automation.rs"]
mod automation;
#[cfg(test)]
#[path = "playground/datagrams.rs"]
mod datagrams;
#[cfg(test)]
#[path = "playground/http.rs"]
mod http;
#[cfg(test)]
#[path = "playground/rig.rs"]
mod rig;
#[cfg(test)]
#[path = "playground/sessions.rs"]
mod sessions;
#[cfg(test)]
#[path = "playground/spill.rs"]
mod spill;
