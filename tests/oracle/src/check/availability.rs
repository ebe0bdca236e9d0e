//! Which releases have what: the sentence in the documentation of everything, and the same as data.

use std::collections::BTreeMap;

use crate::history::History;
use crate::naming::camel;
use crate::rust::{Method, chain, tight};
use crate::specification::Operation;
use crate::types::model_type;

use super::Checker;
use super::facts::elements;

/// The methods of a resource and of its handles.
struct Methods {
    resource: BTreeMap<String, Method>,
    handles: Vec<Method>,
}

impl Checker<'_> {
    pub(super) fn availability(&mut self) {
        let mut modules = BTreeMap::new();
        for operation in &self.with_methods() {
            let module = self.module(&operation.resource);
            let methods = modules.entry(module.clone()).or_insert_with(|| self.methods_of(&module));
            self.operation_in_words(operation, &module, methods);
            self.operation_as_data(operation, &module);
        }
        self.models_in_words();
    }

    fn operation_in_words(&mut self, operation: &Operation, module: &str, of: &Methods) {
        let name = self.method(operation);
        let what = format!("since when {} is there", operation.name());
        let key = operation.key();
        let sentence = self.sentence(&key, &key);
        let docs = of.resource.get(&name).map_or(&[][..], |it| it.docs.as_slice());
        let wanted = usize::from(sentence.is_some());
        let found = docs.iter().filter(|it| it.starts_with("Since ")).collect::<Vec<_>>();
        if found.len() != wanted || found.first().copied() != sentence.as_ref() {
            self.problem(format!("{what}: wanted {sentence:?}, found {found:?}"));
        }
        let link = format!("As [`{0}::{name}`](super::{0}::{name})", camel(module));
        let mut on_handles = of.handles.iter().flat_map(|it| &it.docs);
        if on_handles.any(|it| it.starts_with(&link) && !ends(it, sentence.as_deref())) {
            self.problem(format!("{what}: not on the handle"));
        }

        let setters = self.rust.methods(&format!("{module}/{name}.rs"), &camel(&name));
        for parameter in &operation.parameters {
            let what = format!("since when {} has {}", operation.name(), parameter.name);
            let sentence = self.sentence(&parameter.key, &key);
            let (ident, _) = self.argument(operation, parameter);
            let withheld = parameter.place == "body" && self.overlay.body(&key) == "none";
            let text = match withheld || self.is_argument(operation, parameter) {
                true => {
                    let begin = match withheld {
                        true => format!("There is no setter for `{}`: ", parameter.name),
                        false => format!("* `{ident}`: "),
                    };
                    docs.iter().flat_map(|it| items(it)).find(|it| it.starts_with(&begin))
                }
                false => setters.get(&ident).and_then(|it| {
                    it.docs.iter().find(|it| ends(it, sentence.as_deref())).cloned()
                }),
            };
            if text.is_none_or(|it| !ends(&it, sentence.as_deref())) {
                self.problem(format!("{what}: wanted {sentence:?}"));
            }
        }
    }

    fn operation_as_data(&mut self, operation: &Operation, module: &str) {
        let name = self.method(operation);
        let calls = self.rust.calls(&format!("{module}/{name}.rs"), "OPERATION");
        let key = operation.key();
        let what = format!("facts of {}: since when", operation.name());
        let wanted = self.data(&key, &key);
        self.same(&what, &wanted, &since(&calls));
        let parameters = calls.iter().find(|(it, _)| it == "parameters");
        let parameters = parameters.map_or(&[][..], |(_, it)| it.as_slice());
        let found: Vec<String> = elements(parameters).iter().map(|it| since(&chain(it))).collect();
        let wanted = operation.in_order().into_iter().map(|it| self.data(&it.key, &key));
        let wanted: Vec<String> = wanted.collect();
        self.same(&format!("{what} its parameters"), &wanted.join(", "), &found.join(", "));
    }

    fn models_in_words(&mut self) {
        let mut structs = self.rust.structs("models/");
        structs.append(&mut self.rust.structs("events/"));
        let mut docs = self.rust.docs_of_structs("models/");
        docs.append(&mut self.rust.docs_of_structs("events/"));
        let ids: Vec<&String> =
            self.specification.models.keys().filter(|it| *it != "Event").collect();
        for id in ids {
            let of = model_type(self.overlay, id);
            let key = format!("model {id}");
            let sentence = self.sentence(&key, &key);
            let found = docs.get(&of).and_then(|it| it.iter().find(|it| it.starts_with("Since ")));
            if found != sentence.as_ref() {
                let what = format!("since when {id} is there");
                self.problem(format!("{what}: wanted {sentence:?}, found {found:?}"));
            }
            let Some((_, fields)) = structs.get(&of) else { continue };
            for field in self.specification.all_fields(id) {
                let syntax = fields.iter().find(|it| {
                    it.serde.rename.as_deref().unwrap_or(&it.ident) == field.name && !it.serde.skip
                });
                let sentence = self.sentence(&field.key(), &key);
                let told = |it: &crate::rust::FieldSyntax| {
                    it.docs.last().is_some_and(|it| ends(it, sentence.as_deref()))
                };
                if syntax.is_some_and(|it| !told(it)) {
                    let what = format!("since when {id} has {}", field.name);
                    self.problem(format!("{what}: wanted {sentence:?}"));
                }
            }
        }
    }

    fn methods_of(&self, module: &str) -> Methods {
        let folder = format!("{module}/");
        let files = self.rust.files(&folder).filter_map(|file| {
            let of = file.strip_prefix(&folder)?.strip_suffix(".rs")?;
            of.ends_with("_handle").then(|| self.rust.methods(file, &camel(of)))
        });
        Methods {
            resource: self.rust.methods(&format!("{module}/mod.rs"), &camel(module)),
            handles: files.flat_map(BTreeMap::into_values).collect(),
        }
    }

    fn sentence(&self, key: &str, owner: &str) -> Option<String> {
        self.overlay.history(key, owner).as_ref().map(History::sentence)
    }

    fn data(&self, key: &str, owner: &str) -> String {
        let history = self.overlay.history_as_data(key, owner);
        history.map_or_else(|| "Releases::UNKNOWN".to_owned(), |it| it.data())
    }
}

/// Does a paragraph end with the sentence, and say so once? Of what is not recorded it says nothing.
fn ends(paragraph: &str, sentence: Option<&str>) -> bool {
    let said = paragraph.matches("Since ").count();
    match sentence {
        Some(sentence) => said == 1 && paragraph.ends_with(&format!(" {sentence}")),
        None => said == 0,
    }
}

/// The items of a list, which stand in one paragraph.
fn items(paragraph: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for part in paragraph.split(" * `") {
        match items.is_empty() {
            true => items.push(part.to_owned()),
            false => items.push(format!("* `{part}")),
        }
    }
    items
}

/// The releases that a chain of calls names; every one if it names none.
fn since(calls: &[(String, Vec<syn::Expr>)]) -> String {
    let named = calls.iter().find(|(it, _)| it == "since").and_then(|(_, it)| it.first());
    named.map_or_else(|| "Releases::EVERY".to_owned(), tight)
}
