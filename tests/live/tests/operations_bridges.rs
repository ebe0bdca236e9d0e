//! Every operation on bridges: who is in them, what is heard there and what is kept with them.

use std::error::Error;
use std::time::Duration;

use ari_generated::enums::{BridgeType, RecordIfExists, TerminateOn};
use ari_generated::{
    BridgeId, ChannelId, ErrorKind, Event, PlaybackId, RecordingName, Removal, VariableValue,
};
use ari_harness::{Release, Setup};
use ari_live_tests::{Door, Heard, Ledger, Stage, awaited, eventually, through_every_door};

type Outcome = Result<(), Box<dyn Error>>;

through_every_door!(every_operation_on_bridges);

async fn every_operation_on_bridges(door: Door, release: Release) -> Outcome {
    let ledger = Ledger::open();
    let mut stage = Stage::through(door, release, Setup::new(), "bridges").await;
    bridges_come_and_go(&mut stage).await?;
    if stage.has("bridges.setBridgeVar") {
        variables_are_kept(&stage).await?;
    }
    channels_enter_and_leave(&mut stage).await?;
    digits_and_voices_are_held_back(&mut stage).await?;
    holding_bridges_know_roles(&mut stage).await?;
    music_and_sounds_are_heard(&mut stage).await?;
    recordings_are_made(&mut stage).await?;
    one_channel_is_the_video_source(&mut stage).await?;
    ledger.assert_complete(stage.instance.version(), "bridges", &[]);
    Ok(())
}

async fn bridges_come_and_go(stage: &mut Stage) -> Outcome {
    let bridges = stage.ari.bridges();
    let anonymous = bridges.create().await?;
    assert!(!anonymous.id.is_empty());
    assert_eq!((anonymous.name.as_str(), anonymous.bridge_type), ("", BridgeType::Mixing));
    let named = BridgeId::new("room 1/50%");
    let made = bridges.create().bridge_id(&named).name("Küche, 1").bridge_type("holding").await?;
    assert_eq!((&made.id, made.name.as_str()), (&named, "Küche, 1"));
    assert_eq!(made.bridge_type, BridgeType::Holding);

    let id = BridgeId::new("ä/b?c#d%20e f+g&h=i");
    let bridge = stage.ari.bridge(&id);
    assert_eq!(bridge.bridge_id(), &id);
    let create =
        bridge.create_with_id().name("Salon").bridge_type("mixing,dtmf_events,proxy_media");
    if stage.has_parameter("bridges.createWithId", "variables") {
        let variables =
            [("QUEUE", VariableValue::new("sales").report_events(true)), ("HIDDEN", "yes".into())];
        let made = create.variables(variables).await?;
        assert_eq!((&made.id, made.name.as_str()), (&id, "Salon"));
        assert_eq!(made.bridgevars.as_ref().and_then(|it| it["QUEUE"].as_str()), Some("sales"));
        assert!(made.bridgevars.is_some_and(|it| !it.contains_key("HIDDEN")));
        assert_eq!(bridge.get_variable("HIDDEN").await?.value, "yes");
    } else {
        let made = create.await?;
        assert_eq!((&made.id, made.name.as_str()), (&id, "Salon"));
    }
    assert_eq!(bridge.get().await?.name, "Salon");

    let listed = bridges.list().await?;
    for id in [&anonymous.id, &named, &id] {
        assert!(listed.iter().any(|it| it.id == *id), "{id}");
        assert_eq!(bridges.get(id).await?.id, *id);
    }
    let taken = bridges.create_with_id(&id).await.expect_err("the id is taken");
    // That it is told came together with the variables of bridges.
    if stage.has("bridges.setBridgeVar") {
        assert_eq!(taken.kind(), ErrorKind::Conflict, "{taken}");
    } else {
        // Nothing to be changed is a success, but what is promised is not in the answer: nothing is.
        assert_eq!(taken.kind(), ErrorKind::Decode, "{taken}");
        let other = bridges.create_with_id(&id).name("Parlour").await.expect_err("it has a name");
        assert_eq!(other.kind(), ErrorKind::ServerError, "{other}");
        assert_eq!(bridge.get().await?.name, "Salon");
    }

    // Of a bridge that nobody entered only those hear who asked.
    stage.ari.application("bridges").subscribe([format!("bridge:{named}")]).await?;
    bridges.destroy(&named).await?;
    awaited!(stage.watch, BridgeDestroyed, |it| it.bridge.id == named);
    bridges.destroy(&anonymous.id).await?;
    assert_eq!(bridge.destroy().await?, Removal::Done);
    // For a moment it is neither there nor gone, and 409 says so.
    eventually("the bridge is gone", || async { bridge.get().await.err() }).await;
    assert_eq!(bridge.destroy().await?, Removal::AlreadyGone);
    let gone = bridges.destroy(&id).await.expect_err("it was destroyed");
    assert_eq!(gone.kind(), ErrorKind::NotFound, "{gone}");
    let gone = bridge.get().await.expect_err("it was destroyed");
    assert_eq!(gone.kind(), ErrorKind::NotFound, "{gone}");
    Ok(())
}

async fn variables_are_kept(stage: &Stage) -> Outcome {
    let id = BridgeId::random();
    let bridge = stage.ari.bridge(&id);
    bridge.create_with_id().await?;
    let long = "zu lang für die Zeile ".repeat(250);
    assert!(long.len() > 5_000);
    for value in ["a, b & c = 50% + \"ü\"\n/ ?#", &long] {
        bridge.set_variable("ONE").value(value).await?;
        assert_eq!(bridge.get_variable("ONE").await?.value, value);
    }
    // An empty value takes the variable away.
    bridge.set_variable("ONE").value("").await?;
    let unset = bridge.get_variable("ONE").await.expect_err("it was taken away");
    assert_eq!(unset.kind(), ErrorKind::NotFound, "{unset}");
    stage.ari.bridges().set_bridge_var(&id, "TOLD").value("1").report_events(true).await?;
    assert_eq!(stage.ari.bridges().get_bridge_var(&id, "TOLD").await?.value, "1");
    let shown = bridge.get().await?.bridgevars.unwrap_or_default();
    assert_eq!(shown.get("TOLD").and_then(|it| it.as_str()), Some("1"));
    assert!(!shown.contains_key("ONE"), "{shown:?}");

    bridge
        .set_variables([("TWO", VariableValue::new("zwei")), ("LONG", long.as_str().into())])
        .await?;
    stage
        .ari
        .bridges()
        .set_bridge_vars(&id, [("THREE", VariableValue::new("drei").report_events(true))])
        .await?;
    let many = bridge.get_variables(["TWO", "THREE", "LONG"]).await?.variables;
    assert_eq!((&many["TWO"], &many["THREE"]), (&"zwei".into(), &"drei".into()));
    assert_eq!(many["LONG"], long);
    assert_eq!(stage.ari.bridges().get_bridge_vars(&id, ["TWO"]).await?.variables.len(), 1);
    let shown = bridge.get().await?.bridgevars.unwrap_or_default();
    assert!(shown.contains_key("THREE") && !shown.contains_key("TWO"), "{shown:?}");

    for missing in [
        bridge.get_variable("NONE").await.map(drop),
        bridge.get_variables(["TWO", "NONE"]).await.map(drop),
    ] {
        let missing = missing.expect_err("it was never set");
        assert_eq!(missing.kind(), ErrorKind::NotFound, "{missing}");
    }
    let none = bridge.get_variables(Vec::<String>::new()).await.expect_err("nothing was named");
    assert_eq!(none.kind(), ErrorKind::InvalidInput, "{none}");
    bridge.destroy().await?;
    Ok(())
}

async fn channels_enter_and_leave(stage: &mut Stage) -> Outcome {
    let bridge = stage.ari.bridge(BridgeId::random());
    bridge.create_with_id().await?;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(stage.call("wait").await.channel_id().clone());
    }
    let mut add = bridge.add_channel(&ids);
    if stage.has_parameter("bridges.addChannel", "inhibitConnectedLineUpdates") {
        add = add.inhibit_connected_line_updates(true);
    }
    add.await?;
    for id in &ids {
        let entered = awaited!(stage.watch, ChannelEnteredBridge, |it| {
            it.channel.as_ref().is_some_and(|it| it.id == *id)
        });
        assert_eq!(entered.bridge.id, *bridge.bridge_id());
    }
    let mut inside = bridge.get().await?.channels;
    inside.sort();
    let mut wanted = ids.clone();
    wanted.sort();
    assert_eq!(inside, wanted);

    bridge.remove_channel(&ids[..2]).await?;
    for id in &ids[..2] {
        awaited!(stage.watch, ChannelLeftBridge, |it| it.channel.id == *id);
    }
    assert_eq!(bridge.get().await?.channels, ids[2..]);
    let absent = bridge.remove_channel([&ids[0]]).await.expect_err("it has left");
    assert_eq!(absent.status(), Some(422), "{absent}");
    let unknown = [&ids[0], &ChannelId::random()];
    let unknown = bridge.add_channel(unknown).await.expect_err("one does not exist");
    assert_eq!(unknown.kind(), ErrorKind::BadRequest, "{unknown}");
    assert_eq!(bridge.get().await?.channels, ids[2..], "all or none");
    stage.ari.bridges().add_channel(bridge.bridge_id(), [&ids[0]]).await?;
    stage.ari.bridges().remove_channel(bridge.bridge_id(), [&ids[0], &ids[2]]).await?;
    eventually("nobody is inside", || async {
        bridge.get().await.is_ok_and(|it| it.channels.is_empty()).then_some(())
    })
    .await;
    bridge.destroy().await?;
    for id in ids {
        stage.ari.channel(id).hangup().await?;
    }
    Ok(())
}

/// A member whose digits are absorbed and whose voice is muted, and then the same one unrestrained.
async fn digits_and_voices_are_held_back(stage: &mut Stage) -> Outcome {
    let sound = stage.silence_then_tone()?;
    let bridge = stage.ari.bridge(BridgeId::random());
    bridge.create_with_id().await?;
    let (speaker, speakers_line) = stage.pair().await;
    let (listener, listeners_line) = stage.pair().await;
    bridge.add_channel([listeners_line.channel_id()]).await?;
    let (member, ear) = (speakers_line.channel_id(), listener.channel_id());
    for restrained in [true, false] {
        bridge.add_channel([member]).absorb_dtmf(restrained).mute(restrained).await?;
        awaited!(stage.watch, ChannelEnteredBridge, |it| {
            it.channel.as_ref().is_some_and(|it| it.id == *member)
        });
        let playback = speaker.play([sound]).offsetms(Stage::HALF).await?.id;
        let heard = stage.hears(&listener).await;
        assert_eq!(heard == Heard::Sound, !restrained, "{heard:?}");
        // Digits wait until nothing is played any more.
        stage.ari.playback(playback).stop().await?;
        speaker.send_dtmf().dtmf(if restrained { "5" } else { "6" }).await?;
        awaited!(stage.watch, ChannelDtmfReceived, |it| it.channel.id == *member);
        if !restrained {
            let digit = awaited!(stage.watch, ChannelDtmfReceived, |it| it.channel.id == *ear);
            assert_eq!(digit.digit, "6", "the digit before was absorbed");
        }
        bridge.remove_channel([member]).await?;
        awaited!(stage.watch, ChannelLeftBridge, |it| it.channel.id == *member);
        if restrained {
            let mut seen = stage.watch.seen().iter();
            let passed = seen
                .any(|it| matches!(it, Event::ChannelDtmfReceived(it) if it.channel.id == *ear));
            assert!(!passed, "the digit was absorbed");
            stage.watch.forget();
        }
    }
    for channel in [speaker, listener] {
        channel.hangup().await?;
    }
    bridge.destroy().await?;
    Ok(())
}

/// In a holding bridge an announcer is heard by the participants, and they are not heard by one another.
async fn holding_bridges_know_roles(stage: &mut Stage) -> Outcome {
    let sound = stage.silence_then_tone()?;
    let bridge = stage.ari.bridge(BridgeId::random());
    bridge.create_with_id().bridge_type("holding").await?;
    let (announcer, announcers_line) = stage.pair().await;
    let (waiting, waiting_line) = stage.pair().await;
    bridge.add_channel([announcers_line.channel_id()]).role("announcer").await?;
    bridge.add_channel([waiting_line.channel_id()]).role("participant").await?;
    eventually("both are inside", || async {
        bridge.get().await.is_ok_and(|it| it.channels.len() == 2).then_some(())
    })
    .await;
    announcer.play([sound]).offsetms(Stage::HALF).await?;
    assert_eq!(stage.hears(&waiting).await, Heard::Sound);
    let unknown = bridge.add_channel([waiting_line.channel_id()]).role("boss").await;
    assert!(unknown.is_ok(), "roles are not checked: {unknown:?}");
    for channel in [announcer, waiting] {
        channel.hangup().await?;
    }
    bridge.destroy().await?;
    Ok(())
}

async fn music_and_sounds_are_heard(stage: &mut Stage) -> Outcome {
    let sound = stage.silence_then_tone()?;
    let id = BridgeId::random();
    let bridge = stage.ari.bridge(&id);
    bridge.create_with_id().await?;

    // Nobody is inside, but the application listens.
    stage.ari.application("bridges").subscribe([format!("bridge:{id}")]).await?;
    let playback = PlaybackId::random();
    let mut play =
        bridge.play_with_id(&playback, ["digits:1", "characters:a,b", "digits:2"]).lang("en");
    if stage.has_parameter("bridges.playWithId", "announcer_format") {
        play = play.announcer_format("ulaw");
    }
    let queued = play.await?;
    assert_eq!((&queued.id, queued.target_uri.as_str()), (&playback, &*format!("bridge:{id}")));
    assert_eq!(queued.next_media_uri.as_deref(), Some("characters:a,b"), "the comma is kept");
    awaited!(stage.watch, PlaybackContinuing, |it| it.playback.id == playback
        && it.playback.next_media_uri.as_deref() == Some("digits:2"));
    awaited!(stage.watch, PlaybackFinished, |it| it.playback.id == playback);

    let (outside, inside) = stage.pair().await;
    bridge.add_channel([inside.channel_id()]).await?;
    bridge.start_moh().await?;
    stage.hears_sound(&outside).await;
    bridge.stop_moh().await?;
    let silent = bridge.stop_moh().await.expect_err("there is no music");
    assert_eq!(silent.kind(), ErrorKind::Conflict, "{silent}");
    assert_ne!(stage.hears(&outside).await, Heard::Sound, "the music is over");
    stage.ari.bridges().start_moh(&id).moh_class("default").await?;
    stage.ari.bridges().stop_moh(&id).await?;

    for offset in [Duration::ZERO, Stage::HALF] {
        let playback = PlaybackId::random();
        let request = stage.ari.bridges().play(&id, [sound]).playback_id(&playback);
        assert_eq!(request.offsetms(offset).await?.id, playback);
        awaited!(stage.watch, PlaybackStarted, |it| it.playback.id == playback);
        let wanted = if offset.is_zero() { Heard::Silence } else { Heard::Sound };
        assert_eq!(stage.hears(&outside).await, wanted, "from {offset:?} on");
        stage.ari.playback(&playback).stop().await?;
        awaited!(stage.watch, PlaybackFinished, |it| it.playback.id == playback);
    }
    let first = bridge.play([sound]).skipms(Duration::from_secs(3)).await?;
    awaited!(stage.watch, PlaybackStarted, |it| it.playback.id == first.id);
    stage.ari.bridges().play_with_id(&id, &playback, ["tone:ring"]).await?;
    for id in [first.id, playback] {
        stage.ari.playback(id).stop().await?;
    }
    outside.hangup().await?;
    bridge.destroy().await?;
    Ok(())
}

async fn recordings_are_made(stage: &mut Stage) -> Outcome {
    let sound = stage.silence_then_tone()?;
    let id = BridgeId::random();
    let bridge = stage.ari.bridge(&id);
    bridge.create_with_id().await?;
    let (outside, inside) = stage.pair().await;
    bridge.add_channel([inside.channel_id()]).await?;
    outside.play([sound]).offsetms(Stage::HALF).await?;
    let name = RecordingName::new("rooms/ä 1%");
    let mut record = bridge
        .record(&name, "sln")
        .beep(true)
        .max_duration_seconds(Duration::from_secs(1))
        .max_silence_seconds(Duration::from_secs(60))
        .terminate_on(TerminateOn::Hash);
    if stage.has_parameter("bridges.record", "recorder_format") {
        record = record.recorder_format("slin");
    }
    let queued = record.await?;
    assert_eq!((&queued.name, queued.target_uri.as_str()), (&name, &*format!("bridge:{id}")));
    awaited!(stage.watch, RecordingStarted, |it| it.recording.name == name);
    let taken = bridge.record(&name, "sln").await.expect_err("it is being made");
    assert_eq!(taken.kind(), ErrorKind::Conflict, "{taken}");
    // A stop while the beep sounds would be swallowed: it ends by itself.
    awaited!(stage.watch, RecordingFinished, |it| it.recording.name == name);

    stage.watch.forget();
    stage
        .ari
        .bridges()
        .record(&id, &name, "sln")
        .if_exists(RecordIfExists::Overwrite)
        .max_duration_seconds(Duration::from_secs(2))
        .await?;
    awaited!(stage.watch, RecordingFinished, |it| it.recording.name == name);
    assert_eq!(stage.end_of(&name), Some(Heard::Sound));
    assert_eq!(stage.ari.stored_recording(&name).delete().await?, Removal::Done);
    outside.hangup().await?;
    bridge.destroy().await?;
    Ok(())
}

async fn one_channel_is_the_video_source(stage: &mut Stage) -> Outcome {
    let id = BridgeId::random();
    let bridge = stage.ari.bridge(&id);
    bridge.create_with_id().bridge_type("mixing,video_single").await?;
    stage.ari.application("bridges").subscribe([format!("bridge:{id}")]).await?;
    let [first, second, outside] =
        [stage.call("wait").await, stage.call("wait").await, stage.call("wait").await];
    bridge.add_channel([first.channel_id(), second.channel_id()]).await?;
    bridge.set_video_source(first.channel_id()).await?;
    awaited!(stage.watch, BridgeVideoSourceChanged, |it| it.bridge.id == id);
    let source = bridge.get().await?;
    assert_eq!(source.video_mode.as_deref(), Some("single"));
    assert_eq!(source.video_source_id.as_ref(), Some(first.channel_id()));
    stage.ari.bridges().set_video_source(&id, second.channel_id()).await?;
    let source = bridge.get().await?.video_source_id;
    assert_eq!(source.as_ref(), Some(second.channel_id()));
    let elsewhere = bridge.set_video_source(outside.channel_id()).await.expect_err("not inside");
    assert_eq!(elsewhere.status(), Some(422), "{elsewhere}");
    let unknown = bridge.set_video_source(ChannelId::random()).await.expect_err("no such channel");
    assert_eq!(unknown.kind(), ErrorKind::BadRequest, "{unknown}");
    bridge.clear_video_source().await?;
    // Asterisk shows it as it was until something else changes the bridge.
    bridge.add_channel([outside.channel_id()]).await?;
    eventually("the video source is cleared", || async {
        let bridge = bridge.get().await.ok()?;
        (bridge.channels.len() == 3 && bridge.video_source_id.is_none()).then_some(())
    })
    .await;
    stage.ari.bridges().clear_video_source(&id).await?;
    for channel in [first, second, outside] {
        channel.hangup().await?;
    }
    bridge.destroy().await?;
    Ok(())
}
