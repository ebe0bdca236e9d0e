//! A call of every operation of `mailboxes`.

use ari_generated::Ari;

use super::values::{Case, Requests, Values};

pub(crate) const CASES: &[Case] = &[
    ("mailboxes.list", list),
    ("mailboxes.get", get),
    ("mailboxes.update", update),
    ("mailboxes.delete", delete),
];

fn list(ari: &Ari, _values: &Values) -> Requests {
    requests!(ari.mailboxes().list())
}

fn get(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.mailboxes().get(values.text("mailboxName")),
        ari.mailbox(values.text("mailboxName")).get()
    )
}

fn update(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.mailboxes().update(
            values.text("mailboxName"),
            values.number("oldMessages").into(),
            values.number("newMessages").into()
        ),
        ari.mailbox(values.text("mailboxName"))
            .update(values.number("oldMessages").into(), values.number("newMessages").into())
    )
}

fn delete(ari: &Ari, values: &Values) -> Requests {
    requests!(
        ari.mailboxes().delete(values.text("mailboxName")),
        ari.mailbox(values.text("mailboxName")).delete()
    )
}
