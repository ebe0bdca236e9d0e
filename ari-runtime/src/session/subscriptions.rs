//! What the program itself had its applications hear of, so that what Asterisk forgets is asked for again; sends nothing.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};

use crate::Text;
use crate::delivery::hub::Hub;
use crate::event::ApiEvent;
use crate::request::witness::{Intent, Outcome, Witness};

/// Subscriptions and filters of this client's requests, by application.
pub(crate) struct Subscriptions<E: ApiEvent> {
    hub: Arc<Hub<E>>,
    wishes: Mutex<HashMap<Text, Wishes>>,
}

/// What one application is to hear of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wishes {
    /// Event sources, and how often each was subscribed: Asterisk counts too.
    pub(crate) sources: HashMap<Text, usize>,
    pub(crate) filter: Option<Map<String, Value>>,
}

impl<E: ApiEvent> Subscriptions<E> {
    pub(crate) fn new(hub: Arc<Hub<E>>) -> Self {
        Self { hub, wishes: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Text, Wishes>> {
        self.wishes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn of(&self, application: &str) -> Wishes {
        self.lock().get(application).cloned().unwrap_or_default()
    }

    /// What it names exists no more.
    pub(crate) fn forget(&self, application: &str, source: &str) {
        if let Some(wishes) = self.lock().get_mut(application) {
            wishes.sources.remove(source);
        }
    }
}

impl<E: ApiEvent> Witness for Subscriptions<E> {
    fn settled(&self, intent: &Intent, outcome: Outcome) {
        // What may have been done counts: to hear of too much loses nothing.
        match (intent, outcome) {
            (Intent::Listens { application, sources }, Outcome::Done | Outcome::Unknown) => {
                let mut all = self.lock();
                let wishes = all.entry(application.clone()).or_default();
                for source in sources {
                    *wishes.sources.entry(source.clone()).or_default() += 1;
                }
                drop(all);
                let operations = self.hub.session().application_operations();
                for source in sources {
                    if let Some((sort, id)) = operations.and_then(|it| it.sort_of(source)) {
                        self.hub.subscribed(sort.subject(), id.is_empty());
                    }
                }
            }
            (Intent::Ignores { application, sources }, Outcome::Done) => {
                if let Some(wishes) = self.lock().get_mut(application) {
                    for source in sources {
                        let count = wishes.sources.entry(source.clone()).or_default();
                        *count = count.saturating_sub(1);
                    }
                    wishes.sources.retain(|_, count| *count > 0);
                }
            }
            (Intent::Filters { application, filter }, Outcome::Done) => {
                self.lock().entry(application.clone()).or_default().filter.clone_from(filter);
            }
            _ => {}
        }
    }
}
