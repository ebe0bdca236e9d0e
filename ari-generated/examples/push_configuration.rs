//! Gives a phone to PJSIP while Asterisk runs, changes it, tells when it can be reached, and takes it back at the end.
//!
//! Its first argument is the phone's name; with `remove` as the second it only takes away what was pushed before. The
//! password comes from `PHONE_PASSWORD`. Asterisk needs storages that can be written to, in `sorcery.conf`:
//!
//! ```text
//! [res_pjsip]
//! endpoint = config,pjsip.conf,criteria=type=endpoint
//! endpoint = memory
//! auth = config,pjsip.conf,criteria=type=auth
//! auth = memory
//! aor = config,pjsip.conf,criteria=type=aor
//! aor = memory
//! ```
//!
//! With `astdb,ps_endpoints` (`ps_auths`, `ps_aors`) instead of `memory`, phones are there after a restart, too.
//!
//! A phone that registers for a while:
//!
//! ```text
//! Phone gina is pushed, for calls in default
//! Its callerid is "The new one" <gina>
//! Its context is default
//! Its auth is gina
//! Its aors is gina
//! Its allow is (ulaw)
//! Phone gina is offline
//! Phone gina is online
//! Phone gina is offline
//! The endpoint of gina is removed
//! The aor of gina is removed
//! The auth of gina is removed
//! ```

#[expect(dead_code, reason = "there are no calls here")]
mod setup;

use std::env;

use ari_generated::endpoints::EndpointHandle;
use ari_generated::prelude::*;

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let phone = env::args().nth(1).unwrap_or_else(|| "gina".to_owned());
    let (url, credentials) = setup::asterisk();
    let (ari, _) = Ari::connect(url, credentials).app("push-configuration").await?;
    if env::args().nth(2).as_deref() != Some("remove") {
        push(&ari, &phone, &env::var("PHONE_PASSWORD")?).await?;
        tokio::select! {
            () = setup::terminated() => {}
            told = tell(ari.endpoint("PJSIP", &phone)) => told?,
        }
    }
    remove(&ari, &phone).await?;
    Ok(())
}

pub(crate) async fn push(ari: &Ari, phone: &str, password: &str) -> Result<(), Error> {
    let auth = ari.config_object("res_pjsip", "auth", phone);
    auth.push([("auth_type", "userpass"), ("username", phone), ("password", password)]).await?;
    let aor = ari.config_object("res_pjsip", "aor", phone);
    aor.push([("max_contacts", "1"), ("remove_existing", "yes")]).await?;
    // Last, since it names the others.
    let endpoint = ari.config_object("res_pjsip", "endpoint", phone);
    let calls = [("context", "default"), ("allow", "!all,ulaw")];
    let fields = endpoint.push(calls.into_iter().chain([("auth", phone), ("aors", phone)])).await?;
    let context = fields.get("context").unwrap_or_default();
    println!("Phone {phone} is pushed, for calls in {context}");

    // What is not named stays as it is.
    endpoint.push([("callerid", format!("\"The new one\" <{phone}>"))]).await?;
    let fields = endpoint.read().await?;
    for name in ["callerid", "context", "auth", "aors", "allow"] {
        println!("Its {name} is {}", fields.get(name).unwrap_or_default());
    }
    Ok(())
}

/// Says whether the phone can be reached, and whenever that changes.
pub(crate) async fn tell(phone: EndpointHandle) -> Result<(), Error> {
    let mut states = phone.events();
    let mut state = phone.get().await?.state;
    loop {
        if let Some(state) = &state {
            println!("Phone {} is {state}", phone.resource());
        }
        state = loop {
            match states.next().await {
                Some(Delivery::Event(Event::EndpointStateChange(it))) => {
                    break it.endpoint.state.clone();
                }
                Some(_) => {}
                None => return Ok(()),
            }
        };
    }
}

pub(crate) async fn remove(ari: &Ari, phone: &str) -> Result<(), Error> {
    // Whoever talks goes on talking.
    for kind in ["endpoint", "aor", "auth"] {
        match ari.config_object("res_pjsip", kind, phone).remove().await? {
            Removal::Done => println!("The {kind} of {phone} is removed"),
            Removal::AlreadyGone => println!("There is no {kind} of {phone}"),
        }
    }
    Ok(())
}
