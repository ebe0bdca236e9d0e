//! Two runs of a scenario, and where they differ; judges nothing.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;
use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::measured;
use crate::transcript::{BEHIND, Told, Transcript};

/// One thing that is not the same.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Difference {
    /// The scenario.
    pub scenario: &'static str,
    /// Where, such as `exchange 3 POST channels / body.state`.
    pub place: String,
    /// The exchange or event that it is about; none if that is told in full elsewhere, or is neither.
    pub fact: Option<String>,
    /// On the real Asterisk.
    pub real: String,
    /// On the other.
    pub simulated: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scenario, place, real, simulated, .. } = self;
        write!(formatter, "{scenario}: {place}\n  real:      {real}\n  simulated: {simulated}")
    }
}

const NOTHING: &str = "(nothing)";

/// All differences between two runs of one scenario.
pub fn compare(real: &Transcript, simulated: &Transcript) -> Vec<Difference> {
    let mut found = Finder { scenario: real.scenario, differences: Vec::new() };
    found.sequence("exchange", &real.exchanges, &simulated.exchanges);
    let places: BTreeSet<&String> = real.events.keys().chain(simulated.events.keys()).collect();
    for place in places {
        let [real, simulated] = [real, simulated].map(|it| it.events.get(place));
        let [real, simulated] = [real, simulated].map(|it| it.map_or(&[][..], Vec::as_slice));
        found.sequence(&format!("{place} / event"), real, simulated);
    }
    let facts = found.differences.len();
    found.sequence("end", &real.notes, &simulated.notes);
    found.differences.iter_mut().skip(facts).for_each(|it| it.fact = None);
    found.differences
}

struct Finder {
    scenario: &'static str,
    differences: Vec<Difference>,
}

impl Finder {
    /// Lines up what has the same label, so that one event too many is one difference.
    fn sequence(&mut self, what: &str, real: &[Told], simulated: &[Told]) {
        let [left, right] = [real, simulated].map(|it| it.iter().map(|it| &it.label).collect());
        let (left, right): (Vec<_>, Vec<_>) = (left, right);
        for operation in capture_diff_slices(Algorithm::Myers, &left, &right) {
            let (tag, old, new) = operation.as_tag_tuple();
            if tag == DiffTag::Equal {
                for (index, other) in old.zip(new) {
                    let (it, other) = (&real[index], &simulated[other]);
                    if !it.repeated {
                        let fact = format!("{what} {} {}", index + 1, it.label);
                        self.values(&fact, "", Some(&it.value), Some(&other.value));
                    }
                }
                continue;
            }
            for index in old {
                self.alone(what, index, &real[index], true);
            }
            for index in new {
                self.alone(what, index, &simulated[index], false);
            }
        }
    }

    /// What only one of them has.
    fn alone(&mut self, what: &str, index: usize, told: &Told, is_real: bool) {
        let place = format!("{what} {} {}", index + 1, told.label);
        let fact = (!told.repeated).then(|| place.clone());
        let (text, nothing) = (told.value.to_string(), NOTHING.to_owned());
        let (real, simulated) = if is_real { (text, nothing) } else { (nothing, text) };
        let scenario = self.scenario;
        self.differences.push(Difference { scenario, place, fact, real, simulated });
    }

    fn values(&mut self, fact: &str, path: &str, real: Option<&Value>, simulated: Option<&Value>) {
        match (real, simulated) {
            (Some(of @ Value::Object(left)), Some(Value::Object(right))) => {
                let keys: BTreeSet<&String> = left.keys().chain(right.keys()).collect();
                for key in keys {
                    let [one, other] = [left, right].map(|it| it.get(key).unwrap_or(&Value::Null));
                    if measured::agree(of, key, one, other)
                        || (key == BEHIND && is_beginning(one, other))
                    {
                        continue;
                    }
                    let dot = if path.is_empty() { "" } else { "." };
                    let path = format!("{path}{dot}{key}");
                    self.values(fact, &path, left.get(key), right.get(key));
                }
            }
            (Some(Value::Array(left)), Some(Value::Array(right))) if left.len() == right.len() => {
                for (index, (left, right)) in left.iter().zip(right).enumerate() {
                    self.values(fact, &format!("{path}[{index}]"), Some(left), Some(right));
                }
            }
            (left, right) if left == right => {}
            (left, right) => self.differences.push(Difference {
                scenario: self.scenario,
                place: if path.is_empty() { fact.to_owned() } else { format!("{fact} / {path}") },
                fact: Some(fact.to_owned()),
                real: shown(left),
                simulated: shown(right),
            }),
        }
    }
}

/// What the real one told before it answered was told before the answer by the other one, in the same order. The threads of
/// the real one race for the socket, so that it may be fewer; that the other one answers first is a difference.
fn is_beginning(real: &Value, simulated: &Value) -> bool {
    let (Some(real), Some(simulated)) = (real.as_array(), simulated.as_array()) else {
        return false;
    };
    simulated.starts_with(real)
}

fn shown(value: Option<&Value>) -> String {
    value.map_or(NOTHING.to_owned(), Value::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Entry, Frame};

    fn transcript(frames: &[&str]) -> Transcript {
        let entry = |it: &&str| Entry::Frame(Frame::new("app", (*it).to_owned()));
        Transcript::of("test/one", &frames.iter().map(entry).collect::<Vec<_>>())
    }

    fn places(real: &[&str], simulated: &[&str]) -> Vec<String> {
        let found = compare(&transcript(real), &transcript(simulated));
        found.into_iter().map(|it| it.place).collect()
    }

    const START: &str = r#"{"type":"StasisStart","timestamp":"2026-11-22T05:00:00.000+0000",
        "args":["a"],"channel":{"id":"1795324724.2","name":"Local/x@y-00000001;1","state":"Up",
        "dialplan":{}}}"#;
    const END: &str = r#"{"type":"StasisEnd","channel":{"id":"1795324724.2",
        "name":"Local/x@y-00000001;1","state":"Up","dialplan":{}}}"#;

    #[test]
    fn ids_times_and_serial_numbers_do_not_count() {
        let other = |it: &str| {
            let it = it.replace("1795324724.2", "1795999999.7").replace("00000001", "0000000a");
            it.replace("05:00:00", "06:30:00")
        };
        let (start, end) = (other(START), other(END));
        assert!(places(&[START, END], &[&start, &end]).is_empty());
    }

    #[test]
    fn measurements_may_be_a_little_off() {
        let frame = |long: &str| {
            format!(r#"{{"type":"ChannelVarset","variable":"DIALEDTIME_MS","value":{long}}}"#)
        };
        let places = |one: &str, other: &str| places(&[&frame(one)], &[&frame(other)]);
        assert!(places("\"2000\"", "\"2120\"").is_empty());
        let place = "app: application  / event 1 ChannelVarset / value";
        for other in ["\"3000\"", "2000", "\"0\"", "\"\"", "null"] {
            assert_eq!(places("\"2000\"", other), [place], "{other}");
        }
        let long = |long: u8| {
            format!(r#"{{"type":"RecordingFinished","recording":{{"duration":{long}}}}}"#)
        };
        let seconds = |one, other| super::tests::places(&[&long(one)], &[&long(other)]).len();
        assert_eq!([seconds(2, 3), seconds(1, 3), seconds(0, 1)], [0, 1, 1]);
    }

    #[test]
    fn an_answer_may_come_later_than_a_real_one_but_not_earlier() {
        let list = |events: &[&str]| Value::from(events.to_vec());
        assert!(is_beginning(&list(&["A"]), &list(&["A", "B"])));
        assert!(is_beginning(&list(&[]), &list(&["A"])));
        assert!(!is_beginning(&list(&["A"]), &list(&[])));
        assert!(!is_beginning(&list(&["B"]), &list(&["A", "B"])));
    }

    #[test]
    fn values_keys_order_and_absence_do() {
        let place = "app: channel <Local/x@y;1> / event";
        let down = START.replace("Up", "Down");
        let state = format!("{place} 1 StasisStart / channel.state");
        assert_eq!(places(&[START, END], &[&down, END]), [state]);
        let late = END.replace(r#""type":"StasisEnd","#, r#""cause":1,"type":"StasisEnd","#);
        let found = places(&[START, END], &[START, &late]);
        let (at, cause) = ("2 StasisEnd / (type at)", "2 StasisEnd / cause");
        assert_eq!(found, [format!("{place} {at}"), format!("{place} {cause}")]);
        assert_eq!(places(&[START, END], &[START]), [format!("{place} 2 StasisEnd")]);
        assert!(!places(&[START, END], &[END, START]).is_empty());
    }
}
