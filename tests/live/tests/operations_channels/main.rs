//! Every operation on channels, by what it does to a call: each module has the operations of one purpose.

mod by_default;
mod leaving;
mod media;
mod originating;
mod phones;
mod signalling;
mod sipp;
mod snooping;
mod variables;

use std::error::Error;

use ari_harness::{Release, Setup};
use ari_live_tests::{Door, Ledger, Stage, through_every_door};

/// How a part of the test ends.
type Outcome = Result<(), Box<dyn Error>>;

/// An extension with a label in the middle.
const LABELLED: &str = "[default]\nexten => labelled,1,Hangup()\n same => n(door),Answer()\n \
                        same => n,Set(CAME_BY=door)\n same => n,Wait(3600)\n";

through_every_door!(every_operation_on_channels);

async fn every_operation_on_channels(door: Door, release: Release) -> Outcome {
    let ledger = Ledger::open();
    let setup = Setup::new().sip().dialplan(LABELLED);
    let mut stage = Stage::through(door, release, setup, "channels").await;
    originating::calls_are_placed(&mut stage).await?;
    originating::channels_are_created_and_dialled(&mut stage).await?;
    originating::external_media_flows(&mut stage).await?;
    by_default::channels_enter_the_clients_own_application(&mut stage).await?;
    by_default::the_dialplan_keeps_what_is_originated_into_it(&mut stage).await?;
    signalling::a_call_rings_and_is_answered(&mut stage).await?;
    signalling::digits_arrive(&mut stage).await?;
    signalling::a_call_is_held(&mut stage).await?;
    media::sounds_play_in_order(&mut stage).await?;
    media::music_and_silence_are_heard(&mut stage).await?;
    media::a_muted_channel_is_not_heard(&mut stage).await?;
    media::recordings_end_as_told(&mut stage).await?;
    variables::values_come_back(&mut stage).await?;
    snooping::a_snoop_hears_and_whispers(&mut stage).await?;
    leaving::a_call_goes_on_in_the_dialplan(&mut stage).await?;
    leaving::a_call_moves_to_another_application(&mut stage).await?;
    leaving::a_call_is_hung_up_for_a_reason(&mut stage).await?;
    phones::the_media_of_a_phone_are_measured(&mut stage).await?;
    phones::a_phone_is_sent_elsewhere(&mut stage).await?;
    if stage.has("channels.transfer_progress") {
        phones::a_phone_hears_of_its_transfer(&mut stage).await?;
    }
    ledger.assert_complete(stage.instance.version(), "channels", &[]);
    Ok(())
}
