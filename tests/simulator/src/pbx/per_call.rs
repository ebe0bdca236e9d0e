//! Websockets that are dialled for one call each: a call waits for its own, and the websocket ends after the call.

use std::time::Duration;

use tokio::sync::mpsc;

use crate::asterisk::{OUTBOX, Outgoing, SessionId};
use crate::pbx::applications::Session;
use crate::pbx::channel::{Step, Work};
use crate::pbx::{Alarm, Pbx};
use crate::wire::PerCall;

/// How long a websocket stays after its call.
const AFTERWARDS: Duration = Duration::from_secs(3);

/// Who dials for these applications.
#[derive(Debug)]
pub(super) struct Doorway {
    applications: Vec<String>,
    subscribe_all: bool,
    asks: mpsc::Sender<PerCall>,
}

/// A call that waits for its websocket.
#[derive(Debug)]
pub(super) struct Awaited {
    channel: String,
    application: String,
    arguments: Vec<String>,
}

impl Pbx {
    /// Calls for these applications get a websocket of their own.
    pub fn connect_per_call(
        &mut self,
        applications: &[String],
        subscribe_all: bool,
        asks: &mpsc::Sender<PerCall>,
    ) {
        let (applications, asks) = (applications.to_vec(), asks.clone());
        self.per_call.push(Doorway { applications, subscribe_all, asks });
    }

    /// Asks for a websocket for a call; false where nobody dials for its application.
    pub fn awaits_session(&mut self, id: &str, application: &str, arguments: &[String]) -> bool {
        let serves = |it: &&Doorway| it.applications.iter().any(|name| name == application);
        let Some(doorway) = self.per_call.iter().find(serves) else { return false };
        let Some(channel) = self.channels.get(id) else { return false };
        let name = format!("{application}:{}", channel.name);
        let (asks, subscribe_all) = (doorway.asks.clone(), doorway.subscribe_all);
        let (outbox, receiver) = mpsc::channel(OUTBOX);
        let sender = outbox.downgrade();
        let session = Session { applications: vec![name.clone()], outbox, outbound: true };
        let session = self.open_session(subscribe_all, session);
        let ask = PerCall { session, application: name.clone(), outbox: receiver, sender };
        if asks.try_send(ask).is_err() {
            self.close_session(session);
            return false;
        }
        let arguments = arguments.to_vec();
        let awaited = Awaited { channel: id.to_owned(), application: name, arguments };
        self.awaited.insert(session, awaited);
        if let Some(channel) = self.channels.get_mut(id) {
            channel.work = Work::Step(Step::Forever);
        }
        true
    }

    /// An outbound websocket is connected: it learns its applications, and the call that waited for it enters.
    pub fn outbound_connected(&mut self, session: SessionId) {
        let Some(of) = self.sessions.get(&session) else { return };
        for name in of.applications.clone() {
            self.tell_session("ApplicationRegistered", session, &name);
        }
        if let Some(awaited) = self.awaited.remove(&session)
            && self.channels.contains_key(&awaited.channel)
        {
            self.set_variable(&awaited.channel, "STASISSTATUS", "");
            self.begin_stay(&awaited.channel, &awaited.application, &awaited.arguments);
        }
    }

    /// The websocket of a call cannot be had, and the dialplan goes on.
    pub fn outbound_failed(&mut self, session: SessionId) {
        let Some(awaited) = self.awaited.remove(&session) else { return };
        let Some(channel) = self.channels.get_mut(&awaited.channel) else { return };
        channel.work = Work::Nothing;
        let in_dialplan = channel.in_dialplan;
        self.set_variable(&awaited.channel, "STASISSTATUS", "FAILED");
        match in_dialplan {
            true => self.next_step(&awaited.channel),
            false => self.finish(&awaited.channel, 0),
        }
    }

    /// A call has left its application: a websocket of its own ends some time later.
    pub fn left_per_call(&mut self, application: &str) {
        if !application.contains(':') {
            return;
        }
        let session = self.applications.get(application).and_then(|it| it.session);
        let own = |it: &SessionId| self.sessions.get(it).is_some_and(|it| it.outbound);
        if let Some(session) = session.filter(own) {
            self.alarms.set(AFTERWARDS, Alarm::Over(session));
        }
    }

    /// Ends the websocket of a call that is over.
    pub fn close_per_call(&mut self, session: SessionId) {
        if let Some(of) = self.sessions.get(&session) {
            // A full outbox: it ends when that is dropped.
            let _ = of.outbox.try_send(Outgoing::Close);
        }
        self.close_session(session);
    }
}
