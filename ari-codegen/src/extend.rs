//! Adds a vendor's declarations to those of Asterisk; what is there already is added to, and never declared again or changed.

use crate::problem::{Findings, Place};
use crate::spec::{Declaration, Model, Operation};

/// Adds the declarations of one vendor; gives the keys of what is new, as the first-seen table has them.
pub(crate) fn extend(
    declarations: &mut Vec<Declaration>,
    added: Vec<Declaration>,
    findings: &mut Findings,
) -> Vec<String> {
    let mut extension = Extension { keys: Vec::new(), sub_types: Vec::new(), findings };
    for file in added {
        extension.file(declarations, file);
    }
    extension.sub_types(declarations);
    extension.keys
}

struct Extension<'a> {
    keys: Vec<String>,
    /// New subtypes of models that are there, each with its place.
    sub_types: Vec<(String, String, Place)>,
    findings: &'a mut Findings,
}

impl Extension<'_> {
    fn file(&mut self, declarations: &mut Vec<Declaration>, file: Declaration) {
        let index = declarations.iter().position(|it| it.name == file.name);
        let index = index.unwrap_or_else(|| {
            let (name, place) = (file.name.clone(), file.place.clone());
            declarations.push(Declaration { name, place, apis: Vec::new(), models: Vec::new() });
            declarations.len() - 1
        });
        for mut api in file.apis {
            let known = declarations[index].apis.iter_mut().find(|it| it.path == api.path);
            match known {
                Some(known) => {
                    for operation in api.operations {
                        let path = &api.path;
                        let same = known.operations.iter_mut();
                        match same.into_iter().find(|it| it.method == operation.method) {
                            Some(known) => self.operation(path, known, operation),
                            None => known.operations.push(self.new_operation(path, operation)),
                        }
                    }
                }
                None => {
                    let operations = api.operations.into_iter();
                    api.operations =
                        operations.map(|it| self.new_operation(&api.path, it)).collect();
                    declarations[index].apis.push(api);
                }
            }
        }
        for model in file.models {
            let mut models = declarations.iter_mut().flat_map(|it| &mut it.models);
            match models.find(|it| it.id == model.id) {
                Some(known) => self.model(known, model),
                None => {
                    self.keys.push(format!("model {}", model.id));
                    let fields = model.properties.iter();
                    self.keys.extend(fields.map(|it| format!("field {}.{}", model.id, it.name)));
                    declarations[index].models.push(model);
                }
            }
        }
    }

    fn new_operation(&mut self, path: &str, operation: Operation) -> Operation {
        let key = format!("op {} {path}", operation.method);
        let parameters = operation.parameters.iter();
        self.keys.extend(parameters.map(|it| format!("{key} param {}", it.name)));
        self.keys.push(key);
        Operation { vendor: true, ..operation }
    }

    /// More parameters, or more status codes, of an operation that is there; its texts stay.
    fn operation(&mut self, path: &str, known: &mut Operation, added: Operation) {
        let key = format!("op {} {path}", known.method);
        self.unchanged(&added.place.at("nickname"), &known.nickname, &added.nickname, &known.place);
        let response = added.place.at("responseClass");
        self.unchanged(&response, &known.response, &added.response, &known.place);
        if added.parameters.is_empty() && added.errors.is_empty() {
            self.again(&added.place, &key, &known.place);
        }
        for parameter in added.parameters {
            let key = format!("{key} param {}", parameter.name);
            match known.parameters.iter().find(|it| it.name == parameter.name) {
                Some(known) => self.again(&parameter.place, &key, &known.place),
                None => {
                    self.keys.push(key);
                    known.parameters.push(parameter);
                }
            }
        }
        for (index, error) in added.errors.into_iter().enumerate() {
            if known.errors.iter().any(|it| it.code == error.code) {
                let place = added.place.at("errorResponses").at(index);
                self.again(&place, &format!("{key} code {}", error.code), &known.place);
            } else {
                known.errors.push(error);
            }
        }
        known.errors.sort_by_key(|it| it.code);
    }

    /// More fields, or more subtypes, of a model that is there; its text stays.
    fn model(&mut self, known: &mut Model, added: Model) {
        if added.properties.is_empty() && added.sub_types.is_empty() {
            self.again(&added.place, &format!("model {}", known.id), &known.place);
        }
        if let Some(discriminator) = &added.discriminator {
            let (place, first) = (added.place.at("discriminator"), &known.place);
            match &known.discriminator {
                Some(known) => self.unchanged(&place, known, discriminator, first),
                None => self.findings.problem(&place, format!("{first} has none")),
            }
        }
        for property in added.properties {
            let key = format!("field {}.{}", known.id, property.name);
            match known.properties.iter().find(|it| it.name == property.name) {
                Some(known) => self.again(&property.place, &key, &known.place),
                None => {
                    self.keys.push(key);
                    known.properties.push(property);
                }
            }
        }
        for sub_type in added.sub_types {
            let place = added.place.at("subTypes");
            self.sub_types.push((known.id.clone(), sub_type, place));
        }
    }

    /// Unites subtypes when all models are known, so that files may come in any order.
    fn sub_types(&mut self, declarations: &mut [Declaration]) {
        for (parent, sub_type, place) in std::mem::take(&mut self.sub_types) {
            let mut models = declarations.iter().flat_map(|it| &it.models);
            if !models.any(|it| it.id == sub_type) {
                let message = format!("expected a declared model, found {sub_type:?}");
                self.findings.problem(&place, message);
                continue;
            }
            let mut models = declarations.iter_mut().flat_map(|it| &mut it.models);
            let parent = models.find(|it| it.id == parent);
            if let Some(parent) = parent.filter(|it| !it.sub_types.contains(&sub_type)) {
                parent.sub_types.push(sub_type);
            }
        }
    }

    fn unchanged(&mut self, place: &Place, known: &str, added: &str, first: &Place) {
        if known != added {
            let message = format!("expected {known:?}, as {first} has it, found {added:?}");
            self.findings.problem(place, message);
        }
    }

    fn again(&mut self, place: &Place, key: &str, first: &Place) {
        self.findings.problem(place, format!("{key}: it is declared in {first} already"));
    }
}
