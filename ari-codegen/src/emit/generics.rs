//! The generics of request types: `R` is the reply, where handles want another one; `Choice` is what was set, where parameters
//! exclude each other.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::ident;
use crate::plan::Operation;

/// The generics of one request type.
pub(super) struct Generics<'a> {
    operation: &'a Operation,
    /// `Hangup`.
    pub(super) name: Ident,
    /// What it is answered with, unless a handle wants it otherwise.
    reply: TokenStream,
}

impl<'a> Generics<'a> {
    pub(super) fn of(operation: &'a Operation) -> Self {
        Self { operation, name: ident(&operation.type_name), reply: operation.reply.tokens() }
    }

    fn choice(&self) -> Option<TokenStream> {
        (!self.operation.alternatives.is_empty()).then(|| quote!(Choice))
    }

    /// `<R: Reply = Nothing, Choice = Undecided>`.
    pub(super) fn declared(&self) -> Option<TokenStream> {
        let reply = &self.reply;
        let reply = self.operation.removal.then(|| quote!(R: Reply = #reply));
        angled([reply, self.choice().map(|it| quote!(#it = Undecided))])
    }

    /// `Prepared<R, Choice>`.
    pub(super) fn prepared(&self) -> TokenStream {
        let reply = if self.operation.removal { quote!(R) } else { self.reply.clone() };
        let generics = angled([Some(reply), self.choice()]);
        quote!(Prepared #generics)
    }

    /// `Hangup<R, ByCode>`; without a choice it is the undecided one.
    pub(super) fn named(&self, choice: Option<TokenStream>) -> TokenStream {
        let name = &self.name;
        let generics = angled([self.operation.removal.then(|| quote!(R)), choice]);
        quote!(#name #generics)
    }

    /// `impl<R: Reply, Choice> Hangup<R, Choice>`, with what is wanted of the choice.
    pub(super) fn block(&self, bound: Option<TokenStream>) -> TokenStream {
        let of = self.named(bound.as_ref().and_then(|_| self.choice()));
        let generics = angled([self.operation.removal.then(|| quote!(R: Reply)), bound]);
        quote!(impl #generics #of)
    }

    /// What the runtime's macro has to know.
    pub(super) fn registered(&self) -> TokenStream {
        let (of, reply) = (self.named(self.choice()), &self.reply);
        if self.operation.removal { of } else { quote!(#of => #reply) }
    }
}

fn angled(generics: [Option<TokenStream>; 2]) -> Option<TokenStream> {
    let generics: Vec<TokenStream> = generics.into_iter().flatten().collect();
    (!generics.is_empty()).then(|| quote!(<#(#generics),*>))
}
