//! The event that brought a call, kept as its frame until somebody asks for it: decoded it is four times as large.

use std::sync::OnceLock;

use crate::event::frame::Frame;
use crate::event::{ApiEvent, decode_frame, scan};

/// The event that brought a call; none for one that was found.
pub(crate) struct Start<E> {
    frame: Frame,
    event: OnceLock<Option<E>>,
}

impl<E: ApiEvent> Start<E> {
    /// The event, decoded once.
    pub(crate) fn event(&self) -> Option<&E> {
        let decoded = || {
            let name = scan::peek_type(self.frame.text()?)?;
            // It was decoded before.
            decode_frame(&self.frame, Some(&name), E::kind(&name)).ok()
        };
        self.event.get_or_init(decoded).as_ref()
    }

    /// The text of its frame.
    pub(crate) fn text(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl<E: ApiEvent> From<Option<&E>> for Start<E> {
    fn from(event: Option<&E>) -> Self {
        match event.and_then(ApiEvent::raw) {
            Some(text) => Self { frame: text.into(), event: OnceLock::new() },
            // One that was built has no frame.
            None => Self { frame: Frame::default(), event: event.cloned().into() },
        }
    }
}
