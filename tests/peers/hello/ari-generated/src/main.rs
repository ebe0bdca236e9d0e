//! Greets each caller and hangs up, with ari-generated.

use ari_generated::prelude::*;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let credentials = Credentials::new("asterisk", "asterisk");
    let (_ari, events) = Ari::connect("http://127.0.0.1:8088", credentials).app("hello").await?;
    // Each call gets a task of its own, and is hung up at its end.
    events.serve(greet).on_failure(|id, failure| eprintln!("{id}: {failure}")).await?;
    Ok(())
}

async fn greet(call: Call) -> Result<(), Error> {
    call.answer().await?;
    // A caller who hangs up ends this with `Left`, which `?` makes the normal end.
    call.play(["sound:hello-world"]).finished().await?;
    Ok(())
}
