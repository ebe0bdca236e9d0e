//! A call of every operation of `applications`.

use ari_generated::Ari;

use super::values::{Case, Requests, Values};

pub(crate) const CASES: &[Case] = &[
    ("applications.list", list),
    ("applications.get", get),
    ("applications.subscribe", subscribe),
    ("applications.unsubscribe", unsubscribe),
    ("applications.filter", filter),
];

fn list(ari: &Ari, _values: &Values) -> Requests {
    requests!(ari.applications().list())
}

fn get(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.applications().get(values.text("applicationName")),
        ari.application(values.text("applicationName")).get()
    )
}

fn subscribe(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.applications().subscribe(values.text("applicationName"), values.list("eventSource")),
        ari.application(values.text("applicationName")).subscribe(values.list("eventSource"))
    )
}

fn unsubscribe(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.applications().unsubscribe(values.text("applicationName"), values.list("eventSource")),
        ari.application(values.text("applicationName")).unsubscribe(values.list("eventSource"))
    )
}

fn filter(ari: &Ari, values: &Values) -> Requests {
    requests!(
        values,
        |it| it.filter(values.filter("filter")),
        ari.applications().filter(values.text("applicationName")),
        ari.application(values.text("applicationName")).filter()
    )
}
