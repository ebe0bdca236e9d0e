//! A queue that claims no more calls than it has agents for; others of its kind, or the dialplan, take the rest.
//!
//! Agents call in and wait with music. A call that the dialplan offers is claimed if an agent is free, and is connected with
//! the one who has waited longest; who is left over when they have talked waits on, an agent for the next caller. The
//! argument names the application. Needs Asterisk 20.20, 22.10, 23.4 or later.
//!
//! ```text
//! exten => 2000,1,StasisBroadcast(2000,queue)
//!  same => n,GotoIf($["${STASISSTATUS}" = "TIMEOUT"]?sorry)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Playback(vm-nobodyavail)
//!  same => n,Hangup()
//! exten => 2001,1,Stasis(queue-with-claim,agent)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Playback(im-sorry)
//!  same => n,Hangup()
//! ```
//!
//! What it printed when a caller came before there was an agent, and another one after:
//!
//! ```text
//! Nobody is free for Local/2000@default-00000002;2
//! Agent Local/2002@default-00000003;2 has entered the application
//! Caller Local/2000@default-00000004;2 has entered the application
//! Caller Local/2000@default-00000004;2 talks with agent Local/2002@default-00000003;2
//! Channel Local/2000@default-00000004;2 just left our application
//! Agent Local/2002@default-00000003;2 waits again
//! ```

mod setup;

use std::collections::HashMap;
use std::env;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ari_generated::prelude::*;
use ari_generated::{Claim, Keeper, Lot};
use tokio::time::sleep;

/// The agents who wait, and those who are promised to callers.
pub(crate) struct Queue {
    agents: Lot,
    promised: Mutex<HashMap<ChannelId, Keeper>>,
}

impl Queue {
    pub(crate) async fn new(ari: &Ari) -> Result<Self, Error> {
        Ok(Self { agents: ari.lot().await?, promised: Mutex::default() })
    }

    fn promised(&self) -> MutexGuard<'_, HashMap<ChannelId, Keeper>> {
        self.promised.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the agent waits again; who has left does not.
    async fn waits_again(&self, agent: &Call) -> Result<bool, Error> {
        match self.agents.park(agent).await {
            Err(error) if error.kind() == ErrorKind::Left => Ok(false),
            parked => parked.map(|()| true),
        }
    }

    /// Who was promised to a caller waits again.
    async fn give_back(&self, caller: &ChannelId) {
        let agent = self.promised().remove(caller);
        if let Some(agent) = agent
            && let Err(error) = self.waits_again(&agent.call()).await
        {
            eprintln!("Agent {}: {error}", agent.call().id());
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (url, credentials) = setup::asterisk();
    let application = env::args().nth(1).unwrap_or_else(|| "queue-with-claim".to_owned());
    let (ari, events) = Ari::connect(url, credentials).app(application).await?;
    let queue = Arc::new(Queue::new(&ari).await?);
    let claiming = tokio::spawn(claim_calls(ari.clone(), queue.clone()));
    // Whoever leaves claims nothing more.
    let leaves = async move {
        setup::terminated().await;
        claiming.abort();
    };
    let grace = Duration::from_secs(5);
    events
        .serve(move |call| take(call, queue.clone()))
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(leaves, grace, Parting::hang_up())
        .await?;
    Ok(())
}

pub(crate) async fn claim_calls(ari: Ari, queue: Arc<Queue>) {
    let mut offers = ari.events_of([EventKind::CallBroadcast]);
    while let Some(delivery) = offers.next().await {
        let Delivery::Event(Event::CallBroadcast(offer)) = delivery else { continue };
        let (name, caller) = (&offer.channel.name, offer.channel.id.clone());
        let Some(agent) = queue.agents.waiting().first().and_then(|it| queue.agents.take(it))
        else {
            println!("Nobody is free for {name}");
            continue;
        };
        // Before the claim: the call may be here before its outcome.
        queue.promised().insert(caller.clone(), agent);
        match ari.claim(&offer).await {
            Ok(Claim::Won) => {
                let queue = queue.clone();
                tokio::spawn(async move {
                    // Who has not come by then has hung up.
                    sleep(Duration::from_secs(1)).await;
                    queue.give_back(&caller).await;
                });
                continue;
            }
            Ok(_) => println!("Somebody else has {name}"),
            Err(error) => eprintln!("Channel {name}: {error}"),
        }
        queue.give_back(&caller).await;
    }
}

pub(crate) async fn take(call: Call, queue: Arc<Queue>) -> Result<(), Error> {
    let name = setup::name(&call);
    let is_agent = call.arg(0) == Some("agent");
    println!("{} {name} has entered the application", if is_agent { "Agent" } else { "Caller" });
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });
    call.answer().await?;
    if is_agent {
        // The call waits on when this has ended.
        return queue.agents.park(&call).await;
    }

    let promised = queue.promised().remove(&call.id());
    let keeper = match promised.filter(|it| it.call().has_left().is_none()) {
        Some(keeper) => keeper,
        None => call.bound(queue.agents.next()).await?,
    };
    let agent = keeper.call();
    println!("Caller {name} talks with agent {}", setup::name(&agent));
    let talked = talk(&call, &agent).await;
    if queue.waits_again(&agent).await? {
        println!("Agent {} waits again", setup::name(&agent));
    }
    talked
}

async fn talk(caller: &Call, agent: &Call) -> Result<(), Error> {
    let talk = caller.ari().owned_bridge("mixing").await?;
    talk.connect(&[caller, agent]).await.map(drop)
}
