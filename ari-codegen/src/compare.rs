//! What two specifications declare differently, and what that means for those who use the generated code; words no report.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;

use crate::Source;
use crate::problem::{Findings, Place, Problems};
use crate::spec::{Declaration, Model, Operation, ParamType, Parameter, Property};
use crate::{overlay, spec, validate};

/// The declarations of a release, checked.
#[derive(Clone, Debug)]
pub struct Facts {
    release: String,
    declarations: Vec<Declaration>,
}

impl Facts {
    /// Reads resource files.
    ///
    /// # Errors
    ///
    /// Every problem of them that was found.
    pub fn read(resources: &[Source], release: impl Into<String>) -> Result<Self, Problems> {
        let mut findings = Findings::default();
        let declarations: Vec<Declaration> = resources
            .iter()
            .filter_map(|it| spec::read(&it.name, &it.text, &mut findings))
            .collect();
        validate::validate(&declarations, &mut findings);
        findings.checkpoint()?;
        Ok(Self { release: release.into(), declarations })
    }

    /// The release that they are of.
    pub fn release(&self) -> &str {
        &self.release
    }

    /// Every operation, parameter, model and field, named as in the first-seen table, in the specification's order.
    pub fn keys(&self) -> Vec<String> {
        let no_resource = |it: &&String| !it.starts_with("resource ");
        self.things().keys().filter(no_resource).cloned().collect()
    }

    /// The declared first releases of each operation, by its key.
    pub(crate) fn declared_since(&self) -> BTreeMap<String, &[String]> {
        self.operations().map(|(key, _, it)| (key, it.since.as_slice())).collect()
    }

    /// The same with the corrections of the overlay that fit.
    fn corrected(&self, overlay: &overlay::Overlay) -> Self {
        let mut corrected = self.clone();
        let part =
            overlay::Part { overlay: overlay.clone(), place: Place::default(), strict: false };
        // What does not fit is told by code generation.
        overlay::correct(&mut corrected.declarations, &part, &mut Findings::default());
        corrected
    }

    fn operations(&self) -> impl Iterator<Item = (String, &Declaration, &Operation)> {
        self.declarations.iter().flat_map(|declaration| {
            declaration.apis.iter().flat_map(move |api| {
                let key = |it: &Operation| format!("op {} {}", it.method, api.path);
                api.operations.iter().map(move |it| (key(it), declaration, it))
            })
        })
    }

    /// What is declared, by key.
    fn things(&self) -> IndexMap<String, Thing> {
        let mut things = IndexMap::new();
        for declaration in &self.declarations {
            // The file's, and so the same in all its operations.
            let mut operations = declaration.apis.iter().flat_map(|it| &it.operations);
            let modules = operations.next().map_or(&[][..], |it| &it.requires_modules);
            let modules = Attribute::new("modules", Weight::Documentation, modules);
            things.insert(format!("resource {}", declaration.name), Thing::new(vec![modules]));
        }
        for (key, declaration, operation) in self.operations() {
            things.insert(key.clone(), operation_thing(operation, declaration));
            for parameter in &operation.parameters {
                let thing = parameter_thing(parameter, &key);
                things.insert(format!("{key} param {}", parameter.name), thing);
            }
        }
        let models = || self.declarations.iter().flat_map(|it| &it.models);
        let mut parents: BTreeMap<&str, &Model> = BTreeMap::new();
        for parent in models() {
            parents.extend(parent.sub_types.iter().map(|it| (it.as_str(), parent)));
        }
        for model in models() {
            let key = format!("model {}", model.id);
            things.insert(key.clone(), model_thing(model, &parents));
            for property in &model.properties {
                let thing = field_thing(property, &key);
                things.insert(format!("field {}.{}", model.id, property.name), thing);
            }
        }
        things
    }
}

/// Something that is declared.
#[derive(Debug)]
struct Thing {
    attributes: Vec<Attribute>,
    /// The key of what it is a part of.
    owner: Option<String>,
    /// Users have to give it.
    demanded: bool,
    is_event: bool,
}

impl Thing {
    /// The type of a parameter or field, what an operation answers.
    fn data_type(&self) -> Option<String> {
        let found = self.attributes.iter().find(|it| matches!(it.name, "type" | "response"));
        found.and_then(|it| it.values.first().cloned())
    }

    fn new(attributes: Vec<Attribute>) -> Self {
        Self { attributes, owner: None, demanded: false, is_event: false }
    }
}

/// One fact about a thing, with what a change of it means.
#[derive(Debug)]
struct Attribute {
    name: &'static str,
    weight: Weight,
    values: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    Documentation,
    Breaking,
    /// Values that may come and go; none at all is another type.
    Values,
}

impl Attribute {
    fn new(name: &'static str, weight: Weight, values: &[String]) -> Self {
        Self { name, weight, values: values.to_vec() }
    }

    fn one(name: &'static str, weight: Weight, value: impl ToString) -> Self {
        Self { name, weight, values: vec![value.to_string()] }
    }

    fn is_same(&self, after: &Self) -> bool {
        let ignored = match self.name {
            // Releases before 20 declare none, which is no change of the API.
            "since" => self.values.is_empty() || after.values.is_empty(),
            // Arguments that come and go are told as such.
            "arguments" => sorted(&self.values) != sorted(&after.values),
            _ => false,
        };
        ignored || self.values == after.values
    }

    fn effect_of(&self, after: &Self) -> Effect {
        match self.weight {
            Weight::Documentation => Effect::Documentation,
            Weight::Breaking => Effect::Breaking,
            Weight::Values => {
                let kept = self.values.iter().all(|it| after.values.contains(it));
                match kept && !self.values.is_empty() {
                    // Another order is no change to anybody.
                    true if self.values.len() == after.values.len() => Effect::Documentation,
                    true => Effect::Additive,
                    false => Effect::Breaking,
                }
            }
        }
    }
}

fn sorted(values: &[String]) -> Vec<&String> {
    let mut sorted: Vec<&String> = values.iter().collect();
    sorted.sort();
    sorted
}

fn operation_thing(operation: &Operation, declaration: &Declaration) -> Thing {
    let errors: Vec<String> = operation.errors.iter().map(|it| it.code.to_string()).collect();
    // Required ones are arguments in this order, and two of one type would change places in silence.
    let required = operation.parameters.iter().filter(|it| it.required);
    let arguments: Vec<String> = required.map(|it| it.name.clone()).collect();
    let mut thing = Thing::new(vec![
        Attribute::one("resource", Weight::Breaking, &declaration.name),
        Attribute::one("nickname", Weight::Breaking, &operation.nickname),
        Attribute::one("response", Weight::Breaking, &operation.response),
        Attribute::one("websocket", Weight::Breaking, operation.websocket),
        Attribute::new("arguments", Weight::Breaking, &arguments),
        Attribute::new("errors", Weight::Documentation, &errors),
        Attribute::new("since", Weight::Documentation, &operation.since),
    ]);
    thing.owner = Some(format!("resource {}", declaration.name));
    thing
}

fn parameter_thing(parameter: &Parameter, operation: &str) -> Thing {
    let place = match parameter.kind {
        ParamType::Path => "path",
        ParamType::Query => "query",
        ParamType::Body => "body",
    };
    let texts = |it: Option<String>| it.into_iter().collect::<Vec<_>>();
    let default = texts(parameter.default.as_ref().map(|it| it.describe()));
    let least = texts(parameter.min.map(|it| it.to_string()));
    Thing {
        attributes: vec![
            Attribute::one("place", Weight::Breaking, place),
            Attribute::one("type", Weight::Breaking, &parameter.data_type),
            Attribute::one("required", Weight::Breaking, parameter.required),
            Attribute::one("multiple", Weight::Breaking, parameter.multiple),
            Attribute::new("values", Weight::Values, &parameter.values),
            Attribute::new("least", Weight::Breaking, &least),
            Attribute::new("default", Weight::Documentation, &default),
        ],
        owner: Some(operation.to_owned()),
        demanded: parameter.required,
        is_event: false,
    }
}

fn model_thing(model: &Model, parents: &BTreeMap<&str, &Model>) -> Thing {
    let parent = parents.get(model.id.as_str());
    let parent_names: Vec<String> = parent.iter().map(|it| it.id.clone()).collect();
    let discriminator: Vec<String> = model.discriminator.iter().cloned().collect();
    Thing {
        attributes: vec![
            Attribute::new("subtype of", Weight::Breaking, &parent_names),
            Attribute::new("discriminator", Weight::Breaking, &discriminator),
        ],
        owner: None,
        demanded: false,
        // Events are what extends a subtype of a model with a discriminator: Message, Event, StasisStart.
        is_event: parent.is_some_and(|it| it.discriminator.is_none()),
    }
}

fn field_thing(property: &Property, model: &str) -> Thing {
    Thing {
        attributes: vec![
            Attribute::one("type", Weight::Breaking, &property.data_type),
            Attribute::one("required", Weight::Breaking, property.required),
            Attribute::new("values", Weight::Values, &property.values),
        ],
        owner: Some(model.to_owned()),
        demanded: property.required,
        is_event: false,
    }
}

/// What a change means for who uses the generated code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[expect(clippy::exhaustive_enums, reason = "a version has these three parts")]
pub enum Effect {
    /// Only documentation changes.
    Documentation,
    /// There is more; what compiled compiles.
    Additive,
    /// What compiled may not compile any more.
    Breaking,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// What it means.
    pub effect: Effect,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
    /// To what, named as in the first-seen table: `op GET /channels`, `field Channel.id`, `resource channels`.
    pub key: String,
    /// The model is an event.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub event: bool,
    /// The type of what came or went.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub data_type: Option<String>,
    /// The key of what it is a part of and came or went with.
    #[serde(skip)]
    pub(crate) with: Option<String>,
}

/// What happened to a thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "lowercase")]
#[non_exhaustive]
pub enum What {
    /// It is there now.
    Added,
    /// It is not there any more.
    Removed,
    /// One of its facts changed.
    #[non_exhaustive]
    Changed {
        /// Which: `type`, `required`, `values` ..
        attribute: &'static str,
        /// What it was.
        before: Vec<String>,
        /// What it is.
        after: Vec<String>,
    },
}

/// Everything that two releases declare differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// The one release.
    pub before: String,
    /// The other.
    pub after: String,
    /// The heaviest effect of all changes; `None` where there is none.
    pub verdict: Option<Effect>,
    /// What is gone, what changed and what is new, in this order.
    pub changes: Vec<Change>,
}

/// Compares two releases; `overlay` tells which models users build.
///
/// # Errors
///
/// The overlay does not read.
pub fn compare(before: &Facts, after: &Facts, overlay: &Source) -> Result<Comparison, Problems> {
    let mut findings = Findings::default();
    let overlay: Option<overlay::Overlay> = crate::read_json(overlay, &mut findings);
    findings.checkpoint()?;
    let inputs: Vec<String> =
        overlay.iter().flat_map(|it| &it.inputs).map(|it| format!("model {}", it.model)).collect();
    let (old, new) = (before.things(), after.things());
    let corrected = |facts: &Facts| overlay.as_ref().map(|it| facts.corrected(it).things());
    let (old_corrected, new_corrected) = (corrected(before), corrected(after));
    let fact = |things: &Option<IndexMap<String, Thing>>, key: &str, name: &str| {
        let thing = things.as_ref()?.get(key)?;
        thing.attributes.iter().find(|it| it.name == name).map(|it| it.values.clone())
    };
    let mut changes = Vec::new();
    let with = |thing: &Thing, others: &IndexMap<String, Thing>| {
        thing.owner.clone().filter(|it| !others.contains_key(it))
    };
    for (key, thing) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
        changes.push(Change {
            effect: Effect::Breaking,
            what: What::Removed,
            key: key.clone(),
            event: thing.is_event,
            data_type: thing.data_type(),
            with: with(thing, &new),
        });
    }
    for (key, thing) in &old {
        let Some(now) = new.get(key) else { continue };
        for (before, after) in thing.attributes.iter().zip(&now.attributes) {
            if !before.is_same(after) {
                let name = before.name;
                // Code is made of what is corrected.
                let is_corrected =
                    fact(&old_corrected, key, name) == fact(&new_corrected, key, name);
                let effect = match is_corrected {
                    true => Effect::Documentation,
                    false => before.effect_of(after),
                };
                changes.push(Change {
                    effect,
                    what: What::Changed {
                        attribute: before.name,
                        before: before.values.clone(),
                        after: after.values.clone(),
                    },
                    key: key.clone(),
                    event: now.is_event,
                    data_type: None,
                    with: None,
                });
            }
        }
    }
    for (key, thing) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
        let with = with(thing, &old);
        let is_input = thing.owner.as_ref().is_some_and(|it| inputs.contains(it));
        // Who calls a known operation, or builds a known model, has to give more.
        let breaks = thing.demanded
            && with.is_none()
            && (key.starts_with("op ") || (key.starts_with("field ") && is_input));
        let effect = if breaks { Effect::Breaking } else { Effect::Additive };
        let (event, data_type) = (thing.is_event, thing.data_type());
        let key = key.clone();
        changes.push(Change { effect, what: What::Added, key, event, data_type, with });
    }
    Ok(Comparison {
        before: before.release.clone(),
        after: after.release.clone(),
        verdict: changes.iter().map(|it| it.effect).max(),
        changes,
    })
}
