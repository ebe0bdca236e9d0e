//! The overlay: named corrections of the specification and decisions about its Rust shape; a correction that does not fit is a problem.

mod session;
mod union;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;

pub(crate) use self::session::{
    ApplicationsRule, CallsRule, EffectRule, Listing, LookupRule, OwnApplicationRule, ReleaseRule,
    SessionRule,
};
pub(crate) use self::union::{Overlays, Part};
use crate::problem::{Findings, Place};
use crate::spec::{Declaration, ErrorResponse, Model, Operation, Parameter, Property};

/// `api-docs/overlay.json`, or a vendor's.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Overlay {
    /// What the specification says wrongly.
    pub(crate) corrections: Vec<Correction>,
    /// Names that the rules would make badly.
    pub(crate) names: Vec<Name>,
    /// The id types and everything that is one.
    pub(crate) ids: IndexMap<String, IdType>,
    /// The enums made of lists of allowed values.
    pub(crate) enums: IndexMap<String, EnumType>,
    /// Numbers that are lengths of time.
    pub(crate) durations: Vec<Durations>,
    /// How an operation takes its body; the others take parameters as members.
    pub(crate) bodies: Vec<BodyRule>,
    /// Parameters that the server wants although they have a default.
    pub(crate) always_send: Vec<AlwaysSend>,
    /// Parameters that exclude each other.
    pub(crate) exclusive: Vec<Exclusive>,
    /// Operations after which a thing is gone, so that "not found" means done.
    pub(crate) removals: Vec<Removals>,
    /// Models that users build themselves.
    pub(crate) inputs: Vec<Input>,
    /// Which resource models an event can concern, and how their id is found.
    pub(crate) subjects: IndexMap<String, SubjectRule>,
    /// Whom an event concerns beyond its top-level fields.
    pub(crate) concerns: Vec<ConcernRule>,
    /// What opens and closes a call and what lists the living.
    pub(crate) session: SessionRule,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Correction {
    pub(crate) targets: Vec<String>,
    pub(crate) change: Change,
    /// Why; for the reader of the overlay.
    #[expect(dead_code, reason = "the overlay's readers are people")]
    reason: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Change {
    /// The type of a field or parameter.
    Type { from: String, to: String },
    /// Allowed values that the specification forgot.
    AddValues(Vec<String>),
    /// Fields that the specification forgot.
    AddFields(IndexMap<String, AddedField>),
    /// The declared first releases of an operation.
    Since { from: Vec<String>, to: Vec<String> },
    /// Status codes that the specification forgot.
    AddErrors(IndexMap<String, String>),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddedField {
    #[serde(rename = "type")]
    data_type: String,
    description: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Name {
    pub(crate) targets: Vec<String>,
    pub(crate) name: String,
    #[expect(dead_code, reason = "the overlay's readers are people")]
    reason: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdType {
    /// What it names; said once, where several overlays have targets for it.
    #[serde(default)]
    pub(crate) description: String,
    /// The id can be chosen by the client, so `random` makes sense.
    #[serde(default)]
    pub(crate) random: bool,
    pub(crate) targets: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EnumType {
    /// What it tells; said once, where several overlays have targets for it.
    #[serde(default)]
    pub(crate) description: String,
    pub(crate) targets: Vec<String>,
    /// Variant names for values that are no good names.
    #[serde(default)]
    pub(crate) variants: BTreeMap<String, String>,
    /// What a value means, where its name does not tell.
    #[serde(default)]
    pub(crate) meanings: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    Seconds,
    Milliseconds,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Durations {
    pub(crate) unit: Unit,
    pub(crate) targets: Vec<String>,
    /// The number that means "for ever", sent for `Duration::MAX`.
    pub(crate) unlimited: Option<i64>,
    #[serde(default)]
    #[expect(dead_code, reason = "the overlay's readers are people")]
    reason: String,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BodyShape {
    /// The body is an object with the body parameter as a member, other parameters may stand beside it.
    Members,
    /// The body is the value itself.
    Whole,
    /// The operation takes no body that works.
    None,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BodyValues {
    /// Texts, each with whether changes are reported.
    #[default]
    Variables,
    Texts,
    /// Any JSON.
    Any,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BodyRule {
    pub(crate) targets: Vec<String>,
    pub(crate) shape: BodyShape,
    /// Model of the items, where the body parameter is a list of them.
    pub(crate) list_of: Option<String>,
    /// What the named values of the body are.
    #[serde(default)]
    pub(crate) values: BodyValues,
    /// What to use instead, for a shape that does not work.
    pub(crate) instead: Option<String>,
    #[expect(dead_code, reason = "the overlay's readers are people")]
    reason: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AlwaysSend {
    pub(crate) targets: Vec<String>,
    #[expect(dead_code, reason = "the overlay's readers are people")]
    reason: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exclusive {
    pub(crate) targets: Vec<String>,
    /// Parameters that go together, by the type that stands for them and excludes the others.
    pub(crate) alternatives: IndexMap<String, Vec<String>>,
    /// Where it stands.
    #[serde(skip)]
    pub(crate) place: Place,
    #[expect(dead_code, reason = "the overlay's readers are people")]
    reason: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Removals {
    pub(crate) targets: Vec<String>,
    #[expect(dead_code, reason = "the overlay's readers are people")]
    reason: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Input {
    pub(crate) model: String,
    #[expect(dead_code, reason = "the overlay's readers are people")]
    reason: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubjectRule {
    /// Resource model, such as `Channel`.
    pub(crate) model: String,
    /// Fields that together make the id.
    pub(crate) id: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConcernRule {
    pub(crate) event: String,
    /// Fields, with dots between levels, that hold a resource model, or a `scheme:id` text.
    pub(crate) fields: Vec<String>,
    #[expect(dead_code, reason = "the overlay's readers are people")]
    reason: String,
}

/// Applies the corrections of one overlay.
pub(crate) fn correct(declarations: &mut [Declaration], part: &Part, findings: &mut Findings) {
    for (index, correction) in part.overlay.corrections.iter().enumerate() {
        let place = part.place.at("corrections").at(index);
        for target in &correction.targets {
            match Target::find(declarations, target) {
                Some(target_node) => {
                    if let Err(message) = target_node.apply(&correction.change) {
                        findings.problem(&place, format!("{target}: {message}"));
                    }
                }
                None if part.strict => {
                    findings.problem(&place, format!("{target}: no such target"))
                }
                None => findings.remark(&place, format!("{target}: not in this release")),
            }
        }
    }
}

/// What a correction points at, named as in the first-seen table.
enum Target<'a> {
    Operation(&'a mut Operation),
    Parameter(&'a mut Parameter),
    Model(&'a mut Model),
    Property(&'a mut Property),
}

impl<'a> Target<'a> {
    fn find(declarations: &'a mut [Declaration], target: &str) -> Option<Self> {
        let (kind, rest) = target.split_once(' ')?;
        match kind {
            "model" => declarations
                .iter_mut()
                .flat_map(|it| &mut it.models)
                .find(|it| it.id == rest)
                .map(Self::Model),
            "field" => {
                let (model, field) = rest.split_once('.')?;
                declarations
                    .iter_mut()
                    .flat_map(|it| &mut it.models)
                    .find(|it| it.id == model)?
                    .properties
                    .iter_mut()
                    .find(|it| it.name == field)
                    .map(Self::Property)
            }
            "op" => {
                let (operation, parameter) = match rest.split_once(" param ") {
                    Some((operation, parameter)) => (operation, Some(parameter)),
                    None => (rest, None),
                };
                let (method, path) = operation.split_once(' ')?;
                let operation = declarations
                    .iter_mut()
                    .flat_map(|it| &mut it.apis)
                    .filter(|it| it.path == path)
                    .flat_map(|it| &mut it.operations)
                    .find(|it| it.method == method)?;
                match parameter {
                    None => Some(Self::Operation(operation)),
                    Some(name) => operation
                        .parameters
                        .iter_mut()
                        .find(|it| it.name == name)
                        .map(Self::Parameter),
                }
            }
            _ => None,
        }
    }

    fn apply(self, change: &Change) -> Result<(), String> {
        match (self, change) {
            (Self::Property(property), Change::Type { from, to }) => {
                exchange(&mut property.data_type, from, to)
            }
            (Self::Parameter(parameter), Change::Type { from, to }) => {
                exchange(&mut parameter.data_type, from, to)
            }
            (Self::Property(property), Change::AddValues(values)) => {
                add_values(&mut property.values, values)
            }
            (Self::Parameter(parameter), Change::AddValues(values)) => {
                add_values(&mut parameter.values, values)
            }
            (Self::Model(model), Change::AddFields(fields)) => add_fields(model, fields),
            (Self::Operation(operation), Change::Since { from, to }) => {
                // Releases before 20 do not declare it at all.
                if operation.since.is_empty() {
                    return Ok(());
                }
                exchange(&mut operation.since, from, to)
            }
            (Self::Operation(operation), Change::AddErrors(errors)) => {
                add_errors(operation, errors)
            }
            _ => Err("this change does not fit this kind of target".into()),
        }
    }
}

fn exchange<T: Clone + PartialEq + std::fmt::Debug>(
    value: &mut T,
    from: &T,
    to: &T,
) -> Result<(), String> {
    if value == to {
        return Err(format!("already {to:?}: the correction has become true, remove it"));
    }
    if value != from {
        return Err(format!("expected {from:?}, found {value:?}"));
    }
    *value = to.clone();
    Ok(())
}

fn add_values(values: &mut Vec<String>, added: &[String]) -> Result<(), String> {
    for value in added {
        if values.contains(value) {
            return Err(format!("the value {value:?} is already allowed"));
        }
        values.push(value.clone());
    }
    Ok(())
}

fn add_fields(model: &mut Model, added: &IndexMap<String, AddedField>) -> Result<(), String> {
    for (name, field) in added {
        if model.properties.iter().any(|it| it.name == *name) {
            return Err(format!("the field {name:?} is already declared"));
        }
        model.properties.push(Property {
            place: model.place.at("properties").at(name),
            name: name.clone(),
            data_type: field.data_type.clone(),
            description: field.description.clone(),
            required: false,
            values: Vec::new(),
        });
    }
    Ok(())
}

fn add_errors(operation: &mut Operation, added: &IndexMap<String, String>) -> Result<(), String> {
    for (code, reason) in added {
        let code = code.parse::<u16>().ok().filter(|it| (400..600).contains(it));
        let code = code.ok_or("expected a status code from 400 to 599")?;
        if operation.errors.iter().any(|it| it.code == code) {
            return Err(format!("the code {code} is already declared"));
        }
        operation.errors.push(ErrorResponse { code, reason: reason.clone() });
    }
    operation.errors.sort_by_key(|it| it.code);
    Ok(())
}

/// Does a target of the overlay name this thing? `*` stands for any operation: `op * param channelId`.
pub(crate) fn matches(target: &str, key: &str) -> bool {
    match target.strip_prefix("op * ") {
        Some(rest) => {
            key.starts_with("op ")
                && key.strip_suffix(rest).is_some_and(|before| before.ends_with(' '))
        }
        None => target == key,
    }
}
