//! How channels enter applications and leave them.

use crate::pbx::Pbx;
use crate::pbx::applications::Topic;
use crate::pbx::channel::Work;

impl Pbx {
    /// Enters an application; false where nobody is there for it.
    pub fn enter(&mut self, id: &str, application: &str, arguments: &[String]) -> bool {
        if !self.is_registered(application) {
            if self.awaits_session(id, application, arguments) {
                return true;
            }
            self.set_variable(id, "STASISSTATUS", "");
            self.set_variable(id, "STASISSTATUS", "FAILED");
            return false;
        }
        self.set_variable(id, "STASISSTATUS", "");
        self.begin_stay(id, application, arguments);
        true
    }

    /// Is in an application from now on.
    pub fn begin_stay(&mut self, id: &str, application: &str, arguments: &[String]) {
        let Some(channel) = self.channels.get_mut(id) else { return };
        channel.work = Work::Stasis { application: application.to_owned() };
        channel.arguments = arguments.to_vec();
        if let Some(it) = self.applications.get_mut(application) {
            it.takes_part(Topic::Channel(id.to_owned()));
        }
        self.tell_stasis("StasisStart", application, id, Some(arguments));
    }

    /// Is in its application no more.
    pub fn end_stay(&mut self, id: &str) {
        let Some(channel) = self.channels.get_mut(id) else { return };
        let Some(application) = channel.application().map(str::to_owned) else { return };
        channel.work = Work::Nothing;
        self.tell_stasis("StasisEnd", &application, id, None::<&()>);
        self.left_per_call(&application);
        self.parts(&application, &Topic::Channel(id.to_owned()));
    }

    /// An application has nothing more to do with something.
    pub fn parts(&mut self, application: &str, topic: &Topic) {
        if let Some(it) = self.applications.get_mut(application) {
            it.unsubscribe(topic);
        }
        self.forget_applications();
    }

    /// Leaves its application and goes on in the dialplan after it, wherever its place is.
    pub fn goes_back(&mut self, id: &str) {
        let Some(channel) = self.channels.get(id) else { return };
        let place = channel.place.clone();
        self.goes_to(id, &place.context, &place.exten, place.priority + 1);
    }

    /// Goes to a place in the dialplan, which runs it from now on.
    pub fn goes_to(&mut self, id: &str, context: &str, extension: &str, priority: u32) {
        self.stop_media(id);
        self.leave_bridge(id);
        self.end_stay(id);
        let Some(channel) = self.channels.get_mut(id) else { return };
        if channel.in_dialplan {
            self.set_variable(id, "STASISSTATUS", "SUCCESS");
            return self.run_at(id, context, Some(extension), priority);
        }
        if self.settings.dialplan.step(context, extension, priority).is_some() {
            channel.sent_to_dialplan = true;
            return self.run_at(id, context, Some(extension), priority);
        }
        self.set_variable(id, "STASISSTATUS", "SUCCESS");
        if let Some(channel) = self.channels.get_mut(id) {
            extension.clone_into(&mut channel.place.exten);
            context.clone_into(&mut channel.place.context);
            channel.place.priority = priority;
        }
        self.finish(id, 0);
    }

    /// Leaves for another application.
    pub fn moves(&mut self, id: &str, application: &str, arguments: &[String]) {
        let Some(from) = self.channels.get(id).and_then(|it| it.application()).map(str::to_owned)
        else {
            return;
        };
        if !self.is_registered(application) {
            let Some(channel) = self.channels.get(id) else { return };
            let frame = crate::pbx::frame::Frame::new("ApplicationMoveFailed", self.clock.stamp())
                .field("channel", &channel.shown(&self.settings.channel_variables))
                .field("destination", application)
                .field("args", arguments);
            self.tell_application(&from, &frame);
            return;
        }
        self.tell_stasis("StasisEnd", &from, id, None::<&()>);
        self.parts(&from, &Topic::Channel(id.to_owned()));
        if let Some(channel) = self.channels.get_mut(id) {
            channel.work = Work::Stasis { application: application.to_owned() };
            channel.arguments = arguments.to_vec();
        }
        if let Some(it) = self.applications.get_mut(application) {
            it.takes_part(Topic::Channel(id.to_owned()));
        }
        self.tell_stasis("StasisStart", application, id, Some(arguments));
    }

    /// Nobody claimed a call in time.
    pub fn unclaimed(&mut self, id: &str) {
        if let Some(channel) = self.channels.get_mut(id) {
            channel.work = Work::Nothing;
            self.set_variable(id, "STASISSTATUS", "TIMEOUT");
            self.next_step(id);
        }
    }
}
