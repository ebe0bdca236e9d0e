//! Writes the id types.

use quote::quote;

use super::{Emitted, docs, ident};
use crate::plan::Plan;
use crate::problem::Findings;

pub(super) fn emit(plan: &Plan, emitted: &mut Emitted, findings: &mut Findings) {
    let ids = plan.ids.iter().map(|id| {
        let docs = docs(&id.docs);
        let name = ident(&id.type_name);
        let random = id.random.then(|| {
            quote! {
                impl #name {
                    /// A new id that nothing else has: a version 4 UUID.
                    pub fn random() -> Self {
                        Self(ari_runtime::random_id())
                    }
                }
            }
        });
        quote! {
            #docs
            #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct #name(Text);
            #random
            ari_runtime::id!(#name);
        }
    });
    emitted.add(
        "ids.rs",
        "The ids of things in Asterisk, one type for each kind.",
        quote!(#(#ids)*),
        findings,
    );
}
