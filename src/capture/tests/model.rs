//! Random operations against a plain list of everything that was ever appended.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

#[derive(Debug, Clone, Copy)]
enum Step {
    Receive(u64),
    Send(u64),
    Note(usize),
    TakeSpill(u64),
    RunSpill,
    FinishSpill,
    TakeLoad,
    RunLoad,
    FinishLoad,
    /// At so many 1024ths of everything ever appended.
    View(u64, usize),
    Read(u64, usize),
    Room(usize),
    Broken(bool),
}

fn step() -> impl Strategy<Value = Step> {
    let len = || select(vec![0, 1, 7, 100, 4095, 4096, 4097, 65_535, 65_536, 70_000]);
    let amount = select(vec![0, 1, 5000, 70_000, 300_000, u64::MAX]);
    let place = || (0..=1024_u64, select(vec![0, 1, 16, 70_000, 400_000]));
    prop_oneof![
        6 => len().prop_map(Step::Receive),
        4 => len().prop_map(Step::Send),
        2 => (0..20_usize).prop_map(Step::Note),
        4 => amount.prop_map(Step::TakeSpill),
        4 => Just(Step::RunSpill),
        4 => Just(Step::FinishSpill),
        2 => Just(Step::TakeLoad),
        2 => Just(Step::RunLoad),
        2 => Just(Step::FinishLoad),
        3 => place().prop_map(|(part, len)| Step::View(part, len)),
        2 => place().prop_map(|(part, len)| Step::Read(part, len)),
        1 => select(vec![0, 1, 5000, 70_000, 200_000, usize::MAX]).prop_map(Step::Room),
        1 => any::<bool>().prop_map(Step::Broken),
    ]
}

/// A capture, together with all records that were ever added.
struct Model {
    capture: Capture,
    disk: Arc<TestDisk>,
    limits: Limits,
    end: u64,
    /// Bytes of all notes so far.
    notes: u64,
    records: Vec<(Kind, Range<u64>, Option<String>)>,
    oldest: u64,
    spill: Option<(SpillJob, Option<io::Result<()>>)>,
    load: Option<(LoadJob, Option<Loaded>)>,
}

impl Model {
    fn new(disk: u64, records: u64) -> Self {
        let limits = limits(disk, records);
        let (capture, disk) = capture(disk, records);
        Self {
            capture,
            disk,
            limits,
            end: 0,
            notes: 0,
            records: Vec::new(),
            oldest: 0,
            spill: None,
            load: None,
        }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Receive(len) => self.append(Kind::Received, len),
            Step::Send(len) => self.append(SENT, len),
            Step::Note(len) => self.note(&"n".repeat(len)),
            Step::TakeSpill(bytes) => self.take_spill(bytes),
            Step::RunSpill => {
                if let Some((job, result @ None)) = &mut self.spill {
                    *result = Some(job.run());
                }
            }
            Step::FinishSpill => {
                if let Some((job, Some(result))) = self.spill.take_if(|job| job.1.is_some()) {
                    self.capture.finish_spill(job, result);
                }
            }
            Step::TakeLoad => self.load = self.capture.load_job().map(|job| (job, None)),
            Step::RunLoad => {
                if let Some((job, loaded @ None)) = &mut self.load {
                    *loaded = Some(job.run());
                }
            }
            Step::FinishLoad => {
                if let Some((_, Some(loaded))) = self.load.take_if(|job| job.1.is_some()) {
                    self.capture.finish_load(loaded);
                }
            }
            Step::View(part, len) => self.view(self.end * part / 1024, len),
            Step::Read(part, len) => self.read(self.end * part / 1024, len),
            Step::Room(room) => self.disk.set_room(room),
            Step::Broken(is_broken) => self.disk.set_broken(is_broken),
        }
    }

    fn append(&mut self, kind: Kind, len: u64) {
        append(&mut self.capture, kind, len);
        self.records.push((kind, self.end..self.end + len, None));
        self.end += len;
    }

    fn note(&mut self, text: &str) {
        let level = Level::Info;
        self.capture.note(Stamp::default(), PeerId(1), level, &note(text));
        self.notes += note::encode(&note(text)).len() as u64;
        let record = (Kind::Note(level), self.end..self.end, Some(text.to_owned()));
        self.records.push(record);
    }

    fn take_spill(&mut self, bytes: u64) {
        let before = self.capture.totals();
        let (held, disk, sequence) = if before.notes_in_memory > before.in_memory {
            (before.notes_in_memory, self.limits.disk / NOTES_SHARE, Sequence::Notes)
        } else {
            (before.in_memory, self.limits.disk, Sequence::Data)
        };
        let under_way = self.spill.as_ref().map(|(job, _)| job.sequence);
        if under_way.is_some_and(|under_way| under_way != sequence) {
            return;
        }
        let job = self.capture.spill_job(bytes);
        let is_due = under_way.is_none() && disk > 0 && bytes > 0 && held > 0;
        assert_eq!(job.is_some(), is_due);
        if let Some(job) = job {
            self.spill = Some((job, None));
        }
    }

    /// What a range asked for should give.
    fn expected(&self, offset: u64, len: usize) -> Vec<u8> {
        let kept = self.capture.bytes();
        if kept.contains(&offset) {
            pattern(offset..kept.end.min(offset + len as u64))
        } else {
            Vec::new()
        }
    }

    fn view(&self, offset: u64, len: usize) {
        let expected = self.expected(offset, len);
        let (complete, out) = view(&self.capture, offset, len);
        assert!(expected.starts_with(&out), "view {offset} {len}");
        assert_eq!(complete == View::Complete, out.len() == expected.len());
    }

    fn read(&self, offset: u64, len: usize) {
        let expected = self.expected(offset, len);
        let mut out = Vec::new();
        match self.capture.read(offset, len, &mut out) {
            Ok(count) => assert!(count == out.len() && out == expected, "{offset} {len}"),
            Err(_) => assert!(out.is_empty() && self.disk.lock().is_broken),
        }
    }

    fn check(&mut self) {
        let kept = self.capture.bytes();
        assert_eq!(kept.end, self.end);
        assert!(self.oldest <= kept.start && kept.start <= kept.end);
        self.oldest = kept.start;
        self.check_totals(&kept);
        self.check_records(&kept);
    }

    fn check_totals(&self, kept: &Range<u64>) {
        let totals = self.capture.totals();
        let mut seen = Counts::default();
        let mut dropped = Counts::default();
        for (kind, bytes, _) in &self.records {
            seen.add(kind.direction(), bytes.end - bytes.start);
            let gone = kept.start.clamp(bytes.start, bytes.end) - bytes.start;
            dropped.add(kind.direction(), gone);
        }
        assert_eq!((totals.received, totals.sent), (seen.received, seen.sent));
        assert_eq!(
            (totals.dropped_received, totals.dropped_sent),
            (dropped.received, dropped.sent)
        );
        assert_eq!(totals.in_memory + totals.on_disk, kept.end - kept.start);
        assert!(totals.on_disk <= self.limits.disk);
    }

    fn check_records(&self, kept: &Range<u64>) {
        let numbers = self.capture.records();
        assert_eq!(numbers.end, self.records.len() as u64);
        assert!(numbers.end - numbers.start <= self.limits.records);
        let mut cursor = kept.start;
        for (number, (kind, bytes, text)) in self.records.iter().enumerate() {
            let number = number as u64;
            let record = self.capture.record(number);
            assert_eq!(record.is_some(), numbers.contains(&number));
            let Some(record) = record else {
                assert!(bytes.end <= kept.start, "{number} is needed");
                continue;
            };
            assert_eq!((record.kind, record.bytes()), (*kind, bytes.clone()));
            self.check_note(number, text.as_deref());
            if bytes.is_empty() {
                assert!(bytes.start >= kept.start);
                continue;
            }
            assert!(bytes.end > kept.start);
            assert_eq!(self.capture.record_at(cursor), Some(number));
            assert_eq!(self.capture.record_at(bytes.end - 1), Some(number));
            cursor = bytes.end;
        }
        assert_eq!(cursor, kept.end);
        assert_eq!(self.capture.record_at(kept.end), None);
        if let Some(gone) = kept.start.checked_sub(1) {
            assert_eq!(self.capture.record_at(gone), None);
        }
    }

    /// A note says what it said, unless it or a later one had to leave.
    fn check_note(&self, number: u64, text: Option<&str>) {
        match (self.capture.note_at(number), text) {
            (None, None) | (Some(NoteView::Loading), Some(_)) => {}
            (Some(NoteView::Ready(found)), Some(text)) => assert_eq!(found, note(text)),
            (Some(NoteView::Dropped), Some(_)) => {
                let totals = self.capture.totals();
                let kept = totals.notes_in_memory + totals.notes_on_disk;
                assert!(kept < self.notes, "{kept} of {}", self.notes);
            }
            (found, text) => panic!("{number}: {found:?}, not {text:?}"),
        }
    }

    /// With a healthy disk everything goes there, and reads as it was appended.
    fn finish(mut self) {
        self.take(Step::RunSpill);
        self.take(Step::FinishSpill);
        self.disk.set_broken(false);
        self.disk.set_room(usize::MAX);
        assert_readable(&mut self.capture);
        while self.capture.totals().in_memory > 0 {
            spill(&mut self.capture, 100_000);
            self.check();
            assert_readable(&mut self.capture);
        }
    }
}

proptest! {
    #[test]
    fn a_capture_keeps_what_a_plain_list_would(
        disk in select(vec![0, 1, 100, 4096, 65_536, 150_000, 1 << 20]),
        records in select(vec![0, 1, 5, 20, u64::MAX]),
        steps in vec(step(), 0..120),
    ) {
        let mut model = Model::new(disk, records);
        for step in steps {
            model.take(step);
            model.check();
        }
        model.finish();
    }
}
