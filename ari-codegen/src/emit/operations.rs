//! Writes the request type of an operation: its facts, what it needs, a setter for everything else.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitted, docs, ident, operation_facts};
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
    emitted.add(&path, &doc, request(plan, resource, operation), findings);
}

fn request(plan: &Plan, resource: &Resource, operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let doc = docs(&[
        format!(
            "The request of [`{0}::{1}`](super::{0}::{1}).",
            resource.type_name, operation.method_name
        ),
        String::new(),
        operation.summary.clone(),
    ]);
    let facts = facts(plan, operation);
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
    let setters: Vec<TokenStream> = operation
        .parameters
        .iter()
        .filter(|it| !it.argument && it.withheld.is_none())
        .map(setter)
        .collect();
    let reply = operation.reply.tokens();
    let (generics, bound, arguments_of_type, marker) = if operation.removal {
        (quote!(<R: Reply = #reply>), quote!(<R: Reply>), quote!(<R>), quote!(R))
    } else {
        (quote!(), quote!(), quote!(), reply)
    };
    let many = many_arguments(arguments.len());
    let register = if operation.removal {
        quote!(ari_runtime::request!(#name<R>);)
    } else {
        quote!(ari_runtime::request!(#name => #marker);)
    };
    quote! {
        #doc
        #[derive(Clone, Debug)]
        #[must_use = "a request is sent when it is awaited"]
        pub struct #name #generics(pub(crate) Prepared<#marker>);

        impl #bound #name #arguments_of_type {
            #many
            pub(crate) fn new(caller: Caller, #(#arguments),*) -> Self {
                let prepared = Prepared::new(caller, &OPERATION);
                Self(prepared #(.#fills)* #(.#defaults)*)
            }
            #(#setters)*
        }

        #register
        #facts
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

fn setter(parameter: &Parameter) -> TokenStream {
    let doc = docs(&parameter.docs);
    let name = ident(&parameter.ident);
    let argument = parameter.arg.tokens();
    let set = parameter.arg.set(&parameter.wire, &quote!(#name));
    quote! {
        #doc
        pub fn #name(self, #name: #argument) -> Self {
            Self(self.0.#set)
        }
    }
}

fn first_releases(releases: &str) -> Option<TokenStream> {
    (!releases.is_empty()).then(|| quote!(.since(#releases)))
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
    let url = &operation.url;
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
    let since = first_releases(&operation.since);
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
            let since = first_releases(&it.since);
            quote!(ParameterFacts::#place(#wire) #required #multiple #since)
        });
        quote!(.parameters(&[#(#parameters),*]))
    });
    quote! {
        pub(crate) static OPERATION: Operation =
            Operation::new(#wire_name, Method::#method, #path, BodyShape::#shape)
                .documentation(#url)
                #since
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
