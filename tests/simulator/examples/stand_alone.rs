//! A simulated Asterisk for programs in other processes: tells where it is, and stays until Ctrl-C.
//!
//! Arguments are files with parts of a dialplan; without one, extension 1000 enters the application `channel-state`.
//!
//! ```text
//! export ARI_URL=http://127.0.0.1:41337
//! export ARI_USERNAME=asterisk
//! export ARI_PASSWORD=asterisk
//! ```

use std::{env, fs};

use ari_simulator::Simulator;

const DIALPLAN: &str = "[default]
exten => 1000,1,NoOp()
 same => n,Stasis(channel-state)
 same => n,Hangup()
";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut builder = Simulator::builder();
    let mut files = env::args().skip(1).peekable();
    if files.peek().is_none() {
        builder = builder.dialplan(DIALPLAN)?;
    }
    for file in files {
        builder = builder.dialplan(&fs::read_to_string(file)?)?;
    }
    let simulator = builder.start().await?;
    println!("export ARI_URL={}", simulator.url());
    println!("export ARI_USERNAME={}", simulator.username());
    println!("export ARI_PASSWORD={}", simulator.password());
    tokio::signal::ctrl_c().await?;
    simulator.stop().await;
    Ok(())
}
