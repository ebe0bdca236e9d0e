//! Claims every call that the dialplan offers to several programs, and greets those that it was the first to claim.
//!
//! Its argument names its application, so that several of them can be there. Needs Asterisk 20.20, 22.10, 23.4 or later.
//!
//! ```text
//! exten => 3001,1,StasisBroadcast(2000,agent,,yes)
//!  same => n,GotoIf($["${STASISSTATUS}" = "TIMEOUT"]?sorry)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Playback(vm-nobodyavail&vm-goodbye)
//!  same => n,Hangup()
//! ```
//!
//! The offer is there for two seconds and for applications with `agent` in their names, who are told who won.
//!
//! What `broadcast-agent` says of two calls, where there is an `agent-2`, too:
//!
//! ```text
//! Lost Local/3001@default-00000000;2
//! Won Local/3001@default-00000001;2
//! Channel Local/3001@default-00000001;2 has entered the application
//! Channel Local/3001@default-00000000;2 is agent-2's
//! Channel Local/3001@default-00000001;2 is broadcast-agent's
//! Channel Local/3001@default-00000001;2 was greeted
//! Channel Local/3001@default-00000001;2 just left our application
//! ```

mod setup;

use std::env;
use std::time::Duration;

use ari_generated::Claim;
use ari_generated::prelude::*;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (url, credentials) = setup::asterisk();
    let agent = env::args().nth(1).unwrap_or_else(|| "broadcast-agent".to_owned());
    let (ari, events) = Ari::connect(url, credentials).app(agent).await?;
    let claiming = tokio::spawn(claim_calls(ari));
    // Whoever leaves claims nothing more.
    let leaves = async move {
        setup::terminated().await;
        claiming.abort();
    };
    let grace = Duration::from_secs(5);
    events
        .serve(greet)
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(leaves, grace, Parting::hang_up())
        .await?;
    Ok(())
}

pub(crate) async fn claim_calls(ari: Ari) {
    let mut offers = ari.events_of([EventKind::CallBroadcast, EventKind::CallClaimed]);
    while let Some(delivery) = offers.next().await {
        match delivery {
            Delivery::Event(Event::CallBroadcast(offer)) => {
                let name = &offer.channel.name;
                match ari.claim(&offer).await {
                    Ok(Claim::Won) => println!("Won {name}"),
                    Ok(Claim::Lost) => println!("Lost {name}"),
                    Ok(Claim::Withdrawn) => println!("Nobody offers {name} any more"),
                    Err(error) => eprintln!("Channel {name}: {error}"),
                }
            }
            Delivery::Event(Event::CallClaimed(claimed)) => {
                println!("Channel {} is {}'s", claimed.channel.name, claimed.winner_app);
            }
            _ => {}
        }
    }
}

pub(crate) async fn greet(call: Call) -> Result<(), Error> {
    let name = setup::name(&call);
    println!("Channel {name} has entered the application");
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });

    call.answer().await?;
    call.play(["sound:hello-world"]).finished().await?;
    println!("Channel {name} was greeted");
    call.hangup().await?;
    Ok(())
}
