//! Placing a call: to one or to several at once, with a time of its own, early media, ringback and somebody it is for.

use std::future::{Future, IntoFuture};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ari_runtime::{Client, Error, Left, Owned, Sending};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::{sleep, timeout};

use crate::calls::bridge::LiveBridge;
use crate::calls::leg::{Leg, Line};
use crate::calls::outcome::Dialled;
use crate::calls::party::Party;
use crate::calls::step::LEAVING;
use crate::enums::HangupReason;
use crate::{Ari, AriApi, ChannelId};

/// How long it rings where nothing else is said.
const ANSWER: Duration = Duration::from_secs(30);

/// What Asterisk's own timer gets more than ours, which it is there for if this program dies.
const SLACK: Duration = Duration::from_secs(2);

/// From when a leg has left until its cause is told.
const CAUSE: Duration = Duration::from_secs(5);

/// A call that is being placed; awaiting it places it, dropping that hangs up.
///
/// | what | default |
/// |---|---|
/// | time to answer | 30 s |
#[derive(Clone, Debug)]
#[must_use = "nobody is called until it is awaited"]
pub struct Dialling {
    ari: Ari,
    endpoints: Vec<String>,
    within: Duration,
    originator: Option<Party>,
    ringback: bool,
    early_media: Option<LiveBridge>,
    caller_id: Option<String>,
    formats: Option<String>,
    variables: Vec<(String, String)>,
}

impl Ari {
    /// Calls somebody: `technology/resource`, such as `PJSIP/alice` or `Local/100@default`.
    ///
    /// The channel is created in the application, so that it can be in a bridge before it is answered, and dialled then.
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use ari_generated::{Dialled, prelude::*};
    ///
    /// # async fn doc(ari: Ari, call: Call) -> Result<(), Error> {
    /// let dialling = ari.dial("PJSIP/alice").originator(&call).ringback();
    /// match dialling.answer_within(Duration::from_secs(20)).await? {
    ///     Dialled::Answered(alice) => {
    ///         let talk = ari.owned_bridge("mixing").await?;
    ///         talk.add(&[&call, &alice]).await?;
    ///         talk.until_one_leaves().await?;
    ///     }
    ///     Dialled::Busy => drop(call.play(["tone:busy"]).at_most(Duration::from_secs(3)).await?),
    ///     _ => {}
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn dial(&self, endpoint: impl Into<String>) -> Dialling {
        Dialling {
            ari: self.clone(),
            endpoints: vec![endpoint.into()],
            within: ANSWER,
            originator: None,
            ringback: false,
            early_media: None,
            caller_id: None,
            formats: None,
            variables: Vec::new(),
        }
    }
}

impl Dialling {
    /// Calls somebody else at the same time: who answers first has it, the others are hung up with "answered elsewhere".
    ///
    /// Where nobody answers, the outcome is that of the one who came nearest to it: no answer, busy, rejected, gone,
    /// unavailable.
    pub fn also(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoints.push(endpoint.into());
        self
    }

    /// Sets how long it may take until somebody answers; 30 s otherwise, and `Duration::MAX` is as long as it rings.
    pub fn answer_within(mut self, time: Duration) -> Self {
        self.within = time;
        self
    }

    /// Whom the call is for: when they leave, it is given up. It takes their caller id, language, account code and
    /// inherited variables, and formats unless some are set here.
    pub fn originator(mut self, originator: impl Into<Party>) -> Self {
        self.originator = Some(originator.into());
        self
    }

    /// Lets the originator hear ringing while it rings.
    pub fn ringback(mut self) -> Self {
        self.ringback = true;
        self
    }

    /// Puts the leg into a bridge before it is dialled, so that who is there hears what the other side has to say before
    /// it answers, and Asterisk's ringing as long as that is nothing.
    pub fn early_media_into(mut self, bridge: &LiveBridge) -> Self {
        self.early_media = Some(bridge.clone());
        self
    }

    /// Sets who calls, as the other side is shown it: `Alice <100>` or a number. It counts for more than the originator's,
    /// whose inherited variables are not taken then.
    pub fn caller_id(mut self, caller_id: impl Into<String>) -> Self {
        self.caller_id = Some(caller_id.into());
        self
    }

    /// Sets the media formats to offer: `ulaw,slin16`.
    pub fn formats(mut self, formats: impl Into<String>) -> Self {
        self.formats = Some(formats.into());
        self
    }

    /// Sets a variable of the new channels.
    pub fn variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    async fn place(self) -> Result<Dialled, Error> {
        let client: &Client<AriApi> = &self.ari;
        let line = |_: &String| Line::new(client, &ChannelId::random());
        let lines = self.endpoints.iter().map(line).collect::<Result<Vec<_>, _>>()?;
        let attempts = self.endpoints.iter().zip(&lines).map(|(to, line)| self.attempt(to, line));
        let mut attempts: FuturesUnordered<_> = attempts.collect();
        let ringback = Mutex::new(None);
        let ringing = self.ringing().await?;
        let outcome = tokio::select! {
            biased;
            left = left(self.originator.as_ref()) => Err(left.into()),
            outcome = first_answer(&mut attempts) => outcome,
            error = self.ring_back(&lines, &ringback) => Err(error),
            () = sleep(self.within) => Ok(Dialled::NoAnswer),
        };
        let (reason, answered) = match &outcome {
            Ok(Dialled::Answered(leg)) => (HangupReason::AnsweredElsewhere, Some(leg.line())),
            Ok(Dialled::NoAnswer) => (HangupReason::NoAnswer, None),
            _ => (HangupReason::Normal, None),
        };
        let lost = lines.iter().filter(|it| answered.is_none_or(|leg| !Arc::ptr_eq(it, leg)));
        lost.for_each(|it| it.will_end(reason.clone()));
        // Only now, so that those that are hung up are told why.
        drop(attempts);
        let ringback = ringback.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(ringback) = ringback {
            ringback.release().await?;
        }
        match ringing {
            // An answer ends it.
            Some(ringing) if matches!(outcome, Ok(Dialled::Answered(_))) => ringing.keep(),
            Some(ringing) => ringing.release().await?,
            None => {}
        }
        outcome
    }

    /// What those in the bridge hear of a leg that rings, and would go on hearing where it fails or is given up.
    async fn ringing(&self) -> Result<Option<Owned<AriApi>>, Error> {
        let Some(bridge) = self.early_media.clone() else { return Ok(None) };
        let what = format!("ringing in bridge {}", bridge.id());
        let ari = self.ari.clone();
        let quieten = move || -> Sending<()> {
            let (ari, bridge) = (ari.clone(), bridge.clone());
            Box::pin(async move {
                for member in bridge.members().await.unwrap_or_default() {
                    // One that fails has left, or is another program's.
                    let _ = ari.channel(&member).ring_stop().await;
                }
                Ok(())
            })
        };
        let (_, ringing) = self.ari.make(what, async { Ok(()) }, quieten).await?;
        Ok(Some(ringing))
    }

    /// Calls one of them.
    async fn attempt(&self, endpoint: &str, line: &Arc<Line>) -> Result<Dialled, Error> {
        let id = line.channel().channel_id();
        let mut create = self.ari.channels().create(endpoint).channel_id(id);
        match (&self.formats, &self.originator) {
            (Some(formats), _) => create = create.formats(formats),
            // Both at once are refused.
            (None, Some(originator)) => {
                create = create.originator(originator.channel().channel_id());
            }
            (None, None) => {}
        }
        let leg = match line.make(create.into_future()).await {
            Ok((_, leg)) => leg,
            // At times Asterisk says of such an endpoint that the id is taken.
            Err(error) if matches!(error.status(), Some(409 | 500)) => {
                return Ok(Dialled::Unavailable(error));
            }
            Err(error) => return Err(error),
        };
        match self.dial(&leg).await {
            Ok(()) => {}
            // Its end tells more than a request that it overtook.
            Err(error) => match timeout(LEAVING, line.left()).await {
                Ok(_) => {}
                Err(_) => return Err(error),
            },
        }
        self.wait(leg).await
    }

    /// Makes a leg ready and dials it.
    async fn dial(&self, leg: &Leg) -> Result<(), Error> {
        leg.line().entered().await?;
        if let Some(bridge) = &self.early_media {
            bridge.add(&[leg]).await?;
        }
        if let Some(caller_id) = &self.caller_id {
            // Whom the channel is connected with is who calls, for its far end; entering the bridge changed that.
            leg.set_variable("CONNECTEDLINE(all)").value(caller_id).await?;
        }
        for (name, value) in &self.variables {
            leg.set_variable(name).value(value).await?;
        }
        // A second request would crash known servers, so nothing repeats it.
        let mut dial = leg.dial().timeout(self.within.saturating_add(SLACK));
        match (&self.originator, &self.caller_id) {
            (Some(originator), None) => dial = dial.caller(originator.channel().channel_id()),
            // That would put the originator's caller id in the place of the one that is set.
            (Some(originator), Some(_)) => inherit(leg, originator).await?,
            (None, _) => {}
        }
        dial.await
    }

    /// Waits until a leg that was dialled is answered or ends.
    async fn wait(&self, leg: Leg) -> Result<Dialled, Error> {
        let stay = &leg.line().stay;
        loop {
            let next = stay.until(|it| {
                if it.up {
                    return Some(Next::Answered);
                }
                let unsure = std::mem::take(&mut it.unsure);
                match Dialled::of(it) {
                    Some(outcome) => Some(Next::Is(outcome)),
                    None if it.left.is_some() => Some(Next::Ends),
                    None => unsure.then_some(Next::Look),
                }
            });
            match next.await {
                Next::Answered => {
                    if self.early_media.is_none() {
                        leg.line().set_free().await?;
                    }
                    return Ok(Dialled::Answered(leg));
                }
                Next::Is(outcome) => return Ok(outcome),
                Next::Ends => {
                    let outcome = stay.until(|it| Dialled::of(it));
                    return Ok(timeout(CAUSE, outcome).await.unwrap_or(Dialled::Gone));
                }
                // It may have been answered while there was no connection.
                Next::Look => {
                    let channel = leg.get().await?;
                    stay.change(|it| it.is(&channel.state));
                }
            }
        }
    }

    /// Lets the originator hear ringing from when the first one rings; ends if that fails.
    async fn ring_back(
        &self,
        lines: &[Arc<Line>],
        ringback: &Mutex<Option<Owned<AriApi>>>,
    ) -> Error {
        if let Some(originator) = self.originator.as_ref().filter(|_| self.ringback) {
            let ringing = lines.iter().map(|it| it.stay.until(|it| it.ringing.then_some(())));
            let mut ringing: FuturesUnordered<_> = ringing.collect();
            ringing.next().await;
            let channel = originator.channel();
            let what = format!("ringing of channel {}", channel.channel_id());
            let ring = channel.ring().into_future();
            let stop = move || -> Sending<()> {
                let stop = channel.ring_stop();
                Box::pin(async move {
                    match stop.await {
                        // Who has left hears nothing.
                        Err(error) if matches!(error.status(), Some(404 | 409 | 412)) => Ok(()),
                        result => result,
                    }
                })
            };
            match self.ari.make(what, ring, stop).await {
                Ok(((), owned)) => {
                    *ringback.lock().unwrap_or_else(PoisonError::into_inner) = Some(owned);
                }
                Err(error) => return originator.explained(error).await,
            }
        }
        std::future::pending().await
    }
}

/// Gives a leg what it has from its originator, but for the caller id.
async fn inherit(leg: &Leg, originator: &Party) -> Result<(), Error> {
    let channel = match originator.channel().get().await {
        Ok(channel) => channel,
        Err(error) => return Err(originator.explained(error).await),
    };
    leg.set_variable("CHANNEL(language)").value(channel.language).await?;
    leg.set_variable("CHANNEL(accountcode)").value(channel.accountcode).await
}

/// What is known next of a leg that was dialled.
enum Next {
    Answered,
    Is(Dialled),
    /// It has left, and the cause is on its way.
    Ends,
    Look,
}

/// Waits until somebody has left, if there is somebody.
async fn left(party: Option<&Party>) -> Left {
    match party {
        Some(party) => party.left().await,
        None => std::future::pending().await,
    }
}

/// The first answer, or what came nearest to one.
async fn first_answer<F>(attempts: &mut FuturesUnordered<F>) -> Result<Dialled, Error>
where
    F: Future<Output = Result<Dialled, Error>>,
{
    let mut best: Option<Dialled> = None;
    while let Some(outcome) = attempts.next().await {
        let outcome = outcome?;
        if matches!(outcome, Dialled::Answered(_)) {
            return Ok(outcome);
        }
        if best.as_ref().is_none_or(|it| outcome.rank() < it.rank()) {
            best = Some(outcome);
        }
    }
    Ok(best.unwrap_or(Dialled::Gone))
}

impl IntoFuture for Dialling {
    type Output = Result<Dialled, Error>;
    type IntoFuture = Sending<Dialled>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.place())
    }
}
