//! Writes the request type of an operation: its facts, what it needs, a setter for everything else.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::generics::Generics;
use super::{Emitted, docs, ident, operation_facts, releases};
use crate::availability::Since;
use crate::overlay::{BodyShape, EffectRule};
use crate::plan::{Operation, Parameter, Plan, Resource};
use crate::problem::Findings;
use crate::rust_type::Reply;
use crate::spec::ParamType;

pub(super) fn emit(
    plan: &Plan,
    resource: &Resource,
    operation: &Operation,
    emitted: &mut Emitted,
    findings: &mut Findings,
) {
    let path = format!("{}/{}.rs", resource.module, operation.method_name);
    let doc = format!("`{} {}`", operation.http_method, operation.path);
    let body = request(plan, resource, operation);
    let alternatives: Vec<&str> =
        operation.alternatives.iter().map(|it| it.type_name.as_str()).collect();
    emitted.add_beside(&path, &doc, body, &alternatives, findings);
}

fn request(plan: &Plan, resource: &Resource, operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let doc = docs(&request_docs(resource, operation));
    let generics = Generics::of(operation);
    let (declared, prepared) = (generics.declared(), generics.prepared());
    let methods = methods(operation, &generics);
    let registered = generics.registered();
    let facts = facts(plan, operation);
    quote! {
        #doc
        #[derive(Clone, Debug)]
        #[must_use = "a request is sent when it is awaited"]
        pub struct #name #declared(pub(crate) #prepared);

        #methods

        ari_runtime::request!(#registered);
        #facts
    }
}

/// The constructor and the setters; those that exclude others stand in a block for each alternative.
fn methods(operation: &Operation, generics: &Generics<'_>) -> TokenStream {
    let new = constructor(operation);
    let settable =
        || operation.parameters.iter().filter(|it| !it.argument && it.withheld.is_none());
    let first = generics.block(None);
    if operation.alternatives.is_empty() {
        let setters = settable().map(|it| setter(it, None));
        return quote!(#first { #new #(#setters)* });
    }
    let choosing = operation.alternatives.iter().map(|alternative| {
        let chosen = ident(&alternative.type_name);
        let block = generics.block(Some(quote!(Choice: Allows<#chosen>)));
        let returned = generics.named(Some(quote!(#chosen)));
        let own = settable().filter(|it| alternative.parameters.contains(&it.wire));
        let setters = own.map(|it| setter(it, Some((&generics.name, &returned))));
        quote!(#block { #(#setters)* })
    });
    let is_free =
        |it: &&Parameter| !operation.alternatives.iter().any(|of| of.parameters.contains(&it.wire));
    let mut free = settable().filter(is_free).map(|it| setter(it, None)).peekable();
    let free = free.peek().is_some().then(|| {
        let block = generics.block(Some(quote!(Choice)));
        quote!(#block { #(#free)* })
    });
    quote! {
        #first { #new }
        #(#choosing)*
        #free
    }
}

fn request_docs(resource: &Resource, operation: &Operation) -> Vec<String> {
    let mut lines = vec![
        format!(
            "The request of [`{0}::{1}`](super::{0}::{1}).",
            resource.type_name, operation.method_name
        ),
        String::new(),
        operation.summary.clone(),
    ];
    if !operation.alternatives.is_empty() {
        lines.push(String::new());
        lines.push("Some parameters exclude others. Which of them were set is in the type:".into());
        lines.push(String::new());
        for it in &operation.alternatives {
            let names: Vec<String> = it.parameters.iter().map(|it| format!("`{it}`")).collect();
            lines.push(format!("* [`{0}`](super::{0}): {1}", it.type_name, names.join(", ")));
        }
    }
    lines
}

fn constructor(operation: &Operation) -> TokenStream {
    let arguments: Vec<TokenStream> = arguments(operation).map(argument).collect();
    let fills = self::arguments(operation).map(|it| {
        let value = ident(&it.ident);
        let value = quote!(#value);
        if it.kind == ParamType::Path {
            it.arg.segment(&value)
        } else {
            it.arg.set(&it.wire, &value)
        }
    });
    let defaults = operation.parameters.iter().filter_map(|it| {
        let default = it.sent_default.as_ref()?;
        let wire = &it.wire;
        Some(quote!(text(#wire, #default)))
    });
    let many = many_arguments(arguments.len());
    quote! {
        #many
        pub(crate) fn new(caller: Caller, #(#arguments),*) -> Self {
            let prepared = Prepared::new(caller, &OPERATION);
            Self(prepared #(.#fills)* #(.#defaults)*)
        }
    }
}

/// The lint counts the client too; an operation needs what it needs.
pub(super) fn many_arguments(count: usize) -> Option<TokenStream> {
    (count > 6).then(
        || quote!(#[expect(clippy::too_many_arguments, reason = "the operation needs them all")]),
    )
}

/// What has to be given, in order.
pub(super) fn arguments(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|it| it.argument)
}

/// `channel_id: impl Into<ChannelId>`.
pub(super) fn argument(parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.ident);
    let argument = parameter.arg.tokens();
    quote!(#name: #argument)
}

/// A setter; one that excludes others makes a request of another type.
fn setter(parameter: &Parameter, chosen: Option<(&Ident, &TokenStream)>) -> TokenStream {
    let doc = docs(&parameter.docs);
    let name = ident(&parameter.ident);
    let argument = parameter.arg.tokens();
    let set = parameter.arg.set(&parameter.wire, &quote!(#name));
    let (returned, made) = match chosen {
        Some((request, chosen)) => (chosen.clone(), quote!(#request(self.0.#set.chosen()))),
        None => (quote!(Self), quote!(Self(self.0.#set))),
    };
    quote! {
        #doc
        pub fn #name(self, #name: #argument) -> #returned {
            #made
        }
    }
}

/// The releases that have it, where it is not every one.
fn since(since: Option<&Since>) -> Option<TokenStream> {
    if since.is_some_and(Since::is_every) {
        return None;
    }
    let releases = releases(since);
    Some(quote!(.since(#releases)))
}

/// The operation as data.
fn facts(plan: &Plan, operation: &Operation) -> TokenStream {
    let wire_name = &operation.wire_name;
    let method = ident(match operation.http_method.as_str() {
        "POST" => "Post",
        "PUT" => "Put",
        "DELETE" => "Delete",
        _ => "Get",
    });
    let path = &operation.path;
    let url = Some(&operation.url).filter(|it| !it.is_empty());
    let documentation = url.map(|it| quote!(.documentation(#it)));
    let shape = match (operation.has_body, operation.shape) {
        (_, BodyShape::None) => quote!(Never),
        (true, BodyShape::Whole) => quote!(Whole),
        (_, _) => quote!(Members),
    };
    let errors = (!operation.errors.is_empty()).then(|| {
        let errors = operation.errors.iter().map(|(code, reason)| {
            let code = proc_macro2::Literal::u16_unsuffixed(*code);
            quote!((#code, #reason))
        });
        quote!(.errors(&[#(#errors),*]))
    });
    let modules = (!operation.modules.is_empty()).then(|| {
        let modules = &operation.modules;
        quote!(.modules(&[#(#modules),*]))
    });
    let effect = operation.effect.as_ref().map(effect);
    let bytes = matches!(operation.reply, Reply::Binary).then(|| quote!(.answers_bytes()));
    let own_application = operation.own_application.as_ref().map(|it| {
        let (parameter, unless) = (&it.parameter, &it.unless);
        quote!(.own_application(#parameter, &[#(#unless),*]))
    });
    let lookup = operation.lookup.as_ref().and_then(|(key, id)| {
        let looking = operation_facts(plan, key)?;
        Some(quote!(.looked_up_by(#looking, #id)))
    });
    let first_releases = since(operation.since.as_ref());
    let parameters = (!operation.parameters.is_empty()).then(|| {
        let parameters = operation.parameters.iter().map(|it| {
            let wire = &it.wire;
            let place = match it.kind {
                ParamType::Path => quote!(path),
                ParamType::Query => quote!(query),
                ParamType::Body => quote!(body),
            };
            let required = (it.required && it.kind != ParamType::Path).then(|| quote!(.required()));
            let multiple = it.multiple.then(|| quote!(.multiple()));
            let since = since(it.since.as_ref());
            quote!(ParameterFacts::#place(#wire) #required #multiple #since)
        });
        quote!(.parameters(&[#(#parameters),*]))
    });
    quote! {
        pub(crate) static OPERATION: Operation =
            Operation::new(#wire_name, Method::#method, #path, BodyShape::#shape)
                #documentation
                #first_releases
                #parameters
                #errors
                #modules
                #bytes
                #effect
                #own_application
                #lookup;
    }
}

fn effect(rule: &EffectRule) -> TokenStream {
    match rule {
        EffectRule::Creates { subject, id, application: Some(application) } => {
            quote!(.creates(#subject, #id).within(#application))
        }
        EffectRule::Creates { subject, id, application: None } => quote!(.creates(#subject, #id)),
        EffectRule::Releases { id } => quote!(.releases(#id)),
        EffectRule::Ends { id } => quote!(.ends(#id)),
        EffectRule::Listens { application, sources } => quote!(.listens(#application, #sources)),
        EffectRule::Ignores { application, sources } => quote!(.ignores(#application, #sources)),
        EffectRule::Filters { application } => quote!(.filters(#application)),
    }
}
