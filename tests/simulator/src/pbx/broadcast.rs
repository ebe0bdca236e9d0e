//! Calls that are offered to several applications, of which one claims it.

use std::time::Duration;

use regex::Regex;

use crate::pbx::channel::Work;
use crate::pbx::frame::Frame;
use crate::pbx::{Alarm, Pbx};

/// How long an offer lasts unless the dialplan says so.
const USUAL: u64 = 500;

/// The longest that an offer may last.
const LONGEST: u64 = 60_000;

/// An offer of a call.
#[derive(Clone, Debug)]
pub(crate) struct Broadcast {
    /// What the winner is told.
    arguments: Vec<String>,
    /// Which applications are told.
    filter: Option<Regex>,
    /// They are told who won, too.
    tells_winner: bool,
    winner: Option<String>,
}

/// What became of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    Won,
    Lost,
    /// Nobody offers such a call.
    Nothing,
}

impl Pbx {
    /// `StasisBroadcast(milliseconds,filter,one:two,yes)`; true, as the offer stands even where nobody hears of it.
    pub fn starts_broadcast(&mut self, id: &str, data: &str) -> bool {
        let mut parts = data.splitn(4, ',').map(str::trim);
        let milliseconds = parts.next().and_then(|it| it.parse().ok());
        let milliseconds = milliseconds.filter(|it| *it <= LONGEST).unwrap_or(USUAL);
        // A filter that cannot be read keeps nobody out.
        let filter = parts.next().filter(|it| !it.is_empty()).and_then(|it| Regex::new(it).ok());
        let arguments = parts.next().filter(|it| !it.is_empty());
        let arguments = arguments.map(|it| it.split(':').map(str::to_owned).collect());
        let yes = ["yes", "true", "y", "t", "1", "on"];
        let tells_winner =
            parts.next().is_some_and(|it| yes.contains(&it.to_ascii_lowercase().as_str()));
        self.set_variable(id, "STASISSTATUS", "");
        let offer = Broadcast {
            arguments: arguments.unwrap_or_default(),
            filter,
            tells_winner,
            winner: None,
        };
        let alarm = Alarm::Unclaimed(id.to_owned());
        let alarm = self.alarms.set(Duration::from_millis(milliseconds), alarm);
        let Some(channel) = self.channels.get_mut(id) else { return false };
        channel.work = Work::Broadcast { alarm };
        let frame = Frame::new("CallBroadcast", self.clock.stamp())
            .field("channel", &channel.shown(&self.settings.channel_variables))
            .field("caller", &channel.caller.number)
            .field("called", &channel.place.exten);
        self.tell_offered(&offer, &frame);
        self.broadcasts.insert(id.to_owned(), offer);
        true
    }

    /// An application claims a call. It need not be there: then the call is lost to all.
    pub fn claim(&mut self, id: &str, application: &str) -> Claim {
        let Some(channel) = self.channels.get(id) else { return Claim::Nothing };
        let Some(offer) = self.broadcasts.get_mut(id) else { return Claim::Nothing };
        let alarm = match (&channel.work, &offer.winner) {
            (Work::Broadcast { alarm }, None) => *alarm,
            // As long as the winner has it.
            (Work::Stasis { .. }, Some(_)) if channel.place.app_name == "StasisBroadcast" => {
                return Claim::Lost;
            }
            _ => return Claim::Nothing,
        };
        offer.winner = Some(application.to_owned());
        let offer = offer.clone();
        self.alarms.cancel(alarm);
        if offer.tells_winner {
            let frame = Frame::new("CallClaimed", self.clock.stamp())
                .field("channel", &channel.shown(&self.settings.channel_variables))
                .field("winner_app", application);
            self.tell_offered(&offer, &frame);
        }
        if self.is_registered(application) {
            self.begin_stay(id, application, &offer.arguments);
        } else {
            self.set_variable(id, "STASISSTATUS", "FAILED");
            self.next_step(id);
        }
        Claim::Won
    }

    /// Tells the applications that a call is offered to.
    fn tell_offered(&mut self, offer: &Broadcast, frame: &Frame) {
        let is_offered = |name: &str| offer.filter.as_ref().is_none_or(|it| it.is_match(name));
        let names: Vec<String> =
            self.applications.keys().filter(|it| is_offered(it)).cloned().collect();
        for name in names {
            self.tell_application(&name, frame);
        }
    }
}
