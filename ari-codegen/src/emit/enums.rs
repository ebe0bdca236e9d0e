//! Writes the enums made of lists of allowed values, one file each.

use quote::quote;

use super::{Emitted, docs, ident};
use crate::plan::{Enum, Plan};
use crate::problem::Findings;

pub(super) fn emit(plan: &Plan, emitted: &mut Emitted, findings: &mut Findings) {
    let mut modules = Vec::new();
    for it in &plan.enums {
        let module = heck::ToSnakeCase::to_snake_case(it.type_name.as_str());
        let doc = format!("The values of [`{}`].", it.type_name);
        emitted.add(&format!("enums/{module}.rs"), &doc, one(it), findings);
        modules.push((ident(&module), ident(&it.type_name)));
    }
    let (files, names): (Vec<_>, Vec<_>) = modules.into_iter().unzip();
    let body = quote! {
        #(mod #files;)*
        #(pub use #files::#names;)*
    };
    let doc = "Texts of which Asterisk documents the possible values.\n\nEvery one keeps a value that it does not know in `Unrecognized`.";
    emitted.add("enums/mod.rs", doc, body, findings);
}

fn one(it: &Enum) -> proc_macro2::TokenStream {
    let name = ident(&it.type_name);
    let doc = docs(&it.docs);
    let variants = it.variants.iter().map(|(variant, _, lines)| {
        let variant = ident(variant);
        let lines = docs(lines);
        quote!(#lines #variant)
    });
    let to_text = it.variants.iter().map(|(variant, wire, _)| {
        let variant = ident(variant);
        quote!(Self::#variant => #wire)
    });
    let from_text = it.variants.iter().map(|(variant, wire, _)| {
        let variant = ident(variant);
        quote!(#wire => Self::#variant)
    });
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that the specification does not list, as it came.
            Unrecognized(Text),
        }

        impl #name {
            /// The value as it stands on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    #(#to_text,)*
                    Self::Unrecognized(text) => text,
                }
            }
        }

        impl From<&str> for #name {
            fn from(text: &str) -> Self {
                match text {
                    #(#from_text,)*
                    other => Self::Unrecognized(other.into()),
                }
            }
        }

        ari_runtime::text_enum!(#name);
    }
}
