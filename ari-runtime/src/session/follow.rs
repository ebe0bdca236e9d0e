//! Has the application hear of what somebody follows, and no more of what nobody follows any longer.

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::sleep;

use crate::backoff::Backoff;
use crate::defaults;
use crate::delivery::following::Change;
use crate::delivery::hub::Hub;
use crate::event::ApiEvent;
use crate::session::inquiry::Inquiry;

/// Requests at once; the others are the program's.
const AT_ONCE: usize = 8;

/// Goes on until it is dropped.
pub(crate) async fn follow<E: ApiEvent>(inquiry: Inquiry<E>, hub: &Hub<E>) {
    let mut under_way = FuturesUnordered::new();
    loop {
        tokio::select! {
            change = hub.next_change(), if under_way.len() < AT_ONCE => {
                under_way.push(tell(&inquiry, hub, change));
            }
            Some(()) = under_way.next() => {}
        }
    }
}

async fn tell<E: ApiEvent>(inquiry: &Inquiry<E>, hub: &Hub<E>, change: Change) {
    let mut backoff = Backoff::new(defaults::LONGEST_BACKOFF);
    loop {
        match inquiry.follow(&change).await {
            Ok(()) => return hub.told(change, Some(true)),
            // There is no such thing yet, or any longer.
            Err(error) if error.status() == Some(422) => return hub.told(change, Some(false)),
            Err(error) if error.status().is_some_and(|it| (400..500).contains(&it)) => {
                tracing::warn!(id = %change.about.id, %error, "Asterisk does not want to be told what to send");
                return hub.told(change, None);
            }
            Err(error) => {
                tracing::warn!(id = %change.about.id, %error, "Asterisk could not be told what to send");
                sleep(backoff.next()).await;
            }
        }
    }
}
