//! Shows every channel of the server, then each one that comes or goes, whichever application or dialplan it is in.
//!
//! Who calls it is shown with the arguments of `Stasis` and goes on in the dialplan:
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(channel-dump,one,two)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Playback(im-sorry)
//!  same => n,Hangup()
//! ```
//!
//! ```text
//! 0 channels are there
//! Channel Local/shown@default-00000000;1 is there:
//!   id         62694401-37b0-44e5-831b-db92b04d20cf
//!   state      Down
//!   created    2026-11-21T22:44:12.904+0000
//!   caller      <>
//!   connected   <>
//!   dialplan   shown@default,1
//!   account
//!   language   en
//!   variable   COLOUR = ""
//! Channel Local/shown@default-00000000;2 is there:
//!   id         62694401-37b0-44e5-831b-db92b04d20cf;2
//!   state      Ring
//!   (and so on)
//! Channel Local/shown@default-00000000;2 has entered our application: one, two
//! Channel Local/shown@default-00000000;2 just left our application
//! Channel Local/shown@default-00000000;1 is gone: 16 Normal Clearing
//! Channel Local/shown@default-00000000;2 is gone: 16 Normal Clearing
//! ```

mod setup;

use std::collections::HashMap;
use std::time::Duration;

use ari_generated::models::Channel;
use ari_generated::prelude::*;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (url, credentials) = setup::asterisk();
    let (ari, events) = Ari::connect(url, credentials).app("channel-dump").subscribe_all().await?;
    // Calls that enter the application are served beside it.
    let anywhere = ari.events();
    let grace = Duration::from_secs(5);
    let serving = events
        .serve(show)
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(setup::terminated(), grace, Parting::hang_up());
    tokio::select! {
        served = serving => served.map(drop),
        watched = watch(&ari, anywhere) => watched,
    }
}

pub(crate) async fn show(call: Call) -> Result<(), Error> {
    let name = setup::name(&call);
    let arguments = call.start().map(|it| it.args.join(", ")).unwrap_or_default();
    println!("Channel {name} has entered our application: {arguments}");
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });
    call.continue_in_dialplan().await
}

pub(crate) async fn watch(ari: &Ari, mut events: Events) -> Result<(), Error> {
    let mut known = Known::default();
    known.look(ari).await?;
    while let Some(delivery) = events.next().await {
        match delivery {
            Delivery::Event(Event::ChannelCreated(it)) => known.meet(&it.channel),
            // What ARI itself creates shows only when something happens to it.
            Delivery::Event(Event::ChannelDialplan(it)) => known.meet(&it.channel),
            Delivery::Event(Event::ChannelStateChange(it)) => known.meet(&it.channel),
            Delivery::Event(Event::StasisStart(it)) => known.meet(&it.channel),
            Delivery::Event(Event::ChannelDestroyed(it)) => {
                known.part(&it.channel.id, &format!("{} {}", it.cause, it.cause_txt));
            }
            // Events have passed while nobody listened.
            Delivery::Resynced(_) => known.look(ari).await?,
            _ => {}
        }
    }
    Ok(())
}

/// The names of the channels that were shown.
#[derive(Default)]
struct Known(HashMap<ChannelId, String>);

impl Known {
    /// Shows what is there and was not, and tells what is gone.
    async fn look(&mut self, ari: &Ari) -> Result<(), Error> {
        let channels = ari.channels().list().await?;
        let gone = self.0.keys().filter(|id| channels.iter().all(|it| it.id != **id)).cloned();
        gone.collect::<Vec<_>>().iter().for_each(|id| self.part(id, "unseen"));
        channels.iter().for_each(|it| self.meet(it));
        println!("{} channels are there", self.0.len());
        Ok(())
    }

    fn meet(&mut self, channel: &Channel) {
        if self.0.insert(channel.id.clone(), channel.name.to_string()).is_none() {
            dump(channel);
        }
    }

    fn part(&mut self, id: &ChannelId, why: &str) {
        if let Some(name) = self.0.remove(id) {
            println!("Channel {name} is gone: {why}");
        }
    }
}

fn dump(channel: &Channel) {
    let Channel { id, name, state, caller, connected, dialplan, creationtime, .. } = channel;
    println!("Channel {name} is there:");
    println!("  id         {id}");
    println!("  state      {state}");
    println!("  created    {creationtime}");
    println!("  caller     {} <{}>", caller.name, caller.number);
    println!("  connected  {} <{}>", connected.name, connected.number);
    let (context, exten, priority) = (&dialplan.context, &dialplan.exten, dialplan.priority);
    let application = dialplan.app_name.as_deref().unwrap_or_default();
    println!("  dialplan   {exten}@{context},{priority} {application}");
    println!("  account    {}", channel.accountcode);
    println!("  language   {}", channel.language);
    // Those that `channelvars` of ari.conf names.
    for (variable, value) in channel.channelvars.iter().flatten() {
        println!("  variable   {variable} = {value}");
    }
}
