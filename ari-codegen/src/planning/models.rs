//! Plans structs: models and the payloads of events, their fields and whom an event concerns.

use crate::datatype::DataType;
use crate::ir::{Field, Ir, Model};
use crate::naming::{Scope, WELL_KNOWN_METHODS};
use crate::overlay::SubjectRule;
use crate::plan::{self, Concern};
use crate::problem::Findings;
use crate::rust_type::FieldType;

use super::Planner;
use super::docs::{lines, sentence};

impl Planner<'_> {
    pub(super) fn models(&self, ir: &Ir, findings: &mut Findings) -> Vec<plan::Struct> {
        let mut homes = std::collections::BTreeSet::new();
        let mut modules = Scope::new("the modules of models");
        ir.models
            .iter()
            .map(|model| {
                let key = format!("file {}", model.home);
                let module = self.naming.snake(&key, &model.home);
                if homes.insert(model.home.clone()) {
                    modules.take(&module, &key, &self.place, findings);
                }
                let input = self.overlay.inputs.iter().any(|it| it.model == model.id);
                self.structure(ir, model, module, input, |_| true, findings)
            })
            .collect()
    }

    pub(super) fn events(&self, ir: &Ir, findings: &mut Findings) -> Vec<plan::Struct> {
        let mut modules =
            Scope::new("the modules of events").reserving(&["event", "events", "kind"]);
        let mut types =
            Scope::new("the events").reserving_types().reserving(&["Unrecognized", "Payload"]);
        ir.events
            .iter()
            .map(|model| {
                let module = self.naming.snake(&format!("event {}", model.id), &model.id);
                modules.take(&module, &model.key, &self.place, findings);
                // The kind of an event is its type.
                let fields = |it: &Field| !it.discriminator;
                let mut planned = self.structure(ir, model, module, false, fields, findings);
                types.take(&planned.type_name, &model.key, &self.place, findings);
                planned.concerns = self.concerns(ir, model);
                planned
            })
            .collect()
    }

    fn structure(
        &self,
        ir: &Ir,
        model: &Model,
        module: String,
        input: bool,
        wanted: fn(&Field) -> bool,
        findings: &mut Findings,
    ) -> plan::Struct {
        let type_name = self.naming.camel(&model.key, &model.id);
        let mut text = sentence(&model.description);
        if text.is_empty() {
            text = format!("The model `{}`.", model.id);
        }
        let mut docs = lines(&text);
        docs.extend(self.since_paragraph(&model.key));
        let mut scope = Scope::new(format!("the model {}", model.id)).reserving(&["frame"]);
        if input {
            scope = scope.reserving(&["new"]).reserving(WELL_KNOWN_METHODS);
        }
        let mut fields = Vec::new();
        for field in model.fields.iter().filter(|it| wanted(it)) {
            let ident = self.naming.snake(&field.key, &field.name);
            scope.take(&ident, &field.key, &self.place, findings);
            fields.push(self.field(ir, model, field, ident));
        }
        plan::Struct {
            id: model.id.clone(),
            type_name,
            module,
            docs,
            since: self.first_seen.since(&model.key, &model.key),
            fields,
            input,
            concerns: Vec::new(),
        }
    }

    fn field(&self, ir: &Ir, model: &Model, field: &Field, ident: String) -> plan::Field {
        let optional = !field.required || !self.first_seen.always_there(field);
        let mut text = sentence(&field.description);
        if text.is_empty() {
            text = format!("The field `{}`.", field.name);
        }
        let docs = lines(&self.with_since(&text, &field.key, &model.key));
        plan::Field {
            ident,
            wire: field.name.clone(),
            field_type: self.field_type(ir, &field.key, &field.data_type),
            optional,
            docs,
            since: self.first_seen.since(&field.key, &model.key),
        }
    }

    pub(super) fn field_type(&self, ir: &Ir, key: &str, data_type: &DataType) -> FieldType {
        match data_type {
            DataType::List(item) => FieldType::List(Box::new(self.field_type(ir, key, item))),
            DataType::Model(name) => match ir.models.iter().find(|it| it.id == *name) {
                Some(model) => FieldType::Model(self.naming.camel(&model.key, &model.id)),
                // An event inside a model would be one of any kind.
                None => FieldType::Object,
            },
            DataType::Text => {
                if let Some(name) = self.enums.get(key) {
                    FieldType::Enum(name.clone())
                } else if let Some(name) = self.id_type(key) {
                    FieldType::Id(name)
                } else {
                    FieldType::Text
                }
            }
            DataType::Int | DataType::Long => match self.unit(key) {
                Some(unit) => FieldType::Duration(unit),
                None => FieldType::I64,
            },
            DataType::TextOrNumber => FieldType::TextOrNumber,
            DataType::Bool => FieldType::Bool,
            DataType::UnsignedInt => FieldType::U32,
            DataType::Double => FieldType::F64,
            DataType::Date => FieldType::Timestamp,
            DataType::Object | DataType::Containers | DataType::Binary | DataType::Void => {
                FieldType::Object
            }
        }
    }

    /// An event concerns every top-level field that holds a resource model, and what the overlay adds.
    fn concerns(&self, ir: &Ir, event: &Model) -> Vec<Concern> {
        let mut paths: Vec<String> = event
            .fields
            .iter()
            .filter(|field| match &field.data_type {
                DataType::Model(name) => self.subject_of(name).is_some(),
                _ => false,
            })
            .map(|it| it.name.clone())
            .collect();
        for rule in self.overlay.concerns.iter().filter(|it| it.event == event.id) {
            paths.extend(
                rule.fields.iter().filter(|it| !paths.contains(it)).cloned().collect::<Vec<_>>(),
            );
        }
        let mut concerns = Vec::new();
        for path in paths {
            match self.concern(ir, event, &path) {
                Some(concern) => concerns.push(concern),
                None => {
                    let way = format!("{}.{path}", event.id);
                    self.absent.borrow_mut().push((event.id.clone(), way));
                }
            }
        }
        concerns
    }

    fn concern(&self, ir: &Ir, event: &Model, path: &str) -> Option<Concern> {
        let mut model = event;
        let mut steps = Vec::new();
        let mut names = path.split('.').peekable();
        while let Some(name) = names.next() {
            let field = model.fields.iter().find(|it| it.name == name)?;
            let optional = !field.required || !self.first_seen.always_there(field);
            steps.push((self.naming.snake(&field.key, &field.name), optional));
            match &field.data_type {
                DataType::Model(id) => {
                    model = ir.models.iter().find(|it| it.id == *id)?;
                    if names.peek().is_none() {
                        let (subject, rule) = self.subject_of(id)?;
                        let id = rule
                            .id
                            .iter()
                            .map(|it| self.id_field(model, it))
                            .collect::<Option<_>>()?;
                        return Some(Concern { steps, id, subject: subject.clone() });
                    }
                }
                DataType::Text if names.peek().is_none() => {
                    return Some(Concern { steps, id: Vec::new(), subject: String::new() });
                }
                _ => return None,
            }
        }
        None
    }

    fn id_field(&self, model: &Model, name: &str) -> Option<String> {
        let field = model.fields.iter().find(|it| it.name == name)?;
        // What may be absent names nothing for sure.
        (field.required && self.first_seen.always_there(field))
            .then(|| self.naming.snake(&field.key, &field.name))
    }

    pub(super) fn subject_of(&self, model: &str) -> Option<(&String, &SubjectRule)> {
        self.overlay.subjects.iter().find(|(_, rule)| rule.model == model)
    }
}
