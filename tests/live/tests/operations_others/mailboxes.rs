//! Operations of `mailboxes`, which need a module that Debian does not package: the errors must say so.

use ari_generated::{Error, ErrorKind};
use ari_harness::{Release, Setup};
use ari_live_tests::{Door, Ledger, Stage, through_every_door};

use crate::{Outcome, refused};

through_every_door!(every_operation_of_mailboxes_says_which_module_is_missing);

async fn every_operation_of_mailboxes_says_which_module_is_missing(
    door: Door,
    release: Release,
) -> Outcome {
    let ledger = Ledger::open();
    let stage = Stage::through(door, release, Setup::new(), "mailboxes").await;
    assert!(!stage.instance.cli("module show like mailbox")?.contains("res_ari_mailboxes"));
    let ari = &stage.ari;
    let mailbox = ari.mailbox("1000@default");
    missing(ari.mailboxes().list().await);
    missing(mailbox.get().await);
    missing(mailbox.update(1, 2).await);
    missing(ari.mailboxes().delete("1000@default").await);
    // It is not the mailbox that is gone, so this is no success either.
    missing(mailbox.delete().await);
    ledger.assert_complete(
        stage.instance.version(),
        "mailboxes",
        &["mailboxes.list", "mailboxes.get", "mailboxes.update", "mailboxes.delete"],
    );
    Ok(())
}

fn missing<T: std::fmt::Debug>(result: Result<T, Error>) {
    let error = refused(result, ErrorKind::NotFound, 404);
    let advice = error.advice().expect("there is advice");
    assert!(advice.contains("res_ari_mailboxes"), "{advice}");
    assert!(error.to_string().contains("mailboxes."), "{error}");
}
