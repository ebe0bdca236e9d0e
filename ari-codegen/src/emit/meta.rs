//! Writes what the generated code says of itself: its release, the table of operations, and which releases have what.

use quote::quote;

use super::{Emitted, ident, releases};
use crate::plan::Plan;
use crate::problem::Findings;

pub(super) fn emit(plan: &Plan, emitted: &mut Emitted, findings: &mut Findings) {
    let release = &plan.release;
    let operations: Vec<_> = plan
        .resources
        .iter()
        .flat_map(|resource| resource.operations.iter().map(move |it| (resource, it)))
        .filter(|(_, it)| !it.websocket)
        .map(|(resource, it)| {
            let (module, file) = (ident(&resource.module), ident(&it.method_name));
            quote!(&crate::generated::#module::#file::OPERATION)
        })
        .collect();
    let count = operations.len();
    let mut recorded: Vec<(&str, Option<&str>, _)> = Vec::new();
    for model in plan.models.iter().chain(&plan.events) {
        recorded.push((&model.id, None, releases(model.since.as_ref())));
        for field in &model.fields {
            recorded.push((&model.id, Some(&field.wire), releases(field.since.as_ref())));
        }
    }
    recorded.sort_by_key(|(model, field, _)| (*model, *field));
    let entries = recorded.len();
    let models = recorded.iter().map(|(model, field, releases)| match field {
        Some(field) => quote!((#model, Some(#field), #releases)),
        None => quote!((#model, None, #releases)),
    });
    let body = quote! {
        /// The release of Asterisk whose resource JSON this was generated from.
        pub const ASTERISK_RELEASE: &str = #release;

        /// Every operation that has a method, in the specification's order.
        pub static OPERATIONS: [&Operation; #count] = [#(#operations),*];

        /// The releases that have a model or an event, or one of its fields, by their names in the specification; `None`
        /// where this release has no such thing.
        pub fn first_releases(model: &str, field: Option<&str>) -> Option<Releases> {
            Releases::find(&RELEASES, model, field)
        }

        /// Sorted, each model before its fields.
        static RELEASES: [(&str, Option<&str>, Releases); #entries] = [#(#models),*];
    };
    emitted.add("meta.rs", "What this was generated from.", body, findings);
}
