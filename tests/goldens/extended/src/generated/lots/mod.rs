//! Operations of the resource `lots`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Client;
use crate::generated::AriApi;
use crate::generated::ids::LotId;

pub(crate) mod list;
pub(crate) mod get;
pub(crate) mod open;
pub(crate) mod close;
pub(crate) mod recount;
mod lot_handle;

pub use list::List;
pub use get::Get;
pub use open::Open;
pub use close::Close;
pub use recount::Recount;
pub use lot_handle::LotHandle;

/// Operations of the resource `lots`. Got from [`Ari::lots`](crate::Ari::lots).
#[derive(Clone, Copy, Debug)]
pub struct Lots<'a> {
    client: &'a Client<AriApi>,
}

impl<'a> Lots<'a> {
    pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
        Self { client }
    }

    /// Lists the parking lots.
    ///
    /// [`GET /lots`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Lots_REST_API/#list)
    ///
    /// Since 20.0.
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn list(&self) -> List {
        List::new(self.client.caller())
    }

    /// Returns one parking lot.
    ///
    /// [`GET /lots/{lotId}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Lots_REST_API/#get)
    ///
    /// # Arguments
    ///
    /// * `lot_id`: The lot's id.
    ///
    /// # Errors
    ///
    /// * 404: There is no such lot.
    pub fn get(&self, lot_id: impl Into<LotId>) -> Get {
        Get::new(self.client.caller(), lot_id)
    }

    /// Opens a parking lot under an id.
    ///
    /// A lot that is open already keeps its calls.
    ///
    /// [`POST /lots/{lotId}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Lots_REST_API/#open)
    ///
    /// Since 20.5.
    ///
    /// # Arguments
    ///
    /// * `lot_id`: The lot's id.
    /// * `spaces`: How many calls it takes.
    ///
    /// # Errors
    ///
    /// * 400: The lot would have no space.
    /// * 409: The valet is busy.
    pub fn open(&self, lot_id: impl Into<LotId>, spaces: u32) -> Open {
        Open::new(self.client.caller(), lot_id, spaces)
    }

    /// Closes a parking lot.
    ///
    /// [`DELETE /lots/{lotId}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Lots_REST_API/#close)
    ///
    /// # Arguments
    ///
    /// * `lot_id`: The lot's id.
    ///
    /// # Errors
    ///
    /// * 404: There is no such lot.
    pub fn close(&self, lot_id: impl Into<LotId>) -> Close {
        Close::new(self.client.caller(), lot_id)
    }

    /// Counts the calls of a lot anew.
    ///
    /// `PUT /lots/{lotId}`
    ///
    /// # Arguments
    ///
    /// * `lot_id`: The lot's id.
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn recount(&self, lot_id: impl Into<LotId>) -> Recount {
        Recount::new(self.client.caller(), lot_id)
    }
}
