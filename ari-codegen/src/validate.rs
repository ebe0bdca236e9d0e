//! Judges the relations inside a specification and tells every problem; changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::datatype::DataType;
use crate::problem::{Findings, Place};
use crate::spec::{Declaration, Model, Operation, ParamType};

/// Reports what does not hold together.
pub(crate) fn validate(declarations: &[Declaration], findings: &mut Findings) {
    let mut models: BTreeMap<&str, &Model> = BTreeMap::new();
    for model in declarations.iter().flat_map(|it| &it.models) {
        if let Some(first) = models.insert(&model.id, model) {
            findings.problem(
                &model.place,
                format!("the model {:?} is declared in {} already", model.id, first.place.file),
            );
        }
    }
    for declaration in declarations {
        validate_name(declaration, findings);
        validate_operations(declaration, &models, findings);
        for model in &declaration.models {
            validate_model(model, &models, findings);
        }
    }
    validate_inheritance(&models, findings);
}

fn validate_name(declaration: &Declaration, findings: &mut Findings) {
    let plain = declaration.name.chars().all(|it| it.is_ascii_alphanumeric());
    if declaration.name.is_empty() || !plain {
        findings.problem(
            &declaration.place,
            format!("expected a file name of letters and digits, found {:?}", declaration.name),
        );
    }
}

fn validate_operations(
    declaration: &Declaration,
    models: &BTreeMap<&str, &Model>,
    findings: &mut Findings,
) {
    let mut paths = BTreeSet::new();
    let mut nicknames = BTreeSet::new();
    for api in &declaration.apis {
        if !paths.insert(&api.path) {
            findings.problem(&api.place, format!("the path {:?} stands twice", api.path));
        }
        let prefix = format!("/{}", declaration.name);
        let below = api.path.strip_prefix(&prefix);
        if !below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
            findings.problem(
                &api.place.at("path"),
                format!("expected a path that starts with {prefix:?}, found {:?}", api.path),
            );
        }
        let mut methods = BTreeSet::new();
        for operation in &api.operations {
            if !methods.insert(&operation.method) {
                findings.problem(&operation.place, format!("{} stands twice", operation.method));
            }
            if !nicknames.insert(&operation.nickname) {
                findings.problem(
                    &operation.place.at("nickname"),
                    format!("the nickname {:?} stands twice", operation.nickname),
                );
            }
            identifier(&operation.nickname, &operation.place.at("nickname"), findings);
            validate_parameters(&api.path, operation, models, findings);
            type_name(
                &operation.response,
                &operation.place.at("responseClass"),
                models,
                findings,
                |it| match it {
                    DataType::Containers => false,
                    DataType::List(item) => {
                        !matches!(**item, DataType::Void | DataType::Binary | DataType::Containers)
                    }
                    _ => true,
                },
            );
        }
    }
}

fn validate_parameters(
    path: &str,
    operation: &Operation,
    models: &BTreeMap<&str, &Model>,
    findings: &mut Findings,
) {
    let template: Vec<&str> = match path_parameters(path) {
        Some(names) => names,
        None => {
            findings.problem(&operation.place, format!("unbalanced braces in the path {path:?}"));
            return;
        }
    };
    let mut names = BTreeSet::new();
    let mut bodies = 0;
    for parameter in &operation.parameters {
        if !names.insert(parameter.name.as_str()) {
            findings.problem(
                &parameter.place,
                format!("the parameter {:?} stands twice", parameter.name),
            );
        }
        identifier(&parameter.name, &parameter.place.at("name"), findings);
        let fits = match parameter.kind {
            ParamType::Path => |it: &DataType| matches!(it, DataType::Text),
            ParamType::Query => |it: &DataType| {
                matches!(
                    it,
                    DataType::Text
                        | DataType::Bool
                        | DataType::Int
                        | DataType::Long
                        | DataType::Double
                )
            },
            ParamType::Body => {
                |it: &DataType| matches!(it, DataType::Containers | DataType::Object)
            }
        };
        if parameter.multiple
            && (parameter.data_type != "string" || parameter.kind != ParamType::Query)
        {
            findings.problem(
                &parameter.place.at("allowMultiple"),
                format!(
                    "expected a string of the query, found param {} of type {:?}",
                    parameter.name, parameter.data_type
                ),
            );
        }
        let place = parameter.place.at("dataType");
        type_name(&parameter.data_type, &place, models, findings, fits);
        match parameter.kind {
            ParamType::Path if !template.contains(&parameter.name.as_str()) => findings.problem(
                &parameter.place,
                format!("the path {path:?} has no {{{}}}", parameter.name),
            ),
            ParamType::Body => bodies += 1,
            _ => {}
        }
    }
    if bodies > 1 {
        findings.problem(&operation.place, "expected at most one body parameter");
    }
    for name in template {
        let declared =
            operation.parameters.iter().any(|it| it.kind == ParamType::Path && it.name == name);
        if !declared {
            findings.problem(
                &operation.place,
                format!("expected a path parameter {name:?}, as the path {path:?} names it"),
            );
        }
    }
}

/// The names in braces, in order; `None` where braces do not match.
pub(crate) fn path_parameters(path: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    for segment in path.split('/') {
        match segment.strip_prefix('{') {
            Some(rest) => {
                let name = rest.strip_suffix('}')?;
                if name.is_empty() || name.contains(['{', '}']) {
                    return None;
                }
                names.push(name);
            }
            None if segment.contains(['{', '}']) => return None,
            None => {}
        }
    }
    Some(names)
}

fn validate_model(model: &Model, models: &BTreeMap<&str, &Model>, findings: &mut Findings) {
    identifier(&model.id, &model.place.at("id"), findings);
    for property in &model.properties {
        identifier(&property.name, &property.place, findings);
        let place = property.place.at("type");
        type_name(&property.data_type, &place, models, findings, |it| {
            !matches!(it, DataType::Binary | DataType::Void | DataType::Containers)
        });
    }
    for sub_type in &model.sub_types {
        if !models.contains_key(sub_type.as_str()) {
            findings.problem(
                &model.place.at("subTypes"),
                format!("expected a declared model, found {sub_type:?}"),
            );
        }
    }
    if let Some(discriminator) = &model.discriminator
        && !model.properties.iter().any(|it| it.name == *discriminator)
    {
        findings.problem(
            &model.place.at("discriminator"),
            format!("expected one of the properties, found {discriminator:?}"),
        );
    }
}

/// No model may be its own ancestor, contain itself by value, or have two parents.
fn validate_inheritance(models: &BTreeMap<&str, &Model>, findings: &mut Findings) {
    let mut parents: BTreeMap<&str, &Model> = BTreeMap::new();
    for parent in models.values() {
        for child in &parent.sub_types {
            if let Some(first) = parents.insert(child, parent)
                && let Some(model) = models.get(child.as_str())
            {
                findings.problem(
                    &model.place,
                    format!("{child:?} is a subtype of both {:?} and {:?}", first.id, parent.id),
                );
            }
        }
    }
    let inherited = |it: &Model| it.sub_types.clone();
    for model in cyclic(models, inherited) {
        findings.problem(&model.place, format!("{:?} is a subtype of itself", model.id));
    }
    let contained = |it: &Model| {
        it.properties
            .iter()
            .filter_map(|property| match DataType::parse(&property.data_type) {
                Some(DataType::Model(name)) => Some(name),
                _ => None,
            })
            .collect()
    };
    for model in cyclic(models, contained) {
        findings.problem(&model.place, format!("{:?} contains itself", model.id));
    }
}

/// How many models that lead back to themselves are told; more would be no help.
const TOLD: usize = 20;

/// The models that lead back to themselves; without recursion, since a chain may be longer than a stack is deep.
fn cyclic<'a>(
    models: &BTreeMap<&str, &'a Model>,
    next: impl Fn(&Model) -> Vec<String>,
) -> Vec<&'a Model> {
    let mut edges: BTreeMap<&str, Vec<String>> =
        models.iter().map(|(id, it)| (*id, next(it))).collect();
    peel(&mut edges);
    let leads_back = |model: &Model| {
        let mut seen = BTreeSet::new();
        let mut open = vec![model.id.as_str()];
        while let Some(id) = open.pop() {
            for name in edges.get(id).into_iter().flatten() {
                if *name == model.id {
                    return true;
                }
                if seen.insert(name.as_str()) {
                    open.push(name);
                }
            }
        }
        false
    };
    let open = models.values().filter(|it| edges.contains_key(it.id.as_str()));
    open.filter(|it| leads_back(it)).take(TOLD).copied().collect()
}

/// Takes away what leads nowhere until there is no such thing: of a long chain, nothing is left to search.
fn peel(edges: &mut BTreeMap<&str, Vec<String>>) {
    let mut leading_to: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut ways: BTreeMap<String, usize> = BTreeMap::new();
    for (id, targets) in edges.iter() {
        let targets = targets.iter().filter(|it| edges.contains_key(it.as_str()));
        for target in targets {
            leading_to.entry(target.clone()).or_default().push((*id).to_owned());
            *ways.entry((*id).to_owned()).or_default() += 1;
        }
    }
    let dead = edges.keys().filter(|it| !ways.contains_key(**it));
    let mut dead: Vec<String> = dead.map(|it| (*it).to_owned()).collect();
    while let Some(id) = dead.pop() {
        edges.remove(id.as_str());
        for before in leading_to.remove(&id).into_iter().flatten() {
            if let Some(left) = ways.get_mut(&before) {
                *left -= 1;
                if *left == 0 {
                    dead.push(before);
                }
            }
        }
    }
}

fn type_name(
    name: &str,
    place: &Place,
    models: &BTreeMap<&str, &Model>,
    findings: &mut Findings,
    fits: impl Fn(&DataType) -> bool,
) {
    match DataType::parse(name) {
        None => findings.problem(place, format!("expected a type, found {name:?}")),
        Some(data_type) => {
            if let Some(model) = data_type.model()
                && !models.contains_key(model)
            {
                findings.problem(place, format!("expected a declared model, found {model:?}"));
            } else if !fits(&data_type) {
                findings.problem(place, format!("the type {name:?} does not fit here"));
            }
        }
    }
}

fn identifier(name: &str, place: &Place, findings: &mut Findings) {
    let mut letters = name.chars();
    let starts = letters.next().is_some_and(|it| it.is_ascii_alphabetic());
    if !starts || !letters.all(|it| it.is_ascii_alphanumeric() || it == '_') {
        findings
            .problem(place, format!("expected a name of letters, digits and _, found {name:?}"));
    }
}
