//! Operations of `deviceStates`: lamps that a program switches.

use ari_generated::enums::DeviceStateValue;
use ari_generated::{DeviceName, ErrorKind, Event, Removal};
use ari_harness::{Release, Setup};
use ari_live_tests::{Door, Ledger, Stage, through_every_door};

use crate::{Outcome, refused};

through_every_door!(every_operation_of_device_states);

async fn every_operation_of_device_states(door: Door, release: Release) -> Outcome {
    let ledger = Ledger::open();
    let stage = Stage::through(door, release, Setup::new(), "lamps").await;
    let Stage { instance, ari, mut watch, .. } = stage;
    let name = DeviceName::new("Stasis:front desk, 2ä&?");
    let desk = ari.device_state(&name);
    assert_eq!(desk.get().await?.state, DeviceStateValue::Unknown);
    ari.applications().subscribe("lamps", [format!("deviceState:{name}")]).await?;

    for state in [
        DeviceStateValue::NotInUse,
        DeviceStateValue::InUse,
        DeviceStateValue::Busy,
        DeviceStateValue::Invalid,
        DeviceStateValue::Unavailable,
        DeviceStateValue::Ringing,
        DeviceStateValue::RingInUse,
        DeviceStateValue::OnHold,
    ] {
        desk.update(state.clone()).await?;
        let read = desk.get().await?;
        assert_eq!((&read.name, &read.state), (&name, &state));
        watch
            .find(state.as_str(), |event| match event {
                Event::DeviceStateChanged(it) => (it.device_state == read).then_some(()),
                _ => None,
            })
            .await;
    }
    let listed = ari.device_states().list().await?;
    assert_eq!(listed.len(), 1, "{listed:?}");
    assert_eq!((&listed[0].name, &listed[0].state), (&name, &DeviceStateValue::OnHold));

    refused(desk.update(DeviceStateValue::Unknown).await, ErrorKind::ServerError, 500);
    let phone = DeviceName::new("PJSIP/alice");
    let foreign = ari.device_states().update(&phone, DeviceStateValue::Busy).await;
    refused(foreign, ErrorKind::Conflict, 409);
    refused(ari.device_states().delete(&phone).await, ErrorKind::Conflict, 409);
    let nobody = ari.device_states().get(DeviceName::new("Nothing/at-all")).await?;
    assert_eq!(nobody.state, DeviceStateValue::Invalid);

    assert_eq!(desk.delete().await?, Removal::Done);
    assert_eq!(ari.device_states().list().await?, []);
    assert_eq!(desk.get().await?.state, DeviceStateValue::Unknown);
    ari.applications().unsubscribe("lamps", [format!("deviceState:{name}")]).await?;
    ledger.assert_complete(instance.version(), "deviceStates", &[]);
    Ok(())
}
