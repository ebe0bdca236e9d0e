//! Has the application hear of what somebody follows, and no more of what nobody follows any longer.

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

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
    let told = inquiry.follow(&change).await;
    if let Err(error) = &told {
        let (id, begins) = (&change.about.id, change.begins);
        match error.status() {
            // There is no such thing yet, or any longer.
            Some(404 | 422) => tracing::trace!(%id, begins, "nothing to follow"),
            _ => {
                tracing::warn!(%id, begins, %error, "could not change what the application hears of")
            }
        }
    }
    hub.told(change, told.is_ok());
}
