//! Applications: who is connected for them, what they have subscribed to, and what reaches them.

use std::collections::BTreeMap;

use serde::Serialize;
use tokio::sync::mpsc;

use crate::asterisk::{Outgoing, SessionId};
use crate::message::text;
use crate::pbx::frame::Frame;
use crate::pbx::{ASTERISK_ID, Pbx};

/// Something that happens to be told of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Topic {
    Channel(String),
    Bridge(String),
    /// `PJSIP/alice`, or a technology.
    Endpoint(String),
    Device(String),
    AllChannels,
    AllBridges,
    AllEndpoints,
    AllDevices,
}

impl Topic {
    /// Everything of the kind.
    pub fn everything(&self) -> Self {
        match self {
            Self::Channel(_) | Self::AllChannels => Self::AllChannels,
            Self::Bridge(_) | Self::AllBridges => Self::AllBridges,
            Self::Endpoint(_) | Self::AllEndpoints => Self::AllEndpoints,
            Self::Device(_) | Self::AllDevices => Self::AllDevices,
        }
    }
}

/// An application.
#[derive(Debug, Default)]
pub(crate) struct Application {
    /// Who is connected; nobody where it outlives its connection.
    pub session: Option<SessionId>,
    /// How often it has subscribed to what.
    pub topics: BTreeMap<Topic, u32>,
    pub allowed: Vec<serde_json::Value>,
    pub disallowed: Vec<serde_json::Value>,
}

/// An event websocket.
#[derive(Debug)]
pub(crate) struct Session {
    pub applications: Vec<String>,
    pub outbox: mpsc::Sender<Outgoing>,
    /// Asterisk dials it, and keeps it while it is not connected.
    pub outbound: bool,
}

impl Application {
    /// Is it told of events of this kind?
    pub fn hears(&self, kind: &str) -> bool {
        let lists = |list: &[serde_json::Value]| list.iter().any(|it| it["type"] == kind);
        (self.allowed.is_empty() || lists(&self.allowed)) && !lists(&self.disallowed)
    }

    /// Subscribes once more, unless it is told of everything of the kind. Devices are not counted.
    pub fn subscribe(&mut self, topic: Topic) {
        if self.topics.contains_key(&topic.everything()) {
            return;
        }
        let is_device = matches!(topic, Topic::Device(_));
        let times = self.topics.entry(topic).or_default();
        *times = if is_device { 1 } else { *times + 1 };
    }

    /// Subscribes to what it has to do with.
    pub fn takes_part(&mut self, topic: Topic) {
        self.subscribe(topic);
    }

    /// Takes back one subscription; false where there is none.
    pub fn unsubscribe(&mut self, topic: &Topic) -> bool {
        match self.topics.get_mut(topic) {
            Some(times) if *times > 1 => *times -= 1,
            Some(_) => drop(self.topics.remove(topic)),
            None => return false,
        }
        true
    }

    /// Nobody is connected any more: what it was told of everything is over, and only that.
    fn deactivate(&mut self) {
        self.session = None;
        self.topics.retain(|it, _| *it != it.everything());
    }

    /// Nobody is connected and it has nothing left to live for; a device is nothing to live for.
    fn is_over(&self) -> bool {
        self.session.is_none() && self.topics.keys().all(|it| matches!(it, Topic::Device(_)))
    }
}

impl Pbx {
    /// Tells everybody who has subscribed to one of these topics, once for each.
    pub fn tell(&mut self, topics: &[Topic], frame: &Frame) {
        let mut full = Vec::new();
        for (name, application) in &self.applications {
            let Some(session) = application.session else { continue };
            let copies = topics.iter().filter(|it| application.topics.contains_key(it)).count();
            if copies == 0 || !application.hears(frame.kind) {
                continue;
            }
            let text = frame.to(name, ASTERISK_ID);
            for _ in 0..copies {
                self.log.told(name, frame.kind, &text);
                full.extend(self.send(session, text.clone()));
            }
        }
        for session in full {
            self.cut(session);
        }
    }

    /// Has anybody subscribed to one of these topics?
    pub fn has_listener(&self, topics: &[Topic]) -> bool {
        let hears = |it: &Application| topics.iter().any(|topic| it.topics.contains_key(topic));
        self.applications.values().any(hears)
    }

    /// Tells one application, whatever it has subscribed to.
    pub fn tell_application(&mut self, name: &str, frame: &Frame) {
        let Some(application) = self.applications.get(name) else { return };
        if !application.hears(frame.kind) {
            return;
        }
        let Some(session) = application.session else { return };
        let text = frame.to(name, ASTERISK_ID);
        self.log.told(name, frame.kind, &text);
        if let Some(full) = self.send(session, text) {
            self.cut(full);
        }
    }

    /// Sends to a websocket; names it where it does not read.
    fn send(&self, session: SessionId, text: String) -> Option<SessionId> {
        let session_of = self.sessions.get(&session)?;
        let refused = session_of.outbox.try_send(Outgoing::Frame(text)).is_err();
        (refused && !session_of.outbound).then_some(session)
    }

    /// Ends a websocket whose reader is too slow, without another word.
    fn cut(&mut self, session: SessionId) {
        self.close_session(session);
    }

    /// A websocket opens for these applications, and takes them from whoever had them.
    pub fn open_session(&mut self, subscribe_all: bool, session: Session) -> SessionId {
        let id = self.next_session();
        let applications = session.applications.clone();
        self.forget_applications();
        self.sessions.insert(id, session);
        for name in &applications {
            let before = self.applications.get_mut(name).and_then(|it| it.session.replace(id));
            if let Some(before) = before {
                self.tell_session("ApplicationReplaced", before, name);
            }
            // One that is there already does not get subscriptions.
            self.applications.entry(name.clone()).or_insert_with(|| {
                let mut application = Application { session: Some(id), ..Application::default() };
                if subscribe_all {
                    for topic in [
                        Topic::AllChannels,
                        Topic::AllBridges,
                        Topic::AllEndpoints,
                        Topic::AllDevices,
                    ] {
                        application.subscribe(topic);
                    }
                }
                application
            });
        }
        id
    }

    fn next_session(&mut self) -> SessionId {
        self.last_session += 1;
        SessionId(self.last_session)
    }

    /// Tells a websocket what becomes of an application.
    pub fn tell_session(&mut self, kind: &'static str, session: SessionId, application: &str) {
        let frame = Frame::new(kind, self.clock.stamp());
        let text = frame.of(application, ASTERISK_ID);
        self.log.told(application, kind, &text);
        if let Some(full) = self.send(session, text) {
            self.cut(full);
        }
    }

    /// Takes an application from its websocket, as a second client would that is not seen any further.
    pub fn take_application(&mut self, name: &str) -> bool {
        // Nobody has a session of this id, so that what is sent there is gone.
        let taker = self.next_session();
        let Some(application) = self.applications.get_mut(name) else { return false };
        let Some(before) = application.session.replace(taker) else { return false };
        self.tell_session("ApplicationReplaced", before, name);
        true
    }

    /// Sends a response to a request that came over a websocket, through the filter of its first application.
    pub fn respond(&mut self, session: SessionId, response: &impl Serialize) {
        #[derive(Serialize)]
        struct Sent<'a, R> {
            #[serde(flatten)]
            response: &'a R,
            application: &'a str,
            timestamp: String,
            asterisk_id: &'static str,
        }
        let Some(of) = self.sessions.get(&session) else { return };
        let application = of.applications.first().cloned().unwrap_or_default();
        if self.applications.get(&application).is_some_and(|it| !it.hears("RESTResponse")) {
            return;
        }
        let sent = Sent {
            response,
            application: &application,
            timestamp: self.clock.stamp(),
            asterisk_id: ASTERISK_ID,
        };
        if let Some(full) = self.send(session, text(&sent)) {
            self.cut(full);
        }
    }

    /// A websocket is closed: its applications stay as long as they have something to live for.
    pub fn close_session(&mut self, id: SessionId) {
        let Some(session) = self.sessions.remove(&id) else { return };
        for name in &session.applications {
            if let Some(application) = self.applications.get_mut(name)
                && application.session == Some(id)
            {
                application.deactivate();
            }
        }
        self.forget_applications();
    }

    /// Removes applications that have nothing left to live for. Asterisk looks for them only when a websocket opens or
    /// closes and when a channel leaves an application.
    pub fn forget_applications(&mut self) {
        self.applications.retain(|_, it| !it.is_over());
    }

    /// Removes what vanished from every application's subscriptions.
    pub fn forget_topic(&mut self, topic: &Topic) {
        for application in self.applications.values_mut() {
            application.topics.remove(topic);
        }
        if let Topic::Channel(id) = topic {
            self.broadcasts.remove(id);
        }
    }

    /// Is somebody connected for the application?
    pub fn is_registered(&self, name: &str) -> bool {
        self.applications.get(name).is_some_and(|it| it.session.is_some())
    }
}
