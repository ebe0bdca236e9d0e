//! Writes structs: the models by the file that declares them; payloads of events share the code.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitted, docs, ident};
use crate::plan::{Field, Plan, Struct};
use crate::problem::Findings;
use crate::rust_type::FieldType;

pub(super) fn emit(plan: &Plan, emitted: &mut Emitted, findings: &mut Findings) {
    let mut files: BTreeMap<&str, Vec<&Struct>> = BTreeMap::new();
    for model in &plan.models {
        files.entry(&model.module).or_default().push(model);
    }
    let mut modules = Vec::new();
    for (module, models) in files {
        let items = models.iter().map(|it| model(it));
        let doc = format!("Models that `{module}` declares.");
        emitted.add(&format!("models/{module}.rs"), &doc, quote!(#(#items)*), findings);
        let module = ident(module);
        let names = models.iter().map(|it| ident(&it.type_name));
        modules.push(quote!(mod #module; pub use #module::{#(#names),*};));
    }
    let doc = "What Asterisk's resources look like.\n\nUnknown fields are ignored; a field that is absent in some supported release is an [`Option`].";
    emitted.add("models/mod.rs", doc, quote!(#(#modules)*), findings);
}

fn model(model: &Struct) -> TokenStream {
    let doc = docs(&model.docs);
    let name = ident(&model.type_name);
    let fields = model.fields.iter().map(field);
    let input = model.input.then(|| constructor(model));
    let needs_nothing = model.fields.iter().all(|it| it.optional);
    let default = (model.input && needs_nothing).then(|| quote!(Default,));
    quote! {
        #doc
        #[derive(Clone, Debug, #default PartialEq, Serialize, Deserialize)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
        }
        #input
    }
}

/// One field with its docs and its form on the wire.
pub(super) fn field(field: &Field) -> TokenStream {
    let doc = docs(&field.docs);
    let name = ident(&field.ident);
    let rename = (field.ident != field.wire).then(|| {
        let wire = &field.wire;
        quote!(rename = #wire)
    });
    let with = field.field_type.serde_with(field.optional).map(|path| quote!(with = #path));
    let default = (field.optional && with.is_some()).then(|| quote!(default));
    let skip = field.optional.then(|| quote!(skip_serializing_if = "Option::is_none"));
    let parts: Vec<TokenStream> = [rename, default, with, skip].into_iter().flatten().collect();
    let serde = (!parts.is_empty()).then(|| quote!(#[serde(#(#parts),*)]));
    let inner = field.field_type.tokens();
    let whole = if field.optional { quote!(Option<#inner>) } else { inner };
    quote!(#doc #serde pub #name: #whole)
}

/// `new` with the required fields and a setter for each other one.
fn constructor(model: &Struct) -> TokenStream {
    let name = ident(&model.type_name);
    let required: Vec<&Field> = model.fields.iter().filter(|it| !it.optional).collect();
    let arguments = required.iter().map(|it| {
        let name = ident(&it.ident);
        let (argument, _) = input(&it.field_type, quote!(#name));
        quote!(#name: #argument)
    });
    let values = model.fields.iter().map(|it| {
        let name = ident(&it.ident);
        if it.optional {
            return quote!(#name: None);
        }
        let (_, value) = input(&it.field_type, quote!(#name));
        if value.to_string() == it.ident { quote!(#name) } else { quote!(#name: #value) }
    });
    let setters = model.fields.iter().filter(|it| it.optional).map(|it| {
        let name = ident(&it.ident);
        let doc = docs(&it.docs);
        let (argument, value) = input(&it.field_type, quote!(#name));
        quote! {
            #doc
            pub fn #name(mut self, #name: #argument) -> Self {
                self.#name = Some(#value);
                self
            }
        }
    });
    let new_doc = format!(" A `{}` with what it needs.", model.type_name);
    quote! {
        impl #name {
            #[doc = #new_doc]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
            #(#setters)*
        }
    }
}

fn input(field_type: &FieldType, value: TokenStream) -> (TokenStream, TokenStream) {
    let inner = field_type.tokens();
    match field_type {
        FieldType::Text | FieldType::TextOrNumber | FieldType::Id(_) => {
            (quote!(impl Into<#inner>), quote!(#value.into()))
        }
        _ => (inner, value),
    }
}
