//! What the dialplan says of a call that it hands over.

use crate::Call;

impl Call {
    /// What the dialplan's `Stasis(application,..)` says behind the application, by its place from 0 on.
    ///
    /// `None` where it says less, and for a call that was found when the program or the connection began anew.
    ///
    /// ```no_run
    /// # fn doc(call: ari_generated::Call) {
    /// // Stasis(voicemail,1001)
    /// let mailbox = call.arg(0).unwrap_or("general");
    /// # }
    /// ```
    pub fn arg(&self, place: usize) -> Option<&str> {
        Some(self.start()?.args.get(place)?.as_str())
    }
}
