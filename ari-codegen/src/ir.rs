//! The specification resolved: types parsed, inheritance flattened, every part under its key; still in the specification's own names and order.

use std::collections::BTreeMap;

use crate::datatype::DataType;
use crate::json::Json;
use crate::spec::{self, Declaration, ErrorResponse, ParamType};
use crate::validate::path_parameters;

/// Everything the specification declares.
#[derive(Debug)]
pub(crate) struct Ir {
    pub(crate) resources: Vec<Resource>,
    /// Models that are no event, in order.
    pub(crate) models: Vec<Model>,
    /// Events with the fields of their ancestors, in order.
    pub(crate) events: Vec<Model>,
}

#[derive(Debug)]
pub(crate) struct Resource {
    /// `channels`.
    pub(crate) name: String,
    pub(crate) operations: Vec<Operation>,
}

#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// `op POST /channels`.
    pub(crate) key: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) nickname: String,
    pub(crate) response: DataType,
    pub(crate) summary: String,
    pub(crate) notes: String,
    pub(crate) errors: Vec<ErrorResponse>,
    pub(crate) websocket: bool,
    pub(crate) modules: Vec<String>,
    pub(crate) vendor: bool,
    /// Path parameters in the order of the path, then the others in the specification's order.
    pub(crate) parameters: Vec<Parameter>,
}

impl Operation {
    /// The operation belongs to one thing that the path names last.
    pub(crate) fn path_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|it| it.kind == ParamType::Path)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    /// `op POST /channels param endpoint`.
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) kind: ParamType,
    pub(crate) data_type: DataType,
    pub(crate) description: String,
    pub(crate) required: bool,
    pub(crate) multiple: bool,
    pub(crate) default: Option<Json>,
    pub(crate) values: Vec<String>,
    pub(crate) min: Option<i64>,
}

#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// `model Channel`.
    pub(crate) key: String,
    pub(crate) id: String,
    /// The file that declares it: `channels`.
    pub(crate) home: String,
    pub(crate) description: String,
    pub(crate) fields: Vec<Field>,
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// `field Channel.id`, with the model that declares it.
    pub(crate) key: String,
    /// `model Channel`, the model that declares it.
    pub(crate) model_key: String,
    pub(crate) name: String,
    pub(crate) data_type: DataType,
    pub(crate) description: String,
    pub(crate) required: bool,
    pub(crate) values: Vec<String>,
    /// Tells the subtypes apart and needs no field of its own in them.
    pub(crate) discriminator: bool,
}

/// Resolves valid declarations.
pub(crate) fn resolve(declarations: &[Declaration]) -> Ir {
    let all: Vec<(&str, &spec::Model)> = declarations
        .iter()
        .flat_map(|it| it.models.iter().map(|model| (it.name.as_str(), model)))
        .collect();
    let parents: BTreeMap<&str, &spec::Model> = all
        .iter()
        .flat_map(|(_, parent)| parent.sub_types.iter().map(|it| (it.as_str(), *parent)))
        .collect();
    // Events are what extends a subtype of a model with a discriminator: Message, Event, StasisStart.
    let roots = all.iter().filter(|(_, it)| it.discriminator.is_some()).map(|(_, it)| it);
    let base = roots
        .flat_map(|root| &root.sub_types)
        .filter_map(|name| all.iter().find(|(_, it)| it.id == *name))
        .find(|(_, it)| !it.sub_types.is_empty());
    let is_event =
        |model: &spec::Model| base.is_some_and(|(_, it)| it.sub_types.contains(&model.id));

    let mut models = Vec::new();
    let mut events = Vec::new();
    for (home, model) in &all {
        if is_event(model) {
            events.push(flatten(home, model, &parents));
        } else if base.is_none_or(|(_, it)| it.id != model.id) {
            models.push(flatten(home, model, &parents));
        }
    }
    Ir { resources: declarations.iter().map(resolve_resource).collect(), models, events }
}

fn resolve_resource(declaration: &Declaration) -> Resource {
    let operations = declaration
        .apis
        .iter()
        .flat_map(|api| api.operations.iter().map(|it| resolve_operation(&api.path, it)))
        .collect();
    Resource { name: declaration.name.clone(), operations }
}

fn resolve_operation(path: &str, operation: &spec::Operation) -> Operation {
    let key = format!("op {} {path}", operation.method);
    let resolve = |it: &spec::Parameter| Parameter {
        key: format!("{key} param {}", it.name),
        name: it.name.clone(),
        kind: it.kind,
        data_type: data_type(&it.data_type),
        description: it.description.clone(),
        required: it.required,
        multiple: it.multiple,
        default: it.default.clone(),
        values: it.values.clone(),
        min: it.min,
    };
    let in_path = path_parameters(path).unwrap_or_default().into_iter().filter_map(|name| {
        operation.parameters.iter().find(|it| it.kind == ParamType::Path && it.name == name)
    });
    let others = operation.parameters.iter().filter(|it| it.kind != ParamType::Path);
    Operation {
        parameters: in_path.chain(others).map(resolve).collect(),
        key,
        method: operation.method.clone(),
        path: path.to_owned(),
        nickname: operation.nickname.clone(),
        response: data_type(&operation.response),
        summary: operation.summary.clone(),
        notes: operation.notes.clone(),
        errors: operation.errors.clone(),
        websocket: operation.websocket,
        modules: operation.requires_modules.clone(),
        vendor: operation.vendor,
    }
}

/// The model with its ancestors' fields before its own.
fn flatten(home: &str, model: &spec::Model, parents: &BTreeMap<&str, &spec::Model>) -> Model {
    let mut line = vec![model];
    while let Some(parent) = line.last().and_then(|it| parents.get(it.id.as_str())) {
        line.push(parent);
    }
    let mut fields: Vec<Field> = Vec::new();
    for ancestor in line.into_iter().rev() {
        for property in &ancestor.properties {
            let inherited = ancestor.id != model.id;
            let field = Field {
                key: format!("field {}.{}", ancestor.id, property.name),
                model_key: format!("model {}", ancestor.id),
                name: property.name.clone(),
                data_type: data_type(&property.data_type),
                description: property.description.clone(),
                required: property.required,
                values: property.values.clone(),
                discriminator: inherited && ancestor.discriminator.as_ref() == Some(&property.name),
            };
            match fields.iter_mut().find(|it| it.name == field.name) {
                // A subtype that declares a field again means its own.
                Some(known) => *known = Field { discriminator: known.discriminator, ..field },
                None => fields.push(field),
            }
        }
    }
    Model {
        key: format!("model {}", model.id),
        id: model.id.clone(),
        home: home.to_owned(),
        description: model.description.clone(),
        fields,
    }
}

/// Valid declarations have only types that parse.
fn data_type(name: &str) -> DataType {
    DataType::parse(name).unwrap_or(DataType::Void)
}
