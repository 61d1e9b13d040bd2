//! The fetches of a session, and how facts become one.

use std::sync::Arc;

use bytes::Bytes;

use crate::capture::{Capture, Limits};
use crate::form::HttpDraft;
use crate::form::PayloadDraft;
use crate::playground::fetch::body::{BodyPart, Piece};
use crate::playground::fetch::{Extents, Fetch, FetchNumber};
use crate::types::http::{HopOutcome, HttpFact};
use crate::types::{HopId, PeerId, RunId, Stamp};

/// The fetches of a session, the oldest first.
#[derive(Debug, Default)]
pub struct Fetches {
    all: Vec<Fetch>,
    /// Those that are over and have captures of their own. Most have none, and captures are looked through all the time.
    with_captures: Vec<FetchNumber>,
    made: u32,
}

/// Which capture of which body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::playground) struct BodyPlace {
    fetch: FetchNumber,
    /// Counted from 0.
    hop: usize,
    part: BodyPart,
}

/// What a fetch begins with.
#[derive(Debug)]
pub(in crate::playground) struct Start {
    pub(in crate::playground) run: RunId,
    pub(in crate::playground) at: Stamp,
    pub(in crate::playground) asked: Asked,
    /// The number that the session's next record will have.
    pub(in crate::playground) first_record: u64,
    /// Of the captures of its bodies.
    pub(in crate::playground) limits: Limits,
}

/// What a fetch was started with, to do it again.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::playground) struct Asked {
    pub(in crate::playground) draft: HttpDraft,
    pub(in crate::playground) payload: PayloadDraft,
}

impl Fetches {
    /// All of them, the oldest first.
    pub fn all(&self) -> &[Fetch] {
        &self.all
    }

    /// The newest one.
    pub fn last(&self) -> Option<&Fetch> {
        self.all.last()
    }

    /// One by its number.
    pub fn find(&self, number: FetchNumber) -> Option<&Fetch> {
        let at = self.all.binary_search_by_key(&number, Fetch::number).ok()?;
        self.all.get(at)
    }

    /// Begins one.
    pub(in crate::playground) fn begin(&mut self, start: Start) {
        self.made += 1;
        let Start { run, at, asked, first_record, limits } = start;
        let before = self.all.last().map(|fetch| &fetch.asked);
        let asked =
            before.filter(|before| ***before == asked).map_or_else(|| Arc::new(asked), Arc::clone);
        self.all.push(Fetch {
            number: FetchNumber(self.made),
            run,
            asked,
            began: at,
            ended: None,
            outcome: None,
            hops: Vec::new(),
            wire: Extents::default(),
            first_record,
            end_record: None,
            last: None,
            limits,
        });
    }

    /// What one was started with.
    pub(in crate::playground) fn asked(&self, number: FetchNumber) -> Option<Arc<Asked>> {
        self.find(number).map(|fetch| Arc::clone(&fetch.asked))
    }

    /// Takes in bytes that the session's capture is about to get at `offset`.
    pub(in crate::playground) fn received(
        &mut self,
        run: RunId,
        peer: PeerId,
        offset: u64,
        bytes: &Bytes,
    ) {
        if let Some(fetch) = self.live(run) {
            fetch.received(Piece { peer, offset: Some(offset), bytes: bytes.clone() });
        }
    }

    /// The same for bytes that were sent.
    pub(in crate::playground) fn sent(&mut self, run: RunId, offset: u64, len: u64) {
        if let Some(fetch) = self.live(run) {
            fetch.sent(&(offset..offset + len));
        }
    }

    /// Takes in a fact of a hop.
    pub(in crate::playground) fn apply(
        &mut self,
        run: RunId,
        at: Stamp,
        hop: HopId,
        fact: HttpFact,
    ) {
        if let Some(fetch) = self.live(run) {
            fetch.apply(at, hop, fact);
        }
    }

    /// The fetch of a run is over; `false` if there is none on the way.
    pub(in crate::playground) fn end(
        &mut self,
        run: RunId,
        at: Stamp,
        outcome: HopOutcome,
        capture: &Capture,
    ) -> bool {
        let fetch = self.live(run);
        let is_live = fetch.is_some();
        if let Some(fetch) = fetch {
            fetch.end(at, outcome, capture.records().end);
            if fetch.hops.iter().any(|hop| hop.body.captures().next().is_some()) {
                let number = fetch.number;
                self.with_captures.push(number);
            }
        }
        is_live
    }

    /// Forgets those that are over. What is on the way stays, without what came of it so far.
    pub(in crate::playground) fn clear(&mut self) {
        self.all.retain(Fetch::is_live);
        self.with_captures.clear();
        self.all.iter_mut().for_each(Fetch::forget);
    }

    /// The captures of bodies.
    pub(in crate::playground) fn captures(&self) -> impl Iterator<Item = (BodyPlace, &Capture)> {
        let over = self.with_captures.iter().filter_map(|number| self.find(*number));
        let live = self.all.last().filter(|last| last.is_live());
        over.chain(live).flat_map(|fetch| {
            let bodies = fetch.hops.iter().enumerate();
            bodies.flat_map(move |(hop, row)| {
                row.body.captures().map(move |(part, capture)| {
                    (BodyPlace { fetch: fetch.number, hop, part }, capture)
                })
            })
        })
    }

    /// One of them, for the ingest thread.
    pub(in crate::playground) fn capture_mut(&mut self, place: BodyPlace) -> Option<&mut Capture> {
        let at = self.all.binary_search_by_key(&place.fetch, Fetch::number).ok()?;
        self.all.get_mut(at)?.hops.get_mut(place.hop)?.body.capture_mut(place.part)
    }

    fn live(&mut self, run: RunId) -> Option<&mut Fetch> {
        self.all.last_mut().filter(|fetch| fetch.run == run && fetch.is_live())
    }
}
