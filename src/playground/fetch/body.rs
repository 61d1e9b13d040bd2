//! What is known of a body: where its bytes lie, its chunks, its server events.

use bytes::{Bytes, BytesMut};
use serde::{Deserialize, Serialize};

use crate::capture::{Capture, Kind, Limits};
use crate::playground::fetch::extents::Extents;
use crate::playground::fetch::recent::Recent;
use crate::types::http::{BodyPiece, ChunkMark, ServerEvent};
use crate::types::{PeerId, Stamp};

/// How the bytes of a body are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BodyForm {
    /// Everything on the wire after the head: chunk sizes and trailers included.
    Raw,
    /// With the transfer coding taken off.
    Unchunked,
    /// With the content codings taken off too. Without any it is the same as [`Self::Unchunked`].
    #[default]
    Decoded,
}

/// A body, as far as it came.
#[derive(Debug)]
pub struct Body {
    /// Where it lies in the session's capture, transfer coding taken off.
    pub(super) extents: Extents,
    /// What follows there: a copy, once the stretches have become too many.
    pub(super) overflow: Option<Box<Capture>>,
    /// Content codings taken off; `None` if there are none.
    pub(super) decoded: Option<Box<Capture>>,
    /// Bytes that it will have, transfer coding taken off, as far as the head says.
    pub(super) announced: Option<u64>,
    /// When its first and its last bytes arrived.
    pub(super) span: Option<(Stamp, Stamp)>,
    limits: Limits,
    chunks: Recent<ChunkRow>,
    events: Recent<EventRow>,
}

/// A chunk and when it began to arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChunkRow {
    /// Bytes as announced; 0 for the last chunk.
    pub len: u64,
    /// Bytes of the body before it.
    pub body_offset: u64,
    /// What stands after the size, from `;` on; cut at 256 bytes.
    pub extensions: Box<[u8]>,
    /// When its size line had arrived.
    pub at: Stamp,
}

/// A server event and when it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// What it says.
    pub event: ServerEvent,
    /// When it was whole.
    pub at: Stamp,
}

/// Which capture of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyPart {
    Overflow,
    Decoded,
}

/// A piece of the wire as it was received.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) peer: PeerId,
    /// Where it lies in the session's capture; `None` if it is not there any more.
    pub(super) offset: Option<u64>,
    pub(super) bytes: Bytes,
}

impl Body {
    /// Nothing yet. The limits are those of the captures that it may need.
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            extents: Extents::default(),
            overflow: None,
            decoded: None,
            announced: None,
            span: None,
            limits,
            chunks: Recent::new(MOST_CHUNKS, |row| size_of::<ChunkRow>() + row.extensions.len()),
            events: Recent::new(MOST_EVENTS, |row| size_of::<EventRow>() + row.event.data.len()),
        }
    }

    /// Bytes with the transfer coding taken off.
    pub fn len(&self) -> u64 {
        self.extents.end() + self.overflow.as_ref().map_or(0, |rest| rest.bytes().end)
    }

    /// No byte of a body has come.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes that it will have, transfer coding taken off, if the head says so.
    pub fn announced(&self) -> Option<u64> {
        self.announced
    }

    /// It has content codings, which are taken off.
    pub fn is_coded(&self) -> bool {
        self.decoded.is_some()
    }

    /// Bytes with the content codings taken off too.
    pub fn decoded_len(&self) -> u64 {
        self.decoded.as_ref().map_or_else(|| self.len(), |decoded| decoded.bytes().end)
    }

    /// Its chunks, in order: the last of them, if there are very many.
    pub fn chunks(&self) -> &[ChunkRow] {
        self.chunks.rows()
    }

    /// The number of chunks that came, those that are not kept included.
    pub fn chunks_seen(&self) -> u64 {
        self.chunks.seen()
    }

    /// Its server events, in order: the last of them, if there are very many.
    pub fn events(&self) -> &[EventRow] {
        self.events.rows()
    }

    /// The number of server events that came, those that are not kept included.
    pub fn events_seen(&self) -> u64 {
        self.events.seen()
    }

    /// Its own captures.
    pub(super) fn captures(&self) -> impl Iterator<Item = (BodyPart, &Capture)> {
        let overflow = self.overflow.iter().map(|capture| (BodyPart::Overflow, capture.as_ref()));
        let decoded = self.decoded.iter().map(|capture| (BodyPart::Decoded, capture.as_ref()));
        overflow.chain(decoded)
    }

    /// One of them.
    pub(super) fn capture_mut(&mut self, part: BodyPart) -> Option<&mut Capture> {
        match part {
            BodyPart::Overflow => self.overflow.as_deref_mut(),
            BodyPart::Decoded => self.decoded.as_deref_mut(),
        }
    }

    /// Takes in parts of what was received in its hop; `last` is what was received last.
    pub(super) fn extend(
        &mut self,
        at: Stamp,
        received: &Extents,
        last: &Piece,
        parts: &[BodyPiece],
    ) {
        self.span = Some((self.span.map_or(at, |(first, _)| first), at));
        if self.overflow.is_none() && self.extents.count() < MOST_STRETCHES {
            for part in parts {
                match received.find(part.offset) {
                    Some(found) => {
                        self.extents.push(&(found.start..found.start + u64::from(part.len)));
                    }
                    None => self.extents.skip(part.len.into()),
                }
            }
            return;
        }
        let bytes = gathered(&last.bytes, parts);
        let overflow = self.overflow.get_or_insert_with(|| Box::new(Capture::new(self.limits)));
        overflow.append(at, last.peer, Kind::Received, bytes);
    }

    /// It has content codings: from now on its decoded form is that of what comes by [`Self::decode`].
    pub(super) fn expect_decoded(&mut self) -> &mut Capture {
        let limits = self.limits;
        self.decoded.get_or_insert_with(|| Box::new(Capture::new(limits)))
    }

    pub(super) fn decode(&mut self, at: Stamp, peer: PeerId, bytes: Bytes) {
        self.expect_decoded().append(at, peer, Kind::Received, bytes);
    }

    pub(super) fn begin_chunk(&mut self, at: Stamp, mark: &ChunkMark) {
        let extensions = mark.extensions.as_ref().into();
        let ChunkMark { len, body_offset, .. } = *mark;
        self.chunks.push(ChunkRow { len, body_offset, extensions, at });
    }

    pub(super) fn see(&mut self, at: Stamp, event: ServerEvent) {
        self.events.push(EventRow { event, at });
    }

    /// What lies in the session's capture is gone.
    pub(super) fn forget(&mut self) {
        self.extents.forget();
    }
}

/// The parts as one piece.
fn gathered(bytes: &Bytes, parts: &[BodyPiece]) -> Bytes {
    let slice = |part: &BodyPiece| {
        let start = part.start as usize;
        let end = start.saturating_add(part.len as usize).min(bytes.len());
        bytes.slice(start.min(end)..end)
    };
    if let [part] = parts {
        return slice(part);
    }
    let mut all = BytesMut::new();
    for part in parts {
        all.extend_from_slice(&slice(part));
    }
    all.freeze()
}

/// Stretches of the session's capture that a body is made of, at 24 bytes each. Beyond it is copied, since chunks of a few
/// bytes would make the list larger than the body.
const MOST_STRETCHES: usize = 1 << 19;
/// Memory of the rows of chunks.
const MOST_CHUNKS: usize = 16 << 20;
/// Memory of the rows of server events.
const MOST_EVENTS: usize = 16 << 20;
