//! Finds an agent for a caller. It does not know what becomes of those for whom there is none.

use std::time::Duration;

use ari_generated::{Dialled, prelude::*};

/// How long each agent's telephone rings.
const PATIENCE: Duration = Duration::from_secs(20);

/// Calls one agent after the other while the caller hears it ring, and lets both talk until one hangs up. Tells who the
/// agent was, or nobody.
pub(crate) async fn connect(
    call: &Call,
    agents: &[String],
    customer: Option<&str>,
) -> Result<Option<String>, Error> {
    let ari = call.ari();
    for agent in agents {
        let mut dialling = ari.dial(agent).originator(call).ringback();
        if let Some(number) = customer {
            dialling = dialling.caller_id(format!("Customer <{number}>"));
        }
        let leg = match dialling.answer_within(PATIENCE).await {
            Ok(Dialled::Answered(leg)) => leg,
            // Who is busy, does not answer or is not there is no reason to keep the caller from the next one.
            Ok(_) => continue,
            // The client hangs up whatever came of it.
            Err(error) if error.kind() == ErrorKind::OutcomeUnknown => continue,
            Err(error) => return Err(error),
        };
        let talk = ari.owned_bridge("mixing").await?;
        talk.connect(&[call, &leg]).await?;
        return Ok(Some(agent.clone()));
    }
    Ok(None)
}
