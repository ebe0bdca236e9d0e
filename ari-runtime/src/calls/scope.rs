//! One call from its handler's first step to its true end: runs the handler, contains its panic, leaves no orphan.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use tokio::time::timeout;
use tracing::Instrument;

use crate::api::Api;
use crate::calls::call::Call;
use crate::calls::handler::{CallFailure, Handler, Tell};
use crate::calls::left::{Left, is_left, is_overtaken};
use crate::calls::parting::{Parting, Way};
use crate::calls::registry::{Opened, Registry, Release};
use crate::client::Client;
use crate::defaults;
use crate::error::BoxError;
use crate::event::ApiEvent;

/// How a call ended, for those who count.
pub(crate) enum Outcome {
    Handled,
    Failed,
    Refused,
}

/// Serves one call.
pub(crate) struct Scope<A: Api> {
    client: Client<A>,
    call: Call<A>,
    number: u64,
    tell: Tell,
    refused: bool,
}

/// Takes the call out of the registry, also when its task is dropped.
struct Registered<A: Api> {
    registry: Arc<Registry<A::Event>>,
    call: Call<A>,
    number: u64,
}

impl<A: Api> Drop for Registered<A> {
    fn drop(&mut self) {
        self.registry.close(self.call.id_text(), self.number);
        // They may hold the call, which holds them.
        self.call.forget_listeners();
    }
}

impl<A: Api> Scope<A>
where
    A::Call: From<Call<A>>,
{
    pub(crate) fn new(client: Client<A>, opened: Opened<A::Event>, tell: Tell) -> Self {
        let Opened { id, number, start, state, subscription, refused } = opened;
        let call = Call::new(client.clone(), id, start, state, subscription);
        Self { client, call, number, tell, refused }
    }

    pub(crate) async fn run(self, handler: Handler<A>, when_full: Parting<A>) -> Outcome {
        let channel = self.call.id_text();
        let span = tracing::info_span!("call", %channel, dialog = tracing::field::Empty);
        if !span.is_disabled()
            && let Some(dialog) = self.call.start_event().and_then(ApiEvent::raw)
            && let Some(dialog) = A::SESSION.dialog_of(dialog)
        {
            span.record("dialog", dialog);
        }
        self.serve(handler, when_full).instrument(span).await
    }

    async fn serve(self, handler: Handler<A>, when_full: Parting<A>) -> Outcome {
        let registry = self.client.registry().clone();
        let _registered = Registered::<A> {
            registry: registry.clone(),
            call: self.call.clone(),
            number: self.number,
        };
        if self.refused {
            let parting = self.client.parting().unwrap_or(when_full);
            self.part(&parting).await;
            return Outcome::Refused;
        }
        let work = async {
            let keeper = self.call.keep();
            let handled = AssertUnwindSafe(handler(self.call.clone().into())).catch_unwind().await;
            drop(keeper);
            let failed = match handled {
                Ok(Ok(())) => None,
                Ok(Err(error)) if is_left(&*error) || self.is_overtaken(&error).await => None,
                Ok(Err(error)) => Some(CallFailure::Error(error)),
                Err(panic) => Some(CallFailure::Panic(text_of(&*panic))),
            };
            let outcome = if failed.is_some() { Outcome::Failed } else { Outcome::Handled };
            if let Some(failure) = failed {
                self.fail(&failure);
            }
            tokio::select! {
                () = self.call.unkept() => {}
                _ = self.call.left() => {}
            }
            self.finish(&registry).await;
            outcome
        };
        let parting = async {
            registry.parted().await;
            if let Some(parting) = self.client.parting() {
                self.part(&parting).await;
            }
            std::future::pending::<()>().await;
        };
        tokio::select! {
            biased;
            outcome = work => outcome,
            // These never end by themselves.
            () = parting => Outcome::Failed,
            ((), ()) = futures_util::future::join(self.listen(), self.call.run_hooks()) => Outcome::Failed,
        }
    }

    /// Did a request of the handler come too late, for a channel that was leaving?
    async fn is_overtaken(&self, error: &BoxError) -> bool {
        is_overtaken(&**error, self.call.id_text()) && self.left_in_time().await.is_some()
    }

    async fn listen(&self) {
        self.call.listen().await;
        std::future::pending().await
    }

    /// Leaves no orphan behind, and waits for the true end.
    async fn finish(&self, registry: &Registry<A::Event>) {
        if self.call.has_left().is_none()
            && registry.release_of(self.call.id_text(), self.number) == Release::Held
        {
            self.hang_up().await;
        }
        let released = registry.release_of(self.call.id_text(), self.number) != Release::Held;
        if self.left_in_time().await.is_none() && !released {
            tracing::warn!("the channel is still in the application");
        }
        if !released {
            self.call.last_event(defaults::CAUSE_DEADLINE).await;
        }
        self.call.run_last_hooks().await;
    }

    async fn left_in_time(&self) -> Option<Left> {
        timeout(defaults::CAUSE_DEADLINE, self.call.left()).await.ok()
    }

    /// Hangs up, twice if need be: commands that wait in a channel's queue can swallow the first.
    async fn hang_up(&self) {
        for _ in 0..2 {
            if let Err(error) = self.client.hang_up(self.call.id_text()).await {
                return self.fail(&CallFailure::HangUp(error));
            }
            if self.left_in_time().await.is_some() {
                return;
            }
        }
    }

    async fn part(&self, parting: &Parting<A>) {
        let parted = match &parting.0 {
            Way::HangUp => self.client.hang_up(self.call.id_text()).await,
            Way::Leave => {
                self.client.registry().let_go(self.call.id_text());
                Ok(())
            }
            Way::Run(run) => run(self.call.clone().into()).await,
        };
        if let Err(error) = parted {
            self.fail(&CallFailure::Parting(error));
        }
    }

    fn fail(&self, failure: &CallFailure) {
        tracing::error!(%failure, "call failed");
        (self.tell)(self.call.id_text(), failure);
    }
}

fn text_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|it| (*it).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}
