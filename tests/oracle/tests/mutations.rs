//! The oracle can fail: whatever is broken in the generated Rust, or in the specification, it tells.

use ari_oracle_tests::check::problems;
use ari_oracle_tests::overlay::Overlay;
use ari_oracle_tests::rust::Tree;
use ari_oracle_tests::specification::Specification;

/// File, what stands there, what is put in its place, and what the oracle has to speak of.
type Mutation = (&'static str, &'static str, &'static str, &'static str);

const MUTATIONS: &[Mutation] = &[
    // Fields.
    ("models/channels.rs", "pub creationtime: ", "pub created: ", "creationtime"),
    ("models/channels.rs", "pub accountcode: Text", "pub accountcode: Option<Text>", "accountcode"),
    ("models/channels.rs", "pub accountcode: Text", "accountcode: Text", "accountcode"),
    ("models/channels.rs", "pub priority: i64", "pub priority: i32", "DialplanCEP.priority"),
    ("models/channels.rs", "pub txcount: u32", "pub txcount: i64", "RTPstat.txcount"),
    ("models/channels.rs", "pub app_name: Option<Text>", "pub app_name: Text", "app_name"),
    ("models/channels.rs", "pub rxmes: Option<i64>,", "", "rxmes"),
    ("models/channels.rs", "pub state: ChannelState", "pub state: Text", "Channel.state"),
    (
        "models/bridges.rs",
        "pub channels: Vec<ChannelId>",
        "pub channels: Vec<Text>",
        "Bridge.channels",
    ),
    ("models/asterisk.rs", "#[serde(rename = \"type\")]", "", "LogChannel"),
    (
        "models/recordings.rs",
        "pub talking_duration: Option<Duration>",
        "pub talking_duration: Option<i64>",
        "talking_duration",
    ),
    ("events/stasis_start.rs", "pub timestamp: Timestamp,", "", "Event.timestamp"),
    (
        "events/stasis_start.rs",
        "pub args: Vec<Text>,",
        "pub args: Vec<Text>, pub more: Text,",
        "more",
    ),
    ("events/rest_response.rs", ", rename = \"RESTResponse\"", "", "RESTResponse"),
    ("events/dial.rs", "#[serde(tag = \"type\")]", "", "Dial"),
    // Setters and arguments.
    ("channels/originate.rs", "pub fn app_args(", "pub fn arguments(", "channels.originate"),
    ("channels/originate.rs", "pub fn app_args(", "pub(crate) fn app_args(", "app_args"),
    ("channels/originate.rs", "timeout: Duration)", "timeout: i32)", "timeout"),
    (
        "channels/record.rs",
        "terminate_on: TerminateOn)",
        "terminate_on: impl Into<String>)",
        "terminate_on",
    ),
    (
        "channels/record.rs",
        "name: impl Into<RecordingName>,",
        "name: impl Into<String>,",
        "channels.record",
    ),
    (
        "channels/mod.rs",
        "pub fn answer(&self, channel_id: impl Into<ChannelId>)",
        "pub fn answer(&self, channel_id: impl Into<String>)",
        "channels.answer",
    ),
    ("channels/mod.rs", "pub fn hold(", "fn hold(", "hold"),
    (
        "endpoints/mod.rs",
        "pub fn get(&self, tech: impl Into<String>, resource: impl Into<String>)",
        "pub fn get(&self, resource: impl Into<String>, tech: impl Into<String>)",
        "endpoints.get",
    ),
    ("bridges/create.rs", "pub fn name(", "pub fn variables(", "variables"),
    ("mailboxes/update.rs", "old_messages: i32", "old_messages: u32", "mailboxes.update"),
    // What excludes each other.
    (
        "channels/originate.rs",
        "impl<Choice: Allows<IntoApplication>> Originate<Choice>",
        "impl<Choice> Originate<Choice>",
        "where app_args stands",
    ),
    (
        "channels/hangup.rs",
        "impl<R: Reply, Choice: Allows<ByCode>>",
        "impl<R: Reply, Choice: Allows<ByReason>>",
        "where reason_code stands",
    ),
    (
        "channels/originate_with_id.rs",
        "pub fn priority(self, priority: i64) -> OriginateWithId<IntoDialplan>",
        "pub fn priority(self, priority: i64) -> OriginateWithId<IntoApplication>",
        "priority",
    ),
    (
        "channels/hangup.rs",
        "Hangup<R: Reply = Nothing, Choice = Undecided>",
        "Hangup<R: Reply = Nothing, Choice = ByReason>",
        "generics of channels.hangup",
    ),
    (
        "channels/mod.rs",
        "impl Allows<ByCode> for ByCode {}",
        "impl<T> Allows<T> for ByCode {}",
        "what allows alternatives",
    ),
    (
        "channels/mod.rs",
        "impl Allows<ByCode> for ByCode {}",
        "impl Allows<ByCode> for ByCode {} impl Allows<ByReason> for ByCode {}",
        "what allows alternatives",
    ),
    // Replies, handles, accessors.
    (
        "channels/originate.rs",
        "request!(Originate < Choice > => Json < Channel >)",
        "request!(Originate < Choice > => Nothing)",
        "channels.originate",
    ),
    (
        "channels/list.rs",
        "request!(List => Json < Vec < Channel > >)",
        "request!(List => Json < Channel >)",
        "channels.list",
    ),
    ("channels/channel_handle.rs", "pub fn answer(", "pub fn pick_up(", "ChannelHandle"),
    ("channels/channel_handle.rs", "-> Hangup<Removed>", "-> Hangup", "ChannelHandle"),
    ("bridges/bridge_handle.rs", "pub fn wait_for<", "pub fn await_for<", "BridgeHandle"),
    (
        "recordings/live_recording_handle.rs",
        "pub fn stop(&self)",
        "pub fn stop(&self, name: impl Into<Text>)",
        "LiveRecordingHandle",
    ),
    ("api.rs", "pub fn sounds(", "pub fn noises(", "Ari"),
    // Values.
    (
        "enums/channel_state.rs",
        "Self::PreRing => \"Pre-ring\"",
        "Self::PreRing => \"Prering\"",
        "ChannelState::as_str",
    ),
    ("enums/channel_state.rs", "\"Rsrved\" => Self::Reserved,", "", "ChannelState::from"),
    ("enums/playback_state.rs", "    Paused,", "", "PlaybackState"),
    ("enums/terminate_on.rs", "\"#\" => Self::Hash", "\"#\" => Self::Star", "TerminateOn::from"),
    // Events.
    ("events/kind.rs", "\"Dial\" => Self::Dial,", "", "from_name"),
    (
        "events/kind.rs",
        "Self::RestResponse => \"RESTResponse\"",
        "Self::RestResponse => \"RestResponse\"",
        "EventKind::name",
    ),
    ("events/event.rs", "    ChannelHold(Arc<super::ChannelHold>),", "", "ChannelHold"),
    (
        "events/event.rs",
        "Self::StasisEnd(_) => EventKind::StasisEnd",
        "Self::StasisEnd(_) => EventKind::StasisStart",
        "Event::kind",
    ),
    // Facts.
    ("channels/hangup.rs", "Method::Delete,", "Method::Post,", "channels.hangup"),
    (
        "channels/hangup.rs",
        "\"/channels/{channelId}\",",
        "\"/channels/{channelId}/hangup\",",
        "channels.hangup",
    ),
    (
        "channels/play.rs",
        "ParameterFacts::query(\"media\").required().multiple()",
        "ParameterFacts::query(\"media\").required()",
        "channels.play",
    ),
    ("recordings/get_stored_file.rs", ".answers_bytes()", "", "recordings.getStoredFile"),
    (
        "channels/create.rs",
        ".own_application(\"app\", &[])",
        ".own_application(\"app\", &[\"endpoint\"])",
        "channels.create",
    ),
    ("channels/originate.rs", "\"context\", \"priority\"", "\"priority\"", "channels.originate"),
    (
        "bridges/play.rs",
        "&crate::generated::playbacks::get::OPERATION",
        "&crate::generated::bridges::get::OPERATION",
        "bridges.play",
    ),
    ("bridges/create.rs", "BodyShape::Never,", "BodyShape::Members,", "bridges.create"),
    ("channels/originate.rs", "(404, \"The label", "(405, \"The label", "channels.originate"),
    // Which releases have it.
    (
        "user_events/mod.rs",
        "    /// Since 20.20, 22.10, 23.4; not in 21.\n    ///\n    /// # Arguments",
        "    /// Since 20.20, 22.10, 23.4.\n    ///\n    /// # Arguments",
        "since when events.claimChannel is there",
    ),
    (
        "user_events/mod.rs",
        "    /// Since 13.0.\n    ///\n    /// # Arguments",
        "    /// # Arguments",
        "since when events.userEvent is there",
    ),
    (
        "channels/channel_handle.rs",
        "super::Channels::progress). Since 20.16, 21.11, 22.6.",
        "super::Channels::progress). Since 20.16, 21.11.",
        "since when channels.progress is there",
    ),
    (
        "channels/set_channel_var.rs",
        "Defaults to false. Since",
        "Defaults to false. From",
        "since when channels.setChannelVar has report_events",
    ),
    (
        "channels/set_channel_var.rs",
        "clears the variable. Since 13.0.",
        "clears the variable. Since 13.1.",
        "since when channels.setChannelVar has value",
    ),
    (
        "events/call_claimed.rs",
        "///\n/// Since 20.20, 22.10, 23.4; not in 21.\n",
        "",
        "since when CallClaimed is there",
    ),
    (
        "events/call_claimed.rs",
        "that found its application. Since 20.20, 22.10, 23.4; not in 21.",
        "that found its application.",
        "since when CallClaimed has channel",
    ),
    (
        "models/bridges.rs",
        "Ids of the channels in the bridge. Since 13.0.",
        "Ids of the channels in the bridge. Since 13.0, 14.0.",
        "since when Bridge has channels",
    ),
    (
        "bridges/mod.rs",
        "sets them rightly. Since 20.20, 22.10, 23.4; not in 21.",
        "sets them rightly.",
        "since when bridges.create has variables",
    ),
    (
        "user_events/mod.rs",
        "* `event_name`: ",
        "* `event_name`: Since 13.0. ",
        "since when events.userEvent has eventName",
    ),
    (
        "channels/progress.rs",
        "    .since(Releases::new(&[(20, 16, 0), (21, 11, 0), (22, 6, 0)]))\n    .parameters",
        "    .parameters",
        "facts of channels.progress: since when",
    ),
    (
        "channels/set_channel_var.rs",
        "(20, 20, 0), (22, 10, 0), (23, 4, 0)",
        "(20, 20, 0), (21, 0, 0), (22, 10, 0), (23, 4, 0)",
        "facts of channels.setChannelVar: since when its parameters",
    ),
    ("meta.rs", "&crate::generated::sounds::list::OPERATION,", "", "sounds.list"),
];

#[test]
fn whatever_is_broken_is_told() {
    let overlay = Overlay::read();
    let specification = Specification::corrected(&overlay);
    let tree = Tree::read();
    let parsed = tree.parse();
    for (file, from, to, about) in MUTATIONS {
        let broken = parsed.with(file, &tree.changed(file, from, to));
        let problems = problems(&specification, &overlay, &broken);
        assert!(
            problems.iter().any(|it| it.contains(about)),
            "{file} with {to:?} for {from:?}: {problems:?}"
        );
    }
}

#[test]
fn a_file_that_is_missing_is_told() {
    let overlay = Overlay::read();
    let specification = Specification::corrected(&overlay);
    let tree = Tree::read().parse();
    for file in [
        "channels/mod.rs",
        "channels/dial.rs",
        "sounds/sound_handle.rs",
        "models/bridges.rs",
        "events/dial.rs",
        "events/event.rs",
        "events/kind.rs",
        "enums/mute_direction.rs",
        "api.rs",
        "meta.rs",
    ] {
        let problems = problems(&specification, &overlay, &tree.without(file));
        assert!(!problems.is_empty(), "without {file}");
    }
}

#[test]
fn what_the_specification_has_more_is_told() {
    let overlay = Overlay::read();
    let tree = Tree::read().parse();
    let specification = Specification::corrected(&overlay);
    let told = |change: &dyn Fn(&mut Specification)| {
        let mut changed = specification.clone();
        change(&mut changed);
        problems(&changed, &overlay, &tree).len() - problems(&specification, &overlay, &tree).len()
    };
    let more = told(&|it| {
        let mut operation = it.operations[0].clone();
        operation.nickname = "another".to_owned();
        it.operations.push(operation);
    });
    assert!(more > 0, "an operation");
    let more = told(&|it| {
        let operation = it.operations.iter_mut().find(|it| it.name() == "channels.play");
        let parameters = &mut operation.expect("channels.play").parameters;
        let mut parameter = parameters[1].clone();
        parameter.name = "volume".to_owned();
        parameters.push(parameter);
    });
    assert!(more > 0, "a parameter");
    let more = told(&|it| {
        let fields = &mut it.models.get_mut("Channel").expect("Channel").fields;
        let mut field = fields[0].clone();
        field.name = "colour".to_owned();
        fields.push(field);
    });
    assert!(more > 0, "a field");
    let more = told(&|it| {
        let fields = &mut it.models.get_mut("Channel").expect("Channel").fields;
        let state = fields.iter_mut().find(|it| it.name == "state").expect("a state");
        state.values.push("Dreaming".to_owned());
    });
    assert!(more > 0, "a value");
    let more = told(&|it| {
        let mut model = it.models["ChannelHold"].clone();
        model.id = "ChannelDreams".to_owned();
        it.models.insert(model.id.clone(), model);
        let events = &mut it.models.get_mut("Event").expect("Event").subtypes;
        events.push("ChannelDreams".to_owned());
    });
    assert!(more > 0, "an event");
}
