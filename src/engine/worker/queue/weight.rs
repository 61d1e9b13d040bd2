//! The cost of an event in the queue.

use crate::engine::worker::queue::Item;
use crate::types::http::{HeaderField, HttpFact, ResponseHead};
use crate::types::{Event, Fact};

/// The cost in bytes: the data of the event, plus a fixed overhead.
pub(super) fn cost(event: &Event) -> usize {
    let bytes = match &event.fact {
        Fact::Received { bytes, .. } | Fact::Sent { bytes, .. } => bytes.len(),
        Fact::Http { fact, .. } => weight(fact),
        Fact::Opened { .. }
        | Fact::ListenStopped
        | Fact::Resolving { .. }
        | Fact::Resolved { .. }
        | Fact::Connecting { .. }
        | Fact::HearsOnly { .. }
        | Fact::ConnectFailed { .. }
        | Fact::Retrying { .. }
        | Fact::Joined { .. }
        | Fact::FileOpened { .. }
        | Fact::SendDone { .. }
        | Fact::HalfClosed { .. }
        | Fact::Paused { .. }
        | Fact::OptionsChanged { .. }
        | Fact::Left { .. }
        | Fact::Membership { .. }
        | Fact::KernelDropped { .. }
        | Fact::QueueLost { .. }
        | Fact::Failed { .. }
        | Fact::Ruled { .. }
        | Fact::Repeated { .. }
        | Fact::Play { .. }
        | Fact::FetchDone(..)
        | Fact::Notice(_)
        | Fact::Closed => 0,
    };
    bytes + OVERHEAD
}

/// Bytes that a fact of a fetch holds on the heap.
fn weight(fact: &HttpFact) -> usize {
    match fact {
        HttpFact::Decoded(bytes) => bytes.len(),
        HttpFact::Body(pieces) => size_of_val(pieces.as_slice()),
        HttpFact::Chunks(marks) => {
            let extensions: usize = marks.iter().map(|mark| mark.extensions.len()).sum();
            size_of_val(marks.as_slice()) + extensions
        }
        HttpFact::Head(head) => size_of::<ResponseHead>() + fields_weight(&head.fields),
        HttpFact::Trailers(fields) => fields_weight(fields),
        HttpFact::ServerEvent(event) => event.name.len() + event.data.len(),
        HttpFact::Tls(tls) => tls.chain.iter().map(|certificate| certificate.der.len()).sum(),
        HttpFact::Began { .. }
        | HttpFact::Carried { .. }
        | HttpFact::PhaseBegan(_)
        | HttpFact::PhaseEnded(_)
        | HttpFact::Warning(_)
        | HttpFact::Ended(_) => 0,
    }
}

fn fields_weight(fields: &[HeaderField]) -> usize {
    let text: usize = fields.iter().map(|field| field.name.len() + field.value.len()).sum();
    size_of_val(fields) + text
}

const OVERHEAD: usize = size_of::<Item>();

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::types::http::BodyPiece;
    use crate::types::{HopId, RunId, SessionId, Stamp};

    #[test]
    fn what_a_fetch_reports_weighs_its_bytes() {
        let cost_of = |fact| {
            let fact = Fact::Http { hop: HopId(1), fact };
            let (session, run) = (SessionId(1), RunId(1));
            cost(&Event { session, run, at: Stamp::default(), fact }) - OVERHEAD
        };
        let field = HeaderField {
            name: Bytes::from_static(b"Name"),
            value: Bytes::from_static(b"value"),
            problems: Vec::new(),
        };
        assert_eq!(cost_of(HttpFact::Decoded(vec![0; 1000].into())), 1000);
        let piece = BodyPiece { start: 0, len: 9, offset: 0 };
        assert_eq!(cost_of(HttpFact::Body(vec![piece; 100])), 1_600);
        assert!(cost_of(HttpFact::Trailers(vec![field; 100])) >= 900);
    }
}
