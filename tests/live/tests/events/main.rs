//! Every kind of event that the SDK knows arrives from a real Asterisk as its own type, with the values of what happened.

mod applications;
mod bridges;
mod calls;
mod media;
mod phones;
mod seen;
mod sockets;
mod transfers;

use std::collections::BTreeSet;

use ari_generated::EventKind;
use seen::Seen;

/// What a scenario ends with: the kinds of which it has checked an event.
type Scenario = Result<Seen, Box<dyn std::error::Error>>;

#[tokio::test]
async fn every_kind_arrives() -> Result<(), Box<dyn std::error::Error>> {
    // Each has an Asterisk of its own.
    let (calls, bridges, transfers, media, applications, sockets, phones) = tokio::try_join!(
        calls::scenario(),
        bridges::scenario(),
        transfers::scenario(),
        media::scenario(),
        applications::scenario(),
        sockets::scenario(),
        phones::scenario(),
    )?;
    let seen: BTreeSet<EventKind> =
        [calls, bridges, transfers, media, applications, sockets, phones]
            .into_iter()
            .flat_map(Seen::kinds)
            .collect();
    let all: BTreeSet<EventKind> = EventKind::ALL.iter().copied().collect();
    assert_eq!(all.difference(&seen).collect::<Vec<_>>(), Vec::<&EventKind>::new());
    assert_eq!(seen, all);
    Ok(())
}
