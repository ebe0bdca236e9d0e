//! Every model and every property: a struct with a field of the right type, present or optional as it is on the wire.

use std::collections::BTreeMap;

use crate::naming::snake;
use crate::rust::{FieldSyntax, Serde};
use crate::specification::Field;
use crate::types::{field_module, field_type, model_type};

use super::Checker;

impl Checker<'_> {
    pub(super) fn models(&mut self) {
        let mut structs = self.rust.structs("models/");
        structs.append(&mut self.rust.structs("events/"));
        let mut wanted = Vec::new();
        // The model `Event` is the enum.
        let ids: Vec<String> =
            self.specification.models.keys().filter(|it| *it != "Event").cloned().collect();
        for id in &ids {
            let of = model_type(self.overlay, id);
            match structs.get(&of) {
                Some((own, fields)) => self.model(id, &of, own, fields),
                None => self.problem(format!("model {id}: there is no struct {of}")),
            }
            wanted.push(of);
        }
        self.same_names(
            "models",
            wanted.iter().map(String::as_str),
            structs.keys().map(String::as_str),
        );
    }

    fn model(&mut self, id: &str, of: &str, own: &Serde, fields: &[FieldSyntax]) {
        let is_event = self.specification.events().iter().any(|it| it == id);
        if is_event {
            // The key that tells the type is the struct itself, under its name on the wire.
            self.same(of, "type", own.tag.as_deref().unwrap_or("no tag"));
            self.same(of, id, own.rename.as_deref().unwrap_or(of));
        }
        let mut found: BTreeMap<&str, &FieldSyntax> = fields
            .iter()
            .filter(|it| !it.serde.skip)
            .map(|it| (it.serde.rename.as_deref().unwrap_or(&it.ident), it))
            .collect();
        for field in self.specification.all_fields(id) {
            // What an event's own type tells is asserted above.
            if field.key() == "field Message.type" && is_event {
                continue;
            }
            match found.remove(field.name.as_str()) {
                Some(syntax) => self.field(of, field, syntax),
                None => self.problem(format!("{of}: nothing for {}", field.key())),
            }
        }
        for wire in found.keys() {
            self.problem(format!("{of}: {wire} is not in the specification"));
        }
    }

    fn field(&mut self, of: &str, field: &Field, syntax: &FieldSyntax) {
        let what = format!("{of}, {}", field.key());
        let name = self.overlay.name(&field.key());
        let name = name.map_or_else(|| snake(&field.name), str::to_owned);
        self.same(&what, &name, &syntax.ident);
        let kind = field_type(self.overlay, field);
        self.same(&what, &kind, &syntax.kind);
        let module = field_module(self.overlay, field);
        self.same(
            &what,
            module.as_deref().unwrap_or("no module"),
            syntax.serde.with.as_deref().unwrap_or("no module"),
        );
        let optional = kind.starts_with("Option<");
        if !syntax.public {
            self.problem(format!("{what}: is not public"));
        }
        if optional != syntax.serde.skip_none {
            self.problem(format!("{what}: absent is written as null, or never written"));
        }
        if optional && module.is_some() != syntax.serde.default {
            self.problem(format!("{what}: must be allowed to be absent"));
        }
    }
}
