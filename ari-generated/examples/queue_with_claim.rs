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
//!  same => n(sorry),Playback(an-error-has-occurred)
//!  same => n,Hangup()
//! ```
//!
//! TRANSCRIPT

mod setup;

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ari_generated::prelude::*;
use ari_generated::{Claim, Lot};

/// The agents who wait, and how many of them are promised to callers.
struct Queue {
    agents: Lot,
    promised: AtomicUsize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (url, credentials) = setup::asterisk();
    let application = env::args().nth(1).unwrap_or_else(|| "queue-with-claim".to_owned());
    let (ari, events) = Ari::connect(url, credentials).app(application).await?;
    let queue = Arc::new(Queue { agents: ari.lot().await?, promised: AtomicUsize::new(0) });
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

async fn claim_calls(ari: Ari, queue: Arc<Queue>) {
    let mut offers = ari.events_of([EventKind::CallBroadcast]);
    while let Some(delivery) = offers.next().await {
        let Delivery::Event(Event::CallBroadcast(offer)) = delivery else { continue };
        let name = &offer.channel.name;
        if queue.agents.waiting().len() <= queue.promised.load(Ordering::Relaxed) {
            println!("Nobody is free for {name}");
            continue;
        }
        // Before the call can be there.
        queue.promised.fetch_add(1, Ordering::Relaxed);
        match ari.claim(&offer).await {
            Ok(Claim::Won) => continue,
            Ok(_) => println!("Somebody else has {name}"),
            Err(error) => eprintln!("Channel {name}: {error}"),
        }
        queue.promised.fetch_sub(1, Ordering::Relaxed);
    }
}

async fn take(call: Call, queue: Arc<Queue>) -> Result<(), Error> {
    let name = setup::name(&call);
    let is_agent = call.arg(0) == Some("agent");
    println!("{} {name} has entered the application", if is_agent { "Agent" } else { "Caller" });
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });
    if is_agent {
        call.answer().await?;
        // The call waits on when this has ended.
        return queue.agents.park(&call).await;
    }

    let agent = call.bound(queue.agents.next()).await;
    queue.promised.fetch_sub(1, Ordering::Relaxed);
    let keeper = agent?;
    let agent = keeper.call();
    println!("Caller {name} talks with agent {}", setup::name(&agent));
    let talked = talk(&call, &agent).await;
    if agent.has_left().is_none() {
        queue.agents.park(&agent).await?;
        println!("Agent {} waits again", setup::name(&agent));
    }
    talked
}

async fn talk(caller: &Call, agent: &Call) -> Result<(), Error> {
    caller.answer().await?;
    let talk = caller.ari().owned_bridge("mixing").await?;
    talk.add(&[caller, agent]).await?;
    talk.until_one_leaves().await.map(drop)
}
