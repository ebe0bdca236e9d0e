//! A call that a telephone is about to make.

use crate::asterisk::Asterisk;
use crate::pbx::channel::Party;
use crate::pbx::phones::Caller;
use crate::phone::Call;

/// A telephone is about to dial an extension.
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), ari_simulator::Error> {
/// # let dialplan = "[default]\nexten => 1000,1,Answer()\n same => n,Echo()";
/// # let simulator = ari_simulator::Simulator::builder().dialplan(dialplan)?.start().await?;
/// let caller = simulator.call("1000").from("alice").caller_id("Alice <100>").dials_in();
/// caller.is_answered().await;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nobody calls before dials_in"]
pub struct DialIn {
    asterisk: Asterisk,
    caller: Caller,
}

impl DialIn {
    pub(crate) fn new(asterisk: &Asterisk, extension: &str) -> Self {
        let caller = Caller {
            device: String::new(),
            party: None,
            context: "default".to_owned(),
            extension: extension.to_owned(),
            variables: Vec::new(),
        };
        Self { asterisk: asterisk.clone(), caller }.from("caller")
    }

    /// Who calls: `alice` has the telephone `PJSIP/alice`; another technology is named. Unless said, it is `caller`.
    ///
    /// # Panics
    ///
    /// The name is empty.
    #[track_caller]
    pub fn from(mut self, name: &str) -> Self {
        assert!(!name.is_empty() && !name.ends_with('/'), "{name:?} is nobody's name");
        self.caller.device = match name.contains('/') {
            true => name.to_owned(),
            false => format!("PJSIP/{name}"),
        };
        self
    }

    /// The name and number that it shows: `Alice <100>`. Unless said, its own name is the number, as in SIP.
    pub fn caller_id(mut self, caller_id: &str) -> Self {
        self.caller.party = Some(Party::parse(caller_id));
        self
    }

    /// Where the extension is; unless said, in `default`.
    pub fn context(mut self, context: &str) -> Self {
        context.clone_into(&mut self.caller.context);
        self
    }

    /// A variable that its channel has before the dialplan runs.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.caller.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Dials. The dialplan has run up to its first step that takes time when this returns.
    ///
    /// An extension that is not there ends the call with cause 1, and nobody is told of a channel.
    pub fn dials_in(self) -> Call {
        let line = self.asterisk.lock().phone_dials(self.caller);
        Call::new(self.asterisk, line)
    }
}
