//! Writes the handles: one thing of Asterisk's, bound to its id.

use quote::quote;

use super::operations::{argument, arguments, many_arguments};
use super::{Emitted, docs, ident};
use crate::plan::{Handle, Operation, Plan, Resource};
use crate::problem::Findings;
use crate::rust_type::Arg;

pub(super) fn emit(
    plan: &Plan,
    resource: &Resource,
    handle: &Handle,
    emitted: &mut Emitted,
    findings: &mut Findings,
) {
    let path = format!("{}/{}_handle.rs", resource.module, handle.accessor);
    let doc = format!("The operations on one {}.", handle.noun);
    let requests: Vec<&str> = resource.operations.iter().map(|it| it.type_name.as_str()).collect();
    emitted.add_beside(&path, &doc, body(plan, resource, handle), &requests, findings);
}

fn body(plan: &Plan, resource: &Resource, handle: &Handle) -> proc_macro2::TokenStream {
    let name = ident(&handle.type_name);
    let doc = docs(&[
        format!(
            "One {}, by what names it. Got from [`Ari::{accessor}`](crate::Ari::{accessor}).",
            handle.noun,
            accessor = handle.accessor
        ),
        String::new(),
        "It keeps the client's connection, and says nothing of whether the thing is there."
            .to_owned(),
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
    let listening = listening(plan, handle);
    quote! {
        #doc
        #[derive(Clone, Debug)]
        pub struct #name {
            pub(crate) client: Client<AriApi>,
            #(#keys: #key_types,)*
        }

        impl #name {
            pub(crate) fn new(client: Client<AriApi>, #(#keys: impl Into<#key_types>),*) -> Self {
                Self { client, #(#keys: #keys.into()),* }
            }
            #(
                #key_docs
                pub fn #keys(&self) -> &#key_types {
                    &self.#keys
                }
            )*
            #listening
            #(#methods)*
        }
    }
}

/// From when to when a stream about a thing goes, and what Asterisk is told for it.
fn lifetime(plan: &Plan, subject: &str, noun: &str) -> String {
    let sources = plan.session.applications.iter().flat_map(|it| &it.sources);
    let is_source = sources.clone().any(|it| it.subject == subject);
    let ends = plan.subjects.iter().any(|it| it.name == subject && !it.terminal.is_empty());
    // Only what this client creates is there from a moment that it knows.
    let is_found = sources.clone().any(|it| it.subject == subject && it.events_of_others);
    let mut text = match is_found {
        true => {
            format!("The {noun} has to exist: Asterisk refuses to tell of what it does not know.")
        }
        false => format!("It may be made before the {noun} exists."),
    };
    if ends {
        text += " It ends with `Ended::Gone` after the event that tells the end.";
    }
    if is_source {
        text += &format!(" While it lives, the application is subscribed to the {noun}.");
    }
    text
}

/// The ways to hear of the thing.
fn listening(plan: &Plan, handle: &Handle) -> Option<proc_macro2::TokenStream> {
    let subject_name = handle.subject.as_ref()?;
    let keys: Vec<_> = handle.keys.iter().map(|it| ident(&it.ident)).collect();
    let subject = match keys.as_slice() {
        [id] => quote!(Subject::new(#subject_name, &self.#id)),
        [group, id] => quote!(Subject::new(#subject_name, &self.#id).within(&self.#group)),
        _ => return None,
    };
    let events = docs(&[
        format!("A stream of the events about the {} from now on.", handle.noun),
        String::new(),
        lifetime(plan, subject_name, &handle.noun),
    ]);
    let wait = docs(&[
        format!("Waits for an event of one kind about the {}.", handle.noun),
        String::new(),
        "It listens from this call on: make it before the request whose effect it waits for."
            .to_owned(),
    ]);
    Some(quote! {
        #events
        pub fn events(&self) -> Events<AriApi> {
            self.client.events_about(#subject)
        }

        #wait
        pub fn wait_for<P: Payload<Event = Event>>(&self, deadline: Duration) -> Wait<P> {
            self.client.wait_about(#subject, deadline)
        }
    })
}

fn method(resource: &Resource, handle: &Handle, operation: &Operation) -> proc_macro2::TokenStream {
    let mut lines = vec![operation.summary.clone(), String::new()];
    let since = operation.since.as_ref().map(|it| format!(" {}", it.sentence()));
    lines.push(format!(
        "As [`{0}::{1}`](super::{0}::{1}){2}.{3}",
        resource.type_name,
        operation.method_name,
        if operation.removal { ", and what is gone already is no error" } else { "" },
        since.unwrap_or_default()
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
            #request::new(self.client.caller(), #(&self.#keys,)* #(#passed),*)
        }
    }
}
