//! Every operation: its method, its request type, and a setter for whatever may be left out.

use crate::naming::camel;
use crate::specification::Operation;
use crate::types::reply_type;

use super::{Checker, WITHOUT_METHOD};

impl Checker<'_> {
    pub(super) fn operations(&mut self) {
        if !self.specification.operations.iter().any(|it| it.name() == WITHOUT_METHOD) {
            self.problem(format!("{WITHOUT_METHOD} is not there any more"));
        }
        for resource in &self.specification.resources {
            let module = self.module(resource);
            let file = format!("{module}/mod.rs");
            let of = camel(&module);
            let mut methods = self.rust.methods(&file, &of);
            methods.retain(|_, it| it.public);
            let operations: Vec<Operation> =
                self.with_methods().into_iter().filter(|it| it.resource == *resource).collect();
            let wanted: Vec<String> = operations.iter().map(|it| self.method(it)).collect();
            self.same_names(
                &format!("methods of {of}"),
                wanted.iter().map(String::as_str),
                methods.keys().map(String::as_str),
            );
            for operation in &operations {
                let required = operation.in_order().into_iter();
                let required = required.filter(|it| self.is_argument(operation, it));
                let arguments: Vec<_> = required.map(|it| self.argument(operation, it)).collect();
                let name = self.method(operation);
                self.same_method(&operation.name(), &methods, &name, &arguments, &camel(&name));
                self.request(operation, &module, &arguments);
                self.facts(operation, &module);
            }
            let accessors = self.rust.methods("api.rs", "Ari");
            let returns = format!("crate::generated::{module}::{of}<'_>");
            self.same_method("Ari", &accessors, &module, &[], &returns);
        }
    }

    /// The request type: made of what is required, with a setter for the rest, and the right reply.
    fn request(&mut self, operation: &Operation, module: &str, required: &[(String, String)]) {
        let name = self.method(operation);
        let file = format!("{module}/{name}.rs");
        let of = camel(&name);
        let what = operation.name();
        let mut methods = self.rust.methods(&file, &of);
        let mut arguments = vec![("caller".to_owned(), "Caller".to_owned())];
        arguments.extend(required.iter().cloned());
        self.same_method(&what, &methods, "new", &arguments, "Self");
        self.request_generics(operation, module);

        methods.retain(|_, it| it.public);
        let withheld = self.overlay.body(&operation.key()) == "none";
        let optional: Vec<_> = operation
            .parameters
            .iter()
            .filter(|it| !(self.is_argument(operation, it) || withheld && it.place == "body"))
            .map(|it| (self.argument(operation, it), self.setter_place(operation, &it.name)))
            .collect();
        self.same_names(
            &format!("setters of {what}"),
            optional.iter().map(|((name, _), _)| name.as_str()),
            methods.keys().map(String::as_str),
        );
        for (argument, (block, returns)) in &optional {
            let setter = argument.0.clone();
            self.same_method(&what, &methods, &setter, std::slice::from_ref(argument), returns);
            let found = methods.get(&setter).map_or("", |it| it.block.as_str());
            self.same(&format!("{what}: where {setter} stands"), block, found);
        }

        let removal = self.overlay.is_removal(&operation.key());
        let choice = !self.overlay.alternatives(&operation.key()).is_empty();
        let request = self.request_type(operation, choice.then_some("Choice"));
        let wanted = match removal {
            true => request,
            false => format!("{request}=>{}", reply_type(self.overlay, operation)),
        };
        let found: Vec<String> = self
            .rust
            .macros(&file)
            .into_iter()
            .filter(|(path, _)| path == "ari_runtime::request!" || path == "ari_runtime::request")
            .map(|(_, tokens)| tokens)
            .collect();
        self.same(&what, &wanted, &found.join(" and "));
        if removal {
            self.same(&what, "void", &operation.response);
        }
    }
}
