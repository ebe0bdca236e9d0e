//! Operations of the resource `deviceThings`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Client;
use crate::generated::AriApi;

pub(crate) mod update;

pub use update::Update;

/// Operations of the resource `deviceThings`. Got from [`Ari::device_things`](crate::Ari::device_things).
#[derive(Clone, Copy, Debug)]
pub struct DeviceThings<'a> {
    client: &'a Client<AriApi>,
}

impl<'a> DeviceThings<'a> {
    pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
        Self { client }
    }

    /// Texts that rustdoc reads as more than text: \<foo\> and \[bar\], a\\b, */ and /* and \`half a
    /// tick.
    ///
    /// * a list
    /// * of two
    ///
    /// # A heading
    ///
    /// <http://example.org/> and \<b\>bold and \[link\](nowhere) {braces} "quotes" $dollars
    /// #\[attributes\]
    /// four blanks before
    /// `
    /// let x: u32 = "no code";
    /// `
    /// | a | b |.
    ///
    /// [`PUT /deviceThings/{deviceName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/DeviceThings_REST_API/#update)
    ///
    /// # Arguments
    ///
    /// * `device_name`: The key of this description is misspelt.
    /// * `device_state`: A very long description that goes on and on, so that it has to be broken into several lines,
    ///   where a dash - or a number such as 1. or a star * or a plus + or a hash # or a \> sign can come
    ///   to stand at the beginning of a line - which makes a list of what was a sentence - or a heading #
    ///   or a quotation \> or a table | of it, unless whoever breaks the line takes care of that, and
    ///   a_word_that_is_longer_than_every_line_can_be_because_somebody_forgot_to_put_a_blank_between_its_many_parts_is_in_it_too.
    ///   Default: `<none>`.
    ///
    /// # Errors
    ///
    /// * 404: No \<device\> of \[this\] name.
    pub fn update(
        &self,
        device_name: impl Into<String>,
        device_state: impl Into<String>,
    ) -> Update {
        Update::new(self.client.caller(), device_name, device_state)
    }
}
