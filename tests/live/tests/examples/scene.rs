//! An example at work and somebody who calls it, to the end or until they hang up at any moment.

use std::time::{Duration, Instant};

use ari_generated::channels::ChannelHandle;
use ari_generated::prelude::*;
use ari_harness::{Instance, Setup};
use ari_live_tests::{Example, Phones, asterisk, credentials};
use tokio::time::sleep;

use crate::{Failure, all_gone};

/// An Asterisk, an example and people with phones.
pub struct Scene {
    pub example: Example,
    pub ari: Ari,
    pub phones: Phones,
    extension: &'static str,
    calls: u32,
    /// Last, so that it outlives the others.
    pub instance: Instance,
}

/// How a call was that was hung up on.
pub struct HungUp {
    /// Everything that was said since the call before.
    pub said: Vec<String>,
    /// From hanging up until nothing was left.
    pub clean: Duration,
}

impl Scene {
    /// An example with an argument that the instance gives, called at an extension of the dialplan.
    pub async fn new(
        name: &str,
        setup: Setup,
        extension: &'static str,
        argument: impl FnOnce(&Instance) -> Result<Option<String>, Failure>,
    ) -> Result<Self, Failure> {
        let instance = asterisk(setup);
        let ari = Ari::rest(instance.url(), credentials(&instance))?;
        let argument = argument(&instance)?;
        let arguments: Vec<&str> = argument.iter().map(String::as_str).collect();
        let example = Example::start_with(name, &arguments, &ari, &instance).await?;
        let phones = Phones::new(&instance).await;
        Ok(Self { example, ari, phones, extension, calls: 0, instance })
    }

    /// Somebody calls. This is the name of the example's channel.
    pub async fn dial(&mut self) -> (ChannelHandle, String) {
        let name = format!("Local/{}@default-{:08x};2", self.extension, self.calls);
        self.calls += 1;
        (self.phones.call(self.extension).await, name)
    }

    /// Somebody calls and is answered; what was said before that comes with it.
    pub async fn call(&mut self) -> Result<(ChannelHandle, Vec<String>), Failure> {
        let (phone, name) = self.dial().await;
        let entered = format!("Channel {name} has entered the application");
        let said = self.example.until(&entered).await?;
        self.phones.answered(&phone).await;
        Ok((phone, said))
    }

    /// The next line is this.
    pub async fn says(&mut self, line: &str) -> Result<(), Failure> {
        assert_eq!(self.example.line().await?, line);
        Ok(())
    }

    /// The next line says that the last call has left, and nothing is left of it.
    pub async fn left(&mut self) -> Result<(), Failure> {
        let name = format!("Local/{}@default-{:08x};2", self.extension, self.calls - 1);
        self.says(&format!("Channel {name} just left our application")).await?;
        all_gone(&self.ari).await;
        Ok(())
    }

    /// Somebody calls, does what there is to do before each further line of the call, and hangs up so long after so many
    /// lines; then everything becomes clean.
    pub async fn hangs_up(
        &mut self,
        (lines, after): (usize, Duration),
        act: impl AsyncFn(&Self, &ChannelHandle, &[String]),
        is_clean: impl AsyncFn(&Self, &[String]),
    ) -> Result<HungUp, Failure> {
        let told = |error| format!("hung up {after:?} after line {lines}: {error}");
        let (phone, channel) = self.dial().await;
        let mut said = Vec::new();
        if lines > 0 {
            // What calls before it said last comes first.
            let entered = format!("Channel {channel} has entered the application");
            said = self.example.until(&entered).await.map_err(told)?;
        }
        let before = said.len();
        for _ in 1..lines {
            act(self, &phone, &said[before - 1..]).await;
            said.push(self.example.line().await.map_err(told)?);
        }
        sleep(after).await;
        let hung_up = Instant::now();
        phone.hangup().await?;
        if lines > 0 {
            let left = format!("Channel {channel} just left our application");
            said.extend(self.example.until(&left).await.map_err(told)?);
        }
        all_gone(&self.ari).await;
        is_clean(self, &said).await;
        let clean = hung_up.elapsed();
        println!("hung up {after:?} after line {lines}, clean after {clean:?}: {said:#?}");
        Ok(HungUp { said, clean })
    }
}

/// How many lines there are with this in them.
pub fn count(said: &[String], what: &str) -> usize {
    said.iter().filter(|it| it.contains(what)).count()
}
