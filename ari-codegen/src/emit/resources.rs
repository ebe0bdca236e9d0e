//! Writes a module per resource: the resource with a method for each operation, its requests and its handles.

use quote::quote;

use super::operations::{argument, arguments, many_arguments};
use super::{Emitted, docs, handles, ident, operations};
use crate::plan::{Alternative, Operation, Plan, Resource};
use crate::problem::Findings;

pub(super) fn emit(plan: &Plan, emitted: &mut Emitted, findings: &mut Findings) {
    for resource in &plan.resources {
        for operation in resource.operations.iter().filter(|it| !it.websocket) {
            operations::emit(plan, resource, operation, emitted, findings);
        }
        for handle in &resource.handles {
            handles::emit(plan, resource, handle, emitted, findings);
        }
        let path = format!("{}/mod.rs", resource.module);
        emitted.add(&path, &resource.description, module(resource), findings);
    }
}

fn module(resource: &Resource) -> proc_macro2::TokenStream {
    let called: Vec<&Operation> = resource.operations.iter().filter(|it| !it.websocket).collect();
    let files = called.iter().map(|it| ident(&it.method_name));
    let uses = called.iter().map(|it| {
        let (file, name) = (ident(&it.method_name), ident(&it.type_name));
        quote!(pub use #file::#name;)
    });
    let handle_files = resource.handles.iter().map(|it| ident(&format!("{}_handle", it.accessor)));
    let handle_uses = resource.handles.iter().map(|it| {
        let (file, name) = (ident(&format!("{}_handle", it.accessor)), ident(&it.type_name));
        quote!(pub use #file::#name;)
    });
    let name = ident(&resource.type_name);
    let accessor = format!("[`Ari::{0}`](crate::Ari::{0})", resource.module);
    let doc = docs(&[format!("{} Got from {accessor}.", resource.description)]);
    let methods = called.iter().map(|it| method(it));
    let alternatives = resource.alternatives().into_iter().map(alternative);
    quote! {
        #(pub(crate) mod #files;)*
        #(mod #handle_files;)*
        #(#uses)*
        #(#handle_uses)*

        #doc
        #[derive(Clone, Copy, Debug)]
        pub struct #name<'a> {
            client: &'a Client<AriApi>,
        }

        impl<'a> #name<'a> {
            pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
                Self { client }
            }
            #(#methods)*
        }

        #(#alternatives)*
    }
}

/// The type that tells which of the parameters that exclude each other were set.
fn alternative(alternative: &Alternative) -> proc_macro2::TokenStream {
    let name = ident(&alternative.type_name);
    let doc = docs(&alternative.docs);
    quote! {
        #doc
        #[derive(Clone, Copy, Debug)]
        #[non_exhaustive]
        pub struct #name;

        impl Allows<#name> for #name {}
    }
}

fn method(operation: &Operation) -> proc_macro2::TokenStream {
    let mut lines = operation.docs.clone();
    for parameter in &operation.parameters {
        if let Some(instead) = &parameter.withheld {
            let at = lines.iter().position(|it| it == "# Errors").unwrap_or(lines.len());
            lines.insert(at, String::new());
            lines.insert(at, format!("There is no setter for `{}`: {instead}", parameter.wire));
        }
    }
    let required: Vec<_> = arguments(operation).collect();
    let described: Vec<_> = required.iter().filter(|it| !it.docs.is_empty()).collect();
    if !described.is_empty() {
        let at = lines.iter().position(|it| it == "# Errors").unwrap_or(lines.len());
        let mut list = vec!["# Arguments".to_owned(), String::new()];
        for parameter in described {
            list.push(format!("* `{}`: {}", parameter.ident, parameter.docs[0]));
            list.extend(
                parameter.docs[1..].iter().filter(|it| !it.is_empty()).map(|it| format!("  {it}")),
            );
        }
        list.push(String::new());
        lines.splice(at..at, list);
    }
    let doc = docs(&lines);
    let name = ident(&operation.method_name);
    let request = ident(&operation.type_name);
    let declared = required.iter().map(|it| argument(it));
    let passed = required.iter().map(|it| ident(&it.ident));
    let many = many_arguments(required.len());
    quote! {
        #doc
        #many
        pub fn #name(&self, #(#declared),*) -> #request {
            #request::new(self.client.caller(), #(#passed),*)
        }
    }
}
