//! The echo by RTP: the media leg comes and goes with the call, and what is sent comes back.

#[path = "../../../../ari-generated/examples/external_media_rtp.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use std::time::Duration;

use ari_simulator::Call;
use tokio::net::UdpSocket;
use tokio::time::{sleep, timeout};

use crate::moments::{Who, hangs_up_at_every_moment};
use crate::scene::{PATIENCE, Program, Scene};

const SOURCE: &str = include_str!("../../../../ari-generated/examples/external_media_rtp.rs");

async fn start() -> (Scene, Program) {
    let scene = Scene::of(SOURCE).await;
    let program = scene.serves("external-media-rtp", example::echo).await;
    (scene, program)
}

/// 20 ms of µ-law behind the twelve bytes of a header.
fn packet(number: u8, audio: u8) -> Vec<u8> {
    let mut packet = vec![0x80, 0, 0, number, 0, 0, 0, 0, 0, 0, 0, 1];
    packet[6..8].copy_from_slice(&(u16::from(number) * 160).to_be_bytes());
    packet.extend([audio; 160]);
    packet
}

async fn story(scene: &Scene, caller: &Call) {
    caller.is_answered().await;
    scene.has("mixing", &[2]).await;
    sleep(Duration::from_secs(2)).await;
    caller.hangs_up();
    caller.ended().await;
}

#[tokio::test(start_paused = true)]
async fn the_media_leg_comes_and_goes_with_the_call() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    story(&scene, &caller).await;
    scene.is_clean().await;
    assert_eq!(scene.simulator.transcript().exchanges("channels.externalMedia").len(), 1);
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn what_is_sent_comes_back() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    scene.has("mixing", &[2]).await;
    let channels = scene.ari.channels().list().await.unwrap();
    let media = channels.iter().find(|it| it.name.as_str().starts_with("UnicastRTP/")).unwrap();
    let echo = media.name.as_str()["UnicastRTP/".len()..].rsplit_once('-').unwrap().0.to_owned();
    let port =
        scene.ari.channel(&media.id).get_variable("UNICASTRTP_LOCAL_PORT").await.unwrap().value;
    // The simulator has no audio, so the test is its end of the stream, if nobody else has the port.
    if let Ok(socket) = UdpSocket::bind(format!("127.0.0.1:{port}")).await {
        // No RTP.
        socket.send_to(&[1; 12], &echo).await.unwrap();
        for (number, audio) in [(1, 0x11), (2, 0x22), (3, 0x33)] {
            socket.send_to(&packet(number, audio), &echo).await.unwrap();
            let mut back = [0; 1_500];
            let length =
                timeout(PATIENCE, socket.recv(&mut back)).await.expect("it comes").unwrap();
            // Version 2 and µ-law; what else there is in the header is the program's own.
            assert_eq!((length, back[0], back[1] & 0x7f), (172, 0x80, 0));
            assert_eq!(back[12..length], [audio; 160]);
        }
    }
    caller.hangs_up();
    scene.is_clean().await;
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn callers_hang_up_at_every_moment() {
    hangs_up_at_every_moment("1000", &[Who::Caller], start, story).await;
}
