//! What an earlier run of this program left behind.

use ari_runtime::Client;

use crate::AriApi;

/// An id for what belongs to a scope of this client's.
pub(super) fn id_of_a_scope(client: &Client<AriApi>) -> String {
    let application = client.own_application().unwrap_or_default();
    format!("scope-{application}-{}", ari_runtime::random_id())
}
