//! How a SIP telephone ends: which cause an answer of SIP is, which answer a cause is, and what is known of the quality of
//! its media then. As Asterisk's `chan_pjsip` has it.

use crate::pbx::Pbx;
use crate::pbx::channel::{Channel, Far, State};

/// Where callers believe that Asterisk is.
pub(crate) const DOMAIN: &str = "127.0.0.1";

/// The answer to an invitation that was taken back.
pub(crate) const TERMINATED: u16 = 487;

/// The answers of telephones that do not want to, or cannot.
pub(crate) const BUSY: u16 = 486;
pub(crate) const DECLINED: u16 = 603;
pub(crate) const UNAVAILABLE: u16 = 503;

/// The answer that sends a caller elsewhere.
pub(crate) const REDIRECTED: u16 = 302;

/// The cause of everything that SIP knows and telephony does not.
const INTERWORKING: i64 = 127;

/// Answers of SIP and their causes.
const CAUSES: [(u16, i64); 25] = [
    (REDIRECTED, 23),
    (401, 21),
    (403, 21),
    (404, 1),
    (407, 21),
    (408, 18),
    (409, 41),
    (410, 22),
    (420, 3),
    (480, 19),
    (483, 19),
    (484, 28),
    (485, 1),
    (BUSY, 17),
    (488, 58),
    (500, 38),
    (501, 29),
    (502, 27),
    (UNAVAILABLE, 34),
    (504, 102),
    (600, 17),
    (DECLINED, 21),
    (604, 1),
    (606, 58),
    (TERMINATED, INTERWORKING),
];

/// Causes and the answers with which Asterisk refuses a call; others are none.
const ANSWERS: [(i64, u16); 19] = [
    (1, 404),
    (2, 404),
    (3, 404),
    (17, BUSY),
    (18, 408),
    (19, 480),
    (20, 480),
    (21, 403),
    (22, 410),
    (27, 502),
    (28, 484),
    (29, 501),
    (31, 480),
    (34, UNAVAILABLE),
    (38, 500),
    (42, UNAVAILABLE),
    (58, 488),
    (66, UNAVAILABLE),
    (INTERWORKING, 500),
];

/// What a telephone's channel is told when the call is over that it was answered in. Nothing was sent here.
const QUALITY: [(&str, &str); 5] = [
    (
        "RTPAUDIOQOS",
        "ssrc=1;themssrc=0;lp=0;rxjitter=0.000000;rxcount=0;txjitter=0.000000;txcount=0;rlp=0;rtt=0.000000;\
         rxmes=0.000000;txmes=0.000000",
    ),
    (
        "RTPAUDIOQOSJITTER",
        "minrxjitter=000.000000;maxrxjitter=000.000000;avgrxjitter=000.000000;stdevrxjitter=000.000000;\
         mintxjitter=000.000000;maxtxjitter=000.000000;avgtxjitter=000.000000;stdevtxjitter=000.000000;",
    ),
    (
        "RTPAUDIOQOSLOSS",
        "  minrxlost=000.000000;  maxrxlost=000.000000;  avgrxlost=000.000000;  stdevrxlost=000.000000;  \
         mintxlost=000.000000;  maxtxlost=000.000000;  avgtxlost=000.000000;  stdevtxlost=000.000000;",
    ),
    (
        "RTPAUDIOQOSRTT",
        "     minrtt=000.000000;     maxrtt=000.000000;     avgrtt=000.000000;     stdevrtt=000.000000;",
    ),
    (
        "RTPAUDIOQOSMES",
        "   minrxmes=000.000000;   maxrxmes=000.000000;   avgrxmes=000.000000;   stdevrxmes=000.000000;   \
         mintxmes=000.000000;   maxtxmes=000.000000;   avgtxmes=000.000000;   stdevtxmes=000.000000;",
    ),
];

/// The cause of a call that was refused like this.
pub(crate) fn cause_of(status: u16) -> i64 {
    let listed = CAUSES.iter().find(|it| it.0 == status).map(|it| it.1);
    listed.unwrap_or(if (500..600).contains(&status) { 34 } else { INTERWORKING })
}

/// How Asterisk refuses a call for this cause.
pub(crate) fn answer_of(cause: i64) -> Option<u16> {
    ANSWERS.iter().find(|it| it.0 == cause).map(|it| it.1)
}

impl Pbx {
    /// What SIP calls the end of a channel with this cause: what it has said already, or what Asterisk says to it.
    pub fn tech_cause(&self, id: &str, cause: i64) -> Option<u16> {
        let channel = self.channels.get(id)?;
        channel.tech_cause.or_else(|| answer_of(cause).filter(|_| channel.far == Far::Phone))
    }

    /// `PJSIP_HEADER(item)`: of the request with which a telephone called, where there is anything to say.
    pub fn sip_header(&self, channel: &Channel, item: &str) -> Option<String> {
        let calls = channel.far == Far::Phone && !channel.dialled_number.is_empty();
        (calls && item.eq_ignore_ascii_case("read,to"))
            .then(|| format!("<sip:{}@{DOMAIN}>", channel.dialled_number))
    }

    /// Tells once how good the media were, and whoever is with this channel alone is told as well.
    pub fn tell_quality(&mut self, id: &str) {
        let Some(channel) = self.channels.get(id).filter(|it| it.state == State::Up) else {
            return;
        };
        let Some(phone) = self.phones.in_call.get_mut(id) else { return };
        if std::mem::replace(&mut phone.measured, true) {
            return;
        }
        let bridge = channel.bridge.as_ref().and_then(|it| self.bridges.get(it));
        let others = bridge.map(|it| it.channels().filter(|it| *it != id).collect::<Vec<_>>());
        let peer = match others.as_deref() {
            Some([peer]) => Some((*peer).to_owned()),
            _ => None,
        };
        for (name, value) in QUALITY {
            self.set_variable(id, name, value);
            if let Some(peer) = &peer {
                self.set_variable(peer, &format!("{name}BRIDGED"), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{answer_of, cause_of};

    #[test]
    fn answers_have_causes_and_causes_answers() {
        for (status, cause) in [(486, 17), (603, 21), (480, 19), (404, 1), (503, 34), (487, 127)] {
            assert_eq!(cause_of(status), cause, "{status}");
        }
        assert_eq!([cause_of(499), cause_of(599), cause_of(699)], [127, 34, 127]);
        for (cause, status) in [(17, Some(486)), (21, Some(403)), (16, None), (0, None)] {
            assert_eq!(answer_of(cause), status, "{cause}");
        }
    }
}
