//! Who wants what: consumers by the thing and by the kind of event they asked about; decides nothing else.

use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hashbrown::{Equivalent, HashMap};

use crate::Text;
use crate::delivery::consumer::Consumer;
use crate::event::{ApiEvent, Subject};

/// What a consumer asked for: the events about a thing or about all, of some kinds or of all.
#[derive(Clone, Debug)]
pub(crate) struct Interest<K> {
    pub(crate) about: Option<About>,
    /// `None` for all, unknown ones included.
    pub(crate) kinds: Option<Vec<K>>,
    /// A kind besides that is not known, by its name.
    pub(crate) name: Option<Text>,
}

impl<K> Interest<K> {
    /// In the events about a thing.
    pub(crate) fn in_thing(about: About, kinds: Option<Vec<K>>) -> Self {
        Self { about: Some(about), kinds, name: None }
    }
}

impl<K: PartialEq> Interest<K> {
    pub(crate) fn wants(&self, kind: Option<K>) -> bool {
        match (&self.kinds, kind) {
            (None, _) => true,
            (Some(kinds), Some(kind)) => kinds.contains(&kind),
            (Some(_), None) => false,
        }
    }
}

/// A thing in Asterisk, kept.
#[derive(Clone, Debug)]
pub(crate) struct About {
    pub(crate) kind: Text,
    pub(crate) id: Text,
    pub(crate) group: Text,
}

impl About {
    pub(crate) fn new(kind: &str, group: &str, id: &str) -> Self {
        Self { kind: Text::new(kind), id: Text::new(id), group: Text::new(group) }
    }

    pub(crate) fn subject(&self) -> Subject<'_> {
        Subject::new(&self.kind, &self.id).within(&self.group)
    }

    /// Does a frame hold its id, however it is written? What holds it not is not about the thing.
    pub(crate) fn is_named_in(&self, frame: &str) -> bool {
        frame.contains(&serde_json::Value::from(self.id.as_str()).to_string())
    }
}

impl From<Subject<'_>> for About {
    fn from(it: Subject<'_>) -> Self {
        Self::new(it.kind, it.group, it.id)
    }
}

impl PartialEq for About {
    fn eq(&self, other: &Self) -> bool {
        self.subject() == other.subject()
    }
}

impl Eq for About {}

impl Hash for About {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.subject().hash(state);
    }
}

impl Equivalent<About> for Subject<'_> {
    fn equivalent(&self, key: &About) -> bool {
        *self == key.subject()
    }
}

/// A consumer with what it asked for.
pub(crate) struct Entry<E: ApiEvent> {
    pub(crate) consumer: Arc<dyn Consumer<E>>,
    pub(crate) interest: Interest<E::Kind>,
    /// What took the place of the thing that it asked about, if something did.
    moved: Mutex<Option<Box<About>>>,
    /// The connection during which it came.
    pub(crate) generation: u64,
    /// An event about its thing was seen, so the thing has existed.
    pub(crate) seen: AtomicBool,
    /// The last thing it heard, so that it hears nothing twice.
    heard: AtomicU64,
}

impl<E: ApiEvent> Entry<E> {
    pub(crate) fn new(
        consumer: Arc<dyn Consumer<E>>,
        interest: Interest<E::Kind>,
        generation: u64,
    ) -> Arc<Self> {
        let (seen, heard) = (AtomicBool::new(false), AtomicU64::new(0));
        Arc::new(Self { consumer, interest, moved: Mutex::default(), generation, seen, heard })
    }

    /// The thing that it hears of.
    pub(crate) fn about(&self) -> Option<About> {
        self.moved().as_deref().cloned().or_else(|| self.interest.about.clone())
    }

    fn moved(&self) -> MutexGuard<'_, Option<Box<About>>> {
        self.moved.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Is this its first sight of what has this number?
    pub(crate) fn first(&self, number: u64) -> bool {
        // The hub's lock orders these.
        self.heard.swap(number, Ordering::Relaxed) != number
    }
}

type Entries<E> = Vec<Arc<Entry<E>>>;

/// All consumers.
pub(crate) struct Index<E: ApiEvent> {
    everything: Entries<E>,
    kinds: HashMap<E::Kind, Entries<E>>,
    /// Those who want a kind that is not known.
    names: HashMap<Text, Entries<E>>,
    things: HashMap<About, Entries<E>>,
    /// How many entries want all kinds, and how many each.
    any: usize,
    wanted: HashMap<E::Kind, usize>,
}

impl<E: ApiEvent> Default for Index<E> {
    fn default() -> Self {
        Self {
            everything: Vec::new(),
            kinds: HashMap::new(),
            names: HashMap::new(),
            things: HashMap::new(),
            any: 0,
            wanted: HashMap::new(),
        }
    }
}

impl<E: ApiEvent> Index<E> {
    pub(crate) fn add(&mut self, entry: &Arc<Entry<E>>) {
        match &entry.interest.kinds {
            None => self.any += 1,
            Some(kinds) => kinds.iter().for_each(|it| *self.wanted.entry(*it).or_default() += 1),
        }
        match (entry.about(), &entry.interest.kinds) {
            (Some(about), _) => self.things.entry(about).or_default().push(entry.clone()),
            (None, None) => self.everything.push(entry.clone()),
            (None, Some(kinds)) => {
                for kind in kinds {
                    self.kinds.entry(*kind).or_default().push(entry.clone());
                }
                if let Some(name) = &entry.interest.name {
                    self.names.entry(name.clone()).or_default().push(entry.clone());
                }
            }
        }
    }

    /// Tells whether it was there.
    pub(crate) fn remove(&mut self, entry: &Arc<Entry<E>>) -> bool {
        let removed = match (entry.about(), &entry.interest.kinds) {
            (Some(about), _) => remove_from(&mut self.things, &about, entry),
            (None, None) => take(&mut self.everything, entry),
            (None, Some(kinds)) => {
                let mut found = false;
                for kind in kinds {
                    if let Some(entries) = self.kinds.get_mut(kind) {
                        found |= take(entries, entry);
                        if entries.is_empty() {
                            self.kinds.remove(kind);
                        }
                    }
                }
                if let Some(name) = &entry.interest.name
                    && let Some(entries) = self.names.get_mut(name)
                {
                    found |= take(entries, entry);
                    if entries.is_empty() {
                        self.names.remove(name);
                    }
                }
                found
            }
        };
        if removed {
            self.forget_kinds(entry);
        }
        removed
    }

    fn forget_kinds(&mut self, entry: &Entry<E>) {
        match &entry.interest.kinds {
            None => self.any -= 1,
            Some(kinds) => {
                for kind in kinds {
                    if let Some(count) = self.wanted.get_mut(kind) {
                        *count -= 1;
                        if *count == 0 {
                            self.wanted.remove(kind);
                        }
                    }
                }
            }
        }
    }

    /// Takes out everyone who asked about a thing.
    pub(crate) fn remove_thing(&mut self, subject: Subject<'_>) -> Entries<E> {
        let entries = self.things.remove(&subject).unwrap_or_default();
        entries.iter().for_each(|it| self.forget_kinds(it));
        entries
    }

    /// Has those who asked about a thing, and want to, hear of another from now on.
    pub(crate) fn rename(
        &mut self,
        old: &Subject<'_>,
        new: &About,
        moves: impl Fn(&dyn Consumer<E>) -> bool,
    ) {
        let Some(entries) = self.things.remove(old) else { return };
        let (gone, stay): (Entries<E>, Entries<E>) =
            entries.into_iter().partition(|it| moves(&*it.consumer));
        if let Some(about) = stay.first().and_then(|it| it.about()) {
            self.things.insert(about, stay);
        }
        for entry in gone {
            *entry.moved() = Some(Box::new(new.clone()));
            self.things.entry(new.clone()).or_default().push(entry);
        }
    }

    /// Could anyone want an event of this kind, which has this name?
    pub(crate) fn wants(&self, kind: Option<E::Kind>, name: Option<&str>) -> bool {
        self.any > 0
            || match kind {
                Some(kind) => self.wanted.contains_key(&kind),
                None => name.is_some_and(|it| self.names.contains_key(it)),
            }
    }

    /// Who wants a kind, which has this name, or everything, whatever it is about.
    pub(crate) fn at_large(
        &self,
        kind: Option<E::Kind>,
        name: Option<&str>,
    ) -> impl Iterator<Item = &Arc<Entry<E>>> {
        let of_kind = match kind {
            Some(kind) => self.kinds.get(&kind),
            None => name.and_then(|it| self.names.get(it)),
        };
        self.everything.iter().chain(of_kind.into_iter().flatten())
    }

    /// Who asked about a thing.
    pub(crate) fn about(&self, subject: &Subject<'_>) -> &[Arc<Entry<E>>] {
        self.things.get(subject).map(Vec::as_slice).unwrap_or_default()
    }

    /// Who asked about any thing.
    pub(crate) fn things(&self) -> impl Iterator<Item = (&About, &Arc<Entry<E>>)> {
        self.things.iter().flat_map(|(about, them)| them.iter().map(move |it| (about, it)))
    }

    /// Everyone; who asked for several kinds comes several times.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Arc<Entry<E>>> {
        let of_kinds = self.kinds.values().chain(self.names.values()).flatten();
        self.everything.iter().chain(of_kinds).chain(self.things.values().flatten())
    }
}

fn remove_from<E: ApiEvent>(
    things: &mut HashMap<About, Entries<E>>,
    about: &About,
    entry: &Arc<Entry<E>>,
) -> bool {
    let Some(entries) = things.get_mut(about) else { return false };
    let found = take(entries, entry);
    if entries.is_empty() {
        things.remove(about);
    }
    found
}

fn take<E: ApiEvent>(entries: &mut Entries<E>, entry: &Arc<Entry<E>>) -> bool {
    match entries.iter().position(|it| Arc::ptr_eq(it, entry)) {
        Some(place) => {
            entries.remove(place);
            true
        }
        None => false,
    }
}
