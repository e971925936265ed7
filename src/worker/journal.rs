//! What is being enriched, written down, so that the worker after a crash knows which articles may have caused it: the suspects.
//!
//! A panic is caught where it happens. An abort, an overflown stack or the kernel's out-of-memory killer take the whole process, and all that was in
//! flight is delivered again: to a worker that dies of the same article, until RabbitMQ gives up on all of them. So each thread names its
//! article in a slot of a small file before it begins, and clears the slot after. The slots that are not clear at the next start hold the suspects.
//!
//! Workers that share a folder have a file each, and read those of the others at their start: a suspect may come back to any of them.
//!
//! The page cache outlives the process, so nothing is synced. A file that cannot be written costs the knowledge, never an article.

use crate::broker::{Delivered, Fingerprint};
use crate::telemetry::{Metrics, clock};
use std::collections::{BTreeSet, HashMap};
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Slots in the file: one per thread that enriches, and one per suspect.
const SLOTS: usize = 256;
/// `qwj1`, fingerprint, seconds since 1970, length of the message id, message id.
const SLOT: usize = 128;
const MAGIC: [u8; 4] = *b"qwj1";
const SECONDS: usize = MAGIC.len() + Fingerprint::BYTES;
const ID_LENGTH: usize = SECONDS + 8;
const ID: usize = ID_LENGTH + 1;
/// A suspect is forgotten so long after its end: if the worker dies before the broker has the ack, it comes back.
const GRACE: Duration = Duration::from_secs(10);
/// Workers that may share a folder; each has a file of its own.
const WORKERS: usize = 100;

/// The journal of one worker. Cheap to clone; all clones are one.
#[derive(Clone)]
pub(super) struct Journal(Arc<Shared>);

struct Shared {
    /// None where there is no folder that can be written.
    file: Option<File>,
    slots: Mutex<Slots>,
    /// Whether the last write failed.
    broken: AtomicBool,
    metrics: Metrics,
}

/// What the slots are used for.
#[derive(Default)]
struct Slots {
    free: Vec<usize>,
    threads: BTreeSet<usize>,
    /// With the time and the slot; those from the files of other workers have none.
    suspects: HashMap<Fingerprint, Option<(i64, usize)>>,
    /// Suspects that came to their end, and when.
    ended: Vec<(Instant, Fingerprint)>,
}

/// What a slot holds.
struct Entry {
    fingerprint: Fingerprint,
    seconds: i64,
    message_id: String,
}

/// A slot of a thread.
pub(super) struct Slot {
    journal: Journal,
    index: Option<usize>,
}

impl Journal {
    /// Opens a journal in `folder`, and reads the suspects that the last worker left there. Without a folder, or with one that cannot be
    /// written, it only knows nothing.
    pub(super) fn open(folder: Option<&Path>, metrics: &Metrics) -> Self {
        let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
        let journal = match folder.map(|folder| (folder, open(folder))) {
            None => Self::on(None, metrics),
            Some((folder, Ok((number, file)))) => {
                let journal = Self::on(Some(file), metrics);
                let mut slots = journal.slots();
                for entry in others(folder, number) {
                    slots.suspects.entry(entry.fingerprint).or_insert(None);
                }
                drop(slots);
                journal
            }
            Some((folder, Err(error))) => {
                metrics.journal_failed();
                tracing::warn!(folder = %folder.display(), %error, code = "W401", "no crash journal (worker.state_folder): the worker goes on without one");
                Self::on(None, metrics)
            }
        };
        metrics.suspects(journal.suspects());
        journal
    }

    fn on(file: Option<File>, metrics: &Metrics) -> Self {
        let mut slots = Slots::default();
        // Slots are taken from the end of the list.
        for index in (0..SLOTS).rev() {
            match file.as_ref().and_then(|file| read(file, index)) {
                Some(Entry { fingerprint, seconds, message_id }) if !slots.suspects.contains_key(&fingerprint) => {
                    tracing::warn!(message_id, key = %fingerprint, "a worker died while it was at this article: next time it is enriched in a process of its own");
                    slots.suspects.insert(fingerprint, Some((seconds, index)));
                }
                _ => slots.free.push(index),
            }
        }
        let (slots, broken) = (Mutex::new(slots), AtomicBool::new(false));
        Self(Arc::new(Shared { file, slots, broken, metrics: metrics.clone() }))
    }

    /// How many suspects there are.
    pub(super) fn suspects(&self) -> usize {
        self.slots().suspects.len()
    }

    /// Whether a worker may have died of the article.
    pub(super) fn is_suspect(&self, fingerprint: &Fingerprint) -> bool {
        self.slots().suspects.contains_key(fingerprint)
    }

    /// The article came to its end, at `now`: it will be no suspect any more.
    pub(super) fn end(&self, suspect: Fingerprint, now: Instant) {
        self.slots().ended.push((now, suspect));
    }

    /// Forgets suspects whose ends lie back long enough.
    pub(super) fn forget(&self, now: Instant) {
        self.forget_if(|ended| now.duration_since(ended) >= GRACE);
    }

    /// Forgets all suspects that came to their end: the broker has their acks.
    pub(super) fn forget_all_ended(&self) {
        self.forget_if(|_| true);
    }

    /// The connection broke: acks may be lost with it, and whoever came to an end lately may come back.
    pub(super) fn doubt_ends(&self) {
        self.slots().ended.clear();
    }

    fn forget_if(&self, is_over: impl Fn(Instant) -> bool) {
        let mut slots = self.slots();
        let (over, ended): (Vec<_>, Vec<_>) =
            std::mem::take(&mut slots.ended).into_iter().partition(|(at, _)| is_over(*at));
        slots.ended = ended;
        for (_, suspect) in over {
            if let Some(Some((_, index))) = slots.suspects.remove(&suspect) {
                slots.free.push(index);
                self.clear(index);
            }
        }
        self.0.metrics.suspects(slots.suspects.len());
    }

    /// A slot for a thread.
    pub(super) fn slot(&self) -> Slot {
        let mut slots = self.slots();
        let index = slots.free.pop().or_else(|| slots.give_up_oldest());
        if let Some(index) = index {
            slots.threads.insert(index);
            self.clear(index);
        }
        drop(slots);
        Slot { journal: self.clone(), index }
    }

    /// The worker ends in good order: what its threads are still at is nobody's fault.
    pub(super) fn close(&self) {
        self.slots().threads.iter().for_each(|index| self.clear(*index));
    }

    fn clear(&self, index: usize) {
        self.write(index, &[0; SLOT]);
    }

    fn write(&self, index: usize, bytes: &[u8; SLOT]) {
        let Shared { file: Some(file), broken, metrics, .. } = &*self.0 else { return };
        match file.write_all_at(bytes, offset(index)) {
            Ok(()) => broken.store(false, Ordering::Relaxed),
            Err(error) => {
                metrics.journal_failed();
                if !broken.swap(true, Ordering::Relaxed) {
                    tracing::warn!(%error, code = "W401", "the crash journal cannot be written: the worker goes on without it");
                }
            }
        }
    }

    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.0.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slots {
    /// Suspects that another worker has brought to their end never come back: the oldest gives way.
    fn give_up_oldest(&mut self) -> Option<usize> {
        let times = self.suspects.iter().filter_map(|(suspect, slot)| Some((slot.as_ref()?.0, *suspect)));
        let oldest = times.min_by_key(|(seconds, _)| *seconds)?.1;
        self.suspects.remove(&oldest).flatten().map(|(_, index)| index)
    }
}

impl Slot {
    /// The thread begins with this one.
    pub(super) fn begin(&self, delivered: &Delivered) {
        let Some(index) = self.index.filter(|_| self.journal.0.file.is_some()) else { return };
        let mut bytes = [0; SLOT];
        let (head, rest) = bytes.split_at_mut(ID);
        head[..MAGIC.len()].copy_from_slice(&MAGIC);
        head[MAGIC.len()..SECONDS].copy_from_slice(delivered.fingerprint().as_bytes());
        head[SECONDS..ID_LENGTH].copy_from_slice(&clock::now().as_second().to_le_bytes());
        let id = delivered.message_id().unwrap_or_default().as_bytes();
        let length = id.len().min(rest.len());
        head[ID_LENGTH] = length as u8;
        rest[..length].copy_from_slice(&id[..length]);
        self.journal.write(index, &bytes);
    }

    /// It is done with it.
    pub(super) fn end(&self) {
        if let Some(index) = self.index {
            self.journal.clear(index);
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if let Some(index) = self.index {
            self.journal.clear(index);
            let mut slots = self.journal.slots();
            slots.threads.remove(&index);
            slots.free.push(index);
        }
    }
}

/// The first journal of `folder` that no other worker holds, and its number.
fn open(folder: &Path) -> io::Result<(usize, File)> {
    std::fs::create_dir_all(folder)?;
    for number in 0..WORKERS {
        let path = path(folder, number);
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => {
                // The blocks are taken now: a disk that is full later does not matter.
                let length = file.metadata()?.len();
                let missing = (SLOTS * SLOT).saturating_sub(usize::try_from(length).unwrap_or(usize::MAX));
                file.write_all_at(&vec![0; missing], length)?;
                return Ok((number, file));
            }
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(io::Error::other(format!("{WORKERS} workers share it already")))
}

/// What the journals of `folder` but the one of this number name. They are only read. A worker that is alive and well names articles there,
/// too: they come here only when it is not any more.
fn others(folder: &Path, own: usize) -> impl Iterator<Item = Entry> {
    let files = (0..WORKERS).filter(move |number| *number != own);
    let files = files.map_while(|number| File::open(path(folder, number)).ok());
    files.flat_map(|file| (0..SLOTS).filter_map(move |index| read(&file, index)))
}

fn path(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("worker-{number}.journal"))
}

fn read(file: &File, index: usize) -> Option<Entry> {
    let mut bytes = [0; SLOT];
    file.read_exact_at(&mut bytes, offset(index)).ok()?;
    let rest = bytes.strip_prefix(&MAGIC)?;
    let (fingerprint, rest) = rest.split_first_chunk()?;
    let (seconds, rest) = rest.split_first_chunk()?;
    let (length, id) = rest.split_first()?;
    let id = id.get(..usize::from(*length))?;
    Some(Entry {
        fingerprint: Fingerprint::from_bytes(*fingerprint),
        seconds: i64::from_le_bytes(*seconds),
        message_id: String::from_utf8_lossy(id).into_owned(),
    })
}

fn offset(index: usize) -> u64 {
    (index * SLOT) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broker::Properties;

    fn delivered(body: &str) -> Delivered {
        Delivered {
            tag: 1,
            body: Arc::new(body.as_bytes().to_vec()),
            properties: Properties::default(),
            redelivered: false,
            exchange: String::new(),
            routing_key: String::new(),
        }
    }

    fn open(folder: &Path) -> Journal {
        Journal::open(Some(folder), &Metrics::default())
    }

    /// As if the process were gone: the slot stays as it is.
    fn die(slot: Slot) {
        std::mem::forget(slot);
    }

    #[test]
    fn what_was_at_work_when_the_process_died_is_suspect_until_it_ends() {
        let folder = tempfile::tempdir().expect("a folder");
        let (bad, good) = (delivered("bad"), delivered("good"));
        {
            let journal = open(folder.path());
            let (first, second) = (journal.slot(), journal.slot());
            first.begin(&good);
            first.end();
            second.begin(&bad);
            die(second);
            die(first);
        }
        // The slots were leaked together with the file and its lock: the same bytes in another file.
        let (file, copy) = (path(folder.path(), 0), path(folder.path(), 1));
        std::fs::copy(&file, &copy).expect("copied");
        std::fs::rename(copy, file).expect("renamed");
        let journal = open(folder.path());
        assert_eq!(journal.suspects(), 1);
        assert!(journal.is_suspect(&bad.fingerprint()) && !journal.is_suspect(&good.fingerprint()));
        let now = Instant::now();
        journal.end(bad.fingerprint(), now);
        journal.forget(now);
        assert!(journal.is_suspect(&bad.fingerprint()), "it comes back should the worker die before the ack is sent");
        journal.doubt_ends();
        journal.forget(now + GRACE);
        assert!(journal.is_suspect(&bad.fingerprint()), "nor when the ack may be lost");
        journal.end(bad.fingerprint(), now);
        journal.forget(now + GRACE);
        assert!(!journal.is_suspect(&bad.fingerprint()));
        drop(journal);
        assert_eq!(open(folder.path()).suspects(), 0);
    }

    #[test]
    fn an_orderly_end_leaves_no_suspects() {
        let folder = tempfile::tempdir().expect("a folder");
        let journal = open(folder.path());
        let slot = journal.slot();
        slot.begin(&delivered("slow"));
        journal.close();
        drop((journal, slot));
        assert_eq!(open(folder.path()).suspects(), 0);
    }

    #[test]
    fn two_workers_in_one_folder_do_not_meet() {
        let folder = tempfile::tempdir().expect("a folder");
        let (first, second) = (open(folder.path()), open(folder.path()));
        let slot = first.slot();
        slot.begin(&delivered("first"));
        assert_eq!(second.suspects(), 0);
        drop(second);
        let second = open(folder.path());
        assert_eq!(second.suspects(), 1, "should the first one die now, the second one may get what it was at");
        second.end(delivered("first").fingerprint(), Instant::now());
        second.forget_all_ended();
        assert_eq!(second.suspects(), 0);
    }

    #[test]
    fn a_journal_that_cannot_be_written_is_told_and_not_missed() {
        let metrics = Metrics::default();
        let full = OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
        for journal in [Journal::on(Some(full), &metrics), Journal::open(Some(Path::new("/dev/null/folder")), &metrics)]
        {
            let slot = journal.slot();
            slot.begin(&delivered("any"));
            slot.end();
            assert_eq!(journal.suspects(), 0);
        }
        assert!(!metrics.encode().contains("quotewire_journal_errors_total 0"), "{}", metrics.encode());
    }

    #[test]
    fn a_file_full_of_anything_is_no_trouble() {
        let folder = tempfile::tempdir().expect("a folder");
        let junk: Vec<u8> = (0..SLOTS * SLOT).map(|index| MAGIC[index % 4]).collect();
        std::fs::write(folder.path().join("worker-0.journal"), junk).expect("written");
        let journal = open(folder.path());
        let slots: Vec<Slot> = (0..SLOTS + 3).map(|_| journal.slot()).collect();
        assert_eq!(slots.iter().filter(|slot| slot.index.is_some()).count(), SLOTS, "suspects give way to threads");
    }
}
