//! A call of every operation of `sounds`.

use ari_generated::{Ari, SoundId};

use super::values::{Case, Requests, Values};

pub(crate) const CASES: &[Case] = &[("sounds.list", list), ("sounds.get", get)];

fn list(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.lang(values.text("lang")).format(values.text("format")),
        ari.sounds().list()
    )
}

fn get(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.sounds().get(SoundId::new(values.text("soundId"))),
        ari.sound(SoundId::new(values.text("soundId"))).get()
    )
}
