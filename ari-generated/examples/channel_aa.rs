//! An auto attendant: a menu that a digit interrupts, with another try for who types nothing or nonsense, and an operator.
//!
//! `0` calls the operator, who is `PJSIP/operator` unless an argument names somebody else.
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(channel-aa)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Playback(im-sorry)
//!  same => n,Hangup()
//! ```
//!
//! ```text
//! Channel Local/app-channel-aa@default-00000011;2 has entered the application
//! Channel Local/app-channel-aa@default-00000011;2 typed 9
//! Channel Local/app-channel-aa@default-00000011;2 typed 1
//! Channel Local/app-channel-aa@default-00000011;2 wants Some(Greeting)
//! Channel Local/app-channel-aa@default-00000011;2 typed 0
//! Channel Local/app-channel-aa@default-00000011;2 wants Some(Operator)
//! Channel Local/app-channel-aa@default-00000011;2 talks with Local/app-phones@default
//! Channel Local/app-channel-aa@default-00000011;2 has talked with Local/app-phones@default
//! Channel Local/app-channel-aa@default-00000011;2 typed #
//! Channel Local/app-channel-aa@default-00000011;2 wants Some(Goodbye)
//! Channel Local/app-channel-aa@default-00000011;2 just left our application
//! ```

mod setup;

use std::env;
use std::time::Duration;

use ari_generated::events::ChannelDtmfReceived;
use ari_generated::{Dialled, prelude::*};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let operator = env::args().nth(1).unwrap_or_else(|| "PJSIP/operator".to_owned());
    let (url, credentials) = setup::asterisk();
    let (_ari, events) = Ari::connect(url, credentials).app("channel-aa").await?;
    let grace = Duration::from_secs(5);
    events
        .serve(move |call| attend(call, operator.clone()))
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(setup::terminated(), grace, Parting::hang_up())
        .await?;
    Ok(())
}

#[derive(Debug)]
enum Wants {
    Greeting,
    Weasels,
    Operator,
    Goodbye,
}

pub(crate) async fn attend(call: Call, operator: String) -> Result<(), Error> {
    let name = setup::name(&call);
    println!("Channel {name} has entered the application");
    call.on(|it: &ChannelDtmfReceived| println!("Channel {} typed {}", it.channel.name, it.digit));
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });

    call.answer().await?;
    call.play(["sound:hello"]).finished().await?;
    loop {
        let menu = call
            .menu([
                "sound:vm-press",
                "digits:1",
                "sound:vm-press",
                "digits:2",
                "sound:vm-reachoper",
            ])
            .on('1', Wants::Greeting)
            .on('2', Wants::Weasels)
            .on('0', Wants::Operator)
            .on('#', Wants::Goodbye)
            .invalid("sound:invalid")
            .silence("sound:please-try-again")
            .first_digit(Duration::from_secs(3))
            .tries(3);
        let wish = menu.await?;
        println!("Channel {name} wants {wish:?}");
        match wish {
            Some(Wants::Greeting) => drop(call.play(["sound:hello-world"]).finished().await?),
            Some(Wants::Weasels) => drop(call.play(["sound:tt-weasels"]).finished().await?),
            Some(Wants::Operator) => connect(&call, &operator).await?,
            Some(Wants::Goodbye) | None => break,
        }
    }
    call.play(["sound:vm-goodbye"]).finished().await?;
    Ok(())
}

/// Returns to the menu when the operator does not answer or has hung up.
async fn connect(call: &Call, operator: &str) -> Result<(), Error> {
    let name = setup::name(call);
    let ari = call.ari();
    let dialling = ari.dial(operator).originator(call).ringback();
    match dialling.answer_within(Duration::from_secs(20)).await? {
        Dialled::Answered(leg) => {
            println!("Channel {name} talks with {operator}");
            let talk = ari.owned_bridge("mixing").await?;
            talk.connect(&[call, &leg]).await?;
            println!("Channel {name} has talked with {operator}");
            // What was typed meanwhile was not meant for the menu.
            call.clear_digits();
        }
        outcome => {
            println!("Channel {name} cannot talk with {operator}: {outcome:?}");
            call.play(["sound:vm-nobodyavail"]).finished().await?;
        }
    }
    Ok(())
}
