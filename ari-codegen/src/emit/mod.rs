//! From plan to files: each emitter writes one kind of output; here they are gathered and the names they share stand.

mod api;
mod enums;
mod events;
mod generics;
mod handles;
mod ids;
mod meta;
mod models;
mod operations;
mod resources;

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::availability::Since;
use crate::naming::IMPORTS;
use crate::plan::Plan;
use crate::print::{self, Homes};
use crate::problem::{Findings, Place};

/// Files of the tree with their tokens, before printing.
pub(crate) struct Emitted {
    files: BTreeMap<String, String>,
    homes: Homes,
}

impl Emitted {
    fn add(&mut self, path: &str, doc: &str, body: TokenStream, findings: &mut Findings) {
        self.add_beside(path, doc, body, &[], findings);
    }

    /// Adds a file that may use types of the module above it.
    fn add_beside(
        &mut self,
        path: &str,
        doc: &str,
        body: TokenStream,
        beside: &[&str],
        findings: &mut Findings,
    ) {
        let mut homes = self.homes.clone();
        homes.extend(beside.iter().map(|it| ((*it).to_owned(), "super".to_owned())));
        match print::file(doc, body, &homes) {
            Ok(text) => {
                self.files.insert(path.to_owned(), text);
            }
            Err(error) => findings.problem(
                &Place::new(path, ""),
                format!("the generated code does not parse: {error}"),
            ),
        }
    }
}

/// Writes every file of `ari-generated/src/generated`.
pub(crate) fn emit(plan: &Plan, findings: &mut Findings) -> BTreeMap<String, String> {
    let mut emitted = Emitted { files: BTreeMap::new(), homes: homes(plan) };
    ids::emit(plan, &mut emitted, findings);
    enums::emit(plan, &mut emitted, findings);
    models::emit(plan, &mut emitted, findings);
    events::emit(plan, &mut emitted, findings);
    resources::emit(plan, &mut emitted, findings);
    meta::emit(plan, &mut emitted, findings);
    api::emit(plan, &mut emitted, findings);
    emitted.files
}

/// The importable names of generated code.
fn homes(plan: &Plan) -> Homes {
    let mut homes = Homes::new();
    for (home, names) in IMPORTS {
        for name in *names {
            homes.insert((*name).to_owned(), (*home).to_owned());
        }
    }
    for id in &plan.ids {
        homes.insert(id.type_name.clone(), "crate::generated::ids".to_owned());
    }
    for it in &plan.enums {
        homes.insert(it.type_name.clone(), "crate::generated::enums".to_owned());
    }
    for model in &plan.models {
        homes.insert(model.type_name.clone(), "crate::generated::models".to_owned());
    }
    homes.insert("AriApi".to_owned(), "crate::generated".to_owned());
    homes.insert("Call".to_owned(), "crate::generated".to_owned());
    homes.insert("Event".to_owned(), "crate::generated::events".to_owned());
    homes.insert("EventKind".to_owned(), "crate::generated::events".to_owned());
    homes
}

/// One `#[doc]` per line.
fn docs(lines: &[String]) -> TokenStream {
    let lines =
        lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// The docs up to the end of their first sentence.
fn first_sentence(lines: &[String]) -> TokenStream {
    let mut taken = Vec::new();
    for line in lines.iter().take_while(|it| !it.is_empty()) {
        if let Some(end) = line.find(". ") {
            taken.push(line[..=end].to_owned());
            break;
        }
        taken.push(line.clone());
    }
    docs(&taken)
}

fn ident(name: &str) -> proc_macro2::Ident {
    format_ident!("{name}")
}

/// The facts of an operation, by its key.
fn operation_facts(plan: &Plan, key: &str) -> Option<TokenStream> {
    plan.resources.iter().find_map(|resource| {
        let found = resource.operations.iter().find(|it| it.key == key)?;
        let (resource, operation) = (ident(&resource.module), ident(&found.method_name));
        Some(quote!(&crate::generated::#resource::#operation::OPERATION))
    })
}

/// Which releases have a thing, as data.
fn releases(since: Option<&Since>) -> TokenStream {
    let Some(since) = since else { return quote!(Releases::UNKNOWN) };
    let before = since.before.map(|line| {
        let line = Literal::u32_unsuffixed(line);
        quote!(.before(#line))
    });
    if since.is_every() {
        return quote!(Releases::EVERY);
    }
    let firsts = since.firsts.iter().map(|(major, minor, patch)| {
        let [major, minor, patch] = [*major, *minor, *patch].map(Literal::u32_unsuffixed);
        quote!((#major, #minor, #patch))
    });
    quote!(Releases::new(&[#(#firsts),*]) #before)
}
