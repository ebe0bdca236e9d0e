//! One call from its handler's first step to its true end: runs the handler, contains its panic, leaves no orphan.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use tokio::time::timeout;
use tracing::Instrument;

use crate::api::Api;
use crate::calls::call::Call;
use crate::calls::handler::{CallFailure, Handler, Tell, text_of};
use crate::calls::left::{Left, LeftReason, is_end_of_media, is_left, is_overtaken};
use crate::calls::parting::{Parting, Way};
use crate::calls::registry::{Opened, Registry, Release};
use crate::client::Client;
use crate::defaults;
use crate::delivery::Ended;
use crate::delivery::index::About;
use crate::error::BoxError;

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
    _registered: Registered<A>,
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
        self.call.is_over();
    }
}

impl<A: Api> Scope<A>
where
    A::Call: From<Call<A>>,
{
    pub(crate) fn new(client: Client<A>, opened: Opened<A::Event>, tell: Tell) -> Self {
        let Opened { number, start, state, subscription, .. } = opened;
        let call = Call::new(client.clone(), start, state, subscription);
        let registry = client.registry().clone();
        let _registered = Registered { registry, call: call.clone(), number };
        Self { client, call, number, tell, _registered }
    }

    /// What its events are traced in.
    fn span(&self) -> tracing::Span {
        let channel = self.call.id_text();
        // Nobody's child: it lives longer than what serves it may be part of.
        let span =
            tracing::info_span!(parent: None, "call", %channel, dialog = tracing::field::Empty);
        if !span.is_disabled()
            && let Some(dialog) = self.call.start_text()
            && let Some(dialog) = A::SESSION.dialog_of(dialog)
        {
            span.record("dialog", dialog);
        }
        span
    }

    /// Serves it to its true end.
    ///
    /// It is as large as what every call keeps in memory: a block has its captives once, and what is done only once is
    /// boxed.
    pub(crate) fn run(self, handler: Handler<A>) -> impl Future<Output = Outcome> + Send {
        let span = self.span();
        let serving = async move {
            Box::pin(self.is_followed()).await;
            let registry = self.client.registry();
            let work = async {
                let outcome = self.handle(&handler).await;
                Box::pin(self.finish(registry)).await;
                outcome
            };
            let parting = async {
                registry.parted().await;
                // What lives on elsewhere is nobody's to part with.
                if let Some(parting) = self.client.parting()
                    && self.is_here(registry)
                {
                    Box::pin(self.part(&parting)).await;
                }
                std::future::pending::<()>().await;
            };
            tokio::select! {
                // The handler first, so that what it listens to before it waits misses nothing.
                biased;
                outcome = work => outcome,
                // These never end by themselves.
                () = parting => Outcome::Failed,
                ((), ()) = futures_util::future::join(self.listen(), self.run_hooks()) => Outcome::Failed,
            }
        };
        serving.instrument(span)
    }

    /// Parts with a call that gets no handler, and does not leave it behind.
    pub(crate) fn refuse(self, when_full: Parting<A>) -> impl Future<Output = Outcome> + Send {
        let span = self.span();
        let refusing = async move {
            let parting = self.client.parting().unwrap_or(when_full);
            if matches!(parting.0, Way::HangUp) {
                self.hang_up().await;
                return Outcome::Refused;
            }
            self.part(&parting).await;
            tokio::select! {
                () = self.call.unkept() => {}
                _ = self.call.left() => {}
            }
            if self.is_here(self.client.registry()) {
                self.hang_up().await;
            }
            Outcome::Refused
        };
        refusing.instrument(span)
    }

    /// Waits until Asterisk has been told to send the call's end: a handler that hangs up at once must not be faster than
    /// what makes the true cause come.
    async fn is_followed(&self) {
        let about = About::new(A::SESSION.call_subject(), "", self.call.id_text());
        let _ = timeout(defaults::FOLLOW_DEADLINE, self.client.hub().is_told(&about)).await;
    }

    async fn handle(&self, handler: &Handler<A>) -> Outcome {
        let _keeper = self.call.keep();
        // It may panic before there is a future.
        let handled = async { handler(self.call.clone().into()).await };
        let failure = match AssertUnwindSafe(handled).catch_unwind().await {
            Ok(Ok(())) => return Outcome::Handled,
            Ok(Err(error)) if Box::pin(self.is_end(&error)).await => return Outcome::Handled,
            Ok(Err(error)) => CallFailure::Error(error),
            Err(panic) => CallFailure::Panic(text_of(&*panic)),
        };
        self.fail(&failure);
        Outcome::Failed
    }

    /// Does the handler's error say no more than that the call left? It may be about another thing.
    async fn is_end(&self, error: &BoxError) -> bool {
        let may_be = is_left(&**error)
            || is_end_of_media(&**error)
            || is_overtaken(&**error, self.call.id_text());
        may_be && timeout(defaults::OVERTAKEN_DEADLINE, self.call.left()).await.is_ok()
    }

    /// It has not left, and nothing lets it go.
    fn is_here(&self, registry: &Registry<A::Event>) -> bool {
        self.call.has_left().is_none()
            && registry.release_of(self.call.id_text(), self.number) == Release::Held
    }

    async fn listen(&self) {
        while let Err(panic) = AssertUnwindSafe(self.call.listen()).catch_unwind().await {
            self.fail(&CallFailure::Panic(text_of(&*panic)));
        }
        std::future::pending().await
    }

    async fn run_hooks(&self) {
        let left = self.call.left().await;
        loop {
            let hook = self.call.next_hook().await;
            if let Err(panic) = AssertUnwindSafe(hook.run(left)).catch_unwind().await {
                self.fail(&CallFailure::Panic(text_of(&*panic)));
            }
        }
    }

    /// Leaves no orphan behind, and waits for the true end.
    async fn finish(&self, registry: &Registry<A::Event>) {
        tokio::select! {
            () = self.call.unkept() => {}
            _ = self.call.left() => {}
        }
        for replaced in self.call.replaced() {
            // Its phone may have hung up, or not; nothing else ends it.
            if let Err(error) = self.client.hang_up(&replaced).await {
                self.fail(&CallFailure::HangUp(error));
            }
        }
        let id = self.call.id_text();
        let is_held =
            || matches!(registry.release_of(id, self.number), Release::Held | Release::Ending);
        if self.call.has_left().is_none() && registry.release_of(id, self.number) != Release::Held {
            // It was let go or is about to end, which may fail after all.
            tokio::select! {
                _ = self.left_in_time() => {}
                () = registry.until_held(id, self.number) => {}
            }
        }
        if is_held() {
            if self.call.has_left().is_none() {
                self.hang_up().await;
            }
            if self.left_in_time().await.is_none() {
                tracing::warn!("the channel is still in the application");
            }
            self.call.last_event(defaults::CAUSE_DEADLINE).await;
            if let Some(Left { reason: LeftReason::NoEvents(ended) }) = self.call.has_left()
                && matches!(ended, Ended::Closed | Ended::ByAsterisk | Ended::NotRegistered)
                && is_held()
            {
                // Requests may still work, and nobody else will do it.
                self.hang_up().await;
            }
        }
        self.call.all_heard().await;
        if self.call.has_left().is_some() {
            self.call.hooks_done().await;
        }
    }

    async fn left_in_time(&self) -> Option<Left> {
        timeout(defaults::CAUSE_DEADLINE, self.call.left()).await.ok()
    }

    /// Hangs up, twice if need be: commands that wait in a channel's queue can swallow the first.
    async fn hang_up(&self) {
        let mut done = 0;
        while done < 2 {
            match self.client.hang_up(self.call.id_text()).await {
                Ok(()) => {
                    done += 1;
                    if self.left_in_time().await.is_some() {
                        return;
                    }
                }
                // Asterisk is out of reach for now; either it comes back, or the call is told to have left.
                Err(error) if error.may_pass() => {
                    tracing::warn!(%error, "cannot be hung up now");
                    if timeout(defaults::HANG_UP_AGAIN, self.call.left()).await.is_ok() {
                        return;
                    }
                }
                // It was hung up when the connection was closed.
                Err(_) if self.is_released() => return,
                Err(error) => return self.fail(&CallFailure::HangUp(error)),
            }
        }
    }

    fn is_released(&self) -> bool {
        let registry = self.client.registry();
        registry.release_of(self.call.id_text(), self.number) == Release::Released
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
        if let Err(error) = parted
            && !is_left(&error)
        {
            self.fail(&CallFailure::Parting(error));
        }
    }

    fn fail(&self, failure: &CallFailure) {
        tracing::error!(%failure, "call failed");
        (self.tell)(self.call.id_text(), failure);
    }
}
