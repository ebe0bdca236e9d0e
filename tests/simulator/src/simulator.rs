//! The front door: starts the simulated Asterisk, says where it is, ends it. Knows nothing of calls.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::asterisk::Asterisk;
use crate::error::Error;
use crate::faults::Faults;
use crate::outbound::Outbound;
use crate::pbx::Settings;
use crate::phone::{DialIn, PATIENCE, Phone};
use crate::stillness::{self, Activity};
use crate::transcript::Transcript;
use crate::wire::{Access, Mischief, Order, Sockets, User, Wire, serve};

/// Between two looks whether a program is connected.
const LOOK: Duration = Duration::from_millis(10);

/// A simulated Asterisk on a loopback port. Dropping it ends everything at once.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use ari_simulator::Simulator;
///
/// let simulator = Simulator::start().await?;
/// println!("{} takes {}", simulator.url(), simulator.username());
/// simulator.stop().await;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Simulator {
    address: SocketAddr,
    /// What clients show, unless they are told of somebody else.
    user: User,
    wire: Arc<Wire>,
    orders: mpsc::Sender<Order>,
    server: JoinSet<()>,
    /// Those that keep time. Everything that runs ends with the simulator.
    _keepers: JoinSet<()>,
}

impl Simulator {
    /// Starts one with the defaults of [`Simulator::builder`].
    ///
    /// # Errors
    ///
    /// There is no port to listen on.
    pub async fn start() -> Result<Self, Error> {
        Self::builder().start().await
    }

    /// One with other users, or with servers that it dials.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Where it is: `http://127.0.0.1:41234`, without `/ari`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The same as an address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A user who may do everything.
    pub fn username(&self) -> &str {
        &self.user.name
    }

    /// The password of that user.
    pub fn password(&self) -> &str {
        &self.user.password
    }

    /// Somebody who calls an extension.
    ///
    /// # Panics
    ///
    /// The extension is empty: nobody can dial nothing.
    #[track_caller]
    pub fn call(&self, extension: &str) -> DialIn {
        assert!(!extension.is_empty(), "a telephone dials an extension, and this one is empty");
        DialIn::new(&self.wire.asterisk, extension)
    }

    /// A telephone that can be called: `PJSIP/bob`. Until this is asked for, there is none of that address.
    ///
    /// # Panics
    ///
    /// The address names nobody, as `PJSIP/` does.
    #[track_caller]
    pub fn phone(&self, address: &str) -> Phone {
        let is_whole = !address.starts_with('/') && !address.ends_with('/') && !address.is_empty();
        assert!(is_whole, "a telephone has an address such as PJSIP/bob, not {address:?}");
        Phone::new(&self.wire.asterisk, address)
    }

    /// Waits until a program is connected for an application: calls that come before have nobody to answer them. A test
    /// that connects by itself need not wait.
    ///
    /// # Panics
    ///
    /// Nobody is there after 30 seconds of tokio's time.
    #[track_caller]
    pub fn serves(&self, application: &str) -> impl Future<Output = ()> + Send + '_ {
        let (place, application) = (Location::caller(), application.to_owned());
        async move {
            let began = Instant::now();
            while !self.wire.asterisk.lock().is_registered(&application) {
                assert!(
                    began.elapsed() < PATIENCE,
                    "nobody was connected for {application} in {PATIENCE:?}, at {place}"
                );
                sleep(LOOK).await;
            }
        }
    }

    /// What applications have asked and what they were told, in order.
    pub fn transcript(&self) -> Transcript {
        Transcript::of_all(&self.wire.asterisk)
    }

    /// What may go wrong.
    pub fn faults(&self) -> Faults {
        Faults::new(Arc::clone(&self.wire), self.orders.clone())
    }

    /// Ends well: nobody new is let in, requests that are under way are answered, event websockets are closed. What has
    /// not ended after five seconds is cut.
    pub async fn stop(mut self) {
        // An error: it has ended already.
        let _ = self.orders.send(Order::Stop).await;
        while self.server.join_next().await.is_some() {}
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.wire.asterisk.end();
    }
}

/// What a simulator is started with.
///
/// Unless told otherwise, the user `asterisk` with the password `asterisk` may do everything, 100 connections may be open
/// at once as with an Asterisk, and nobody is dialled.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use ari_simulator::Simulator;
///
/// let simulator = Simulator::builder()
///     .user("ivr", "secret")
///     .read_only_user("wallboard", "public")
///     .start()
///     .await?;
/// assert_eq!(simulator.username(), "ivr");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct Builder {
    users: Vec<User>,
    sessions: usize,
    outbound: Vec<Outbound>,
    settings: Settings,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            users: Vec::new(),
            sessions: 100,
            outbound: Vec::new(),
            settings: Settings::default(),
        }
    }
}

impl Builder {
    /// One more user who may do everything; the first one stands in for the default.
    pub fn user(self, name: &str, password: &str) -> Self {
        self.with(name, password, false)
    }

    /// One more user, who may only look.
    pub fn read_only_user(self, name: &str, password: &str) -> Self {
        self.with(name, password, true)
    }

    /// How many connections may be open at once, event websockets included; one more is reset.
    pub fn session_limit(mut self, sessions: usize) -> Self {
        self.sessions = sessions;
        self
    }

    /// One more server that is dialled. It may start to listen later.
    pub fn outbound(mut self, outbound: Outbound) -> Self {
        self.outbound.push(outbound);
        self
    }

    /// Adds to the dialplan, written as in `extensions.conf`; naming a context again adds to it.
    ///
    /// ```
    /// # async fn example() -> Result<(), ari_simulator::Error> {
    /// use ari_simulator::Simulator;
    ///
    /// let simulator = Simulator::builder()
    ///     .dialplan("[default]\nexten => 1000,1,Stasis(ivr)\n same => n,Hangup()")?
    ///     .start()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// It cannot be read, or names an application of the dialplan that is not simulated; the error names the line.
    pub fn dialplan(mut self, text: &str) -> Result<Self, Error> {
        self.settings.dialplan.add(text)?;
        Ok(self)
    }

    /// How long a sound lasts, named without its scheme: `hello-world`.
    pub fn sound(mut self, name: &str, length: Duration) -> Self {
        self.settings.sounds.insert(name.to_owned(), length);
        self
    }

    /// How long every other sound lasts, instead of a second.
    pub fn other_sounds(mut self, length: Duration) -> Self {
        self.settings.other_sounds = length;
        self
    }

    /// A sound that is not there: playing it fails.
    pub fn missing_sound(mut self, name: &str) -> Self {
        self.settings.missing_sounds.insert(name.to_owned());
        self
    }

    /// No sound exists but those that [`sound`](Self::sound) names: playing another one fails, so that a name with a slip of
    /// the pen in it is found. Digits and letters are spoken all the same.
    ///
    /// ```
    /// # async fn example() -> Result<(), ari_simulator::Error> {
    /// # use ari_simulator::Simulator;
    /// # use std::time::Duration;
    /// let second = Duration::from_secs(1);
    /// let simulator = Simulator::builder().sound("menu", second).sound("goodbye", second).only_these_sounds();
    /// # Ok(())
    /// # }
    /// ```
    pub fn only_these_sounds(mut self) -> Self {
        self.settings.only_these_sounds = true;
        self
    }

    /// How many requests and events the transcript goes back; 20,000 otherwise.
    pub fn transcript_length(mut self, lines: usize) -> Self {
        self.settings.kept = lines;
        self
    }

    /// The channel variables that every channel shows, as `channelvars` of `ari.conf` names them.
    pub fn channel_variables<S: Into<String>>(
        mut self,
        names: impl IntoIterator<Item = S>,
    ) -> Self {
        self.settings.channel_variables.extend(names.into_iter().map(Into::into));
        self
    }

    /// Starts it.
    ///
    /// # Errors
    ///
    /// There is no port to listen on, or a server cannot be dialled.
    pub async fn start(mut self) -> Result<Simulator, Error> {
        let lines = self.outbound.drain(..).map(Outbound::line).collect::<Result<_, _>>()?;
        let user = match self.users.iter().find(|it| !it.read_only) {
            Some(user) => user.clone(),
            None => {
                self = self.user("asterisk", "asterisk");
                let (name, password) = ("asterisk".to_owned(), "asterisk".to_owned());
                User { name, password, read_only: false }
            }
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let asterisk = Asterisk::new(self.settings);
        let wire = Arc::new(Wire {
            asterisk: asterisk.clone(),
            activity: Activity::default(),
            mischief: Mischief::default(),
            sockets: Sockets::default(),
        });
        let (orders, ordered) = mpsc::channel(1);
        let mut keepers = JoinSet::new();
        keepers.spawn(stillness::keep(wire.activity.clone()));
        keepers.spawn(async move { asterisk.keep_time().await });
        let mut server = JoinSet::new();
        let access = Access(self.users);
        let (started, has_started) = oneshot::channel();
        let sessions = self.sessions;
        let serving = serve(listener, Arc::clone(&wire), access, lines, sessions, ordered, started);
        server.spawn(serving);
        // An error: the runtime ends.
        let _ = has_started.await;
        Ok(Simulator { address, user, wire, orders, server, _keepers: keepers })
    }

    fn with(mut self, name: &str, password: &str, read_only: bool) -> Self {
        let (name, password) = (name.to_owned(), password.to_owned());
        self.users.push(User { name, password, read_only });
        self
    }
}

impl fmt::Debug for Builder {
    /// Without the passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("users", &self.users)
            .field("sessions", &self.sessions)
            .field("outbound", &self.outbound)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Simulator;

    #[tokio::test]
    #[should_panic(expected = "this one is empty")]
    async fn nobody_dials_nothing() {
        drop(Simulator::start().await.expect("a port").call(""));
    }

    #[tokio::test]
    #[should_panic(expected = "not \"PJSIP/\"")]
    async fn a_telephone_has_an_address() {
        Simulator::start().await.expect("a port").phone("PJSIP/");
    }

    #[tokio::test]
    #[should_panic(expected = "nobody's name")]
    async fn a_caller_has_a_name() {
        drop(Simulator::start().await.expect("a port").call("1000").from(""));
    }
}
