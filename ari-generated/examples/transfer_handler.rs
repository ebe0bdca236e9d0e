//! Connects each caller with somebody, and carries out the transfers that the caller's phone asks for.
//!
//! The endpoint of whom callers get is the first argument, `PJSIP/bob` otherwise; transfers go to `PJSIP/` and what the
//! phone dialled, or to what the second argument says with `{}` for that.
//!
//! ```text
//! exten => 1000,1,Set(PJSIP_TRANSFER_HANDLING()=ari-only)
//!  same => n,Stasis(transfer-handler)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Playback(im-sorry)
//!  same => n,Hangup()
//! ```
//!
//! What it printed when alice was connected with bob, whose phone was called by its address, and transferred him, first to an
//! extension that is busy, then to one that answers:
//!
//! ```text
//! Channel PJSIP/alice-00000000 has entered the application
//! PJSIP/alice-00000000 talks with PJSIP/bob/sip:bob@127.0.0.1:41106
//! PJSIP/alice-00000000 transfers to busy
//! Local/busy@default: the other side is busy
//! PJSIP/alice-00000000 transfers to app-phones
//! Local/app-phones@default has the call
//! Channel PJSIP/alice-00000000 just left our application
//! Nobody talks with Local/app-phones@default any more
//! ```

mod setup;

use std::env;
use std::time::Duration;

use ari_generated::prelude::*;
use ari_generated::{Leg, OwnedBridge, Transfer};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let endpoint = env::args().nth(1).unwrap_or_else(|| "PJSIP/bob".to_owned());
    let pattern = env::args().nth(2).unwrap_or_else(|| "PJSIP/{}".to_owned());
    let (url, credentials) = setup::asterisk();
    let (_ari, events) = Ari::connect(url, credentials).app("transfer-handler").await?;
    let grace = Duration::from_secs(5);
    events
        .serve(move |call| connect(call, endpoint.clone(), pattern.clone()))
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(setup::terminated(), grace, Parting::hang_up())
        .await?;
    Ok(())
}

pub(crate) async fn connect(call: Call, endpoint: String, pattern: String) -> Result<(), Error> {
    let name = setup::name(&call);
    println!("Channel {name} has entered the application");
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });

    let dialling = call.ari().dial(&endpoint).originator(&call).ringback();
    let other = match dialling.await?.answered() {
        Ok(other) => other,
        Err(outcome) => {
            println!("{endpoint}: {outcome}");
            return Ok(());
        }
    };
    call.answer().await?;
    let talk = call.ari().owned_bridge("mixing").await?;
    talk.add(&[&call, &other]).await?;
    println!("{name} talks with {endpoint}");

    let mut transfers = call.transfers();
    loop {
        let transfer = tokio::select! {
            // Everything here belongs to this scope, so whoever is left is hung up.
            left = talk.until_one_leaves() => return left.map(drop),
            transfer = transfers.next() => transfer?,
        };
        let Some((target, endpoint)) = find(&call, &pattern, &transfer).await? else {
            transfer.unavailable().await?;
            continue;
        };
        talk.add(&[&target]).await?;
        match transfer.accept().await {
            // A phone may hang up without waiting for that.
            Err(error) if error.kind() != ErrorKind::Left => return Err(error),
            _ => println!("{endpoint} has the call"),
        }
        return hand_over(call, talk, &endpoint).await;
    }
}

/// Calls the destination of a transfer; nothing where it does not answer, and the two go on talking.
async fn find(
    call: &Call,
    pattern: &str,
    transfer: &Transfer,
) -> Result<Option<(Leg, String)>, Error> {
    let name = setup::name(call);
    let Some(destination) = transfer.destination().filter(|_| !transfer.is_attended()) else {
        println!("{name} asks for a transfer that is none of ours");
        return Ok(None);
    };
    println!("{name} transfers to {destination}");
    let endpoint = pattern.replace("{}", destination);
    transfer.progress().await?;
    match call.ari().dial(&endpoint).answer_within(Duration::from_secs(20)).await?.answered() {
        Ok(target) => Ok(Some((target, endpoint))),
        Err(outcome) => {
            println!("{endpoint}: {outcome}");
            Ok(None)
        }
    }
}

/// The one who transferred goes; the other two talk until one of them leaves.
async fn hand_over(call: Call, talk: OwnedBridge, endpoint: &str) -> Result<(), Error> {
    call.hangup().await?;
    while talk.until_one_leaves().await? == call.id() {}
    println!("Nobody talks with {endpoint} any more");
    Ok(())
}
