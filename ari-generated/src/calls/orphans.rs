//! What an earlier run of this program left behind: listed, and swept where it is surely nobody's.

use std::collections::HashSet;
use std::time::Duration;

use ari_runtime::{Client, Error, ErrorKind, Subject};
use tokio::time::sleep;

use crate::models::{Application, Bridge, Channel};
use crate::{Ari, AriApi, ChannelId};

/// Until the event of a channel is there that was just entering the application when Asterisk listed it.
const ENTERING: Duration = Duration::from_secs(1);

/// The length of a UUID.
const UUID: usize = 36;

/// An id for what belongs to a scope of this client's.
pub(super) fn id_of_a_scope(client: &Client<AriApi>) -> String {
    let application = client.own_applications().first().cloned().unwrap_or_default();
    format!("{}{}", prefix(&application), ari_runtime::random_id())
}

fn prefix(application: &str) -> String {
    format!("scope-{application}-")
}

/// What is in this client's applications and nobody works with.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Orphans {
    /// Channels that are in one of the applications and in no other.
    pub channels: Vec<Channel>,
    /// Bridges that belonged to scopes, with nobody in them but such channels.
    pub bridges: Vec<Bridge>,
    /// Channels that seem to have to do with the applications, but may be somebody's: moved to another application,
    /// ringing, outside. They are never swept.
    pub unknown: Vec<Channel>,
    ari: Option<Ari>,
}

/// What became of orphans.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Swept {
    /// Channels that were hung up.
    pub channels: usize,
    /// Bridges that were destroyed.
    pub bridges: usize,
    /// What could not be, by its id, and why.
    pub failures: Vec<(String, Error)>,
}

impl Ari {
    /// Finds what an earlier run of this program left in its applications. It takes a second, so that nobody is found who
    /// has just come.
    ///
    /// What this client knows is not among it: calls, adopted ones too, and what it made. Ask before serving begins to
    /// adopt, or instead.
    ///
    /// # Errors
    ///
    /// What listing applications, channels and bridges fails with.
    pub async fn orphans(&self) -> Result<Orphans, Error> {
        let own = self.own_applications();
        let applications = self.applications().list().await?;
        let (channels, bridges) = (self.channels().list().await?, self.bridges().list().await?);
        sleep(ENTERING).await;
        let mut orphans = Orphans { ari: Some(self.clone()), ..Orphans::default() };
        for channel in channels {
            if self.knows(Subject::new("channel", &channel.id)) {
                continue;
            }
            match Whose::of(&channel, &own, &applications) {
                Whose::Ours => orphans.channels.push(channel),
                Whose::Unknown => orphans.unknown.push(channel),
                Whose::Others => {}
            }
        }
        let alone: HashSet<&ChannelId> = orphans.channels.iter().map(|it| &it.id).collect();
        let is_orphan = |it: &Bridge| {
            own.iter().any(|own| is_of_a_scope(&it.id, own))
                && !self.knows(Subject::new("bridge", &it.id))
                && it.channels.iter().all(|it| alone.contains(it))
        };
        orphans.bridges = bridges.into_iter().filter(is_orphan).collect();
        Ok(orphans)
    }
}

impl Orphans {
    /// Are there any?
    pub fn is_empty(&self) -> bool {
        self.channels.is_empty() && self.bridges.is_empty()
    }

    /// Hangs up the channels and destroys the bridges. What is gone already counts as done.
    pub async fn sweep(self) -> Swept {
        let mut swept = Swept::default();
        let Some(ari) = self.ari else { return swept };
        for channel in self.channels {
            match ari.channel(&channel.id).hangup().await {
                Ok(_) => swept.channels += 1,
                Err(error) => swept.failures.push((channel.id.to_string(), error)),
            }
        }
        for bridge in self.bridges {
            match ari.bridge(&bridge.id).destroy().await {
                Ok(_) => swept.bridges += 1,
                // Somebody else is just destroying it.
                Err(error) if error.kind() == ErrorKind::Conflict => swept.bridges += 1,
                Err(error) => swept.failures.push((bridge.id.to_string(), error)),
            }
        }
        swept
    }
}

/// Whose a channel is.
enum Whose {
    /// In one of this client's applications and in no other.
    Ours,
    /// It has to do with one of them.
    Unknown,
    Others,
}

impl Whose {
    fn of(channel: &Channel, own: &[String], applications: &[Application]) -> Self {
        // A moved channel's dialplan goes on naming the old application, and the old one goes on listing it.
        let lists = |it: &&Application| it.channel_ids.contains(&channel.id);
        let (ours, others): (Vec<_>, Vec<_>) = applications
            .iter()
            .filter(lists)
            .partition(|it| own.iter().any(|own| *it.name == **own));
        let dialplan = &channel.dialplan;
        let application = dialplan.app_data.as_deref().and_then(|it| it.split(',').next());
        let in_application = dialplan.app_name.as_deref() == Some("Stasis");
        let names_ours = in_application && own.iter().any(|own| Some(own.as_str()) == application);
        match (ours.is_empty(), others.is_empty(), names_ours) {
            (false, true, true) => Self::Ours,
            (true, _, false) => Self::Others,
            _ => Self::Unknown,
        }
    }
}

/// Did a bridge belong to a scope of this application's?
fn is_of_a_scope(id: &str, application: &str) -> bool {
    id.strip_prefix(&prefix(application)).is_some_and(|it| it.len() == UUID)
}
