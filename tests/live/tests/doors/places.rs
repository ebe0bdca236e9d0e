//! How many get in: places are for clients, not for whoever knocks, and pages in browsers have none.

use ari_generated::prelude::*;
use ari_live_tests::{Items, PATIENCE};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::Failure;
use crate::scene::accepted;
use crate::stand_in::dial;

#[tokio::test]
async fn silent_strangers_keep_nobody_out() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").max_connections(2).await?;
    let mut strangers = Vec::new();
    for _ in 0..20 {
        strangers.push(TcpStream::connect(listener.local_addr()).await?);
    }
    let mut speechless = Vec::new();
    for _ in 0..20 {
        speechless.push(dial(&listener).applications([]).unresponsive().await?);
    }
    let _asterisk = dial(&listener).answering().await?;
    let Accepted { ari, .. } = accepted(&mut listener).await?;
    ari.asterisk().ping().await?;
    // Their time is up some day.
    for mut stranger in strangers {
        let mut rest = Vec::new();
        let ended = timeout(PATIENCE, stranger.read_to_end(&mut rest)).await?;
        assert_eq!((ended.ok(), rest.len()), (Some(0), 0));
    }
    ari.asterisk().ping().await?;
    Ok(())
}

#[tokio::test]
async fn a_dead_connection_does_not_keep_its_successor_out() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").max_connections(1).await?;
    let dead = dial(&listener).unresponsive().await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let mut items = Items::new(events);
    let _back = dial(&listener).answering().await?;
    items.lost().await;
    assert_eq!(items.reconnected().await.generation, 2);
    ari.asterisk().ping().await?;
    drop(dead);
    Ok(())
}

#[tokio::test]
async fn a_page_in_a_browser_is_turned_away() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").await?;
    // Browsers let any page open websockets to this very machine, but say for whom they do.
    for origin in ["https://page.example", "http://localhost", "null"] {
        assert_eq!(dial(&listener).header("Origin", origin).refused().await?, 403, "{origin}");
    }
    let _asterisk = dial(&listener).answering().await?;
    accepted(&mut listener).await?.ari.asterisk().ping().await?;
    Ok(())
}
