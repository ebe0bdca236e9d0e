//! Telephones in a scenario, which are told the same: a real one, which speaks SIP, and a simulated one.

use std::sync::Arc;
use std::time::Duration;

use ari_harness::Instance;
use ari_live_tests::{Dialog, Handset};
use ari_simulator::{Call, Phone, Simulator};

/// A telephone that can call and be called: `PJSIP/ann`.
#[derive(Debug)]
pub struct Telephone(Set);

#[derive(Debug)]
enum Set {
    Real(Handset),
    Simulated { name: &'static str, phone: Phone, simulator: Arc<Simulator> },
}

/// A call that a telephone has in hand.
#[derive(Debug)]
pub struct Line(Hand);

#[derive(Debug)]
enum Hand {
    Real(Dialog),
    Simulated(Call),
}

impl Telephone {
    pub(crate) async fn real(name: &'static str, instance: &Instance) -> Self {
        let handset = Handset::new(name, instance).await;
        handset.register().await;
        // Asterisk tells of it a moment later, and it is no part of the story.
        tokio::time::sleep(Duration::from_millis(300)).await;
        Self(Set::Real(handset))
    }

    pub(crate) fn simulated(name: &'static str, simulator: Arc<Simulator>) -> Self {
        let phone = simulator.phone(name);
        Self(Set::Simulated { name, phone, simulator })
    }

    /// Calls an extension.
    pub async fn dials(&self, extension: &str) -> Line {
        Line(match &self.0 {
            Set::Real(handset) => Hand::Real(handset.dials(extension).await),
            Set::Simulated { name, simulator, .. } => {
                let call = simulator.call(extension).from(name).context("conformance");
                Hand::Simulated(call.dials_in())
            }
        })
    }

    /// Refuses everybody from now on, with a status of SIP and its text.
    pub fn refuses(&self, status: &'static str) {
        match &self.0 {
            Set::Real(handset) => handset.refuses(status),
            Set::Simulated { phone, .. } => phone.refuses(number(status)),
        }
    }

    /// The next call to it.
    pub async fn rings(&mut self) -> Line {
        Line(match &mut self.0 {
            Set::Real(handset) => Hand::Real(handset.rings().await),
            Set::Simulated { phone, .. } => Hand::Simulated(phone.rings().await),
        })
    }
}

impl Line {
    /// Waits until the call is answered that was made.
    pub async fn is_answered(&self) {
        match &self.0 {
            Hand::Real(dialog) => dialog.is_answered().await,
            Hand::Simulated(call) => call.is_answered().await,
        }
    }

    /// Answers.
    pub async fn answers(&self) {
        match &self.0 {
            Hand::Real(dialog) => dialog.accept().await,
            Hand::Simulated(call) => call.answers(),
        }
    }

    /// Refuses a call that rings, with a status of SIP and its text.
    pub async fn refuses(&self, status: &str) {
        match &self.0 {
            Hand::Real(dialog) => dialog.refuse(status).await,
            Hand::Simulated(call) => call.refuses(number(status)),
        }
    }

    /// Presses a digit.
    pub async fn presses(&self, digit: char) {
        match &self.0 {
            Hand::Real(dialog) => dialog.press(digit).await,
            Hand::Simulated(call) => call.presses(&digit.to_string()),
        }
    }

    /// Puts the other side on hold.
    pub async fn holds(&self) {
        match &self.0 {
            Hand::Real(dialog) => dialog.hold().await,
            Hand::Simulated(call) => call.holds(),
        }
    }

    /// Takes it back.
    pub async fn unholds(&self) {
        match &self.0 {
            Hand::Real(dialog) => dialog.resume().await,
            Hand::Simulated(call) => call.unholds(),
        }
    }

    /// Hangs up a call that was answered.
    pub async fn hangs_up(&self) {
        match &self.0 {
            Hand::Real(dialog) => dialog.hang_up().await,
            Hand::Simulated(call) => call.hangs_up(),
        }
    }

    /// Gives up a call that was not answered.
    pub async fn gives_up(&self) {
        match &self.0 {
            Hand::Real(dialog) => dialog.cancel().await,
            Hand::Simulated(call) => call.hangs_up(),
        }
    }

    /// Waits until it is over.
    pub async fn ended(&self) {
        match &self.0 {
            Hand::Real(dialog) => dialog.ended().await,
            Hand::Simulated(call) => drop(call.ended().await),
        }
    }
}

/// `486` of `486 Busy Here`.
fn number(status: &str) -> u16 {
    status.split(' ').next().and_then(|it| it.parse().ok()).expect("a status")
}
