//! A call of every operation of `endpoints`.

use ari_generated::Ari;

use super::values::{Case, Requests, Values};

pub(crate) const CASES: &[Case] = &[
    ("endpoints.list", list),
    ("endpoints.sendMessage", send_message),
    ("endpoints.refer", refer),
    ("endpoints.listByTech", list_by_tech),
    ("endpoints.get", get),
    ("endpoints.sendMessageToEndpoint", send_message_to_endpoint),
    ("endpoints.referToEndpoint", refer_to_endpoint),
];

fn list(ari: &Ari, _values: &Values) -> Requests {
    requests!(ari.endpoints().list())
}

fn send_message(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.body(values.text("body")).variables(values.pairs("variables")),
        ari.endpoints().send_message(values.text("to"), values.text("from"))
    )
}

fn refer(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.to_self(values.flag("to_self")).variables(values.pairs("variables")),
        ari.endpoints().refer(values.text("to"), values.text("from"), values.text("refer_to"))
    )
}

fn list_by_tech(ari: &Ari, values: &Values) -> Requests {
    requests!(ari.endpoints().list_by_tech(values.text("tech")))
}

fn get(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.endpoints().get(values.text("tech"), values.text("resource")),
        ari.endpoint(values.text("tech"), values.text("resource")).get()
    )
}

fn send_message_to_endpoint(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.body(values.text("body")).variables(values.pairs("variables")),
        ari.endpoints().send_message_to_endpoint(
            values.text("tech"),
            values.text("resource"),
            values.text("from")
        ),
        ari.endpoint(values.text("tech"), values.text("resource"))
            .send_message(values.text("from"))
    )
}

fn refer_to_endpoint(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.to_self(values.flag("to_self")).variables(values.pairs("variables")),
        ari.endpoints().refer_to_endpoint(
            values.text("tech"),
            values.text("resource"),
            values.text("from"),
            values.text("refer_to")
        ),
        ari.endpoint(values.text("tech"), values.text("resource"))
            .refer(values.text("from"), values.text("refer_to"))
    )
}
