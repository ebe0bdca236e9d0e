//! Writes the handles: one thing of Asterisk's, bound to its id.

use quote::quote;

use super::operations::{argument, arguments, many_arguments};
use super::{Emitted, docs, ident};
use crate::plan::{Handle, Operation, Resource};
use crate::problem::Findings;
use crate::rust_type::Arg;

pub(super) fn emit(
    resource: &Resource,
    handle: &Handle,
    emitted: &mut Emitted,
    findings: &mut Findings,
) {
    let path = format!("{}/{}_handle.rs", resource.module, handle.accessor);
    let doc = format!("The operations on one {}.", handle.noun);
    let requests: Vec<&str> = resource.operations.iter().map(|it| it.type_name.as_str()).collect();
    emitted.add_beside(&path, &doc, body(resource, handle), &requests, findings);
}

fn body(resource: &Resource, handle: &Handle) -> proc_macro2::TokenStream {
    let name = ident(&handle.type_name);
    let doc = docs(&[
        format!(
            "One {}, by what names it. Got from [`Ari::{accessor}`](crate::Ari::{accessor}).",
            handle.noun,
            accessor = handle.accessor
        ),
        String::new(),
        "It holds no connection and says nothing of whether the thing is there.".to_owned(),
    ]);
    let keys: Vec<_> = handle.keys.iter().map(|it| ident(&it.ident)).collect();
    let key_types: Vec<_> = handle
        .keys
        .iter()
        .map(|it| match &it.arg {
            Arg::Id(name) => ident(name),
            _ => ident("Text"),
        })
        .collect();
    let key_docs =
        handle.keys.iter().map(|it| docs(&[format!("The `{}` this is bound to.", it.wire)]));
    let operations = handle.operations.iter().map(|it| &resource.operations[*it]);
    let methods = operations.filter(|it| !it.websocket).map(|it| method(resource, handle, it));
    quote! {
        #doc
        #[derive(Clone, Debug)]
        pub struct #name {
            caller: Caller,
            #(#keys: #key_types,)*
        }

        impl #name {
            pub(crate) fn new(caller: Caller, #(#keys: impl Into<#key_types>),*) -> Self {
                Self { caller, #(#keys: #keys.into()),* }
            }
            #(
                #key_docs
                pub fn #keys(&self) -> &#key_types {
                    &self.#keys
                }
            )*
            #(#methods)*
        }
    }
}

fn method(resource: &Resource, handle: &Handle, operation: &Operation) -> proc_macro2::TokenStream {
    let mut lines = vec![operation.summary.clone(), String::new()];
    lines.push(format!(
        "As [`{0}::{1}`](super::{0}::{1}){2}.",
        resource.type_name,
        operation.method_name,
        if operation.removal { ", and what is gone already is no error" } else { "" }
    ));
    let doc = docs(&lines);
    let name = ident(&operation.handle_name);
    let request = ident(&operation.type_name);
    let rest: Vec<_> = arguments(operation).skip(handle.keys.len()).collect();
    let declared = rest.iter().map(|it| argument(it));
    let passed = rest.iter().map(|it| ident(&it.ident));
    let keys = handle.keys.iter().map(|it| ident(&it.ident));
    let returned = if operation.removal { quote!(#request<Removed>) } else { quote!(#request) };
    let many = many_arguments(rest.len());
    quote! {
        #doc
        #many
        pub fn #name(&self, #(#declared),*) -> #returned {
            #request::new(&self.caller, #(&self.#keys,)* #(#passed),*)
        }
    }
}
