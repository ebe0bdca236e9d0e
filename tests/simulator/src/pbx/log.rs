//! What applications asked and were told, in order, as far back as it is kept. It does not know what any of it means.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::message::{Content, Reply, Request};

/// How many requests and events are kept unless said otherwise; the oldest give way.
pub(crate) const KEPT: usize = 20_000;

/// The log.
#[derive(Debug)]
pub(crate) struct Log {
    began: Instant,
    entries: VecDeque<Arc<Entry>>,
    most: usize,
    dropped: u64,
}

/// Something that was asked or told.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Since the simulator began.
    pub at: Duration,
    pub what: What,
}

#[derive(Clone, Debug)]
pub(crate) enum What {
    Asked {
        request: Request,
        /// Status and text.
        reply: Option<(u16, String)>,
    },
    Told {
        application: String,
        kind: &'static str,
        text: String,
    },
}

/// Everything that is kept, as of now.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    pub entries: Vec<Arc<Entry>>,
    pub dropped: u64,
}

impl Log {
    pub fn new(most: usize) -> Self {
        Self { began: Instant::now(), entries: VecDeque::new(), most: most.max(1), dropped: 0 }
    }

    /// A request has come; what it leads to comes after it.
    pub fn asked(&mut self, request: &Request) -> u64 {
        self.push(What::Asked { request: request.clone(), reply: None });
        self.dropped + self.entries.len() as u64 - 1
    }

    /// The request of this number has its reply.
    pub fn replied(&mut self, number: u64, to: &Reply) {
        let place = number.checked_sub(self.dropped).and_then(|it| usize::try_from(it).ok());
        let Some(entry) = place.and_then(|it| self.entries.get_mut(it)) else { return };
        if let What::Asked { reply, .. } = &mut Arc::make_mut(entry).what {
            let text = match &to.content {
                Content::Json(text) | Content::Html(text) => text.clone(),
                Content::Nothing | Content::Bytes { .. } => String::new(),
            };
            *reply = Some((to.status, text));
        }
    }

    /// An application is told of something.
    pub fn told(&mut self, application: &str, kind: &'static str, text: &str) {
        let (application, text) = (application.to_owned(), text.to_owned());
        self.push(What::Told { application, kind, text });
    }

    fn push(&mut self, what: What) {
        if self.entries.len() == self.most {
            self.entries.pop_front();
            self.dropped += 1;
        }
        self.entries.push_back(Arc::new(Entry { at: self.began.elapsed(), what }));
    }

    pub fn kept(&self) -> Kept {
        Kept { entries: self.entries.iter().cloned().collect(), dropped: self.dropped }
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT, Log, What};
    use crate::message::{Reply, Request};

    #[tokio::test]
    async fn the_oldest_give_way_and_replies_find_their_requests() {
        let mut log = Log::new(KEPT);
        let lost = log.asked(&Request::default());
        for _ in 0..KEPT {
            log.told("ivr", "StasisStart", "{}");
        }
        log.replied(lost, &Reply::done());
        let last = log.asked(&Request::default());
        log.told("ivr", "StasisEnd", "{}");
        log.replied(last, &Reply::failed(404, "gone"));
        let kept = log.kept();
        assert_eq!((kept.entries.len(), kept.dropped), (KEPT, 3));
        let What::Asked { reply: Some((404, text)), .. } = &kept.entries[KEPT - 2].what else {
            panic!("{:?}", kept.entries[KEPT - 2]);
        };
        assert_eq!(text, r#"{"message":"gone"}"#);
    }
}
