//! Plans resources: operations with their arguments, and the handles bound to one thing.

use crate::datatype::DataType;
use crate::ir::{self, Ir};
use crate::json::Json;
use crate::naming::{Scope, WELL_KNOWN_METHODS};
use crate::overlay::{BodyRule, BodyShape, BodyValues, LookupRule, OwnApplicationRule, matches};
use crate::plan::{Handle, Operation, Parameter, Resource};
use crate::problem::Findings;
use crate::rust_type::{Arg, FieldType, Reply};
use crate::spec::ParamType;

use super::Planner;
use super::docs::{lines, listed, operation_key, sentence};

/// Methods that every request has.
const REQUEST_METHODS: &[&str] = &["request", "into_future", "new", "with_deadline"];

/// Names of generated functions' own arguments and variables.
const OWN_VARIABLES: &[&str] = &["caller", "prepared"];

impl Planner<'_> {
    pub(super) fn resources(&self, ir: &Ir, findings: &mut Findings) -> Vec<Resource> {
        let mut modules = Scope::new("the modules")
            .reserving(&["enums", "events", "ids", "meta", "models", "api", "call"])
            // Of the crate around them.
            .reserving(&["calls", "prelude"]);
        let mut accessors = Scope::new("the accessors of the client").reserving(&[
            "connect",
            "rest",
            "events",
            "call",
            "close",
            "health",
            "dial",
            "drain",
            "events_of",
            "release",
            "events_named",
        ]);
        let mut resources = Vec::new();
        for resource in &ir.resources {
            let key = format!("resource {}", resource.name);
            let module = self.naming.snake(&key, &resource.name);
            modules.take(&module, &key, &self.place, findings);
            // A resource without operations, such as one that is only a websocket, needs no module.
            if resource.operations.iter().all(|it| it.websocket) {
                continue;
            }
            let type_name = heck::ToUpperCamelCase::to_upper_camel_case(module.as_str());
            accessors.take(&module, &key, &self.place, findings);
            let operations: Vec<Operation> = resource
                .operations
                .iter()
                .map(|it| self.operation(ir, resource, it, findings))
                .collect();
            let mut methods =
                Scope::new(format!("the resource {}", resource.name)).reserving(&["new"]);
            let mut types = Scope::new(format!("the requests of {}", resource.name))
                .reserving(&[&type_name])
                .reserving_types();
            for operation in operations.iter().filter(|it| !it.websocket) {
                methods.take(&operation.method_name, &operation.key, &self.place, findings);
                types.take(&operation.type_name, &operation.key, &self.place, findings);
            }
            let handles = self.handles(ir, resource, &operations, findings);
            for handle in &handles {
                accessors.take(&handle.accessor, &handle.path, &self.place, findings);
                types.take(&handle.type_name, &handle.path, &self.place, findings);
            }
            let resource = Resource {
                description: format!("Operations of the resource `{}`.", resource.name),
                module,
                type_name,
                operations,
                handles,
            };
            self.take_alternatives(ir, &resource, &mut types, findings);
            resources.push(resource);
        }
        resources
    }

    fn operation(
        &self,
        ir: &Ir,
        resource: &ir::Resource,
        operation: &ir::Operation,
        findings: &mut Findings,
    ) -> Operation {
        let method_name = self.naming.snake(&operation.key, &operation.nickname);
        let type_name = heck::ToUpperCamelCase::to_upper_camel_case(method_name.as_str());
        let handle_key = operation.key.replacen("op ", "handle ", 1);
        let handle_name =
            self.naming.overridden(&handle_key).unwrap_or_else(|| method_name.clone());
        let has_body = operation.parameters.iter().any(|it| it.kind == ParamType::Body);
        let rule = self.overlay.bodies.iter().find(|it| self.is_named(&it.targets, &operation.key));
        let shape = rule.map_or(BodyShape::Members, |it| it.shape);
        let url = match operation.vendor {
            true => String::new(),
            false => self.url(&resource.name, &operation.nickname),
        };
        let mut scope =
            Scope::new(&operation.key).reserving(REQUEST_METHODS).reserving(WELL_KNOWN_METHODS);
        let own_application = self.own_application(operation, findings);
        let mut parameters: Vec<Parameter> = operation
            .parameters
            .iter()
            .map(|it| {
                let mut planned = self.parameter(it, rule);
                if let Some(own) = own_application.as_ref().filter(|own| own.parameter == it.name) {
                    planned.argument = false;
                    planned.docs.push(String::new());
                    planned.docs.extend(own_application_docs(own));
                }
                scope.take(&planned.ident, &it.key, &self.place, findings);
                if planned.argument {
                    let mut own = Scope::new("generated functions").reserving(OWN_VARIABLES);
                    own.take(&planned.ident, &it.key, &self.place, findings);
                }
                if planned.required && planned.withheld.is_some() {
                    let message = format!("{}: it is required and cannot be withheld", it.key);
                    let decides =
                        |it: &BodyRule| it.targets.iter().any(|it| matches(it, &operation.key));
                    let place = self.place_of(|it| it.bodies.iter().any(decides));
                    findings.problem(&place.at("bodies"), message);
                }
                planned
            })
            .collect();
        let alternatives = self.alternatives(operation, &mut parameters, findings);
        Operation {
            key: operation.key.clone(),
            wire_name: format!("{}.{}", resource.name, operation.nickname),
            method_name,
            handle_name,
            type_name,
            http_method: operation.method.clone(),
            path: operation.path.clone(),
            docs: self.operation_docs(operation, &url),
            summary: sentence(&operation.summary),
            url,
            shape,
            has_body,
            errors: operation.errors.iter().map(|it| (it.code, it.reason.clone())).collect(),
            since: self.first_seen.since(&operation.key, &operation.key),
            modules: operation.modules.clone(),
            parameters,
            alternatives,
            reply: self.reply(ir, operation),
            removal: self
                .overlay
                .removals
                .iter()
                .any(|it| self.is_named(&it.targets, &operation.key)),
            effect: self.overlay.session.effects.get(&operation.key).cloned(),
            own_application,
            lookup: self.lookup(ir, operation, findings),
            websocket: operation.websocket,
        }
    }

    /// What the overlay says of the client's own application, with the parameters that this release has.
    fn own_application(
        &self,
        operation: &ir::Operation,
        findings: &mut Findings,
    ) -> Option<OwnApplicationRule> {
        let rule = self.overlay.session.own_application.get(&operation.key)?;
        let named = |name: &String| operation.parameters.iter().find(|it| it.name == *name);
        let parameter = named(&rule.parameter)?;
        let is_text = parameter.kind == ParamType::Query
            && !parameter.multiple
            && parameter.data_type == DataType::Text;
        let place = self.place_of(|it| it.session.own_application.contains_key(&operation.key));
        let place = place.at("session").at("own_application");
        if !is_text {
            findings.problem(&place, format!("{}: expected one text of the query", parameter.key));
        }
        if parameter.required && !rule.unless.is_empty() {
            let message = format!("{}: it is required, so none can stand for it", parameter.key);
            findings.problem(&place, message);
        }
        let mut rule = rule.clone();
        rule.unless.retain(|it| named(it).is_some());
        Some(rule)
    }

    /// The operation that looks at what this one creates, and the parameter of the chosen id.
    fn lookup(
        &self,
        ir: &Ir,
        operation: &ir::Operation,
        findings: &mut Findings,
    ) -> Option<(String, String)> {
        let lookups = self.overlay.session.lookups.iter();
        let (looking, id) =
            lookups.filter_map(|it| Some((&it.operation, it.after.get(&operation.key)?))).next()?;
        let parameter = operation.parameters.iter().find(|it| it.name == *id)?;
        let mut operations = ir.resources.iter().flat_map(|it| &it.operations);
        let looking = operations.find(|it| it.key == *looking)?;
        let is_lookup = |it: &LookupRule| it.after.contains_key(&operation.key);
        let place = self.place_of(|it| it.session.lookups.iter().any(is_lookup));
        let place = place.at("session").at("lookups");
        if looking.method != "GET" || looking.path_parameters().count() != 1 {
            let message = format!("{}: expected a GET whose path has one parameter", looking.key);
            findings.problem(&place, message);
        }
        if parameter.multiple || parameter.data_type != DataType::Text {
            findings.problem(&place, format!("{}: expected one text", parameter.key));
        }
        Some((looking.key.clone(), id.clone()))
    }

    fn reply(&self, ir: &Ir, operation: &ir::Operation) -> Reply {
        match &operation.response {
            DataType::Void => Reply::Nothing,
            DataType::Binary => Reply::Binary,
            other => Reply::Json(self.field_type(ir, &operation.key, other)),
        }
    }

    fn parameter(&self, parameter: &ir::Parameter, rule: Option<&BodyRule>) -> Parameter {
        let mut arg = self.arg(parameter, rule);
        if parameter.multiple {
            arg = Arg::List(Box::new(arg));
        }
        let withheld = match rule {
            Some(rule) if parameter.kind == ParamType::Body && rule.shape == BodyShape::None => {
                let instead = rule.instead.as_deref().unwrap_or_default();
                let told = self.with_since(instead, &parameter.key, operation_key(&parameter.key));
                Some(told.trim().to_owned())
            }
            _ => None,
        };
        let always =
            self.overlay.always_send.iter().any(|it| self.is_named(&it.targets, &parameter.key));
        let sent_default = match &parameter.default {
            Some(Json::Text(text)) if always => Some(text.clone()),
            Some(other) if always => Some(other.describe()),
            _ => None,
        };
        Parameter {
            ident: self.naming.snake(&parameter.key, &parameter.name),
            wire: parameter.name.clone(),
            kind: parameter.kind,
            arg,
            docs: self.parameter_docs(parameter),
            required: parameter.required,
            argument: parameter.required,
            multiple: parameter.multiple,
            since: self.first_seen.since(&parameter.key, operation_key(&parameter.key)),
            sent_default,
            withheld,
        }
    }

    fn arg(&self, parameter: &ir::Parameter, rule: Option<&BodyRule>) -> Arg {
        match &parameter.data_type {
            DataType::Containers => match rule.and_then(|it| it.list_of.as_ref()) {
                Some(model) => Arg::Items(self.naming.camel(&format!("model {model}"), model)),
                None => match rule.map(|it| it.values).unwrap_or_default() {
                    BodyValues::Variables => Arg::Variables,
                    BodyValues::Texts => Arg::Texts,
                    BodyValues::Any => Arg::Values,
                },
            },
            DataType::Object if self.is_filter(&parameter.key) => Arg::Filter,
            DataType::Object => Arg::Object,
            DataType::Bool => Arg::Bool,
            DataType::Double => Arg::F64,
            DataType::Int | DataType::Long => {
                if let Some(duration) = self.duration(&parameter.key) {
                    return Arg::Duration { unit: duration.unit, unlimited: duration.unlimited };
                }
                match (&parameter.data_type, parameter.min) {
                    (DataType::Long, _) => Arg::I64,
                    (_, Some(0)) => Arg::U32,
                    _ => Arg::I32,
                }
            }
            _ => {
                // A segment of the path is kept by handles, as what it is on the wire.
                let listed = self.enums.get(&parameter.key);
                if let Some(name) = listed.filter(|_| parameter.kind != ParamType::Path) {
                    Arg::Enum(name.clone())
                } else if let Some(name) = self.id_type(&parameter.key) {
                    Arg::Id(name)
                } else {
                    Arg::Text
                }
            }
        }
    }

    /// Is it the parameter that holds a filter of events?
    fn is_filter(&self, key: &str) -> bool {
        let rules = self.overlay.session.applications.iter();
        rules
            .filter_map(|it| it.filter.as_ref())
            .any(|it| key == format!("{} param {}", it.operation, it.parameter))
    }

    /// A handle for each path that ends in a parameter and whose `GET` returns one model.
    fn handles(
        &self,
        ir: &Ir,
        resource: &ir::Resource,
        operations: &[Operation],
        findings: &mut Findings,
    ) -> Vec<Handle> {
        let mut handles = Vec::new();
        for (index, operation) in resource.operations.iter().enumerate() {
            let DataType::Model(model) = &operation.response else { continue };
            if operation.method != "GET" || !operation.path.ends_with('}') {
                continue;
            }
            let Some(model) = ir.models.iter().find(|it| it.id == *model) else { continue };
            let reply = FieldType::Model(self.naming.camel(&model.key, &model.id));
            let FieldType::Model(model_name) = reply else { continue };
            let below = format!("{}/", operation.path);
            let members: Vec<usize> = (0..operations.len())
                .filter(|it| {
                    operations[*it].path == operation.path
                        || operations[*it].path.starts_with(&below)
                })
                .collect();
            let mut methods = Scope::new(format!("the handle {model_name}Handle"))
                .reserving(&["client", "events", "new", "wait_for"]);
            for key in operations[index].parameters.iter().filter(|it| it.kind == ParamType::Path) {
                methods.take(&key.ident, &key.wire, &self.place, findings);
            }
            for member in &members {
                let member = &operations[*member];
                methods.take(&member.handle_name, &member.key, &self.place, findings);
            }
            let keys = operation.path_parameters().count();
            let accessor = self
                .naming
                .overridden(&format!("handles {}", operation.path))
                .unwrap_or_else(|| heck::ToSnakeCase::to_snake_case(model_name.as_str()));
            let type_name = heck::ToUpperCamelCase::to_upper_camel_case(accessor.as_str());
            handles.push(Handle {
                type_name: format!("{type_name}Handle"),
                noun: accessor.replace('_', " "),
                accessor,
                path: operation.path.clone(),
                keys: operations[index].parameters[..keys].to_vec(),
                operations: members,
                subject: self.subject_of(&model.id).map(|(name, _)| name.clone()),
            });
        }
        handles
    }
}

/// What is sent where no application is named.
fn own_application_docs(rule: &OwnApplicationRule) -> Vec<String> {
    let own = "Defaults to the client's own application, the first that it was connected with";
    if rule.unless.is_empty() {
        return lines(&format!("{own}."));
    }
    lines(&format!("{own}, unless {} is set.", listed(&rule.unless, "or")))
}
