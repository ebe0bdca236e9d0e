//! A call of every operation of `deviceStates`.

use ari_generated::enums::DeviceStateValue;
use ari_generated::{Ari, DeviceName};

use super::values::{Case, Requests, Values};

pub(crate) const CASES: &[Case] = &[
    ("deviceStates.list", list),
    ("deviceStates.get", get),
    ("deviceStates.update", update),
    ("deviceStates.delete", delete),
];

fn list(ari: &Ari, _values: &Values) -> Requests {
    requests!(ari.device_states().list())
}

fn get(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.device_states().get(DeviceName::new(values.text("deviceName"))),
        ari.device_state(DeviceName::new(values.text("deviceName"))).get()
    )
}

fn update(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.device_states().update(
            DeviceName::new(values.text("deviceName")),
            DeviceStateValue::from(values.choice("deviceState").as_str())
        ),
        ari.device_state(DeviceName::new(values.text("deviceName")))
            .update(DeviceStateValue::from(values.choice("deviceState").as_str()))
    )
}

fn delete(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.device_states().delete(DeviceName::new(values.text("deviceName"))),
        ari.device_state(DeviceName::new(values.text("deviceName"))).delete()
    )
}
