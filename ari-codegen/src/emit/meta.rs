//! Writes what the generated code says of itself: its release and the table of operations.

use quote::quote;

use super::{Emitted, ident};
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
    let body = quote! {
        /// The release of Asterisk whose resource JSON this was generated from.
        pub const ASTERISK_RELEASE: &str = #release;

        /// Every operation that has a method, in the specification's order.
        pub static OPERATIONS: [&Operation; #count] = [#(#operations),*];
    };
    emitted.add("meta.rs", "What this was generated from.", body, findings);
}
