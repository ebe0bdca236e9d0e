//! What will be written, as Rust sees it: every name made, every type chosen; emitters only print it.

use crate::availability::Since;
use crate::overlay::{
    ApplicationsRule, BodyShape, CallsRule, EffectRule, Listing, OwnApplicationRule, ReleaseRule,
    SessionRule,
};
use crate::rust_type::{Arg, FieldType, Reply};

/// Everything the emitters need.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) release: String,
    pub(crate) resources: Vec<Resource>,
    pub(crate) models: Vec<Struct>,
    pub(crate) events: Vec<Struct>,
    pub(crate) enums: Vec<Enum>,
    pub(crate) ids: Vec<Id>,
    pub(crate) subjects: Vec<Subject>,
    pub(crate) session: Session,
}

#[derive(Debug)]
pub(crate) struct Resource {
    /// `channels`.
    pub(crate) module: String,
    /// `Channels`.
    pub(crate) type_name: String,
    pub(crate) description: String,
    pub(crate) operations: Vec<Operation>,
    pub(crate) handles: Vec<Handle>,
}

impl Resource {
    /// What its operations choose between, each once.
    pub(crate) fn alternatives(&self) -> Vec<&Alternative> {
        let mut alternatives: Vec<&Alternative> = Vec::new();
        for it in self.operations.iter().flat_map(|it| &it.alternatives) {
            let known =
                |other: &&Alternative| (other.group, &other.type_name) == (it.group, &it.type_name);
            if !alternatives.iter().any(known) {
                alternatives.push(it);
            }
        }
        alternatives
    }
}

#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) key: String,
    /// `originate`.
    pub(crate) method_name: String,
    /// Name of the method on a handle.
    pub(crate) handle_name: String,
    /// `Originate`.
    pub(crate) type_name: String,
    /// `channels.originate`.
    pub(crate) wire_name: String,
    pub(crate) http_method: String,
    pub(crate) path: String,
    pub(crate) docs: Vec<String>,
    pub(crate) summary: String,
    pub(crate) url: String,
    pub(crate) shape: BodyShape,
    pub(crate) has_body: bool,
    pub(crate) errors: Vec<(u16, String)>,
    /// `None` where that is not recorded.
    pub(crate) since: Option<Since>,
    pub(crate) modules: Vec<String>,
    pub(crate) parameters: Vec<Parameter>,
    /// Its parameters that exclude each other; none, or two and more.
    pub(crate) alternatives: Vec<Alternative>,
    pub(crate) reply: Reply,
    /// On a handle a 404 means that the work is done.
    pub(crate) removal: bool,
    /// It does something that the client has to remember.
    pub(crate) effect: Option<EffectRule>,
    /// Where the client's own application stands if no other is named.
    pub(crate) own_application: Option<OwnApplicationRule>,
    /// The key of the operation that looks at what this one creates, and the parameter of the chosen id.
    pub(crate) lookup: Option<(String, String)>,
    pub(crate) websocket: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) ident: String,
    pub(crate) wire: String,
    pub(crate) kind: crate::spec::ParamType,
    pub(crate) arg: Arg,
    pub(crate) docs: Vec<String>,
    pub(crate) required: bool,
    /// It has to be given, so it is no setter.
    pub(crate) argument: bool,
    pub(crate) multiple: bool,
    pub(crate) since: Option<Since>,
    /// A value that is sent unless the caller sets another.
    pub(crate) sent_default: Option<String>,
    /// Not offered, because what the server makes of it is wrong; the text says what to use.
    pub(crate) withheld: Option<String>,
}

/// Parameters that go together and exclude those of the other alternatives.
#[derive(Clone, Debug)]
pub(crate) struct Alternative {
    /// The overlay's group that it is of.
    pub(crate) group: usize,
    /// `IntoApplication`, the type that stands for it.
    pub(crate) type_name: String,
    pub(crate) docs: Vec<String>,
    /// Their names on the wire, in the order of the specification.
    pub(crate) parameters: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Handle {
    /// `ChannelHandle`.
    pub(crate) type_name: String,
    /// `channel`, the accessor on the client.
    pub(crate) accessor: String,
    /// Words for the docs: `channel`.
    pub(crate) noun: String,
    pub(crate) path: String,
    /// Path parameters that make the key.
    pub(crate) keys: Vec<Parameter>,
    /// Indices into the resource's operations.
    pub(crate) operations: Vec<usize>,
    /// What it is in events, where events are about such things.
    pub(crate) subject: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Struct {
    pub(crate) id: String,
    pub(crate) type_name: String,
    /// File below `models/` or `events/`.
    pub(crate) module: String,
    pub(crate) docs: Vec<String>,
    pub(crate) since: Option<Since>,
    pub(crate) fields: Vec<Field>,
    /// Users build it: it gets `new` and setters.
    pub(crate) input: bool,
    /// Expressions that find whom an event concerns.
    pub(crate) concerns: Vec<Concern>,
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) ident: String,
    pub(crate) wire: String,
    pub(crate) field_type: FieldType,
    pub(crate) optional: bool,
    pub(crate) docs: Vec<String>,
    pub(crate) since: Option<Since>,
}

/// A way from an event's payload to a resource it concerns.
#[derive(Debug)]
pub(crate) struct Concern {
    /// Fields to go through, with whether each is optional.
    pub(crate) steps: Vec<(String, bool)>,
    /// Fields of the resource model at the end that make the id; empty where the text is `scheme:id`.
    pub(crate) id: Vec<String>,
    /// `channel`; empty where the text names it.
    pub(crate) subject: String,
}

#[derive(Debug)]
pub(crate) struct Enum {
    pub(crate) type_name: String,
    pub(crate) docs: Vec<String>,
    /// Variant, text on the wire, docs.
    pub(crate) variants: Vec<(String, String, Vec<String>)>,
}

#[derive(Debug)]
pub(crate) struct Id {
    pub(crate) type_name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) random: bool,
}

#[derive(Debug)]
pub(crate) struct Subject {
    /// `channel`.
    pub(crate) name: String,
    /// Kinds after which nothing more comes.
    pub(crate) terminal: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) opens: Vec<String>,
    pub(crate) closes: Vec<String>,
    pub(crate) replaced: Vec<String>,
    pub(crate) stays: Vec<String>,
    pub(crate) responses: Vec<String>,
    pub(crate) registered: Vec<String>,
    pub(crate) unregistered: Vec<String>,
    pub(crate) listings: Vec<Listing>,
    pub(crate) applications: Option<ApplicationsRule>,
    pub(crate) calls: Option<CallsRule>,
    pub(crate) release: Option<ReleaseRule>,
}

impl Session {
    /// The part of the rule that this release has.
    pub(crate) fn present(
        rule: &SessionRule,
        has_event: impl Fn(&String) -> bool,
        has_operation: impl Fn(&str) -> bool,
    ) -> Self {
        let kept = |kinds: &[String]| kinds.iter().filter(|it| has_event(it)).cloned().collect();
        Self {
            opens: kept(&rule.opens),
            closes: kept(&rule.closes),
            replaced: kept(&rule.replaced),
            stays: kept(&rule.stays),
            responses: kept(&rule.responses),
            registered: kept(&rule.registered),
            unregistered: kept(&rule.unregistered),
            listings: rule
                .listings
                .iter()
                .filter(|it| has_operation(&it.operation))
                .cloned()
                .collect(),
            applications: rule
                .applications
                .clone()
                .filter(|it| it.needed().iter().all(|key| has_operation(key))),
            calls: rule.calls.clone().filter(|it| has_operation(&it.hangup)),
            release: rule.release.clone().filter(|it| has_operation(&it.operation)),
        }
    }
}
