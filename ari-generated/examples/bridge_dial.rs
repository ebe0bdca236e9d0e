//! Connects callers with an endpoint: they hear it ring, then talk until one hangs up, or are told why they cannot.
//!
//! The endpoint is `PJSIP/alice` unless an argument names another one.
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(bridge-dial)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Playback(im-sorry)
//!  same => n,Hangup()
//! ```
//!
//! ```text
//! Channel Local/app-bridge-dial@default-00000004;2 has entered the application
//! Channel Local/app-bridge-dial@default-00000004;2 calls Local/app-phones@default
//! Channel Local/app-bridge-dial@default-00000004;2 talks with Local/app-phones@default
//! Local/app-bridge-dial@default-00000004;2 has hung up
//! Channel Local/app-bridge-dial@default-00000004;2 just left our application
//! ```

mod setup;

use std::env;
use std::time::Duration;

use ari_generated::enums::HangupReason;
use ari_generated::{Dialled, prelude::*};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let endpoint = env::args().nth(1).unwrap_or_else(|| "PJSIP/alice".to_owned());
    let (url, credentials) = setup::asterisk();
    let (_ari, events) = Ari::connect(url, credentials).app("bridge-dial").await?;
    let grace = Duration::from_secs(5);
    events
        .serve(move |call| connect(call, endpoint.clone()))
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(setup::terminated(), grace, Parting::hang_up())
        .await?;
    Ok(())
}

pub(crate) async fn connect(call: Call, endpoint: String) -> Result<(), Error> {
    let name = setup::name(&call);
    println!("Channel {name} has entered the application");
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });

    println!("Channel {name} calls {endpoint}");
    let ari = call.ari();
    // Whoever calls hangs up at any time; then the endpoint rings no longer.
    let dialling = ari.dial(&endpoint).originator(&call).ringback();
    let (tone, reason) = match dialling.answer_within(Duration::from_secs(20)).await? {
        Dialled::Answered(leg) => {
            call.answer().await?;
            let talk = ari.owned_bridge("mixing").await?;
            println!("Channel {name} talks with {endpoint}");
            let first = talk.connect(&[&call, &leg]).await?;
            let who = if first == *leg.id() { &endpoint } else { &name };
            println!("{who} has hung up");
            return Ok(());
        }
        Dialled::Busy => ("busy", HangupReason::Busy),
        Dialled::NoAnswer => ("congestion", HangupReason::NoAnswer),
        _ => ("congestion", HangupReason::Congestion),
    };
    println!("Channel {name} hears {tone}: {reason}");
    call.play([format!("tone:{tone}")]).at_most(Duration::from_secs(3)).await?;
    // A caller who was not answered is told the reason too.
    call.hangup().reason(reason).await?;
    Ok(())
}
