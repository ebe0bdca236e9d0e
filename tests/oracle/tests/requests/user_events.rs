//! A call of every operation of `events`.

use ari_generated::{Ari, ChannelId};

use super::values::{Case, Requests, Values};

pub(crate) const CASES: &[Case] =
    &[("events.userEvent", user_event), ("events.claimChannel", claim_channel)];

fn user_event(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.source(values.list("source")).variables(values.pairs("variables")),
        ari.user_events()
            .user_event(values.text("eventName"))
            .application(values.text("application"))
    )
}

fn claim_channel(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.user_events()
            .claim_channel(ChannelId::new(values.text("channelId")))
            .application(values.text("application"))
    )
}
