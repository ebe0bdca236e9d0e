//! Calls of two parties, the caller and the endpoint that the example dials, of whom either may hang up at any moment.

use ari_generated::channels::ChannelHandle;
use tokio::time::sleep;

use crate::Failure;
use crate::room::{Scene, moment};

/// Who hangs up.
#[derive(Clone, Copy)]
pub enum Who {
    Caller,
    Endpoint,
    Both,
}

/// A call up to a line after which somebody hangs up.
pub async fn call(scene: &mut Scene, lines: usize, who: Who) -> Result<(), Failure> {
    let phone = scene.call().await?;
    let mut endpoint: Option<ChannelHandle> = None;
    for line in 1..=lines {
        scene.line().await?;
        if line == 2 {
            let rings = scene.phones.rings().await;
            rings.ring().await?;
            if lines > 2 {
                rings.answer().await?;
            }
            endpoint = Some(rings);
        }
    }
    sleep(moment(60)).await;
    let endpoint_hangs_up = async {
        match &endpoint {
            Some(endpoint) => endpoint.hangup().await.map(drop),
            None => Ok(()),
        }
    };
    match who {
        Who::Caller => drop(phone.hangup().await?),
        Who::Endpoint => endpoint_hangs_up.await?,
        Who::Both => {
            let (one, other) = tokio::join!(phone.hangup(), endpoint_hangs_up);
            one?;
            other?;
        }
    }
    if lines > 0 {
        scene.until_left().await?;
    }
    scene.gone().await?;
    Ok(())
}

/// Calls on which somebody hangs up: while the endpoint rings, and while they talk.
pub async fn hung_up_on(scene: &mut Scene) -> Result<(), Failure> {
    for _ in 0..5 {
        for lines in 1..=3 {
            call(scene, lines, Who::Caller).await?;
        }
        call(scene, 2, Who::Both).await?;
        call(scene, 3, Who::Both).await?;
        call(scene, 3, Who::Endpoint).await?;
    }
    Ok(())
}

/// Calls of which some never enter, and one more that is served wholly, up to the talk and its end.
pub async fn goes_on(mut scene: Scene, talks: &str) -> Result<(), Failure> {
    for _ in 0..5 {
        call(&mut scene, 0, Who::Caller).await?;
    }
    scene.call().await?;
    let endpoint = scene.phones.rings().await;
    endpoint.answer().await?;
    scene.until(talks).await?;
    endpoint.hangup().await?;
    scene.until_left().await?;
    scene.gone().await?;
    assert!(scene.example.terminate().await?.is_empty());
    Ok(())
}
