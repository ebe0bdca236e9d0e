//! A call, with the accessors of its channel.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;
use crate::generated::AriApi;
use crate::generated::events::Event;

/// A call: a channel in the application, from its entry to its true end; cheap to clone.
#[derive(Clone, Debug)]
pub struct Call(ari_runtime::Call<AriApi>);

impl Call {
    /// The client whose call it is.
    pub fn ari(&self) -> crate::generated::Ari {
        crate::generated::Ari::from(self.0.client().clone())
    }

    /// The event that brought it; `None` for one that was found when the program or the connection began anew.
    pub fn start(&self) -> Option<&Arc<crate::generated::events::CallParked>> {
        match self.0.start_event()? {
            Event::CallParked(start) => Some(start),
            _ => None,
        }
    }

    /// Waits until nothing more comes about it, and gives the event that told so, with the true cause.
    ///
    /// `None` where none came in time: the channel lives on elsewhere, or ended unseen.
    pub async fn ended(&self, deadline: Duration) -> Option<Event> {
        self.0.last_event(deadline).await
    }
}

impl Deref for Call {
    type Target = ari_runtime::Call<AriApi>;
    fn deref(&self) -> &ari_runtime::Call<AriApi> {
        &self.0
    }
}

impl From<ari_runtime::Call<AriApi>> for Call {
    fn from(call: ari_runtime::Call<AriApi>) -> Self {
        Self(call)
    }
}
