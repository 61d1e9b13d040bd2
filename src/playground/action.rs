//! Everything that can be asked of the playground.

use std::path::PathBuf;

use crate::form::Payload;
use crate::playground::fetch::FetchNumber;
use crate::playground::fetch::FetchPart;
use crate::playground::save::SaveId;
use crate::playground::session::addressing::Addressee;
use crate::playground::session::automation::Document;
use crate::types::{Kind, Membership, Recipients, SendId, SessionId, Target};

/// Something asked of the playground. The window collects these while it draws, and performs them after the last widget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Open another session.
    Add(Kind),
    /// Stop a session and forget it.
    Remove(SessionId),
    /// Start what the session's draft says: listen, connect.
    Start(SessionId),
    /// The same, and remove the socket file that is in the way, if it still is one where nobody listens.
    ReplaceStale(SessionId),
    /// Stop it and close every connection.
    Stop(SessionId),
    /// Stop listening, keep the connections.
    StopListening(SessionId),
    /// Send a payload.
    Send {
        /// In which session.
        session: SessionId,
        /// To whom.
        to: Addressee,
        /// What.
        payload: Payload,
    },
    /// Join the multicast group that the session's draft names.
    Join(SessionId),
    /// Leave a multicast group.
    Leave(SessionId, Membership),
    /// Look again which interfaces and addresses the machine has.
    ListInterfaces,
    /// Give up a payload that is on its way.
    CancelSend(SessionId, SendId),
    /// Close connections with FIN, after what is queued.
    Disconnect(SessionId, Target),
    /// Send FIN, go on reading.
    HalfClose(SessionId, Target),
    /// Close connections with RST, at once.
    Abort(SessionId, Target),
    /// Stop or go on reading from connections.
    Pause {
        /// In which session.
        session: SessionId,
        /// Which connections.
        to: Target,
        /// The state asked for.
        paused: bool,
    },
    /// Give the draft's socket options to a session that is running.
    ApplyOptions(SessionId),
    /// Measure the counter that the draft names, if it is one.
    Measure(SessionId),
    /// Answer by the draft's rules from now on, if nothing in them is wrong.
    SetRules(SessionId),
    /// Have the draft's faults from now on, if nothing in them is wrong.
    SetFaults(SessionId),
    /// Send a payload again and again, as the draft says, in place of one that is being repeated.
    Repeat {
        /// In which session.
        session: SessionId,
        /// To whom, asked each time.
        to: Recipients,
        /// What.
        payload: Payload,
    },
    /// Repeat no more.
    StopRepeat(SessionId),
    /// Give the next payload with fields the sequence number 0.
    ResetSequence(SessionId),
    /// Play the draft's list, if nothing in it is wrong.
    Play {
        /// In which session.
        session: SessionId,
        /// With the first of these.
        to: Recipients,
    },
    /// Play no more.
    StopPlay(SessionId),
    /// Take this part of the draft from a file.
    ImportDocument(SessionId, Document, PathBuf),
    /// Write this part of the draft to a new file. A file that is there already stays, and the session's notice says so.
    ExportDocument(SessionId, Document, PathBuf),
    /// Write the rules or the play list for which there was a file of its name already, and replace that one.
    ReplaceDocument(SessionId),
    /// Forget what became of the last file of rules or of a play list.
    DismissDocument(SessionId),
    /// Forget the connections of a session that are gone.
    ForgetGone(SessionId),
    /// Forget a session's record.
    Clear(SessionId),
    /// Put the request of an earlier fetch back into the draft and the payload, and start it.
    FetchAgain(SessionId, FetchNumber),
    /// Write the body or the whole answer of a fetch to a new file: beside its place first, then into it. A file that is
    /// there already stays, and the save says so.
    SaveFetch {
        /// In which session.
        session: SessionId,
        /// Of which fetch.
        fetch: FetchNumber,
        /// What of it.
        what: FetchPart,
        /// Where to.
        path: PathBuf,
    },
    /// Write a file for which there was one of its name already, and replace that one.
    ReplaceSave(SessionId, SaveId),
    /// Forget a save that is not being written.
    DismissSave(SessionId, SaveId),
    /// Give up a file that is being written.
    CancelSave(SessionId, SaveId),
    /// Start a server and a client on loopback that talk to each other.
    TryIt,
}
