//! Wakers that run code at once, which comes back to the hub: nothing is locked while they run.

use std::sync::{Arc, Mutex, mpsc};
use std::task::{Poll, Wake, Waker};
use std::time::Duration;

use super::{Got, Kind, Noted, Rig, Sent, THINGS, Thing, balanced, poll};
use crate::Text;
use crate::delivery::Ended;
use crate::delivery::resynced::Picture;
use crate::delivery::stream::Reader;

const LINE: Thing = THINGS[0];

/// What a waker does to the hub.
#[derive(Clone, Copy, Debug)]
enum Touch {
    Look,
    Subscribe,
    DropItself,
    DropAnother,
}

struct Touching {
    rig: Arc<Rig>,
    touch: Touch,
    sleeper: Mutex<Option<Reader<Noted>>>,
    others: Mutex<Vec<Reader<Noted>>>,
    woken: Mutex<u32>,
}

impl Wake for Touching {
    fn wake(self: Arc<Self>) {
        *self.woken.lock().expect("nobody panicked") += 1;
        match self.touch {
            Touch::Look => balanced(self.rig.hub.delivery_counts()),
            Touch::Subscribe => {
                let events = self.rig.stream(Some(LINE), None, 10);
                self.others.lock().expect("nobody panicked").push(events);
            }
            Touch::DropItself => drop(self.sleeper.lock().expect("nobody panicked").take()),
            Touch::DropAnother => drop(self.others.lock().expect("nobody panicked").pop()),
        }
    }
}

/// Does something to a hub while streams sleep whose wakers touch it.
fn act(touch: Touch, thing: Option<Thing>, what: &dyn Fn(&Rig)) {
    let rig = Arc::new(Rig::new(false));
    let stream = rig.stream(thing, None, 10);
    // The next in line, dropped while its turn is still to come.
    let other = rig.stream(thing, None, 10);
    let touching = Arc::new(Touching {
        rig: rig.clone(),
        touch,
        sleeper: Mutex::new(Some(stream)),
        others: Mutex::new(vec![other]),
        woken: Mutex::new(0),
    });
    let waker = Waker::from(touching.clone());
    for it in touching.sleeper.lock().expect("nobody panicked").iter_mut() {
        assert_eq!(poll(it, &waker), Poll::Pending);
    }
    for it in touching.others.lock().expect("nobody panicked").iter_mut() {
        assert_eq!(poll(it, Waker::noop()), Poll::Pending);
    }
    // Later than the streams, so that they are old when the gap is over.
    what(&rig);
    assert_eq!(*touching.woken.lock().expect("nobody panicked"), 1);
    let left = touching.sleeper.lock().expect("nobody panicked").take();
    assert_eq!(left.is_none(), matches!(touch, Touch::DropItself));
    if let Some(mut left) = left {
        assert!(matches!(poll(&mut left, Waker::noop()), Poll::Ready(Some(_))));
    }
    rig.hub.end(Ended::Closed);
    for mut it in touching.others.lock().expect("nobody panicked").drain(..) {
        let last = super::drain(&mut it).pop();
        assert!(matches!(last, Some(Got::Ended(_))), "{last:?}");
    }
    balanced(rig.hub.delivery_counts());
    assert_eq!(rig.hub.delivery_counts().queued, 0);
}

#[test]
fn a_waker_may_touch_the_hub_whatever_woke_it() {
    type Act = (&'static str, fn(&Rig));
    let acts: [Act; 8] = [
        ("a frame", |rig| rig.send(&Sent::new(1, Kind::Talk, &[LINE]))),
        ("the last frame", |rig| rig.send(&Sent::new(1, Kind::Gone, &[LINE]))),
        ("a frame at fault", |rig| {
            rig.send(&Sent {
                fault: Some(super::Fault::Field),
                ..Sent::new(1, Kind::Talk, &[LINE])
            });
        }),
        ("the last frame at fault", |rig| {
            rig.send(&Sent {
                fault: Some(super::Fault::Field),
                ..Sent::new(1, Kind::Gone, &[LINE])
            });
        }),
        ("a loss", Rig::lose),
        ("a reconnect", |rig| rig.reconnect(2)),
        ("a picture", |rig| {
            let ended = vec![Text::new(LINE.2)];
            let picture = Picture { kind: Text::new("line"), ended, ..Picture::default() };
            rig.resync(2, vec![picture]);
        }),
        ("the end", |rig| rig.hub.end(Ended::Closed)),
    ];
    let touches = [Touch::Look, Touch::Subscribe, Touch::DropItself, Touch::DropAnother];
    for (what, act_on) in acts {
        for touch in touches {
            for thing in [None, Some(LINE)] {
                let (done, waiting) = mpsc::channel();
                // On a thread of its own, so that a lock that is held fails the test instead of stopping it.
                let thread = std::thread::spawn(move || {
                    act(touch, thing, &act_on);
                    done.send(())
                });
                let waited = waiting.recv_timeout(Duration::from_secs(10));
                assert_ne!(waited, Err(mpsc::RecvTimeoutError::Timeout), "{what}: {touch:?} hangs");
                assert!(thread.join().is_ok(), "{what}: {touch:?} for {thing:?}");
            }
        }
    }
}
